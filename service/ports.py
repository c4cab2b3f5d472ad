"""What the HTTP interface needs of the engine behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pydantic import BaseModel

from service.found import Filters
from service.schemas import (
    AnswerBody,
    AskRequest,
    ConsultationQuestionBody,
    ConsultationQuestionsBody,
    DocumentBody,
    PassageBody,
    PassageInContext,
    SearchBody,
)


class Engine(Protocol):
    """Answers from an open index: every call blocks and may come from any thread.

    Raises RequestError for what the caller got wrong, StoreError where the index cannot be used any more.
    """

    def ready(self) -> bool: ...

    def ask(self, request: AskRequest) -> AnswerBody: ...

    def ask_events(self, request: AskRequest) -> Iterator[tuple[str, BaseModel]]:
        """The same answer piece by piece.

        `("citation", CitationBody)` and `("statement", StatementEvent)`, last `("done", AnswerBody)`.
        """

    def search(self, query: str, *, k: int, filters: Filters) -> SearchBody: ...

    def documents(self) -> list[DocumentBody]: ...

    def document(self, document_id: str, /) -> DocumentBody | None: ...

    def text(self, document_id: str, /) -> str | None:
        """The canonical text."""

    def passage(self, passage_id: str, /) -> PassageInContext | None: ...

    def passages(self, document_id: str, /) -> list[PassageBody]: ...

    def consultation_questions(self) -> ConsultationQuestionsBody: ...

    def consultation_question(self, number: int, /) -> ConsultationQuestionBody | None: ...

    def suggestions(self) -> list[str]: ...

    def refresh(self) -> None:
        """Opens the index that was swapped in meanwhile, if one was; keeps the old one where that fails."""
