"""The service without HTTP: opens the index, finds, answers, refuses. The public Python interface."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pydantic import BaseModel

from corpus.embedder import Embedder
from corpus.errors import AnswererError, RequestError
from corpus.index import Generations, Index
from corpus.settings import Settings
from service import wording
from service.answering.calibration import calibration_of
from service.answering.extractive import ExtractiveAnswerer
from service.answering.follow_up import FollowUps
from service.answering.naming import Naming
from service.answering.gathering import Gathered, Gatherer
from service.answering.refusal import judge
from service.assembly import assemble, new_answer_id
from service.consultation import Consultation
from service.draft import Draft, Verdict
from service.found import Filters, FoundPassage
from service.presentation import document_body, found_body, passage_body
from service.retrieval.pipeline import Query, Retriever
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
)

_RELATED = 4
_NEIGHBOURS = 3

LanguageModelDraft = Callable[[str, Sequence[FoundPassage], Sequence[Turn]], Draft]


class _Opened:
    """Everything that belongs to one generation of the index."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self.retriever = Retriever(index, embedder)
        self.calibration = calibration_of(index.manifest.calibration)
        self.gatherer = Gatherer(index, self.retriever, self.calibration)
        self.answerer = ExtractiveAnswerer(index, self.calibration)
        naming = Naming(document.entry for document in index.documents.values())
        self.follow_ups = FollowUps(self.retriever.attribution.named, naming)
        self.consultation = Consultation(index, self.retriever)


