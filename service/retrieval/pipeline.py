"""Retrieval as a pipeline: dense and lexical candidates, fused with sentence similarity, the best reranked.

Stages: `dense` (Chroma, passages in context), `lexical` (BM25), `sentence` (best sentence of the passage), `late`
(late interaction of token vectors weighted by inverse document frequency), `organisation` and `side` (who is asked
about), then duplicates are merged. Candidates come from the first two, the others order them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.abbreviations import Expander
from corpus.embedder import Embedder, QueryEncoding, Vectors
from corpus.index import Index
from corpus.models import BlockKind, Passage, Side
from service.found import Filters, FoundPassage
from service.retrieval.attribution import Attribution, Named
from service.retrieval.duplicates import merge_duplicates
from service.retrieval.weights import DEFAULT, Weights

_EXACT_SCAN_ROWS = 50_000
_QUIET_BLOCKS = frozenset({BlockKind.FOOTNOTE, BlockKind.REFERENCE, BlockKind.QUESTION})

Reranker = Callable[[str, Sequence[Passage]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as retrieval understands it."""

    text: str
    spelled_out: str
    lexical: str
    encoding: QueryEncoding
    named: Named


@dataclass(slots=True)
class Candidates:
    """Rows under consideration with the scores of each stage (n,)."""

    rows: NDArray[np.int64]
    features: dict[str, Vectors] = field(default_factory=dict)


