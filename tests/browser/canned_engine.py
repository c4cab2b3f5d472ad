"""An engine that answers by script from real documents: every quote is exact, and a test sets delay and failure.

It stands behind the real application (`service.app.create_app`) as engine and as the pages' data.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from corpus.manifest import Manifest, load_manifest, read_document
from corpus.models import DocumentEntry, Passage, Side, StatementKind
from ingest.passages import build_passages
from service.found import Filters, Quotation
from service.page_data import DocumentView, PageFilters, Site
from service.presentation import citation_body, document_body, passage_body
from service.schemas import (
    AnswerBody,
    AnswererBody,
    AskRequest,
    CitationBody,
    ConsultationQuestionBody,
    ConsultationQuestionsBody,
    DocumentBody,
    PassageBody,
    PassageInContext,
    PositionBody,
    SearchBody,
    StanceBody,
    StatementBody,
    StatementEvent,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A statement to make: the first sentence that contains `words`, from `document`, with words of ours if given."""

    document: str
    words: str
    kind: StatementKind | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """What is answered to a question that contains `asked` (lower case)."""

    asked: str
    answer: str
    lines: tuple[Line, ...] = ()
    related: tuple[Line, ...] = ()
    reason: str | None = None
    suggestions: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


class CannedEngine:
    """`event_seconds` is the pause before each streamed event; `failure` is raised instead of an answer.

    After `hold`, events wait until `let` lets so many go. `break_after` ends a stream with an error after so many
    events; `asked` keeps the requests.
    """

    def __init__(self, corpus: Path, scripts: Sequence[Script], suggestions: Sequence[str] = ()) -> None:
        self.manifest: Manifest = load_manifest(corpus)
        self.event_seconds = 0.0
        self.failure: Exception | None = None
        self.break_after: int | None = None
        self.asked: list[AskRequest] = []
        self._scripts = list(scripts)
        self.first_questions = list(suggestions)
        self._documents = {entry.id: read_document(corpus, entry) for entry in self.manifest.documents}
        self._passages = {
            document.id: tuple(
                build_passages(document, self.manifest.officials, count_tokens=lambda text: len(text.split()))
            )
            for document in self._documents.values()
        }
        self._gate: threading.Semaphore | None = None

    def reset(self) -> None:
        self.event_seconds, self.failure, self.break_after = 0.0, None, None
        self.asked.clear()
        if self._gate is not None:
            self._gate.release(1_000)
            self._gate = None

    def hold(self) -> None:
        self._gate = threading.Semaphore(0)

    def let(self, events: int) -> None:
        assert self._gate is not None
        self._gate.release(events)

    # The engine.

    def ready(self) -> bool:
        return True

    def refresh(self) -> None: ...

    def ask(self, request: AskRequest) -> AnswerBody:
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        standalone = request.question
        if request.history and request.question.lower().startswith("and "):
            standalone = f"{request.history[-1].question.rstrip('?')}: {request.question[4:]}"
        script = next((s for s in self._scripts if s.asked in request.question.lower()), None)
        script = script or next((s for s in self._scripts if s.asked in standalone.lower()), self._scripts[-1])
        return self._answer(request, script, standalone)

    def ask_events(self, request: AskRequest) -> Iterator[tuple[str, BaseModel]]:
        body = self.ask(request)
        events: list[tuple[str, BaseModel]] = [("citation", citation) for citation in body.citations]
        for position in body.positions:
            for statement in position.statements:
                event = StatementEvent(**position.model_dump(exclude={"statements"}), statement=statement)
                events.append(("statement", event))
        for sent, event_ in enumerate([*events, ("done", body)]):
            if self._gate is not None:
                self._gate.acquire(timeout=30)
            time.sleep(self.event_seconds)
            if self.break_after is not None and sent >= self.break_after:
                raise RuntimeError("broken on purpose")
            yield event_

    def search(self, query: str, *, k: int, filters: Filters) -> SearchBody:
        raise NotImplementedError("the widget asks and never searches")

    def documents(self) -> list[DocumentBody]:
        return [document_body(document, len(self._passages[document.id])) for document in self._documents.values()]

    def document(self, document_id: str, /) -> DocumentBody | None:
        return next((body for body in self.documents() if body.id == document_id), None)

    def text(self, document_id: str, /) -> str | None:
        document = self._documents.get(document_id)
        return document.text if document else None

    def passages(self, document_id: str, /) -> list[PassageBody]:
        return [passage_body(passage, self._documents) for passage in self._passages[document_id]]

    def passage(self, passage_id: str, /) -> PassageInContext | None:
        return None

    def consultation_questions(self) -> ConsultationQuestionsBody:
        return ConsultationQuestionsBody(questions=self.questions())

    def consultation_question(self, number: int, /) -> ConsultationQuestionBody | None:
        return None

    def suggestions(self) -> list[str]:
        return self.first_questions

    def questions(self) -> list[ConsultationQuestionBody]:
        """Questions of the documents, each organisation with a stance of its own in turn."""
        passages = [p for p in self._passages[next(iter(self._passages))] if p.text.endswith("?")][:9]
        others = list(dict.fromkeys(e.organisation for e in self.manifest.documents if e.side is Side.STAKEHOLDER))
        stances = ("agrees", "agrees in part", "disagrees", "no clear view", "silent")
        bodies = []
        for number, passage in enumerate(passages, start=1):
            organisations = []
            for at, organisation in enumerate(others):
                stance = stances[(number + at) % len(stances)]
                said = [p for ps in self._passages.values() for p in ps if p.organisation == organisation]
                said = said[number : number + 2]
                quotation = Quotation(said[0], said[0].sentences[0].spans, said[0].sentences[0].text, 0.9)
                silent = stance == "silent"
                organisations.append(
                    StanceBody(
                        organisation=organisation,
                        stance=stance,
                        passages=[] if silent else [passage_body(p, self._documents) for p in said],
                        quotes=[] if silent else [citation_body(1, quotation, self._documents)],
                    )
                )
            bodies.append(
                ConsultationQuestionBody(
                    number=number,
                    text=passage.text,
                    chapter=passage.section[0],
                    section=list(passage.section),
                    document_id=passage.document_id,
                    spans=[[span.start, span.end] for span in passage.spans],
                    government=[passage_body(replace(passage), self._documents)],
                    organisations=organisations,
                )
            )
        return bodies

    def view(self, document_id: str) -> DocumentView | None:
        document = self._documents.get(document_id)
        return DocumentView(document, self._passages[document_id], "1") if document else None

    def body_of(self, passage: Passage) -> PassageBody:
        return passage_body(passage, self._documents, score=0.5)

    def all_passages(self) -> list[Passage]:
        return [passage for passages in self._passages.values() for passage in passages]

    # Lookups by the words of a sentence.

    def quotation(self, line: Line) -> Quotation:
        """Raises LookupError where no sentence of the document contains the words."""
        for passage in self._passages[line.document]:
            for sentence in passage.sentences:
                if line.words in sentence.text:
                    return Quotation(passage, sentence.spans, sentence.text, 0.9, line.kind)
        raise LookupError(f"{line.document} does not say {line.words!r}")

    def _answer(self, request: AskRequest, script: Script, standalone: str) -> AnswerBody:
        citations: list[CitationBody] = []
        positions: list[PositionBody] = []
        wanted = [(line, self.quotation(line)) for line in script.lines]
        for side in Side:
            if request.sides and side not in request.sides:
                continue
            for organisation in dict.fromkeys(q.passage.organisation for _, q in wanted):
                if request.organisations and organisation not in request.organisations:
                    continue
                statements = []
                for line, quotation in wanted:
                    if (quotation.passage.side, quotation.passage.organisation) != (side, organisation):
                        continue
                    citations.append(citation_body(len(citations) + 1, quotation, self._documents))
                    statements.append(
                        StatementBody(text=line.said or quotation.quote, citations=[len(citations)], kind=line.kind)
                    )
                if statements:
                    positions.append(PositionBody(side=side, organisation=organisation, statements=statements))
        return AnswerBody(
            id=f"answer-{len(self.asked)}",
            question=request.question,
            standalone_question=standalone,
            answered=script.reason is None,
            reason=script.reason,
            answer=script.answer,
            positions=positions,
            citations=citations,
            related=[passage_body(self.quotation(line).passage, self._documents) for line in script.related],
            answerer=AnswererBody(kind="extractive", model="canned"),
            timings_ms={"total": 1.0},
            suggestions=list(script.suggestions),
            silent=list(script.silent),
        )


