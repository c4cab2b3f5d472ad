"""The short answer that a model wrote: what its passages carry survives whole, the rest goes; it says who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from corpus.models import Role, Side, Voice
from service.assembly import assemble
from service.language_model import Fault, ModelDraft
from tests.service.language_model.passages import as_found, own_passage
from tests.service.language_model.scripted_server import ScriptedServer, completion, scripted_server
from tests.service.language_model.test_answerer import ALL, FOUND, GOOD, GOOD_MIND, answerer, assert_verified
from tests.service.language_model.test_verification import passage

TRAINING = {"text": "BPS recommends that work coaches get training in mental health.", "citations": [3], "quotes": []}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


def written(server: ScriptedServer, answer: str, *statements: Any) -> ModelDraft:
    server.answer_in_turn(completion({"answer": answer, "statements": list(statements)}))
    result = answerer(server).draft("What of work coaches?", FOUND, documents=ALL)
    assert_verified(result)
    return result


@pytest.mark.parametrize(
    ("answer", "lead"),
    [
        (
            "The government will pay for 300 work coaches [1].",
            "The government will pay for 300 work coaches [1].",
        ),
        (
            "The money will pay for 300 work coaches. [1] Mind is concerned that sanctions harm people. [2]",
            "HM Government: The money will pay for 300 work coaches [1]. "
            "Mind is concerned that sanctions harm people [2].",
        ),
        (
            "The government will pay for 300 work coaches [1], while Mind is concerned that sanctions harm people [2].",
            "The government will pay for 300 work coaches [1], while Mind is concerned that sanctions harm people [2].",
        ),
        (
            "Mind is concerned that sanctions harm people.",  # no mark: it rests on the statement that says so
            "Mind is concerned that sanctions harm people [2].",
        ),
    ],
)
def test_a_true_lead_survives_whole_with_the_numbers_of_its_citations(
    server: ScriptedServer, answer: str, lead: str
) -> None:
    result = written(server, answer, GOOD, GOOD_MIND)
    assert (result.lead, result.dropped) == (lead, 0)
    parts = assemble(result, ALL)
    assert [citation.organisation for citation in parts.citations] == ["HM Government", "Mind"]


@pytest.mark.parametrize(
    ("false", "fault"),
    [
        ("The government will pay for 900 work coaches [1].", Fault.NUMBER),
        ("Mind will pay for 300 work coaches [1].", Fault.NAME),
        ("Mind is concerned that sanctions do not harm people [2].", Fault.CONTRADICTION),
        ("The government will pay for 300 work coaches [1], while Mind wants 400 more of them [2].", Fault.NUMBER),
        ("Trains from the north run late on winter mornings [9].", Fault.UNKNOWN_CITATION),
    ],
)
def test_a_false_sentence_is_dropped_and_the_true_one_beside_it_stays(
    server: ScriptedServer, false: str, fault: Fault
) -> None:
    result = written(server, f"{false} Mind is concerned that sanctions harm people [2].", GOOD, GOOD_MIND)
    assert result.lead.endswith("Mind is concerned that sanctions harm people [2].")
    assert result.lead.count("sanctions") == 1
    assert not re.search(r"900|Mind will|do not harm|400|Trains", result.lead)
    assert result.faults == {fault: 1}


def test_a_true_statement_stands_where_a_sentence_fell_that_said_most_of_it(server: ScriptedServer) -> None:
    answer = "The government will pay for 900 work coaches [1]. Mind is concerned that sanctions harm people [2]."
    result = written(server, answer, GOOD, GOOD_MIND)
    assert result.lead == (
        "HM Government: The money will pay for 300 work coaches [1]. Mind is concerned that sanctions harm people [2]."
    )
    assert result.faults == {Fault.NUMBER: 1}
    other = written(server, "Mind will plant trees [2]. BPS wants training for work coaches [3].", GOOD_MIND, TRAINING)
    assert "sanctions" not in other.lead


def test_the_rest_of_a_sentence_falls_alone_where_it_is_joined_on(server: ScriptedServer) -> None:
    answer = "The government will pay for 300 work coaches [1], while Mind wants 400 more of them [2]."
    result = written(server, answer, GOOD, GOOD_MIND)
    assert result.lead == "The government will pay for 300 work coaches [1]."
    assert result.faults == {Fault.NUMBER: 1}


def test_a_pronoun_gives_way_to_the_name_that_fell_with_the_sentence_before(server: ScriptedServer) -> None:
    answer = "Mind likes trains on winter mornings [2]. It says that sanctions should end [2]."
    assert written(server, answer, GOOD).lead == "Mind says that sanctions should end [2]."


def test_a_sentence_rests_on_several_quotations_of_its_passage(server: ScriptedServer) -> None:
    first = GOOD_MIND | {"quotes": [{"n": 2, "quote": "We are concerned that sanctions harm people"}]}
    second = {
        "text": "Mind says that sanctions should end.",
        "citations": [2],
        "quotes": [{"n": 2, "quote": "Sanctions should end."}],
    }
    answer = (
        "Mind is concerned that sanctions harm people with mental health problems and says that they should end [2]."
    )
    result = written(server, answer, first, second)
    assert result.dropped == 0
    assert result.lead.startswith("Mind is concerned that sanctions harm people with mental health problems and says")


def test_a_number_that_counts_the_items_of_a_list_needs_no_words(server: ScriptedServer) -> None:
    text = "BPS recommends that work coaches get two things"
    two = TRAINING | {"text": text, "items": ["training", "training in mental health"]}
    result = written(server, "", two)
    assert result.dropped == 0
    assert result.statements[0].text == f"{text}: training; training in mental health."
    two["items"] = ["training in mental health", "900 new offices in Leeds"]
    (statement,) = written(server, "", two).statements
    assert statement.text == "BPS recommends that work coaches get things: training in mental health."


def test_a_lead_of_which_nothing_stands_gives_way_to_the_statements(server: ScriptedServer) -> None:
    result = written(server, "The government will pay for 900 work coaches [1].", GOOD)
    assert result.lead == "HM Government: The money will pay for 300 work coaches [1]."
    assert result.faults == {Fault.NUMBER: 1}


def test_who_speaks_is_said_once(server: ScriptedServer) -> None:
    said = GOOD | {"text": "The government says that the money will pay for 300 work coaches."}
    assert written(server, "", said).lead == "The government says that the money will pay for 300 work coaches [1]."


def test_a_sentence_of_the_lead_whose_words_nothing_else_quotes_is_a_statement_too(server: ScriptedServer) -> None:
    result = written(server, "Mind is concerned that sanctions harm people [2].", GOOD)
    assert {statement.organisation for statement in result.statements} == {"HM Government", "Mind"}
    assert result.lead == "Mind is concerned that sanctions harm people [2]."


def test_a_list_is_one_statement_of_the_items_that_stand(server: ScriptedServer) -> None:
    items = ["training in mental health", "900 new offices in Leeds"]
    listed = TRAINING | {"text": "BPS recommends that work coaches get", "items": items}
    result = written(server, "", listed)
    (statement,) = result.statements
    assert statement.items == ("training in mental health",)
    assert statement.text == "BPS recommends that work coaches get: training in mental health."
    assert result.dropped == 1
    (position,) = assemble(result, ALL).positions
    assert position.statements[0].items == ["training in mental health"]


SAYS = "A minister says that the government will pay for 300 work coaches. She says that it will not close any office."


def report(answer: str, *statements: Any, server: ScriptedServer, own: bool) -> ModelDraft:
    """A reply to the passages of Mind, of a minister as Mind reports her, and of the government where it speaks."""
    told_in = replace(ALL["mind"].entry, id="told")
    documents = ALL | {"told": replace(ALL["mind"], entry=told_in, text=SAYS)}
    voice = Voice("The Minister for Work", Role.QUOTED, Side.GOVERNMENT, "HM Government", "Mind")
    told = replace(own_passage(SAYS, document_id="told"), voice=voice)
    found = as_found([passage("mind"), told, *([passage("gov")] if own else [])])
    server.answer_in_turn(completion({"answer": answer, "statements": list(statements)}))
    return answerer(server).draft("What of work coaches?", found, documents=documents)


TOLD = {"text": "The government will pay for 300 work coaches.", "citations": [2], "quotes": []}
TOLD_OFFICES = {"text": "It will not close any office.", "citations": [2], "quotes": []}
OWN = {"text": "The money will pay for 300 work coaches.", "citations": [3], "quotes": []}
MINDS = {"text": "Mind is concerned that sanctions harm people.", "citations": [1], "quotes": []}


@pytest.mark.parametrize("answer", ["The government will pay for 300 work coaches [2].", ""])
def test_what_is_reported_of_the_government_opens_with_who_reports_it(server: ScriptedServer, answer: str) -> None:
    result = report(answer, TOLD, server=server, own=False)
    assert re.fullmatch(
        r"According to Mind, the Minister for Work says: The government will pay for 300 work coaches \[\d\]\.",
        str(result.lead),
    )


def test_a_second_reported_sentence_says_so_again(server: ScriptedServer) -> None:
    answer = "The government will pay for 300 work coaches [2]. It will not close any office [2]."
    lead = str(report(answer, TOLD, TOLD_OFFICES, server=server, own=False).lead)
    assert lead.count("According to Mind, ") == 2


def test_what_already_says_who_reports_it_is_left_as_it_is(server: ScriptedServer) -> None:
    answer = "According to Mind, the government will pay for 300 work coaches [2]."
    lead = report(answer, TOLD, server=server, own=False).lead
    assert str(lead).startswith("According to Mind, the government will pay for 300 work coaches [")


@pytest.mark.parametrize(
    "answer",
    [
        "The government will pay for 300 work coaches [2][3].",
        "The government will pay for 300 work coaches [2], and the money will pay for 300 work coaches [3].",
        "The government will pay for 300 work coaches [2], while Mind is concerned that sanctions harm people [1].",
    ],
)
def test_no_sentence_rests_on_reported_and_other_words(server: ScriptedServer, answer: str) -> None:
    result = report(answer, TOLD, OWN, MINDS, server=server, own=True)
    assert result.faults == {Fault.MIXED_SIDES: 1}
    assert "According to" not in str(result.lead)


@pytest.mark.parametrize("answer", ["The government will pay for 300 work coaches [2].", ""])
def test_reported_words_give_way_where_the_governments_own_answer(server: ScriptedServer, answer: str) -> None:
    result = report(answer, TOLD, OWN, server=server, own=True)
    assert result.lead == "HM Government: The money will pay for 300 work coaches [1]."
    assert [statement.standing.reported_by for statement in result.statements] == [None, "Mind"]


def test_a_list_of_reported_words_is_reported(server: ScriptedServer) -> None:
    listed = {
        "text": "The government will pay for",
        "items": ["300 work coaches"],
        "citations": [2],
        "quotes": [{"n": 2, "quote": "the government will pay for 300 work coaches"}],
    }
    (statement,) = report("", listed, server=server, own=False).statements
    assert (statement.standing.reported_by, statement.items) == ("Mind", ("300 work coaches",))
