"""An engine without an index: two documents, quick or as slow as a test asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from pydantic import BaseModel

from corpus.models import Role, Side
from service.found import Filters
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
    VoiceBody,
)

TEXTS = {"plan": "A plan.\n\nWe will plant 40 trees – at once.\n", "reply": "Plant 400.\n"}
VOICE = VoiceBody(speaker="A Ministry", role=Role.AUTHOR)


def passage_body(document_id: str = "plan") -> PassageBody:
    return PassageBody(
        passage_id=f"{document_id}-1",
        document_id=document_id,
        document_title=document_id.title(),
        side=Side.GOVERNMENT,
        organisation="A Ministry",
        voice=VOICE,
        text="We will plant 40 trees – at once.",
        spans=[[9, 42]],
        section=["1: Trees"],
        paragraph="1",
        score=0.5,
    )


def citation_body() -> CitationBody:
    return CitationBody(
        number=1,
        passage_id="plan-1",
        document_id="plan",
        document_title="Plan",
        side=Side.GOVERNMENT,
        organisation="A Ministry",
        voice=VOICE,
        quote="We will plant 40 trees – at once.",
        spans=[[9, 42]],
        section=["1: Trees"],
        paragraph="1",
        page=None,
        score=0.5,
    )


class FakeEngine:
    """Each ask takes `seconds`, each pause between streamed events `event_seconds`, or until `release` is set.

    `failure` is raised instead of an answer, `late_failure` in the middle of a stream.
    """

    def __init__(self, seconds: float = 0.0, event_seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.event_seconds = event_seconds
        self.release = threading.Event()
        self.failure: Exception | None = None
        self.late_failure: Exception | None = None
        self.usable = True
        self.refreshed = 0
        self.refresh_failure: Exception | None = None
        self.asked: list[AskRequest] = []
        self.searched: list[tuple[str, int, Filters]] = []
        self.closed_streams = 0
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()

    def ready(self) -> bool:
        return self.usable

    def ask(self, request: AskRequest) -> AnswerBody:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self.asked.append(request)
            self.release.wait(self.seconds)
            if self.failure is not None:
                raise self.failure
            return self._answer(request)
        finally:
            with self._lock:
                self._at_once -= 1

    def ask_events(self, request: AskRequest) -> Iterator[tuple[str, BaseModel]]:
        try:
            body = self.ask(request)
            for citation in body.citations:
                yield "citation", citation
            for position in body.positions:
                for statement in position.statements:
                    self.release.wait(self.event_seconds)
                    if self.late_failure is not None:
                        raise self.late_failure
                    yield (
                        "statement",
                        StatementEvent(**position.model_dump(exclude={"statements"}), statement=statement),
                    )
            yield "done", body
        finally:
            self.closed_streams += 1

    def search(self, query: str, *, k: int, filters: Filters) -> SearchBody:
        self.searched.append((query, k, filters))
        self.release.wait(self.seconds)
        return SearchBody(query=query, results=[passage_body()][:k])

    def documents(self) -> list[DocumentBody]:
        return [self._document(document_id) for document_id in TEXTS]

    def document(self, document_id: str, /) -> DocumentBody | None:
        return self._document(document_id) if document_id in TEXTS else None

    def text(self, document_id: str, /) -> str | None:
        return TEXTS.get(document_id)

    def passages(self, document_id: str, /) -> list[PassageBody]:
        return [passage_body(document_id)]

    def passage(self, passage_id: str, /) -> PassageInContext | None:
        return PassageInContext(passage=passage_body(), before=[], after=[]) if passage_id == "plan-1" else None

    def consultation_questions(self) -> ConsultationQuestionsBody:
        return ConsultationQuestionsBody(questions=[self._question()])

    def consultation_question(self, number: int, /) -> ConsultationQuestionBody | None:
        return self._question() if number == 1 else None

    def suggestions(self) -> list[str]:
        return ["How many trees?"]

    def refresh(self) -> None:
        self.refreshed += 1
        if self.refresh_failure is not None:
            raise self.refresh_failure

    def _answer(self, request: AskRequest) -> AnswerBody:
        statement = StatementBody(text="We will plant 40 trees – at once.", citations=[1])
        return AnswerBody(
            id="a1",
            question=request.question,
            standalone_question=request.question,
            answered=True,
            reason=None,
            answer="The ministry says that it will plant 40 trees [1].",
            positions=[PositionBody(side=Side.GOVERNMENT, organisation="A Ministry", statements=[statement])],
            citations=[citation_body()],
            related=[],
            answerer=AnswererBody(kind="extractive", model="fake"),
            timings_ms={"retrieve": 1.0, "total": 2.0},
            dropped=2,
        )

    def _document(self, document_id: str) -> DocumentBody:
        return DocumentBody(
            id=document_id,
            title=document_id.title(),
            publisher="A Ministry",
            organisation="A Ministry",
            side=Side.GOVERNMENT,
            date="2024",
            licence="none",
            attribution="none",
            source="https://www.example.org",
            sha256="0" * 64,
            characters=len(TEXTS[document_id]),
            passages=1,
        )

    def _question(self) -> ConsultationQuestionBody:
        return ConsultationQuestionBody(
            number=1,
            text="How many trees?",
            chapter="1: Trees",
            section=["1: Trees"],
            document_id="plan",
            spans=[[0, 7]],
            government=[passage_body()],
            organisations=[StanceBody(organisation="A Charity", stance="silent", passages=[], quotes=[])],
        )


def wait_until(holds: object, seconds: float = 5.0) -> float:
    """Seconds until `holds()` is true. Raises AssertionError when it does not come to be."""
    assert callable(holds)
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds, "it did not come to be in time"
        time.sleep(0.01)
    return time.monotonic() - started
