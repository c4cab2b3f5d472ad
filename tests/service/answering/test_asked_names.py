"""The names in a question, and whether a passage has them in one form or another."""

from __future__ import annotations

import pytest

from service.answering.asked_names import AskedName, names_asked_for, number_asked_for
from service.answering.terms import stems


class Frequencies:
    """A corpus of a thousand passages about boats in Denmark."""

    def passages(self) -> int:
        return 1_000

    def passages_with(self, word: str, /) -> int:
        return {"Danish": 40, "Denmark": 60, "Harbour": 200}.get(word, 2)


def also_called(name: str) -> list[str]:
    return ["National Boating Code"] if name == "NBC" else []


def asked(question: str) -> tuple[AskedName, ...]:
    return names_asked_for(question, also_called, Frequencies())


def has(name: AskedName, text: str) -> bool:
    return name.is_in(text, stems(text))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("What is the ferry rate in North Haven?", "In North Haven it is 4.", "It is 4 in the north."),
        ("Who wrote the NBC?", "The national boating code is old.", "The code is old."),
        ("Who pays the RSP?", "The Royal Sailing Premium is paid.", "The premium is paid."),
        ("Must French firms pay?", "In France firms pay.", "Firms pay."),
        ("Do ships owe Ada Moor's heirs?", "Ada Moor died.", "Ada Lunt died."),
        ("What do the dock workers' unions say?", "Unions of dock workers object.", "Workers object."),
        ("What is the position of small ferry associations?", "Small ferries' associations agree.", "Ferries agree."),
    ],
)
def test_a_name_is_in_what_says_it_in_any_form(question: str, said: str, unsaid: str) -> None:
    (name,) = asked(question)
    assert has(name, said)
    assert not has(name, unsaid)


@pytest.mark.parametrize(
    "question",
    [
        "Harbours are what?",  # a capital at the beginning is no sign of a name
        "How many Danish boats sail?",  # the nation that the corpus is about
        "What is said of Harbour fees?",  # a word that the corpus is full of
        "Which boats sailed in March?",
        "What do charities say?",  # nobody in particular
        "Which MP asked about boats?",  # what somebody is
        "Who went to A&E?",  # letters alone
        "How long is the quay?",
    ],
)
def test_some_capitals_and_bodies_name_nothing(question: str) -> None:
    assert asked(question) == ()


@pytest.mark.parametrize(
    ("number", "said", "unsaid"),
    [
        ("25k", "It costs £25,000.", "It costs £2,500."),
        ("25k", "It costs 25k.", "It costs 25."),
        ("15m", "We give £15 million.", "We give 15 pounds."),
        ("2500", "Of 2,500 people", "Of 250 people"),
        ("2,500", "Of 2500 people", "Of 250 people"),
        ("2017", "In 2017", "In 2016"),
    ],
)
def test_a_number_is_in_what_writes_it_in_any_way(number: str, said: str, unsaid: str) -> None:
    asked_for = number_asked_for(number)
    assert has(asked_for, said)
    assert not has(asked_for, unsaid)


@pytest.mark.parametrize(
    ("question", "speaks"),
    [
        ("What do the dock workers' unions say?", True),
        ("What did the RAC say of quays?", True),
        ("What is the Royal Boating Council's position on quays?", True),
        ("What is the opinion of the Royal Boating Council?", True),
        ("What does the guild say about the Royal Boating Council?", False),
        ("Where is the office of the RAC?", False),
    ],
)
def test_whose_view_is_asked(question: str, speaks: bool) -> None:
    (name,) = asked(question)
    assert name.speaks is speaks
