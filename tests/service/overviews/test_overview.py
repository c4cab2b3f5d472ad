"""Overviews over a real index of a made-up consultation: what stands in them, whose words, how many."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.models import Side, Span
from corpus.quotes import quote_at
from service import wording
from service.engine import AnsweringEngine
from service.schemas import AnswerBody, AskRequest
from tests.service.consultation.libraries import index_libraries


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> AnsweringEngine:
    folder: Path = tmp_path_factory.mktemp("libraries")
    return AnsweringEngine(index_libraries(folder, embedder), embedder)


def ask(engine: AnsweringEngine, question: str, **more: object) -> AnswerBody:
    return engine.ask(AskRequest.model_validate({"question": question, **more}))


QUESTIONS = (
    "Summarise the response of the Library Staff Association.",
    "What is this consultation about?",
    "What is chapter 2 about?",
    "mobile library vans",
    "Where do they disagree?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_line_is_cited_and_every_quotation_stands_in_its_document(engine: AnsweringEngine, question: str) -> None:
    body = ask(engine, question)
    assert (body.form, body.answered, body.answerer.kind) == ("overview", True, "extractive")
    assert len(body.answer.split()) <= 400
    first, *lines = body.answer.split("\n")
    assert first.endswith(wording.OVERVIEW.rpartition("}")[2])
    cited = [line for line in lines if re.search(r"(?:\[\d+\])+$", line)]
    closing = [line for line in lines if line not in cited]
    assert cited
    assert len(closing) <= len(engine.documents())
    numbers = {int(number) for line in cited for number in re.findall(r"\[(\d+)\]", line)}
    assert numbers == {citation.number for citation in body.citations}
    sides = {document.id: document.side for document in engine.documents()}
    for citation in body.citations:
        text = engine.text(citation.document_id)
        assert text is not None
        assert quote_at(text, [Span(start, end) for start, end in citation.spans]) == citation.quote
        assert citation.voice.role == "author"
        assert citation.side == sides[citation.document_id]  # no side speaks in the other's document
    for position in body.positions:
        for statement in position.statements:
            assert statement.text in body.answer
            assert {body.citations[number - 1].side for number in statement.citations} == {position.side}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_gives_the_same_overview(engine: AnsweringEngine, question: str) -> None:
    first, second = ask(engine, question), ask(engine, question)
    assert first.model_dump(exclude={"id", "timings_ms"}) == second.model_dump(exclude={"id", "timings_ms"})


def test_an_organisation_is_summed_up_from_all_its_documents_and_nobody_elses(engine: AnsweringEngine) -> None:
    body = ask(engine, "Summarise the response of the Library Staff Association.")
    assert {citation.document_id for citation in body.citations} == {"staff-response", "staff-report"}
    assert "evening" in body.answer
    assert "welcome and very positive step" not in body.answer  # a reader's words, quoted against


def test_a_consultation_is_told_chapter_by_chapter_with_its_proposals_and_who_answered(engine: AnsweringEngine) -> None:
    body = ask(engine, "What is this consultation about?")
    assert [position.side for position in body.positions] == [Side.GOVERNMENT]
    for proposed in ("nine o'clock", "fines for overdue books", "electric vans"):
        assert proposed in body.answer
    assert body.answer.splitlines()[-1] == wording.OVERVIEW_ANSWERED_BY.format(
        who="Readers' Union and Library Staff Association"
    )


def test_a_chapter_is_told_with_its_questions(engine: AnsweringEngine) -> None:
    body = ask(engine, "What is chapter 2 about?")
    assert {citation.section[0] for citation in body.citations} == {"2: Fines and charges"}
    assert "Should fines for overdue books be ended for children?" in body.answer


def test_a_topic_has_the_government_first_and_names_who_does_not_mention_it(engine: AnsweringEngine) -> None:
    body = ask(engine, "mobile library vans")
    assert [position.side for position in body.positions] == [Side.GOVERNMENT]
    assert set(body.silent) == {"Readers' Union", "Library Staff Association"}
    assert wording.OVERVIEW_SILENT.format(who="Readers' Union") in body.answer
    assert {item.organisation for item in body.coverage if item.silent} == set(body.silent)
    assert [item.side for item in body.coverage if item.mentions] == [Side.GOVERNMENT]


def test_differences_stand_side_by_side_under_the_topic_of_the_question(engine: AnsweringEngine) -> None:
    body = ask(engine, "Where do the government and the Library Staff Association disagree?")
    assert [position.side for position in body.positions] == [Side.GOVERNMENT, Side.STAKEHOLDER]
    lines = body.answer.split("\n")
    ours = next(at for at, line in enumerate(lines) if "Ministry of Libraries: " in line)
    assert "Library Staff Association: " in lines[ours + 1]
    assert lines[ours].partition(" – ")[0] == lines[ours + 1].partition(" – ")[0] == "Longer evenings"


def test_filters_are_kept_to(engine: AnsweringEngine) -> None:
    only = ask(engine, "evening opening hours", sides=["stakeholder"])
    assert {citation.side for citation in only.citations} <= {Side.STAKEHOLDER}
    one = ask(engine, "Summarise the documents.", documents=["staff-report"])
    assert {citation.document_id for citation in one.citations} == {"staff-report"}


def test_no_more_citations_than_asked_for(engine: AnsweringEngine) -> None:
    assert len(ask(engine, "What is this consultation about?", max_citations=2).citations) == 2


def test_a_question_for_one_thing_gets_an_answer(engine: AnsweringEngine) -> None:
    assert ask(engine, "Until when should branch libraries stay open in the evening?").form == "answer"
