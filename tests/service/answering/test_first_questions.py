"""First questions are about what both sides have headings on, as the documents write it."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.models import Side
from service.answering.first_questions import Heading, as_written, pairs, questions


def heading(topic: str, side: Side) -> Heading:
    return Heading(topic, "Harbour Board" if side is Side.GOVERNMENT else "Rowers", side, 0)


HEADINGS = [
    heading("Night ferries", Side.GOVERNMENT),
    heading("Quay wardens and their work", Side.GOVERNMENT),
    heading("Ferries at night", Side.STAKEHOLDER),
    heading("Quay wardens", Side.STAKEHOLDER),
]
VECTORS = np.asarray([[1, 0], [0, 1], [0.9, 0.43], [0, 1]], dtype=np.float32)


def test_the_headings_most_alike_of_the_two_sides_come_first() -> None:
    assert pairs(HEADINGS, VECTORS) == [(1, 3), (0, 2)]


def test_a_topic_is_asked_of_both_sides_by_its_shorter_name_and_the_next_of_one() -> None:
    assert list(questions(HEADINGS, VECTORS, lambda text: True)) == [
        "What do Harbour Board and Rowers say about quay wardens?",
        "What does Harbour Board say about night ferries?",
    ]


def test_one_topic_is_not_asked_about_twice() -> None:
    twice = np.asarray([[1, 0], [1, 0], [1, 0], [1, 0]], dtype=np.float32)
    assert len(list(questions(HEADINGS, twice, lambda text: True))) == 1


def test_a_corpus_of_one_side_is_asked_about_too() -> None:
    found = list(questions(HEADINGS[:2], VECTORS[:2], lambda text: True))
    assert found[1] == "What does Harbour Board say about quay wardens and their work?"


@pytest.mark.parametrize(
    ("topic", "shown"),
    [
        ("Night ferries", "night ferries"),
        ("Night Ferry Fund", "Night Ferry Fund"),
        ("Rowers and boats", "Rowers and boats"),
    ],
)
def test_a_topic_keeps_the_capitals_of_names(topic: str, shown: str) -> None:
    assert as_written(topic, lambda text: text in "The Rowers like night ferries and the Night Ferry Fund.") == shown
