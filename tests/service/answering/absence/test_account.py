"""Who says a subject is counted in their own words; a figure that is not there for it is said to be missing."""

from __future__ import annotations

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.models import Side
from service.engine import AnsweringEngine
from service.schemas import AnswerBody, AskRequest
from tests.service.harbour import index_harbour


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> AnsweringEngine:
    return AnsweringEngine(index_harbour(tmp_path_factory.mktemp("harbour"), embedder), embedder)


def ask(engine: AnsweringEngine, question: str) -> AnswerBody:
    return engine.ask(AskRequest(question=question))


def mentions(body: AnswerBody) -> dict[str, int]:
    return {item.organisation: item.mentions for item in body.coverage}


def test_everybody_is_counted_where_nobody_is_named(engine: AnsweringEngine) -> None:
    body = ask(engine, "What is said about dredging?")
    assert mentions(body).keys() == {"Harbour Board", "Rowers United"}
    assert mentions(body)["Harbour Board"] >= 3
    assert [item.organisation for item in body.coverage if item.silent] == ["Rowers United"]


def test_only_those_named_are_counted_and_a_silent_one_is_said_first(engine: AnsweringEngine) -> None:
    body = ask(engine, "What does Rowers United say about dredging?")
    assert [(item.organisation, item.side, item.silent) for item in body.coverage] == [
        ("Rowers United", Side.STAKEHOLDER, True)
    ]
    passages = body.not_stated[0].split("0 of ")[1]
    assert body.not_stated == [f"Rowers United does not mention dredging (0 of {passages}"]
    assert body.answer.startswith(body.not_stated[0])


def test_a_plural_and_another_inflection_are_the_same_subject(engine: AnsweringEngine) -> None:
    assert mentions(ask(engine, "What do the rowers say about volunteering?")) == {"Rowers United": 1}
    assert mentions(ask(engine, "What do the rowers say about accidents?")) == {"Rowers United": 1}


def test_a_count_of_something_else_is_no_answer(engine: AnsweringEngine) -> None:
    missing = ask(engine, "How many engineers does the board employ?")
    given = ask(engine, "How many ferry wardens will be recruited?")
    assert missing.not_stated
    assert missing.answer.startswith(missing.not_stated[0])
    assert given.not_stated == []


def test_what_is_stated_has_no_not_stated(engine: AnsweringEngine) -> None:
    for question in ("How much will the wardens cost?", "When will ferry wardens be recruited?"):
        assert ask(engine, question).not_stated == []


def test_off_topic_has_no_coverage(engine: AnsweringEngine) -> None:
    body = ask(engine, "What is the capital of Mongolia?")
    assert body.reason == "off_topic"
    assert body.coverage == []
    assert body.not_stated == []


def test_a_filter_by_side_counts_that_side_and_says_where_all_of_it_is_silent(engine: AnsweringEngine) -> None:
    body = engine.ask(AskRequest(question="What is said about dredging?", sides=[Side.STAKEHOLDER]))
    assert [(item.organisation, item.silent) for item in body.coverage] == [("Rowers United", True)]
    assert body.not_stated[0].startswith("Rowers United does not mention dredging")


def test_who_stands_nowhere_in_the_documents_is_said_to_have_no_words_there(engine: AnsweringEngine) -> None:
    body = ask(engine, "What does the RSPB say about the ferry wardens?")
    assert not body.answered
    assert body.not_stated == ["These documents hold no words of RSPB."]
