"""Where quoted words begin and end, on a text small enough to see it."""

from __future__ import annotations

import pytest

from corpus.models import Span
from eval.boundaries import Edge, edges

TEXT = """Heading

1. The fund will pay for training, which takes time, and for new
tools in every region.¹ It opens in spring (see annex).xii Nobody has to apply, e.g. by letter.

We will look at the following:

• better advice for members;
• quicker visits

Recommendation 4: Keep the wardens in every town. He said, “Nothing will change before autumn.”
"""


def judged(words: str) -> tuple[Edge | None, Edge | None]:
    return edges(words, TEXT, [Span(0, len(TEXT) - 1)])


@pytest.mark.parametrize(
    "words",
    [
        "The fund will pay for training, which takes time, and for new tools in every region",
        "It opens in spring (see annex)",
        "It opens in spring (see annex).xii",
        "[The fund] Nobody has to apply, e.g. by letter",
        "Keep the wardens in every town.",
        "Nothing will change before autumn",
    ],
)
def test_a_whole_sentence_is_whole_whatever_marks_stand_around_it(words: str) -> None:
    assert judged(words) == (Edge.SENTENCE, Edge.SENTENCE)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The fund will pay for training", (Edge.SENTENCE, Edge.CLAUSE)),
        ("which takes time, and for new tools in every region", (Edge.CLAUSE, Edge.SENTENCE)),
        ("better advice for members", (Edge.CLAUSE, Edge.CLAUSE)),
        ("The fund will pay", (Edge.SENTENCE, Edge.INSIDE)),
        ("for training, which takes time", (Edge.INSIDE, Edge.CLAUSE)),
        ("by letter", (Edge.INSIDE, Edge.SENTENCE)),
        ("Nobody has to apply, e.g.", (Edge.SENTENCE, Edge.INSIDE)),
    ],
)
def test_clauses_are_told_from_the_inside_of_a_sentence(words: str, expected: tuple[Edge, Edge]) -> None:
    assert judged(words) == expected


def test_a_line_that_leads_into_a_list_is_left_open() -> None:
    assert judged("We will look at the following:") == (Edge.SENTENCE, Edge.INSIDE)


def test_an_item_that_ends_its_list_is_whole_at_its_end() -> None:
    assert judged("quicker visits") == (Edge.CLAUSE, Edge.SENTENCE)


def test_words_that_are_not_there_are_not_judged() -> None:
    assert judged("somebody else's words entirely") == (None, None)
    assert judged("The fund will pay for training and other good things") == (Edge.SENTENCE, None)
    assert judged("fund") == (None, None)
    assert edges("The fund will pay", TEXT, []) == (None, None)


def test_of_two_places_the_one_at_the_citation_is_meant() -> None:
    text = "It is new. We agree that it is new and good.\n"
    at = text.index("it is new and")
    assert edges("it is new", text, [Span(at, at + 9)]) == (Edge.INSIDE, Edge.INSIDE)
    assert edges("It is new", text, [Span(0, 9)]) == (Edge.SENTENCE, Edge.SENTENCE)
