"""The packaged scorer tells an answer from what only looks like one, alike every time and from every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from corpus.models import BlockKind, Passage, Role, Sentence, Side, Span, Voice
from service.scoring import Line, TokenScorer

BOARD = Voice("Harbour Board", Role.AUTHOR, Side.GOVERNMENT, "Harbour Board")


def passage(*sentences: str) -> Passage:
    made, at = [], 0
    for text in sentences:
        made.append(Sentence(text, (Span(at, at + len(text)),)))
        at += len(text) + 1
    return Passage(
        id="p", document_id="plan", voice=BOARD, block=BlockKind.PARAGRAPH, text=" ".join(sentences),
        spans=(Span(0, at),), section=("Ferries",), sentences=tuple(made), order=0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def scorer() -> TokenScorer:
    return TokenScorer(threads=2)


FERRIES = passage(
    "Ferries have crossed the sound for a century.",
    "The last ferry leaves the quay at half past nine in the evening.",
    "Passengers told us that they like the view.",
)


def test_the_sentence_that_answers_scores_highest(scorer: TokenScorer) -> None:
    (scores,) = scorer.scores("At what time does the last boat depart?", [FERRIES])
    assert int(scores.argmax()) == 1


def test_a_question_that_is_answered_scores_higher_than_one_that_is_not(scorer: TokenScorer) -> None:
    (answered,) = scorer.scores("At what time does the last boat depart?", [FERRIES])
    (other,) = scorer.scores("How many people work for the ferry company?", [FERRIES])
    assert answered.max() > other.max() + 1


def test_the_same_scores_alone_in_company_and_from_many_threads(scorer: TokenScorer) -> None:
    gulls = passage("Gulls nest on roofs.", "They are loud.")
    (alone,) = scorer.scores("Where do gulls nest?", [gulls])
    assert scorer.scores("Where do gulls nest?", []) == []
    with ThreadPoolExecutor(4) as pool:
        for _, again, _ in pool.map(
            lambda _: scorer.scores("Where do gulls nest?", [FERRIES, gulls, FERRIES]), range(8)
        ):
            np.testing.assert_array_equal(alone, again)


def test_of_lines_read_beside_each_other_the_one_that_answers_scores_highest(scorer: TokenScorer) -> None:
    lines = [Line(str(at), "Harbour Board", sentence.text) for at, sentence in enumerate(FERRIES.sentences)]
    scores = scorer.compared("At what time does the last boat depart?", lines)
    assert int(scores.argmax()) == 1
    assert len(scorer.compared("When?", [])) == 0
