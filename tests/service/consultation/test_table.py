"""The whole table on a made-up consultation, with the real embedding model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.embedding import QueryEncoding, TransformerEmbedder
from corpus.index import Generations, Index
from corpus.models import Role, Span
from corpus.quotes import verify_quote
from service.consultation import Consultation
from service.retrieval.pipeline import Retriever
from service.schemas import ConsultationQuestionBody, StanceBody
from tests.service.consultation.libraries import index_libraries

READERS, STAFF = "Readers' Union", "Library Staff Association"


def opened(folder: Path, embedder: TransformerEmbedder, *, questions: bool = True) -> Index:
    settings = index_libraries(folder, embedder, questions=questions)
    return Index(Generations(settings.data_dir).current(), model=embedder.name)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[Index]:
    index = opened(tmp_path_factory.mktemp("libraries"), embedder)
    yield index
    index.close()


@pytest.fixture(scope="module")
def rows(libraries: Index, embedder: TransformerEmbedder) -> list[ConsultationQuestionBody]:
    return list(Consultation(libraries, Retriever(libraries, embedder)).questions())


def stance(rows: list[ConsultationQuestionBody], number: int, organisation: str) -> StanceBody:
    return next(a for a in rows[number - 1].organisations if a.organisation == organisation)


def test_every_question_lists_every_organisation_that_answered_the_consultation(
    rows: list[ConsultationQuestionBody],
) -> None:
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert all([a.organisation for a in row.organisations] == [READERS, STAFF] for row in rows)


@pytest.mark.parametrize(
    ("number", "organisation", "expected"),
    [
        (1, READERS, "agrees"),
        (1, STAFF, "disagrees"),
        (2, STAFF, "disagrees"),
        (3, READERS, "agrees in part"),
        (3, STAFF, "silent"),
        (4, READERS, "silent"),
        (4, STAFF, "silent"),
    ],
)
def test_stances_on_another_subject(
    rows: list[ConsultationQuestionBody], number: int, organisation: str, expected: str
) -> None:
    assert stance(rows, number, organisation).stance == expected


def test_the_section_under_a_heading_that_repeats_the_question_comes_first(
    rows: list[ConsultationQuestionBody],
) -> None:
    first = stance(rows, 3, READERS).passages[0]
    assert first.section[-1] == rows[2].text


def test_both_documents_of_an_organisation_answer_together(rows: list[ConsultationQuestionBody]) -> None:
    documents = {passage.document_id for passage in stance(rows, 2, STAFF).passages}
    assert documents == {"staff-response", "staff-report"}


def test_a_person_whom_a_response_quotes_does_not_speak_for_the_organisation(
    rows: list[ConsultationQuestionBody], libraries: Index
) -> None:
    quoted = [
        passage.id
        for row in libraries.passages.rows_of_document("staff-response")
        if (passage := libraries.passages.at(row)).voice.role is Role.QUOTED
    ]
    assert quoted  # "I love the evening opening", says a reader whom the association quotes
    for row in rows:
        for answer in row.organisations:
            assert not {quote.passage_id for quote in answer.quotes} & set(quoted)
            assert not {passage.passage_id for passage in answer.passages} & set(quoted)


def test_every_quote_is_verbatim_at_its_spans_and_belongs_to_the_organisation(
    rows: list[ConsultationQuestionBody], libraries: Index
) -> None:
    quotes = [(answer.organisation, quote) for row in rows for answer in row.organisations for quote in answer.quotes]
    assert quotes
    for organisation, quote in quotes:
        text = libraries.documents[quote.document_id].text
        verify_quote(text, [Span(start, end) for start, end in quote.spans], quote.quote)
        assert quote.organisation == organisation


def test_silence_shows_no_passage_and_every_other_label_rests_on_a_quote(rows: list[ConsultationQuestionBody]) -> None:
    for row in rows:
        for answer in row.organisations:
            assert bool(answer.passages) is bool(answer.quotes) is (answer.stance != "silent")


def test_the_government_sets_every_question_out_in_its_own_words(rows: list[ConsultationQuestionBody]) -> None:
    for row in rows:
        assert row.government
        assert all(p.side == "government" and p.voice.role == "author" for p in row.government)
        assert all(p.block != "question" for p in row.government)


def test_the_table_is_the_same_each_time(
    rows: list[ConsultationQuestionBody], libraries: Index, embedder: TransformerEmbedder
) -> None:
    assert list(Consultation(libraries, Retriever(libraries, embedder)).questions()) == rows


class _Counting:
    """Counts how often a question is embedded."""

    def __init__(self, embedder: TransformerEmbedder) -> None:
        self._embedder = embedder
        self.queries: list[str] = []

    def encode_queries(self, queries: Sequence[str]) -> list[QueryEncoding]:
        self.queries += queries
        return self._embedder.encode_queries(queries)

    def __getattr__(self, name: str) -> object:
        return getattr(self._embedder, name)


def test_many_readers_at_once_share_one_computation(libraries: Index, embedder: TransformerEmbedder) -> None:
    counting = _Counting(embedder)
    consultation = Consultation(libraries, Retriever(libraries, counting))  # type: ignore[arg-type]
    consultation.warm()
    with ThreadPoolExecutor(8) as pool:
        tables = [future.result() for future in [pool.submit(consultation.questions) for _ in range(8)]]
    assert all(table is tables[0] for table in tables)
    assert len(counting.queries) == len(tables[0])


def test_documents_that_ask_nothing_give_an_empty_table(tmp_path: Path, embedder: TransformerEmbedder) -> None:
    index = opened(tmp_path, embedder, questions=False)
    consultation = Consultation(index, Retriever(index, embedder))
    assert list(consultation.questions()) == []
    assert consultation.suggestions() == []
    index.close()


def test_suggestions_come_from_different_chapters(libraries: Index, embedder: TransformerEmbedder) -> None:
    suggested = Consultation(libraries, Retriever(libraries, embedder)).suggestions()
    chapters = [next(q.chapter for q in libraries.questions if q.text == text) for text in suggested[:3]]
    assert len(set(chapters)) == 3