class CannedPages:
    """The same documents as the pages' data; the search finds passages that hold every word of the query."""

    def __init__(self, engine: CannedEngine) -> None:
        self._engine = engine

    def site(self) -> Site:
        return Site(self._engine.manifest.title, self._engine.manifest.description, "help@service.example")

    def documents(self) -> Sequence[DocumentEntry]:
        return self._engine.manifest.documents

    def document(self, document_id: str) -> DocumentView | None:
        return self._engine.view(document_id)

    def search(self, query: str, k: int, filters: PageFilters) -> Sequence[PassageBody]:
        words = query.lower().strip("?").split()
        wanted: dict[str, Callable[[Passage], bool]] = {
            "side": lambda passage: passage.side == filters.side,
            "organisation": lambda passage: passage.organisation == filters.organisation,
            "document": lambda passage: passage.document_id == filters.document,
            "kind": lambda passage: passage.kind == filters.kind,
        }
        tests = [test for name, test in wanted.items() if getattr(filters, name) is not None]
        found = [
            self._engine.body_of(passage)
            for passage in self._engine.all_passages()
            if all(word in passage.text.lower() for word in words) and all(test(passage) for test in tests)
        ]
        return found[:k]

    def consultation_questions(self) -> Sequence[ConsultationQuestionBody]:
        return self._engine.questions()

    def suggested_questions(self) -> Sequence[str]:
        return self._engine.first_questions
