"""The service without HTTP: opens the index, finds, answers, refuses. The public Python interface."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from corpus.embedding import Embedder
from corpus.errors import AnswererError, RequestError
from corpus.index import Generations, Index
from corpus.settings import Settings
from service.accounting import coverage_bodies, with_account
from service.answering.calibration import Calibration
from service.answering.extractive import ExtractiveAnswerer
from service.answering.gathering import Gathered
from service.answering.refusal import judge
from service.assembly import assemble
from service.consultation import StanceReader
from service.draft import Verdict
from service.found import Filters
from service.language_model import (
    Fault,
    LanguageModelAnswerer,
    ModelDraft,
    NothingVerifiedError,
    NotInPassagesError,
    language_model_answerer,
    language_model_stances,
)
from service.memory import release_memory
from service.opened import OpenIndex
from service.presentation import document_body, found_body, passage_body
from service.refusing import help_body, new_answer_id, refused_body
from service.retrieval.reranker import reranker_named
from service.schemas import (
    AnswerBody,
    AnswererBody,
    AskRequest,
    ConsultationQuestionBody,
    ConsultationQuestionsBody,
    DocumentBody,
    PassageBody,
    PassageInContext,
    SearchBody,
    StatementEvent,
    Turn,
    UnderstoodBody,
)
from service.understanding import Understood
from service.understanding.subject import speaks_of

_RELATED = 4
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class _Written:
    """What a language model wrote: a draft, or that the passages hold no answer (`absent`), or why it wrote neither.

    `dropped_for` counts what was not verified, by reason.
    """

    answerer: AnswererBody = field(
        default_factory=lambda: AnswererBody(kind="extractive", model=ExtractiveAnswerer.model)
    )
    draft: ModelDraft | None = None
    absent: bool = False
    dropped_for: Mapping[str, int] = field(default_factory=dict)


class AnsweringEngine:
    """Answers from the current generation of an index; safe for several threads.

    A language model answers where the settings name one or `language_model` is given, the extractive answerer where
    none is and whenever the model cannot be used. Raises IndexMissingError, IndexMismatchError or IndexCorruptError
    where there is no index to answer from, ConfigurationError where the model cannot be made.

    `serving` is for a service: the whole index is verified, what its first question would wait for is done, what takes
    long to work out is begun, and what only loading needed is given back.
    """

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder,
        language_model: LanguageModelAnswerer | None = None,
        *,
        calibration: Calibration | None = None,
        stances: StanceReader | None = None,
        serving: bool = False,
    ) -> None:
        self._embedder = embedder
        self._calibration = calibration
        self._stances = stances or (language_model_stances(settings) if settings.llm and settings.llm_stances else None)
        self._language_model = language_model or (language_model_answerer(settings, embedder) if settings.llm else None)
        self._reranker = reranker_named(settings.reranker)
        self._generations = Generations(settings.data_dir)
        self._lock = threading.Lock()
        self._serving = serving
        self._opened = self._open()
        if serving:
            self._opened.consultation.warm(then=release_memory)

    def _open(self) -> OpenIndex:
        index = Index(self._generations.current(), model=self._embedder.name)
        if self._serving:
            index.begin_verification()
        opened = OpenIndex(index, self._embedder, self._reranker, calibration=self._calibration, stances=self._stances)
        if self._serving:
            opened.warm()
            index.verify()
        return opened

    def read_stances(self, progress: Callable[[int, int], None]) -> tuple[int, str]:
        """Waits for the language model to label every stance, where it is set to.

        Returns how many keep the rules' label, and why the last of them does.
        """
        consultation = self._opened.consultation
        return consultation.read(progress), consultation.obstacle

    @property
    def index(self) -> Index:
        """The generation that answers now."""
        return self._opened.index

    def ready(self) -> bool:
        return True

    def refresh(self) -> None:
        """Opens the generation that became current since; raises what opening an index raises, keeping the old one."""
        with self._lock:
            if self._generations.current() != self._opened.index.folder:
                # The old generation is not closed: requests in flight still read it, its files go when they are done.
                self._opened = self._open()
                if self._stances is not None and self._serving:
                    self._opened.consultation.warm()

    def ask(self, request: AskRequest) -> AnswerBody:
        """One answer. Raises RequestError where a filter names a document or organisation that is not there."""
        started = time.perf_counter()
        timings: dict[str, float] = {}
        opened = self._opened
        filters = self._filters(opened, request)
        asked = opened.understanding.understand(
            request.question, request.history, as_typed=request.as_typed, reword=self._reworded
        )
        timings["understand"] = (time.perf_counter() - started) * 1000
        body, asked = self._body(opened, request, asked, filters, timings)
        timings["total"] = (time.perf_counter() - started) * 1000
        rounded = {name: round(value, 2) for name, value in timings.items()}
        understood = UnderstoodBody(question=asked.question, changes=list(asked.changes))
        return body.model_copy(
            update={"question": request.question.strip(), "understood": understood, "timings_ms": rounded}
        )

    def ask_events(self, request: AskRequest) -> Iterator[tuple[str, BaseModel]]:
        """The same answer piece by piece: each citation before the first statement that rests on it, then the whole."""
        body = self.ask(request)
        sent: set[int] = set()
        for position in body.positions:
            for statement in position.statements:
                for citation in body.citations:
                    if citation.number in statement.citations and citation.number not in sent:
                        sent.add(citation.number)
                        yield "citation", citation
                yield (
                    "statement",
                    StatementEvent(**position.model_dump(exclude={"statements"}), statement=statement),
                )
        yield "done", body

    def search(self, query: str, *, k: int, filters: Filters) -> SearchBody:
        """Ranked passages. Raises RequestError where a filter names a document or organisation that is not there."""
        opened = self._opened
        named = frozenset(opened.organisation(name) for name in filters.organisations)
        found = opened.gatherer.search(query, k, replace(filters, organisations=named))
        return SearchBody(query=query, results=[found_body(item, opened.documents) for item in found])

    def documents(self) -> list[DocumentBody]:
        index = self._opened.index
        return [document_body(d, len(index.passages.rows_of_document(d.id))) for d in index.documents.values()]

    def document(self, document_id: str, /) -> DocumentBody | None:
        return next((body for body in self.documents() if body.id == document_id), None)

    def text(self, document_id: str, /) -> str | None:
        document = self._opened.documents.get(document_id)
        return document.text if document else None

    def passages(self, document_id: str, /) -> list[PassageBody]:
        index = self._opened.index
        return [
            passage_body(index.passages.at(row), index.documents)
            for row in index.passages.rows_of_document(document_id)
        ]

    def passage(self, passage_id: str, /) -> PassageInContext | None:
        index = self._opened.index
        passage = index.passages.get(passage_id)
        if passage is None:
            return None
        rows = index.passages.rows_of_document(passage.document_id)
        at = rows.index(index.passages.row(passage_id) or 0)
        before, after = rows[max(0, at - _NEIGHBOURS) : at], rows[at + 1 : at + 1 + _NEIGHBOURS]
        return PassageInContext(
            passage=passage_body(passage, index.documents),
            before=[passage_body(index.passages.at(row), index.documents) for row in before],
            after=[passage_body(index.passages.at(row), index.documents) for row in after],
        )

    def consultation_questions(self) -> ConsultationQuestionsBody:
        return ConsultationQuestionsBody(questions=list(self._opened.consultation.questions()))

    def consultation_question(self, number: int, /) -> ConsultationQuestionBody | None:
        return next((q for q in self._opened.consultation.questions() if q.number == number), None)

    def suggestions(self) -> list[str]:
        return self._opened.suggestions()

    def _reworded(self, question: str, history: Sequence[Turn]) -> str | None:
        """The question without its history, by the model where there is one and it can."""
        if self._language_model is None:
            return None
        try:
            return self._language_model.standalone_question(question, history)
        except AnswererError:
            return None  # The rules need no model.

    def _filters(self, opened: OpenIndex, request: AskRequest) -> Filters:
        for document_id in request.documents or ():
            if document_id not in opened.documents:
                known = ", ".join(sorted(opened.documents))
                raise RequestError(f"there is no document {document_id!r}; there are {known}", field="documents")
        return Filters(
            sides=frozenset(request.sides or ()),
            organisations=frozenset(opened.organisation(name) for name in request.organisations or ()),
            documents=frozenset(request.documents or ()),
        )

    def _body(
        self, opened: OpenIndex, request: AskRequest, asked: Understood, filters: Filters, timings: dict[str, float]
    ) -> tuple[AnswerBody, Understood]:
        """The answer, and the question that it answers."""
        overview = self._overview(opened, request, asked.question, filters)
        if overview is not None:
            return overview, asked
        if asked.verdict is not None:
            return refused_body(opened, asked.question, (), asked.verdict), asked
        if asked.help:
            return help_body(opened, asked.question), asked
        gathered = opened.gatherer.gather(asked.question, filters, timings)
        gaps = opened.accounts.gaps(asked.question, gathered, filters)
        verdict = judge(gathered, gaps, opened.calibration)
        if not verdict.answered and asked.subject and speaks_of(gathered):
            verdict = replace(verdict, answered=True, reason=None)
        if verdict.answered and asked.context:  # what was said before helps to find, and never to answer
            gathered = opened.gatherer.gather(asked.question, filters, timings, context=asked.context)
        if verdict.reason == "off_topic":
            # On another subject altogether a question is none about what was asked before.
            asked = asked.without_history()
            if opened.understanding.shares_words(asked.question):
                verdict = replace(verdict, reason="not_in_corpus")
        written = self._written(opened, request, asked.question, gathered)
        if written.absent or not (verdict.answered or written.draft):
            refused = replace(verdict, answered=False, reason=verdict.reason or "not_in_corpus")
            body = refused_body(opened, asked.question, gathered.found, refused, written.answerer)
        else:
            body = self._answered(opened, request, asked.question, gathered, verdict, written)
        account = opened.accounts.of(asked.question, gathered, filters, answered=body.answered)
        return with_account(body, account, gathered.question.text, gathered.question.names), asked

    def _overview(self, opened: OpenIndex, request: AskRequest, question: str, filters: Filters) -> AnswerBody | None:
        """The overview that a question asks for, None where it asks for an answer or there is nothing to assemble."""
        asked = opened.overviews.asked(question)
        found = opened.overviews.of(asked, filters, request.max_citations) if asked is not None else None
        if found is None:
            return None
        return AnswerBody(
            id=new_answer_id(),
            question=request.question,
            standalone_question=question,
            answered=True,
            reason=None,
            answer=found.answer,
            positions=found.positions,
            citations=found.citations,
            related=[],
            answerer=AnswererBody(kind="extractive", model=ExtractiveAnswerer.model),
            timings_ms={},
            form="overview",
            confidence=1.0,
            silent=list(found.silent),
            coverage=coverage_bodies(found.coverage),
        )

    def _answered(
        self,
        opened: OpenIndex,
        request: AskRequest,
        question: str,
        gathered: Gathered,
        verdict: Verdict,
        written: _Written,
    ) -> AnswerBody:
        draft = written.draft
        extracted = opened.answerer.draft(gathered, max_citations=request.max_citations)
        parts = assemble(draft or extracted, opened.documents)
        if not parts.positions:
            return refused_body(
                opened, question, gathered.found, replace(verdict, answered=False, reason="not_in_corpus")
            )
        shown = {citation.passage_id for citation in parts.citations}
        related = [item for item in extracted.related if item.passage.id not in shown][:_RELATED]
        return AnswerBody(
            id=new_answer_id(),
            question=request.question,
            standalone_question=question,
            answered=True,
            reason=None,
            answer=(draft.lead if draft else None) or parts.answer,
            positions=parts.positions,
            citations=parts.citations,
            related=[found_body(item, opened.documents) for item in related],
            answerer=written.answerer,
            timings_ms={},
            confidence=round(verdict.confidence, 3),
            silent=list(extracted.silent),
            dropped=sum(written.dropped_for.values()) + parts.dropped,
            dropped_for=dict(written.dropped_for),
        )

    def _written(self, opened: OpenIndex, request: AskRequest, question: str, gathered: Gathered) -> _Written:
        """What the model makes of the passages, where there is one; it is asked before anything is refused."""
        if self._language_model is None:
            return _Written()
        model = self._language_model.name
        try:
            draft = self._language_model.draft(
                question,
                gathered.found,
                request.history,
                documents=opened.documents,
                abbreviations=opened.index.abbreviations,
                max_citations=request.max_citations,
            )
        except NotInPassagesError:
            return _Written(AnswererBody(kind="llm", model=model), absent=True)
        except NothingVerifiedError as error:
            return _Written(_fallen_back(error), dropped_for=_by_name(error.faults))
        except AnswererError as error:
            return _Written(_fallen_back(error))
        return _Written(AnswererBody(kind="llm", model=draft.model), draft, dropped_for=_by_name(draft.faults))


def _fallen_back(error: AnswererError) -> AnswererBody:
    return AnswererBody(kind="extractive", model=ExtractiveAnswerer.model, fallback=str(error))


def _by_name(faults: Mapping[Fault, int]) -> dict[str, int]:
    return {fault.value: count for fault, count in faults.items()}
