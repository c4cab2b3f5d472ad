"""Neighbours found together are one result, as long as one voice speaks under one heading."""

from __future__ import annotations

from dataclasses import replace

from corpus.models import Span
from corpus.quotes import verify_quote
from service.retrieval.neighbours import JOINED_DEPTH, join_neighbours
from tests.service.retrieval.passages import MIND, corpus_of, found, passage

ONE = passage("One thing is said.", order=4, start=100)
TWO = passage("Then another follows.", order=5, start=120)
FAR = passage("Far away a third.", order=9, start=900)
DOCUMENTS = corpus_of(ONE, TWO, FAR)


def test_neighbours_are_joined_in_reading_order_under_the_better_ones_id() -> None:
    joined = join_neighbours([found(TWO, 0.9), found(FAR, 0.8), found(ONE, 0.7)], 5, DOCUMENTS)
    assert [item.passage.id for item in joined] == [TWO.id, FAR.id]
    assert joined[0].passage.text == "One thing is said. Then another follows."
    assert joined[0].passage.spans == ONE.spans + TWO.spans
    assert joined[0].parts == (ONE, TWO)
    assert joined[0].score == 0.9
    assert joined[1].parts == ()


def test_a_join_makes_room_for_another_result() -> None:
    joined = join_neighbours([found(ONE, 0.9), found(TWO, 0.8), found(FAR, 0.7)], 2, DOCUMENTS)
    assert [item.passage.order for item in joined] == [4, 9]


def test_other_voices_other_headings_and_passages_under_none_stay_apart() -> None:
    for other in (
        passage("Then another follows.", order=5, voice=MIND),
        passage("Then another follows.", order=5, section=("Health",)),
        passage("Then another follows.", order=5, document="response"),
    ):
        assert len(join_neighbours([found(ONE, 0.9), found(other, 0.8)], 5, DOCUMENTS)) == 2
    bare = [passage("One thing.", order=1, section=()), passage("Another.", order=2, section=())]
    assert len(join_neighbours([found(bare[0], 0.9), found(bare[1], 0.8)], 5, DOCUMENTS)) == 2


def test_joined_results_stay_within_the_words() -> None:
    assert len(join_neighbours([found(ONE, 0.9), found(TWO, 0.8)], 5, DOCUMENTS, words=6)) == 2


def test_a_neighbour_far_down_is_not_joined() -> None:
    others = [found(replace(FAR, id=f"far-{n}", section=(f"Section {n}",)), 0.5) for n in range(JOINED_DEPTH)]
    assert len(join_neighbours([found(ONE, 0.9), *others[:-2], found(TWO, 0.1)], 100, DOCUMENTS)) == JOINED_DEPTH - 1
    assert len(join_neighbours([found(ONE, 0.9), *others[:-1], found(TWO, 0.1)], 100, DOCUMENTS)) == JOINED_DEPTH + 1


def test_a_joined_result_marks_the_words_between_its_parts_that_no_passage_holds() -> None:
    apart = replace(TWO, spans=(Span(140, 140 + len(TWO.text)),), order=5)
    documents = corpus_of(ONE, apart, passage("A caption.", start=125))
    (joined,) = join_neighbours([found(ONE, 0.9), found(apart, 0.8)], 5, documents)
    assert joined.passage.text == "One thing is said. … Then another follows."
    verify_quote(documents["paper"].text, joined.passage.spans, joined.passage.text)


def test_the_paragraph_named_is_the_one_whose_words_are_used() -> None:
    numbered = [replace(ONE, paragraph="12.1"), replace(TWO, paragraph="12.2"), replace(TWO, order=6, paragraph=None)]
    last = replace(numbered[2], spans=(Span(200, 220),))
    (joined,) = join_neighbours([found(item, 0.5) for item in (*numbered[:2], last)], 5, DOCUMENTS)
    assert joined.passage.paragraph == "12.1 to 12.2"
    assert joined.at([Span(130, 140)]).paragraph == "12.2"
    assert joined.at([Span(101, 103)]).paragraph == "12.1"
    assert joined.at(joined.passage.spans).paragraph == "12.1 to 12.2"
    assert joined.at(last.spans).paragraph == "12.2"  # an item without a number belongs to the paragraph before it
    assert found(numbered[0], 1.0).at([Span(101, 103)]).paragraph == "12.1"