class Retriever:
    """Finds passages of one open index; safe for several threads."""

    def __init__(self, index: Index, embedder: Embedder, *, weights: Weights = DEFAULT, reranker: Reranker | None = None) -> None:
        self.index = index
        self.embedder = embedder
        self.weights = weights
        self.attribution = Attribution(document.entry for document in index.documents.values())
        self.expander = Expander(index.abbreviations)
        self._reranker = reranker

    def query(self, text: str) -> Query:
        spelled_out = self.expander.spell_out(text)
        lexical = " ".join([text, *self.expander.additions(text)])
        return Query(text, spelled_out, lexical, self.embedder.encode_query(spelled_out), self.attribution.named(text))

    def find(
        self, query: Query | str, k: int = 10, filters: Filters | None = None, *, timings: dict[str, float] | None = None
    ) -> list[FoundPassage]:
        """The `k` best passages, best first, duplicates merged; `timings` receives milliseconds by stage."""
        clock = _Clock(timings)
        query = self.query(query) if isinstance(query, str) else query
        clock("encode")
        filters = filters or Filters()
        weights = self.weights
        allowed = self._allowed(filters)
        dense = self._dense(query.encoding.vector, filters, allowed)
        clock("dense")
        lexical = self._lexical(query.lexical, filters)
        clock("lexical")
        rows = np.asarray(sorted(dense.keys() | lexical.keys()), dtype=np.int64)
        if not len(rows):
            return []
        candidates = self._features(query, rows, lexical)
        clock("sentence")
        first = self._fused(candidates, ("dense", "lexical", "sentence", "organisation", "side", "off_topic_block"))
        order = np.argsort(-first, kind="stable")[: max(weights.reranked, k)]
        candidates = Candidates(rows[order], {name: values[order] for name, values in candidates.features.items()})
        late = self._late_interaction(query.encoding, candidates.rows) if weights.late else np.zeros(len(order), np.float32)
        candidates.features["late"] = late
        score = first[order] + weights.late * late
        clock("late")
        passages = [self.index.passages.at(int(row)) for row in candidates.rows]
        if self._reranker is not None:
            score = np.asarray(self._reranker(query.text, passages), dtype=np.float32)
            clock("reranker")
        found = []
        for position in np.argsort(-score, kind="stable"):
            features = {name: float(values[position]) for name, values in candidates.features.items()}
            found.append(FoundPassage(passages[position], float(score[position]), features))
        merged = merge_duplicates(found, k)
        clock("merge")
        return merged

    def _allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        """Rows (n,) that filters other than the side leave; None where they leave everything."""
        store = self.index.passages
        masks = [
            store.mask(column, sorted(values))
            for column, values in (
                ("organisation", filters.organisations),
                ("document", filters.documents),
                ("kind", {kind.value for kind in filters.kinds}),
            )
            if values
        ]
        return np.logical_and.reduce(masks) if masks else None

    def _dense(self, vector: Vectors, filters: Filters, allowed: NDArray[np.bool_] | None) -> dict[int, float]:
        sides = [side for side in Side if not filters.sides or side in filters.sides]
        k = self.weights.candidates
        if allowed is not None:
            if len(sides) < len(Side):
                allowed = allowed & self.index.passages.mask("side", [side.value for side in sides])
            return self._dense_filtered(vector, sides, allowed, k)
        return {row: score for side in sides for row, score in self._nearest(side, vector, k)}

    def _dense_filtered(
        self, vector: Vectors, sides: Sequence[Side], allowed: NDArray[np.bool_], k: int
    ) -> dict[int, float]:
        rows = np.flatnonzero(allowed)
        if len(rows) <= _EXACT_SCAN_ROWS:
            # Few rows are left: scanning them all is exact and quicker than Chroma's filters.
            scores = np.asarray(self.index.matrices.passage_vectors[rows], dtype=np.float32) @ vector
            best = np.argsort(-scores, kind="stable")[:k]
            return {int(rows[i]): float(scores[i]) for i in best}
        # Many rows are left: at least one in every `ratio` neighbours passes.
        ratio = max(1, round(len(allowed) / len(rows)))
        found = {row: s for side in sides for row, s in self._nearest(side, vector, k * ratio * 2) if allowed[row]}
        return dict(sorted(found.items(), key=lambda item: -item[1])[:k])

    def _nearest(self, side: Side, vector: Vectors, k: int) -> list[tuple[int, float]]:
        nearest = self.index.vectors.nearest(side, vector, k)
        return [(row, score) for id_, score in nearest if (row := self.index.passages.row(id_)) is not None]

    def _lexical(self, text: str, filters: Filters) -> dict[int, float]:
        accepted: Mapping[str, list[str]] = {
            "side": sorted(side.value for side in filters.sides),
            "organisation": sorted(filters.organisations),
            "document": sorted(filters.documents),
            "kind": sorted(kind.value for kind in filters.kinds),
        }
        hits = self.index.lexical.search(text, self.weights.candidates, {f: v for f, v in accepted.items() if v})
        return dict(hits)

    def _features(self, query: Query, rows: NDArray[np.int64], lexical: Mapping[int, float]) -> Candidates:
        matrices = self.index.matrices
        vector = query.encoding.vector
        best = max(lexical.values(), default=1.0)
        passages = [self.index.passages.at(int(row)) for row in rows]
        named = query.named
        speaking = set(named.organisations) - set(named.addressed)
        features = {
            "dense": np.asarray(matrices.passage_vectors[rows], dtype=np.float32) @ vector,
            "lexical": np.asarray([lexical.get(int(row), 0.0) / best for row in rows], dtype=np.float32),
            "sentence": np.asarray([float(np.max(matrices.sentences(int(row)) @ vector, initial=0.0)) for row in rows], np.float32),
            "organisation": np.asarray([_is_named(p, speaking, named) for p in passages], dtype=np.float32),
            "side": np.asarray([float(p.side in named.sides) for p in passages], dtype=np.float32),
            "off_topic_block": np.asarray([float(p.block in _QUIET_BLOCKS) for p in passages], dtype=np.float32),
        }
        return Candidates(rows, features)

    def _fused(self, candidates: Candidates, stages: Sequence[str]) -> Vectors:
        total = np.zeros(len(candidates.rows), dtype=np.float32)
        for stage in stages:
            total += getattr(self.weights, stage) * candidates.features[stage]
        return total

    def _late_interaction(self, query: QueryEncoding, rows: NDArray[np.int64]) -> Vectors:
        """Mean over the query's tokens of the best match among the passage's, weighted by rarity (n,)."""
        matrices = self.index.matrices
        weights = matrices.inverse_document_frequency(query.token_ids)
        weights = weights / max(float(weights.sum()), 1e-9)
        tokens = [matrices.tokens(int(row)) for row in rows]
        lengths = np.asarray([len(part) for part in tokens])
        if not lengths.sum():
            return np.zeros(len(rows), dtype=np.float32)
        similar = np.concatenate(tokens) @ query.tokens.T
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        kept = lengths > 0
        best = np.zeros((len(rows), query.tokens.shape[0]), dtype=np.float32)
        best[kept] = np.maximum.reduceat(similar, starts[kept], axis=0)
        return best @ weights


def _is_named(passage: Passage, speaking: set[str], named: Named) -> float:
    if named.documents:
        return float(passage.document_id in named.documents)
    return float(passage.organisation in speaking)


class _Clock:
    def __init__(self, timings: dict[str, float] | None) -> None:
        self._timings = timings
        self._last = time.perf_counter()

    def __call__(self, stage: str) -> None:
        now = time.perf_counter()
        if self._timings is not None:
            self._timings[stage] = self._timings.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now
