"""The pages' data from an engine over an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from corpus.index import Index
from corpus.models import DocumentEntry
from service.found import Filters
from service.page_data import DocumentView, PageFilters, Site
from service.ports import Engine
from service.schemas import ConsultationQuestionBody, PassageBody


@runtime_checkable
class IndexedEngine(Engine, Protocol):
    """An engine that shows which index it answers from at the moment."""

    @property
    def index(self) -> Index: ...


class EnginePages:
    """A `PageData`; follows the engine to a new index by itself."""

    def __init__(self, engine: IndexedEngine, contact: str = "") -> None:
        self._engine = engine
        self._contact = contact

    def site(self) -> Site:
        index = self._engine.index
        return Site(title=index.title, description=index.description, contact=self._contact)

    def documents(self) -> Sequence[DocumentEntry]:
        return [document.entry for document in self._engine.index.documents.values()]

    def document(self, document_id: str) -> DocumentView | None:
        index = self._engine.index
        document = index.documents.get(document_id)
        if document is None:
            return None
        passages = tuple(index.passages.at(row) for row in index.passages.rows_of_document(document_id))
        return DocumentView(document, passages, version=index.generation)

    def search(self, query: str, k: int, filters: PageFilters) -> Sequence[PassageBody]:
        chosen = Filters(
            sides=frozenset([filters.side] if filters.side else ()),
            organisations=frozenset([filters.organisation] if filters.organisation else ()),
            documents=frozenset([filters.document] if filters.document else ()),
            kinds=frozenset([filters.kind] if filters.kind else ()),
        )
        return self._engine.search(query, k=k, filters=chosen).results

    def consultation_questions(self) -> Sequence[ConsultationQuestionBody]:
        return self._engine.consultation_questions().questions

    def suggested_questions(self) -> Sequence[str]:
        return self._engine.suggestions()
