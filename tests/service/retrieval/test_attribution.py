"""Whom a question names: with or without an article, as who speaks or as who something is done to."""

from __future__ import annotations

import pytest

from tests.service.answering.made_up import ATTRIBUTION


@pytest.mark.parametrize(
    ("question", "organisations"),
    [
        ("What do the shopkeepers think of quays?", ("Traders' Guild",)),
        ("What do shopkeepers think of quays?", ("Traders' Guild",)),
        ("According to shopkeepers, what are quays worth?", ("Traders' Guild",)),
        (
            "When should quays open, according to the council, cyclists and shopkeepers?",
            ("Northgate Council", "Wheelers", "Traders' Guild"),
        ),
        ("What are the views of cyclists?", ("Wheelers",)),
        ("What suspicion do the angry shopkeepers voice?", ("Traders' Guild",)),
    ],
)
def test_a_name_is_known_without_its_article_where_somebody_speaks(
    question: str, organisations: tuple[str, ...]
) -> None:
    assert ATTRIBUTION.named(question).organisations == organisations


@pytest.mark.parametrize(
    "question",
    [
        "How many shopkeepers are there?",
        "What is planned for shopkeepers on the quays?",
        "Are quays closed to cyclists?",
        "Why not give the shopkeepers until May?",
        "Would a toll force the cyclists on to the bridge?",
    ],
)
def test_who_something_is_done_to_or_counted_is_not_named(question: str) -> None:
    assert ATTRIBUTION.named(question).organisations == ()


def test_a_government_that_is_asked_to_do_something_is_still_named() -> None:
    assert ATTRIBUTION.named("What does Wheelers ask the council to do?").organisations == (
        "Wheelers",
        "Northgate Council",
    )


@pytest.mark.parametrize("question", ["What do the council and others think of quays?", "What do respondents say?"])
def test_those_who_answer_are_known_at_large(question: str) -> None:
    assert ATTRIBUTION.named(question).stakeholders_at_large
