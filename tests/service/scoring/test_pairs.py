"""Every token of a sentence is known to be its own; what does not fit is cut off and counts as unread."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from service.scoring.pairs import MAX_TOKENS, Line, PairEncoder

ENCODER = PairEncoder()


@settings(max_examples=60, deadline=None)
@given(
    question=st.text(max_size=200),
    context=st.text(max_size=100),
    sentences=st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=12),
)
def test_tokens_stand_in_the_order_of_their_sentences(question: str, context: str, sentences: list[str]) -> None:
    pair = ENCODER.pair(question, context, sentences)
    assert len(pair.ids) == len(pair.sentence_of) <= MAX_TOKENS
    inside = pair.sentence_of[pair.sentence_of >= 0]
    assert (np.diff(inside) >= 0).all()
    assert (pair.sentence_of[: pair.passage_from] == -1).all()
    assert pair.sentences == len(sentences)


def test_a_sentence_has_the_mean_of_its_tokens_and_an_unread_one_is_told_apart() -> None:
    pair = ENCODER.pair("When do ferries sail?", "", ["Ferries sail at night.", "word " * 400, "Never read."])
    logits = np.where(pair.sentence_of == 0, 2.0, -1.0).astype(np.float32)
    assert pair.mean_by_sentence(logits, -12.0).tolist() == [2.0, -1.0, -12.0]


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.tuples(st.sampled_from("ab"), st.text(min_size=1, max_size=200)), max_size=9))
def test_compared_lines_keep_their_order_and_their_tokens(lines: list[tuple[str, str]]) -> None:
    pair = ENCODER.pair_of_lines("Who pays?", [Line(passage, f"Speaker {passage}", text) for passage, text in lines])
    assert len(pair.ids) == len(pair.sentence_of) <= MAX_TOKENS
    assert (np.diff(pair.sentence_of[pair.sentence_of >= 0]) >= 0).all()
    assert (pair.sentence_of[: pair.passage_from] == -1).all()


def test_who_speaks_is_said_once_a_passage_and_belongs_to_no_line() -> None:
    one_passage = [Line("a", "Harbour Board", "Ferries sail at night."), Line("a", "Harbour Board", "Gulls do not.")]
    two_passages = [one_passage[0], Line("b", "Harbour Board", "Gulls do not.")]
    once, twice = (ENCODER.pair_of_lines("When?", lines) for lines in (one_passage, two_passages))
    assert len(twice.ids) > len(once.ids)
    for number in (0, 1):
        assert (once.sentence_of == number).sum() == (twice.sentence_of == number).sum()
