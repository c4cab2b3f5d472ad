"""Whose words a question asks for, and which clause is put to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.models import Side
from service.answering.plan import Plan, plan
from service.found import Filters
from service.retrieval.attribution import Named, Quoted
from tests.service.answering.made_up import ATTRIBUTION, BY_ID


def planned(question: str, filters: Filters | None = None) -> Plan:
    return plan(question, ATTRIBUTION.named(question), BY_ID, filters or Filters(), ATTRIBUTION.named)


def test_a_question_that_names_nobody_has_one_part_for_everybody() -> None:
    (part,) = planned("What is a river warden?").parts
    assert part.side is None
    assert not part.documents


def test_a_stakeholder_that_is_named_answers_alone_from_its_own_documents() -> None:
    (part,) = planned("What does Wheelers want done about quays?").parts
    assert (part.side, part.documents) == (Side.STAKEHOLDER, ("riders",))


def test_an_organisation_that_is_only_addressed_does_not_make_a_comparison() -> None:
    assert not planned("What does Wheelers think the council should do about quays?").compares


@pytest.mark.parametrize(
    "question",
    [
        "How do the council and Wheelers differ on quays?",
        "What does the council propose on quays, and what does Wheelers say to that?",
        "The white paper promises new quays. Do the cyclists agree?",
        "Quays: what is planned officially, and what does Wheelers object to?",
    ],
)
def test_a_comparison_has_a_part_for_each_side(question: str) -> None:
    found = planned(question)
    assert found.compares
    assert [part.side for part in found.parts] == [Side.GOVERNMENT, Side.STAKEHOLDER]
    assert all(part.required for part in found.parts)


def test_two_stakeholders_are_compared_with_each_other() -> None:
    found = planned("How do Wheelers and the shopkeepers differ on quays?")
    assert [part.label for part in found.parts] == ["Wheelers", "Traders' Guild"]


def test_stakeholders_at_large_are_a_side() -> None:
    found = planned("What does the council propose on quays and how do stakeholders respond to it?")
    assert [part.side for part in found.parts] == [Side.GOVERNMENT, Side.STAKEHOLDER]


@pytest.mark.parametrize(
    "question",
    [
        "How do views differ on the quay tax?",
        "The quay tax: who thinks it too high, and who thinks it too low?",
        "Compare what different people say the quay tax would be.",
        "What do both sides say of the quay tax?",
    ],
)
def test_where_everybodys_view_is_asked_each_side_is_shown(question: str) -> None:
    found = planned(question)
    assert [(part.side, part.required) for part in found.parts] == [(Side.GOVERNMENT, True), (Side.STAKEHOLDER, True)]


def test_each_side_is_asked_its_own_clause() -> None:
    found = planned("What toll does the council plan for Mill Bridge, and what does Wheelers fear it will do?")
    assert [part.clauses for part in found.parts] == [
        ("What toll does the council plan for Mill Bridge",),
        ("What toll does the council plan for Mill Bridge: what does Wheelers fear it will do?",),
    ]


def test_a_document_that_is_only_the_place_of_something_is_not_the_speaker() -> None:
    assert planned("What does the white paper say of quays?").parts[0].side is Side.GOVERNMENT
    assert planned("Which ferry captain is quoted in the white paper?").parts[0].side is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What is the Quay Fund, and does Wheelers support it?", "What is the Quay Fund"),
        ("The Quay Fund - who may apply and why is Wheelers uneasy?", "The Quay Fund: who may apply"),
    ],
)
def test_what_is_asked_before_anybody_is_named_is_asked_of_the_government(question: str, asked: str) -> None:
    government, wheelers = planned(question).parts
    assert (government.side, government.required, government.alone) == (Side.GOVERNMENT, False, True)
    assert government.clauses == (asked,)
    assert (wheelers.side, wheelers.documents) == (Side.STAKEHOLDER, ("riders",))


def test_the_topic_before_a_comparison_is_put_to_everybody_in_it() -> None:
    found = planned("Night ferries: what does the council promise and what does Wheelers want?")
    assert [part.clauses for part in found.parts] == [
        ("Night ferries: what does the council promise",),
        ("Night ferries: what does Wheelers want?",),
    ]


def test_stakeholders_who_agree_among_themselves_are_not_set_against_the_government() -> None:
    assert [p.label for p in planned("Do Wheelers and the guild agree on quays?").parts] == [
        "Wheelers",
        "Traders' Guild",
    ]
    assert planned("Do Wheelers and the guild agree with the quay tax?").parts[0].side is Side.GOVERNMENT


MOOR = Quoted("Moor", Side.STAKEHOLDER, ("Ada Moor, Harbour Radio",))
MAYOR = Quoted("Mayor Bell", Side.GOVERNMENT, ("Mayor Bell",))


def named(text: str) -> Named:
    """As `ATTRIBUTION`, and two people quoted."""
    return replace(ATTRIBUTION.named(text), quoted=tuple(who for who in (MOOR, MAYOR) if who.name in text))


def with_quoted(question: str) -> Plan:
    return plan(question, named(question), BY_ID, Filters(), named)


def test_people_who_are_quoted_are_compared_government_first() -> None:
    moor, mayor = with_quoted("Are ferries late? Moor against Mayor Bell.").parts[::-1]
    assert (moor.speakers, moor.side, moor.required) == (MOOR.speakers, Side.STAKEHOLDER, True)
    assert (mayor.speakers, mayor.side, mayor.label) == (MAYOR.speakers, Side.GOVERNMENT, "Mayor Bell")


def test_somebody_quoted_answers_an_organisation() -> None:
    council, moor = with_quoted("Late ferries: how does the council explain them and how did Moor respond?").parts
    assert (council.label, council.required) == ("Northgate Council", True)
    assert moor.clauses == ("Late ferries: how did Moor respond?",)


def test_one_person_alone_is_no_comparison() -> None:
    (part,) = with_quoted("What did Moor say of ferries?").parts
    assert not part.speakers


def test_a_statement_before_the_question_is_no_question() -> None:
    (part,) = planned("Ferries are often late. What does Wheelers think is the cause?").parts
    assert part.documents == ("riders",)


def test_what_the_request_leaves_out_is_not_asked() -> None:
    question = "How do the council and Wheelers differ on quays?"
    assert not planned(question, Filters(sides=frozenset({Side.STAKEHOLDER}))).compares
    (part,) = planned(question, Filters(documents=frozenset({"paper"}))).parts
    assert part.side is None


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("What do stakeholders say about quays?", Side.STAKEHOLDER),
        ("Summarise the stakeholder response on quays.", Side.STAKEHOLDER),
        ("Which charities run boats on the river?", None),
    ],
)
def test_stakeholders_answer_alone_only_where_they_are_said_to_speak(question: str, side: Side | None) -> None:
    (part,) = planned(question).parts
    assert part.side is side


@pytest.mark.parametrize(
    ("question", "at_large"),
    [
        ("What do charities say of the bus lane?", True),
        ("What is the charity's objection to the bus lane?", True),
        ("How do fares compare for public, charity and private staff?", False),
        ("Who pays in the charity sector?", False),
    ],
)
def test_charity_is_somebody_only_as_a_noun(question: str, at_large: bool) -> None:
    assert ATTRIBUTION.named(question).stakeholders_at_large is at_large
