"""The first stages: passages near the question's vector, and passages that share words with it, within the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Vectors
from corpus.index import Index
from corpus.models import Side
from service.found import Filters

_EXACT_SCAN_ROWS = 20_000
_OVERSAMPLED = 2
_MOST_NEIGHBOURS = 2_000


class CandidateSearch:
    """Dense and lexical search of one open index; safe for several threads."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        """Which rows (n,) the filters leave; None where they leave everything."""
        store = self._index.passages
        masks = [
            store.mask(column, sorted(values))
            for column, values in (
                ("side", {side.value for side in filters.sides}),
                ("organisation", filters.organisations),
                ("document", filters.documents),
                ("kind", {kind.value for kind in filters.kinds}),
                ("quoted", filters.speakers),
            )
            if values
        ]
        return np.logical_and.reduce(masks) if masks else None

    def dense(self, vector: Vectors, filters: Filters, k: int) -> dict[int, float]:
        """Rows of about the `k` nearest passages on each side with their cosines.

        A side alone is a collection of its own. Under other filters few rows are scanned, which is exact and quicker
        than Chroma's filters; where many are left, enough neighbours are asked for that `k` of them should pass.
        """
        sides = [side for side in Side if not filters.sides or side in filters.sides]
        beside_sides = filters.organisations or filters.documents or filters.kinds or filters.speakers
        allowed = self.allowed(filters) if beside_sides else None
        if allowed is None:
            return {row: score for side in sides for row, score in self._nearest(side, vector, k)}
        rows = np.flatnonzero(allowed)
        if len(rows) <= _EXACT_SCAN_ROWS:
            return self._scan(vector, rows, k)
        asked = min(_MOST_NEIGHBOURS, k * _OVERSAMPLED * -(-len(self._index.matrices) // len(rows)))
        near = [pair for side in sides for pair in self._nearest(side, vector, asked)]
        passing = sorted((pair for pair in near if allowed[pair[0]]), key=lambda pair: -pair[1])
        return dict(passing[:k])

    def lexical(self, text: str, filters: Filters, k: int) -> dict[int, float]:
        """Rows of the `k` best passages by BM25, as a share of what the question's words could score at about most."""
        accepted: Mapping[str, Sequence[str]] = {
            "side": sorted(side.value for side in filters.sides),
            "organisation": sorted(filters.organisations),
            "document": sorted(filters.documents),
            "kind": sorted(kind.value for kind in filters.kinds),
        }
        lexical = self._index.lexical
        hits = lexical.search(text, k, {field: values for field, values in accepted.items() if values})
        if filters.speakers:  # few, and seldom asked for: no field of the lexical index
            spoken = self._index.passages.mask("quoted", filters.speakers)
            hits = [(row, score) for row, score in hits if spoken[row]]
        scale = max(lexical.rarity(text), 1e-9) if hits else 1.0
        return {row: score / scale for row, score in hits}

    def _scan(self, vector: Vectors, rows: NDArray[np.intp], k: int) -> dict[int, float]:
        scores = self._index.matrices.passages(rows) @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return {int(rows[i]): float(scores[i]) for i in best}

    def _nearest(self, side: Side, vector: Vectors, k: int) -> list[tuple[int, float]]:
        nearest = self._index.vectors.nearest(side, vector, k)
        row_of = self._index.passages.row
        return [(row, score) for id_, score in nearest if (row := row_of(id_)) is not None]
