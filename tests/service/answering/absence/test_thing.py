"""A number belongs to the noun beside it; what a question says itself is no answer to it."""

from __future__ import annotations

import pytest

from service.answering.absence.occurrences import key
from service.answering.absence.thing import Thing, _holds
from service.answering.answer_types import AnswerType


class OwnForms:
    """Each word in its own form only."""

    def of(self, word: str) -> frozenset[str]:
        return frozenset({key(word)})


def thing(kind: AnswerType, counted: str | None = None, question: str = "") -> Thing:
    return Thing(kind, counted, (), frozenset(key(word) for word in question.split()))


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("We will recruit 300 more employment advisers.", True),
        ("There are 300 vacancies, and advisers will fill them.", False),
        ("Advisers work 40 hours.", False),
        ("Three advisers left.", True),
    ],
)
def test_a_figure_stands_with_what_is_counted(text: str, given: bool) -> None:
    assert _holds(thing(AnswerType.COUNT, "advisers"), text, OwnForms()) is given


def test_a_year_of_the_question_is_no_date() -> None:
    asked = thing(AnswerType.TIME, question="when after 2017 will it end")
    assert not _holds(asked, "It began in 2017 and goes on.", OwnForms())
    assert _holds(asked, "It ends in 2019.", OwnForms())


def test_a_name_of_the_question_is_nobody() -> None:
    asked = thing(AnswerType.PERSON, question="who chairs the Expert Advisory Group")
    assert not _holds(asked, "The Expert Advisory Group met.", OwnForms())
    assert _holds(asked, "It is led by Ada Moor.", OwnForms())