class AnsweringEngine:
    """Answers from the current generation of an index; safe for several threads.

    Raises IndexMissingError, IndexMismatchError or IndexCorruptError where there is no index to answer from.
    """

    def __init__(self, settings: Settings, embedder: Embedder, language_model: LanguageModelDraft | None = None) -> None:
        self._settings = settings
        self._embedder = embedder
        self._language_model = language_model
        self._generations = Generations(settings.data_dir)
        self._lock = threading.Lock()
        self._opened = self._open()

    def _open(self) -> _Opened:
        opened = _Opened(Index(self._generations.current(), model=self._embedder.name), self._embedder)
        opened.retriever.find("warm up", 1)
        return opened

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

    def ask(self, request: AskRequest) -> AnswerBody:
        started = time.perf_counter()
        timings: dict[str, float] = {}
        opened = self._opened
        filters = self._filters(opened, request)
        question = request.question.strip()
        standalone = opened.follow_ups.standalone(question, request.history)
        query = opened.retriever.query(standalone)
        gathered = opened.gatherer.gather(query, filters, timings)
        verdict = judge(gathered, opened.calibration)
        if verdict.answered:
            body = self._answered(opened, request, query, gathered, verdict)
        else:
            body = self._refused(opened, request, query, gathered.found, verdict)
        timings["total"] = (time.perf_counter() - started) * 1000
        rounded = {name: round(value, 2) for name, value in timings.items()}
        return body.model_copy(update={"question": question, "timings_ms": rounded})

    def ask_events(self, request: AskRequest) -> Iterator[tuple[str, BaseModel]]:
        body = self.ask(request)
        for citation in body.citations:
            yield "citation", citation
        for position in body.positions:
            for statement in position.statements:
                yield "statement", StatementEvent(side=position.side, organisation=position.organisation, statement=statement)
        yield "done", body

    def search(self, query: str, *, k: int, filters: Filters) -> SearchBody:
        """Ranked passages. Raises RequestError where a filter names a document or organisation that is not there."""
        opened = self._opened
        named = frozenset(_organisation(opened, name) for name in filters.organisations)
        found = opened.retriever.find(query, k, replace(filters, organisations=named))
        return SearchBody(query=query, results=[found_body(item, opened.index.documents) for item in found])

    def documents(self) -> list[DocumentBody]:
        index = self._opened.index
        return [document_body(d, len(index.passages.rows_of_document(d.id))) for d in index.documents.values()]

    def document(self, document_id: str, /) -> DocumentBody | None:
        return next((body for body in self.documents() if body.id == document_id), None)

    def text(self, document_id: str, /) -> str | None:
        document = self._opened.index.documents.get(document_id)
        return document.text if document else None

    def passages(self, document_id: str, /) -> list[PassageBody]:
        index = self._opened.index
        return [passage_body(index.passages.at(row), index.documents) for row in index.passages.rows_of_document(document_id)]

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
        return self._opened.consultation.suggestions()

    def _filters(self, opened: _Opened, request: AskRequest) -> Filters:
        index = opened.index
        for document_id in request.documents or ():
            if document_id not in index.documents:
                known = ", ".join(sorted(index.documents))
                raise RequestError(f"there is no document {document_id!r}; there are {known}", field="documents")
        return Filters(
            sides=frozenset(request.sides or ()),
            organisations=frozenset(_organisation(opened, name) for name in request.organisations or ()),
            documents=frozenset(request.documents or ()),
        )

    def _answered(
        self, opened: _Opened, request: AskRequest, query: Query, gathered: Gathered, verdict: Verdict
    ) -> AnswerBody:
        kind, fallback = "extractive", None
        draft = None
        if self._language_model is not None:
            try:
                draft, kind = self._language_model(query.text, gathered.found, request.history), "llm"
            except AnswererError as error:
                fallback = str(error)
        if draft is None:
            draft = opened.answerer.draft(gathered, max_citations=request.max_citations)
        parts = assemble(draft, opened.index.documents)
        if not parts.positions:
            return self._refused(opened, request, query, gathered.found, replace(verdict, answered=False, reason="not_in_corpus"))
        return AnswerBody(
            id=new_answer_id(),
            question=request.question,
            standalone_question=query.text,
            answered=True,
            reason=None,
            answer=draft.lead or parts.answer,
            positions=parts.positions,
            citations=parts.citations,
            related=[found_body(item, opened.index.documents) for item in draft.related[:_RELATED]],
            answerer=AnswererBody(kind=kind, model=draft.model or ExtractiveAnswerer.model, fallback=fallback),
            timings_ms={},
            confidence=round(verdict.confidence, 3),
            silent=list(draft.silent),
            dropped=draft.dropped + parts.dropped,
        )

    def _refused(
        self, opened: _Opened, request: AskRequest, query: Query, found: Sequence[FoundPassage], verdict: Verdict
    ) -> AnswerBody:
        if verdict.reason == "off_topic":
            answer = wording.OFF_TOPIC.format(title=opened.index.title)
        elif verdict.reason == "unclear":
            answer = wording.UNCLEAR.format(asks_back=verdict.asks_back or wording.ASK_WHAT_ABOUT)
        else:
            answer = wording.NOT_IN_CORPUS
        related = [] if verdict.reason == "off_topic" else found[:_RELATED]
        return AnswerBody(
            id=new_answer_id(),
            question=request.question,
            standalone_question=query.text,
            answered=False,
            reason=verdict.reason,
            answer=answer,
            positions=[],
            citations=[],
            related=[found_body(item, opened.index.documents) for item in related],
            answerer=AnswererBody(kind="extractive", model=ExtractiveAnswerer.model),
            timings_ms={},
            confidence=round(verdict.confidence, 3),
            suggestions=[],
        )


def _organisation(opened: _Opened, name: str) -> str:
    """The organisation as the index names it, for a name or an alias. Raises RequestError where nobody has it."""
    known = opened.index.passages.values("organisation")
    if name in known:
        return name
    lowered = name.strip().lower()
    for organisation in known:
        if organisation.lower() == lowered:
            return organisation
    for document in opened.index.documents.values():
        if lowered in (alias.lower() for alias in document.entry.aliases):
            return document.entry.organisation
    authors = ", ".join(dict.fromkeys(d.entry.organisation for d in opened.index.documents.values()))
    raise RequestError(f"no organisation {name!r} speaks in these documents; the authors are {authors}", field="organisations")



