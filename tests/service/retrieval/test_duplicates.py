"""Five results are five different things: what repeats an earlier result joins it."""

from __future__ import annotations

from service.retrieval.duplicates import containment, likeness, merge_duplicates, shingles
from tests.service.retrieval.passages import GOVERNMENT, MIND, found, passage

WORDS = "We will recruit two hundred community partners across Jobcentre Plus from next year to build their capability"


def test_a_repeat_joins_the_result_that_it_repeats() -> None:
    first = passage(WORDS, order=3)
    again = passage(WORDS + ".", order=9, section=("Summary",))
    other = passage("Something else entirely is said in this passage of the paper", order=4)
    merged = merge_duplicates([found(first, 0.9), found(again, 0.8), found(other, 0.7)], 5)
    assert [item.passage for item in merged] == [first, other]
    assert merged[0].also == (again,)


def test_of_passages_alike_the_first_in_reading_order_is_shown_with_the_better_score() -> None:
    early, late = passage(WORDS, order=2), passage(WORDS, order=40)
    merged = merge_duplicates([found(late, 0.9), found(early, 0.8)], 5)
    assert merged[0].passage == early
    assert merged[0].score == 0.9
    assert merged[0].also == (late,)


def test_a_part_of_a_longer_passage_does_not_take_its_place() -> None:
    long = passage(
        f"{WORDS}. " + "They draw on local knowledge and know the groups of the area very well. " * 3, order=8
    )
    short = passage(WORDS, order=1)
    merged = merge_duplicates([found(long, 0.9), found(short, 0.8)], 5)
    assert merged[0].passage == long
    assert merged[0].also == (short,)


def test_the_same_words_in_another_mouth_are_another_result() -> None:
    ours, theirs = passage(WORDS, voice=GOVERNMENT), passage(WORDS, voice=MIND, document="response")
    assert len(merge_duplicates([found(ours, 0.9), found(theirs, 0.8)], 5)) == 2


def test_repeats_beyond_the_wanted_results_still_join_them() -> None:
    first, other, again = (
        passage(WORDS),
        passage("Quite another matter altogether here", order=1),
        passage(WORDS, order=2),
    )
    merged = merge_duplicates([found(first, 0.9), found(other, 0.8), found(again, 0.7)], 1)
    assert [item.passage for item in merged] == [first]
    assert merged[0].also == (again,)


def test_containment_and_likeness_of_word_triples() -> None:
    whole, part = shingles("a b c d e f"), shingles("a b c d")
    assert containment(whole, part) == 1.0
    assert likeness(whole, part) == 0.5
    assert likeness(whole, shingles("u v w x")) == 0.0
