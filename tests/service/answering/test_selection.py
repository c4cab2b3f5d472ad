"""What is quoted: likely passages whole, doubtful ones by their best sentence, nothing twice, within the limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.models import Side
from service.answering.calibration import Thresholds
from service.answering.fusion import Candidate
from service.answering.plan import Part
from service.answering.selection import Extract, choose
from tests.service.answering.candidates import ROWERS, answering, candidate

THRESHOLDS = Thresholds(answer=0.3, on_topic=0.3, cite=0.01, cite_share=0.1, shown=0.01)


def chosen(*candidates: Candidate, citations: int = 8, words: int = 100) -> list[tuple[str, tuple[int, ...]]]:
    extracts = choose(answering(*candidates), THRESHOLDS, max_citations=citations, max_words=words)
    return [(extract.passage.id, extract.sentences) for extract in extracts]


def test_a_likely_passage_is_quoted_whole_and_a_doubtful_one_by_its_best_sentence() -> None:
    likely = candidate("likely", 0.9, ("Ferries sail at night.", 0.7), ("They are slow and loud.", 0.3))
    doubtful = candidate("doubtful", 0.11, ("Gulls nest on roofs.", 0.999), ("Cats sleep below them.", 0.001))
    assert chosen(likely, doubtful) == [("likely", (0, 1)), ("doubtful", (0,))]


def test_what_is_worth_little_beside_the_best_is_left_out() -> None:
    assert chosen(candidate("a", 0.9, ("Ferries sail at night.", 1.0)), candidate("b", 0.02, ("Gulls nest.", 1.0))) == [
        ("a", (0,))
    ]


def test_something_is_quoted_however_doubtful_it_is() -> None:
    assert chosen(candidate("a", 0.001, ("Ferries sail at night.", 1.0))) == [("a", (0,))]


def test_nothing_is_quoted_of_nothing() -> None:
    assert chosen() == []


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_citations_than_allowed(limit: int) -> None:
    words = ("Ferries sail.", "Gulls nest.", "Cats sleep.", "Dogs bark.")
    assert len(chosen(*(candidate(text, 0.5, (text, 1.0)) for text in words), citations=limit)) == limit


def test_no_more_words_than_allowed_but_for_the_first_sentence() -> None:
    long = candidate("long", 0.9, (" ".join(["word"] * 30) + ".", 1.0))
    assert chosen(long, candidate("short", 0.8, ("Gulls nest on roofs here.", 1.0)), words=20) == [("long", (0,))]


def test_what_one_speaker_repeats_is_quoted_once_with_its_other_place() -> None:
    text = "The board will recruit forty five ferry wardens for the eastern quays."
    first, second = candidate("first", 0.9, (text, 1.0)), candidate("second", 0.8, (text, 1.0))
    (extract,) = choose(answering(first, second), THRESHOLDS, max_citations=8, max_words=100)
    assert [passage.id for passage in extract.also] == ["second"]


def test_the_same_words_in_another_mouth_are_another_position() -> None:
    text = "The board will recruit forty five ferry wardens for the eastern quays."
    found = chosen(candidate("board", 0.9, (text, 1.0)), candidate("rowers", 0.8, (text, 1.0), voice=ROWERS))
    assert [id_ for id_, _ in found] == ["board", "rowers"]


def test_a_sentence_that_points_back_brings_the_one_before_it_where_there_is_room() -> None:
    wardens = candidate("wardens", 0.9, ("We hired forty wardens.", 0.0001), ("Of these, nine left in May.", 0.9999))
    better = candidate("better", 0.95, ("Nine wardens left.", 1.0))
    doubtful = candidate("wardens", 0.1, ("We hired forty wardens.", 0.0001), ("Of these, nine left in May.", 0.9999))
    assert chosen(better, doubtful) == [("better", (0,)), ("wardens", (0, 1))]
    assert chosen(better, doubtful, words=10) == [("better", (0,)), ("wardens", (1,))]
    assert chosen(wardens) == [("wardens", (0, 1))]


def test_what_a_colon_announces_is_quoted_with_it_as_far_as_there_is_room() -> None:
    rules = candidate("rules", 0.1, ("The quay has three rules:", 0.98), ("No dogs.", 0.01), ("No bicycles.", 0.01))
    better = candidate("better", 0.95, ("Rules are rules.", 1.0))
    assert chosen(better, rules) == [("better", (0,)), ("rules", (0, 1, 2))]
    assert chosen(better, rules, words=10) == [("better", (0,)), ("rules", (0, 1))]


def test_where_stakeholders_at_large_are_asked_each_is_heard_before_one_is_heard_twice() -> None:
    rivals = replace(ROWERS, speaker="Sailors", organisation="Sailors")
    several = answering(
        candidate("first", 0.9, ("Rowers would close the eastern quay.", 1.0), voice=ROWERS),
        candidate("second", 0.8, ("They would open the western one.", 1.0), voice=ROWERS),
        candidate("rival", 0.5, ("Sailors would close no quay at all.", 1.0), voice=rivals),
    )
    at_large = replace(several, part=Part(side=Side.STAKEHOLDER, required=True))
    assert [_id(extract) for extract in choose(several, THRESHOLDS, max_citations=2, max_words=99)] == [
        "first",
        "second",
    ]
    assert [_id(extract) for extract in choose(at_large, THRESHOLDS, max_citations=2, max_words=99)] == [
        "first",
        "rival",
    ]


def _id(extract: Extract) -> str:
    return extract.passage.id
