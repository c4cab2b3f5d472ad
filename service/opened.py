"""Everything that belongs to one generation of the index while it is open."""

from __future__ import annotations

import threading

from corpus.embedding import Embedder
from corpus.errors import RequestError
from corpus.index import Index
from service.answering.absence.account import Accounts
from service.answering.calibration import Calibration, calibration_of
from service.answering.extractive import ExtractiveAnswerer
from service.answering.first_questions import first_questions
from service.answering.fusion import Judge
from service.answering.gathering import Gatherer
from service.consultation import Consultation, StanceReader
from service.found import Filters
from service.overviews import Overviews
from service.retrieval.pipeline import Reranker, Retriever
from service.understanding import Understanding


class OpenIndex:
    """One generation with what answers from it; safe for several threads. Never closed while a request may read it."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        reranker: Reranker | None = None,
        *,
        calibration: Calibration | None = None,
        stances: StanceReader | None = None,
        judge: Judge | None = None,
    ) -> None:
        self.index = index
        self.documents = index.documents
        self.retriever = Retriever(index, embedder, reranker=reranker)
        self.naming = self.retriever.naming
        self.calibration = (calibration or calibration_of(index.manifest.calibration)).for_corpus(len(index.passages))
        self.gatherer = Gatherer(index, self.retriever, self.calibration, judge)
        self.accounts = Accounts(
            index, self.naming, self.retriever.attribution.named, self.retriever.expander.additions
        )
        self.answerer = ExtractiveAnswerer(index, self.calibration, self.accounts)
        self.understanding = Understanding(index, self.retriever)
        self.consultation = Consultation(index, self.retriever, stances)
        self.overviews = Overviews(index, self.retriever, self.consultation, self.accounts.of_topic)
        self._suggestions: list[str] | None = None
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Runs what the first question would else wait for."""
        self.gatherer.gather("warm up", Filters())
        self.understanding.warm()

    def suggestions(self) -> list[str]:
        """First questions that the corpus answers well; found once."""
        with self._lock:
            if self._suggestions is None:
                self._suggestions = first_questions(self.index, self.gatherer, self.accounts, self.calibration)
            return self._suggestions

    def organisation(self, name: str) -> str:
        """The organisation as the index names it, for a name or an alias. Raises RequestError where nobody has it."""
        known = self.index.passages.values("organisation")
        if name in known:
            return name
        lowered = name.strip().lower()
        for organisation in known:
            if organisation.lower() == lowered:
                return organisation
        for document in self.documents.values():
            if lowered in (alias.lower() for alias in document.entry.aliases):
                return document.entry.organisation
        authors = ", ".join(dict.fromkeys(d.entry.organisation for d in self.documents.values()))
        raise RequestError(
            f"no organisation {name!r} speaks in these documents; the authors are {authors}", field="organisations"
        )
