"""Sentences of several passages are compared with each other; what is not among the likeliest counts as the worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Passage
from service.answering.calibration import Logistic
from service.answering.comparison import (
    COMPARISON_FEATURES,
    Comparison,
    best_compared,
    likeliest_sentences,
)
from service.scoring import Line
from service.scoring.scorer import Scores
from tests.service.answering.candidates import ROWERS, candidate


class Preferring:
    """A scorer that gives the lines with a word 3, others -3, and remembers what it was asked to compare."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.lines: list[Line] = []

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        raise AssertionError("comparing reads no passages")

    def compared(self, question: str, lines: Sequence[Line]) -> Scores:
        self.lines = list(lines)
        return np.asarray([3.0 if self._word in line.text else -3.0 for line in lines], dtype=np.float32)


WEIGHTS = Logistic(COMPARISON_FEATURES, np.asarray([1.0, 1.0], np.float32), 0.0)
CANDIDATES = [
    candidate("a", 0.6, ("Ferries are old.", 1.0), ("The fare is two pounds.", 0.9), ("Gulls are loud.", 0.01)),
    candidate("b", 0.5, ("Rowers row at dawn.", 1.0), voice=ROWERS),
]


def test_what_compares_best_becomes_the_likeliest() -> None:
    compared = Comparison(Preferring("fare"), WEIGHTS).compared("What does it cost?", CANDIDATES, 3)
    assert [c.passage.id for c in compared] == ["a", "b"]
    assert max(compared[0].sentences) == compared[0].sentences[1] == compared[0].probability
    assert compared[0].probability > 0.9 > 0.2 > compared[1].probability
    assert best_compared(compared) == 3.0


def test_only_the_likeliest_are_read_in_their_order_with_their_speakers() -> None:
    scorer = Preferring("fare")
    compared = Comparison(scorer, WEIGHTS).compared("What does it cost?", CANDIDATES, 3)
    assert [(line.passage_id, line.speaker) for line in scorer.lines] == [
        ("a", "Harbour Board"), ("a", "Harbour Board"), ("b", "Rowers"),
    ]  # fmt: skip
    # Too unlikely to be compared, it counts as the worst that was, and stays behind it.
    assert compared[0].sentences[2] < compared[0].sentences[0]


def test_nothing_to_compare_leaves_candidates_as_they_are() -> None:
    unread = [replace(CANDIDATES[0], sentences=())]
    assert Comparison(Preferring("x"), WEIGHTS).compared("What?", unread, 8) == unread
    assert Comparison(Preferring("x"), WEIGHTS).compared("What?", [], 8) == []
    assert best_compared(unread) == 0.0


@given(
    chances=st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=5), min_size=1, max_size=5),
    most=st.integers(1, 12),
)
def test_the_likeliest_are_as_likely_as_any_left_out(chances: list[list[float]], most: int) -> None:
    made = [candidate(str(at), 1.0, *(("Words.", chance) for chance in own)) for at, own in enumerate(chances)]
    places = likeliest_sentences(made, most)
    assert places == sorted(places)
    assert len(places) == min(most, sum(map(len, chances)))
    kept = [chances[at][position] for at, position in places]
    left = [c for at, own in enumerate(chances) for position, c in enumerate(own) if (at, position) not in places]
    assert not left or min(kept) >= max(left)
