"""Retrieval as a pipeline of named stages over one open index.

`dense` (nearest passages, in context) and `lexical` (BM25) bring the candidates; `sentence` (a passage's best
sentence), `heading` (the heading above it), `organisation`, `side` and `speaker` (who is asked about, the last of those
quoted) and `quiet` (footnotes, references and questions seldom answer) order them; `late` (late interaction of token
vectors weighted by inverse document frequency) reorders the best. Then `duplicates` are merged. A cross-encoder may
decide instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.abbreviations import Expander
from corpus.embedding import Embedder, QueryEncoding, Vectors
from corpus.index import Index
from corpus.models import BlockKind, Passage
from service.found import Filters, FoundPassage
from service.retrieval.attribution import Attribution, Named
from service.retrieval.candidates import CandidateSearch
from service.retrieval.duplicates import merge_duplicates
from service.retrieval.naming import Naming
from service.retrieval.neighbours import JOINED_DEPTH, join_neighbours
from service.retrieval.speakers import Speakers
from service.retrieval.weights import DEFAULT, Weights

_QUIET_BLOCKS = frozenset({BlockKind.FOOTNOTE, BlockKind.REFERENCE, BlockKind.QUESTION})
_FUSED = ("dense", "lexical", "sentence", "heading", "organisation", "side", "speaker", "quiet")

Reranker = Callable[[str, Sequence[Passage]], Sequence[float]]
Features = dict[str, Vectors]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as retrieval understands it.

    `bare` is the question without the names of those it is put to, which say whose words to search and not what for; it
    is what is embedded, with abbreviations spelled out, and what is searched for, with them and their long forms added.
    """

    text: str
    bare: str
    spelled_out: str
    lexical: str
    encoding: QueryEncoding
    named: Named


class Retriever:
    """Finds passages of one open index; safe for several threads."""

    def __init__(
        self, index: Index, embedder: Embedder, *, weights: Weights = DEFAULT, reranker: Reranker | None = None
    ) -> None:
        entries = [document.entry for document in index.documents.values()]
        self.index = index
        self.embedder = embedder
        self.weights = weights
        self.attribution = Attribution(entries)
        self.naming = Naming(entries)
        self.expander = Expander(index.abbreviations)
        self.candidates = CandidateSearch(index)
        self._speakers = Speakers(
            index.passages.quoted(), index.lexical.rarity, lambda name: bool(self.attribution.named(name).organisations)
        )
        self._reranker = reranker

    def named(self, text: str) -> Named:
        """Everybody that a text names: the corpus's organisations, and people and bodies quoted."""
        return replace(self.attribution.named(text), quoted=self._speakers.named(text))

    def query(self, text: str) -> Query:
        """The question as the stages take it; embeds it once."""
        return self.queries([text])[0]

    def queries(self, texts: Sequence[str]) -> list[Query]:
        """Questions as the stages take them, embedded together: three cost what two cost one by one."""
        bare = [self.naming.without(text) for text in texts]
        spelled_out = [self.expander.spell_out(text) for text in bare]
        lexical = [" ".join([text, *self.expander.additions(text)]) for text in bare]
        encodings = self.embedder.encode_queries(spelled_out)
        named = [self.named(text) for text in texts]
        return [Query(*parts) for parts in zip(texts, bare, spelled_out, lexical, encodings, named, strict=True)]

    def find(
        self,
        query: Query | str,
        k: int = 10,
        filters: Filters | None = None,
        *,
        joined: bool = False,
        timings: dict[str, float] | None = None,
    ) -> list[FoundPassage]:
        """The `k` best passages, best first, duplicates merged; neighbours too where `joined`.

        `timings` receives milliseconds by stage.
        """
        clock = _Clock(timings)
        query = self.query(query) if isinstance(query, str) else query
        clock("encode")
        filters, weights = filters or Filters(), self.weights
        dense = self.candidates.dense(query.encoding.vector, filters, weights.candidates) if weights.dense else {}
        clock("dense")
        lexical = self.candidates.lexical(query.lexical, filters, weights.candidates) if weights.lexical else {}
        clock("lexical")
        rows = np.asarray(sorted(dense.keys() | lexical.keys()), dtype=np.int64)
        if not len(rows):
            return []
        features = self._features(query, rows, lexical)
        score = sum((getattr(weights, stage) * features[stage] for stage in _FUSED), np.zeros(len(rows), np.float32))
        clock("sentence")
        best = np.argsort(-score, kind="stable")[: max(weights.reranked, k)]
        rows, score = rows[best], score[best]
        passages = [self.index.passages.at(int(row)) for row in rows]
        features = {name: values[best] for name, values in features.items()}
        features["late"] = (
            self.index.matrices.late_interaction(rows, query.encoding) if weights.late else np.zeros_like(score)
        )
        score = score + weights.late * features["late"]
        clock("late")
        if self._reranker is not None:
            score = np.asarray(self._reranker(query.text, passages), dtype=np.float32)
            clock("reranker")
        order = np.argsort(-score, kind="stable")
        found = [
            FoundPassage(passages[i], float(score[i]), {name: float(values[i]) for name, values in features.items()})
            for i in order.tolist()
        ]
        if weights.duplicates:
            found = merge_duplicates(found, k + JOINED_DEPTH if joined else k)
        found = join_neighbours(found, k, self.index.documents) if joined else found[:k]
        clock("merge")
        return found

    def _features(self, query: Query, rows: NDArray[np.int64], lexical: Mapping[int, float]) -> Features:
        """The score of each candidate (n,) in each stage before the late one; no passage is read for it."""
        matrices, store, vector = self.index.matrices, self.index.passages, query.encoding.vector
        return {
            "dense": matrices.passages(rows) @ vector,
            "lexical": np.asarray([lexical.get(int(row), 0.0) for row in rows], dtype=np.float32),
            "sentence": matrices.best_sentences(rows, vector),
            "heading": matrices.headings(rows) @ vector,
            "organisation": self._asked(query.named, rows).astype(np.float32),
            "side": store.mask("side", query.named.sides, rows).astype(np.float32),
            "speaker": self._spoken(query, rows),
            "quiet": store.mask("block", _QUIET_BLOCKS, rows).astype(np.float32),
        }

    def _asked(self, named: Named, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which rows (n,) are the words of somebody whom the question asks about."""
        if named.documents:
            return self.index.passages.mask("document", named.documents, rows)
        return self.index.passages.mask("organisation", set(named.organisations) - set(named.addressed), rows)

    def _spoken(self, query: Query, rows: NDArray[np.int64]) -> Vectors:
        """How much the question describes the person quoted in each row (n,); 0 for an author's own words."""
        spoken = np.zeros(len(rows), np.float32)
        for speaker, share in self._speakers.asked(f"{query.bare} {query.spelled_out}").items():
            spoken = np.maximum(spoken, share * self.index.passages.mask("quoted", [speaker], rows))
        return np.asarray(spoken, dtype=np.float32)


class _Clock:
    def __init__(self, timings: dict[str, float] | None) -> None:
        self._timings = timings
        self._last = time.perf_counter()

    def __call__(self, stage: str) -> None:
        now = time.perf_counter()
        if self._timings is not None:
            self._timings[stage] = self._timings.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now
