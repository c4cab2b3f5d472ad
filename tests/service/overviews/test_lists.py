"""Lists of what somebody recommends, fears or promises, and of what the consultation asks, over a made-up index."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.models import Side
from corpus.settings import Settings
from ingest.pipeline import ingest
from service import wording
from service.engine import AnsweringEngine
from service.schemas import AnswerBody, AskRequest
from tests.service.consultation.libraries import write_libraries

RECOMMENDATIONS = (
    "Put a librarian at the desk of every branch on every evening.",
    "Train library staff to work alone.",
    "Buy electric library vans with a heater.",
    "Keep fines for overdue films.",
)
ITEMS = "\n".join(f"{number}. {text}" for number, text in enumerate(RECOMMENDATIONS, 1))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> AnsweringEngine:
    folder: Path = tmp_path_factory.mktemp("lists")
    corpus = write_libraries(folder / "corpus")
    report = corpus / "staff-report.txt"
    listed = f"{report.read_text(encoding='utf-8')}\nOur recommendations\n\n{ITEMS}\n"
    report.write_text(listed, encoding="utf-8", newline="")
    settings = Settings(corpus=corpus, data_dir=folder / "data")
    ingest(settings, lambda: embedder)
    return AnsweringEngine(settings, embedder)


def ask(engine: AnsweringEngine, question: str, **more: object) -> AnswerBody:
    return engine.ask(AskRequest.model_validate({"question": question, **more}))


def first_line(body: AnswerBody) -> str:
    return body.answer.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    ["List the recommendations of the Library Staff Association.", "the Library Staff Association's recommendations"],
)
def test_an_authors_own_list_is_given_whole_and_counted(engine: AnsweringEngine, question: str) -> None:
    body = ask(engine, question)
    assert body.form == "overview"
    assert [line.rpartition(" [")[0] for line in body.answer.split("\n")[1:]] == list(RECOMMENDATIONS)
    assert wording.OVERVIEW_COUNTED.format(shown=4, total=4) in first_line(body)
    assert {citation.document_id for citation in body.citations} == {"staff-report"}
    assert [(item.organisation, item.silent) for item in body.coverage] == [("Library Staff Association", False)]


def test_a_list_on_a_topic_has_only_what_speaks_of_it(engine: AnsweringEngine) -> None:
    body = ask(engine, "What are the recommendations of the Library Staff Association on library staff and vans?")
    assert body.form == "answer"  # none is on both
    readers = ask(engine, "List the concerns of the Library Staff Association.")
    assert readers.form == "overview"
    assert all(citation.kind == "concern" for citation in readers.citations)
    assert "(" not in first_line(readers)  # sentences of a kind are not counted


def test_everything_the_consultation_asks_is_listed_in_its_own_words(engine: AnsweringEngine) -> None:
    body = ask(engine, "List the consultation questions.")
    assert [line.rpartition(" [")[0].partition(": ")[2] for line in body.answer.split("\n")[1:]] == [
        "Should branch libraries stay open until nine o'clock on two evenings a week?",
        "How can branch libraries be kept safe when they open in the evening without librarians?",
        "Should fines for overdue books be ended for children?",
        "Which mobile library vans should be replaced with electric vans first?",
    ]
    assert [position.side for position in body.positions] == [Side.GOVERNMENT]
    assert [item.side for item in body.coverage] == [Side.GOVERNMENT]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What does the consultation ask about fines?", "Should fines for overdue books be ended for children?"),
        ("What questions does the paper ask about mobile library vans?", "Which mobile library vans"),
        ("Which questions are asked in chapter 2?", "Should fines for overdue books be ended for children?"),
    ],
)
def test_what_is_asked_on_a_topic_is_the_answer(engine: AnsweringEngine, question: str, asked: str) -> None:
    body = ask(engine, question)
    assert body.form == "overview"
    lines = body.answer.split("\n")
    assert len(lines) == 2
    assert asked in lines[1]


def test_where_nothing_is_asked_on_a_topic_the_question_is_answered_otherwise(engine: AnsweringEngine) -> None:
    assert ask(engine, "What does the consultation ask about cameras?").form == "answer"


def test_filters_are_kept_to(engine: AnsweringEngine) -> None:
    body = ask(engine, "List the consultation questions.", sides=["stakeholder"])
    assert {citation.side for citation in body.citations} <= {Side.STAKEHOLDER}


def test_an_overview_of_no_topic_counts_all_that_is_said(engine: AnsweringEngine) -> None:
    for question, speaking in (
        ("Summarise the response of the Library Staff Association.", {"Library Staff Association"}),
        ("What is this consultation about?", {"Ministry of Libraries", "Readers' Union", "Library Staff Association"}),
        ("Where do the government and the Readers' Union disagree?", {"Ministry of Libraries", "Readers' Union"}),
    ):
        body = ask(engine, question)
        assert {item.organisation for item in body.coverage} == speaking
        assert all(item.mentions == item.passages > 0 and not item.silent for item in body.coverage)
