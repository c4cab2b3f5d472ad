"""The default answerer: chooses sentences of the passages found and quotes them; deterministic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.index import Index
from corpus.models import Passage
from service.draft import Draft
from service.found import FoundPassage, Quotation, Statement
from service.retrieval.pipeline import Query

MAX_CITATIONS = 8
MAX_WORDS = 240


class ExtractiveAnswerer:
    """Answers from one open index."""

    model = "extractive"

    def __init__(self, index: Index) -> None:
        self._index = index

    def draft(self, query: Query, found: Sequence[FoundPassage], *, max_citations: int | None = None) -> Draft:
        """The best sentences of the best passages, up to the limits on words and citations."""
        limit = max_citations or MAX_CITATIONS
        chosen: list[Statement] = []
        words = 0
        for item in found:
            if len(chosen) >= limit:
                break
            quotation = self._best(query, item)
            length = len(quotation.quote.split())
            if chosen and words + length > MAX_WORDS:
                continue
            words += length
            chosen.append(Statement(quotation.quote, (quotation,), quotation.kind))
        return Draft(tuple(chosen), related=tuple(found[len(chosen) : len(chosen) + 5]))

    def _best(self, query: Query, item: FoundPassage) -> Quotation:
        passage = item.passage
        position = self._best_sentence(query, passage)
        if position is None:
            return Quotation(passage, passage.spans, passage.text, item.score, passage.kind, item.also)
        sentence = passage.sentences[position]
        return Quotation(passage, sentence.spans, sentence.text, item.score, sentence.kind or passage.kind, item.also)

    def _best_sentence(self, query: Query, passage: Passage) -> int | None:
        row = self._index.passages.row(passage.id)
        if row is None or not passage.sentences:
            return None
        vectors = self._index.matrices.sentences(row)
        if len(vectors) != len(passage.sentences):
            return None
        return int(np.argmax(vectors @ query.encoding.vector))
