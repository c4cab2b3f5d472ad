"""Labels of a reader take the place of the rules' in the table; what it cannot label keeps theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.errors import AnswererError
from corpus.index import Index
from corpus.models import Document, Passage, Role, Span
from corpus.quotes import verify_quote
from service.consultation import RULES, Consultation, ReadStance
from service.retrieval.pipeline import Retriever
from service.schemas import StanceBody
from tests.service.consultation.test_table import READERS, STAFF, opened

Says = Callable[[str, str, Sequence[Passage]], ReadStance]


class ScriptedReader:
    """Labels as `says` does; remembers what it was asked, and the questions before."""

    name = "a model"

    def __init__(self, says: Says) -> None:
        self._says = says
        self._lock = threading.Lock()
        self.asked: list[tuple[str, str]] = []
        self.seen: list[tuple[str, Passage]] = []
        self.before: dict[str, str] = {}

    def read(
        self,
        question: str,
        organisation: str,
        government: Sequence[Passage],
        passages: Sequence[Passage],
        *,
        documents: Mapping[str, Document],
        before: str = "",
    ) -> ReadStance:
        with self._lock:
            self.asked.append((question, organisation))
            self.seen += [(organisation, passage) for passage in passages]
            self.before[question] = before
        assert all(passage.document_id in documents for passage in (*government, *passages))
        return self._says(question, organisation, passages)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Index:
    return opened(tmp_path_factory.mktemp("read-libraries"), embedder)


@pytest.fixture
def by_rules(libraries: Index, embedder: TransformerEmbedder) -> Consultation:
    return Consultation(libraries, Retriever(libraries, embedder))


def disagrees(question: str, organisation: str, passages: Sequence[Passage]) -> ReadStance:
    return ReadStance("disagrees", ((passages[-1], passages[-1].sentences[0]),))


def cells(consultation: Consultation) -> list[StanceBody]:
    return [answer for row in consultation.questions() for answer in row.organisations]


def test_until_it_is_read_the_table_is_the_rules(
    libraries: Index, embedder: TransformerEmbedder, by_rules: Consultation
) -> None:
    reader = ScriptedReader(disagrees)
    consultation = Consultation(libraries, Retriever(libraries, embedder), reader)
    assert consultation.questions() == by_rules.questions()
    assert reader.asked == []
    assert {cell.labelled_by for cell in cells(consultation)} == {RULES}


def test_every_pair_is_read_once_and_says_who_labelled_it(libraries: Index, embedder: TransformerEmbedder) -> None:
    reader = ScriptedReader(disagrees)
    consultation = Consultation(libraries, Retriever(libraries, embedder), reader)
    steps: list[tuple[int, int]] = []
    assert consultation.read(lambda done, total: steps.append((done, total))) == 0
    assert steps == [(number, 8) for number in range(1, 9)]
    assert sorted(reader.asked) == sorted(
        (row.text, organisation) for row in consultation.questions() for organisation in (READERS, STAFF)
    )
    assert {(cell.stance, cell.labelled_by) for cell in cells(consultation)} == {("disagrees", "a model")}
    assert consultation.read() == 0
    assert len(reader.asked) == 8


def test_a_label_shows_what_it_rests_on_first_and_verbatim(libraries: Index, embedder: TransformerEmbedder) -> None:
    consultation = Consultation(libraries, Retriever(libraries, embedder), ScriptedReader(disagrees))
    consultation.read()
    for cell in cells(consultation):
        [quote] = cell.quotes
        assert cell.passages[0].passage_id == quote.passage_id
        text = libraries.documents[quote.document_id].text
        verify_quote(text, [Span(start, end) for start, end in quote.spans], quote.quote)


def test_a_reader_sees_only_what_the_organisation_says_itself(libraries: Index, embedder: TransformerEmbedder) -> None:
    reader = ScriptedReader(disagrees)
    Consultation(libraries, Retriever(libraries, embedder), reader).read()
    assert {(passage.organisation, passage.voice.role) for _, passage in reader.seen} == {
        (READERS, Role.AUTHOR),
        (STAFF, Role.AUTHOR),
    }
    assert all(passage.organisation == organisation for organisation, passage in reader.seen)


def test_the_question_before_is_given_within_a_chapter(libraries: Index, embedder: TransformerEmbedder) -> None:
    reader = ScriptedReader(disagrees)
    consultation = Consultation(libraries, Retriever(libraries, embedder), reader)
    consultation.read()
    rows = consultation.questions()
    assert reader.before[rows[1].text] == rows[0].text
    assert reader.before[rows[0].text] == reader.before[rows[2].text] == ""


def test_silence_shows_no_passage(libraries: Index, embedder: TransformerEmbedder) -> None:
    consultation = Consultation(
        libraries, Retriever(libraries, embedder), ScriptedReader(lambda *_: ReadStance("silent"))
    )
    consultation.read()
    assert all(cell.stance == "silent" and not cell.passages and not cell.quotes for cell in cells(consultation))


@pytest.mark.parametrize("error", [AnswererError("no connection"), RuntimeError("a defect")])
def test_what_cannot_be_read_keeps_the_label_of_the_rules_and_is_read_again(
    libraries: Index, embedder: TransformerEmbedder, by_rules: Consultation, error: Exception
) -> None:
    failing = True

    def says(question: str, organisation: str, passages: Sequence[Passage]) -> ReadStance:
        if failing and organisation == STAFF:
            raise error
        return disagrees(question, organisation, passages)

    consultation = Consultation(libraries, Retriever(libraries, embedder), ScriptedReader(says))
    assert consultation.read() == 4
    assert consultation.obstacle in ("no connection", "a defect (RuntimeError)")
    kept = [cell for cell in cells(consultation) if cell.organisation == STAFF]
    assert kept == [cell for cell in cells(by_rules) if cell.organisation == STAFF]
    failing = False
    assert consultation.read() == 0
    assert {cell.labelled_by for cell in cells(consultation)} == {"a model"}


def test_warming_reads_the_table_in_the_background(libraries: Index, embedder: TransformerEmbedder) -> None:
    consultation = Consultation(libraries, Retriever(libraries, embedder), ScriptedReader(disagrees))
    thread = consultation.warm()
    assert thread.daemon  # A model that hangs must not hold up the end of the program.
    thread.join(30)
    assert {cell.labelled_by for cell in cells(consultation)} == {"a model"}


def test_without_a_reader_there_is_nothing_to_read(by_rules: Consultation, tmp_path: Path) -> None:
    assert by_rules.read() == 0
