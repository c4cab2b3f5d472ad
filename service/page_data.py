"""What the service's own pages show, as a port: the engine stands behind it, a fake in the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.models import Document, DocumentEntry, Passage, Side, StatementKind
from service.schemas import ConsultationQuestionBody, PassageBody


@dataclass(frozen=True, slots=True)
class Site:
    """What this copy of the service is about, and whom to tell about a problem (an address or a web page)."""

    title: str
    description: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its passages; `version` changes whenever either does (the index's generation will do)."""

    document: Document
    passages: tuple[Passage, ...]
    version: str


@dataclass(frozen=True, slots=True)
class PageFilters:
    """What a search on the page is narrowed to; None means everything."""

    side: Side | None = None
    organisation: str | None = None
    document: str | None = None
    kind: StatementKind | None = None


class PageData(Protocol):
    """Blocking calls: the pages run them outside the event loop."""

    def site(self) -> Site: ...

    def documents(self) -> Sequence[DocumentEntry]: ...

    def document(self, document_id: str) -> DocumentView | None:
        """None where there is no such document."""

    def search(self, query: str, k: int, filters: PageFilters) -> Sequence[PassageBody]:
        """At most `k` passages, best first."""

    def consultation_questions(self) -> Sequence[ConsultationQuestionBody]: ...

    def suggested_questions(self) -> Sequence[str]:
        """First questions that the corpus answers well."""
