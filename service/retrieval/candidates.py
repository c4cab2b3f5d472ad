"""The first stages: passages near the question's vector, and passages that share words with it, within the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Vectors
from corpus.index import Index
from corpus.models import Side
from corpus.passage_codes import least
from service.found import Filters

# So few passages are compared in full as quickly as the nearest of them are found any other way, and exactly.
_COMPARED_WHOLE = 5_000
# Up to so many, Chroma's neighbours hold 0.97 of the ten nearest; of a million 0.53, where codes hold 0.96 and more.
_BY_NEIGHBOURS = 50_000
# Of more, these many that are nearest by their codes, so many times those asked for, or one in so many passages.
_COMPARED_AFTER_CODES, _TIMES_ASKED, _ONE_IN = 2_000, 8, 125


class CandidateSearch:
    """Dense and lexical search of one open index; safe for several threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._of_side = {side: index.passages.mask("side", [side.value]) for side in Side}

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
        """Rows of about the `k` nearest passages on each side with their cosines; in all, where more is filtered.

        A side alone is a collection of its own in Chroma. Under other filters, and where there are so many passages
        that its graph of neighbours loses the nearest, few rows are compared in full, and of many those that are near
        by their codes.
        """
        if filters.organisations or filters.documents or filters.kinds or filters.speakers:
            allowed = self.allowed(filters)
            return {} if allowed is None else self._compared(vector, [allowed], k)
        sides = [side for side in Side if not filters.sides or side in filters.sides]
        if not _COMPARED_WHOLE < len(self._index.passages) <= _BY_NEIGHBOURS:
            return self._compared(vector, [self._of_side[side] for side in sides], k)
        row_of = self._index.passages.row
        nearest = [pair for side in sides for pair in self._index.vectors.nearest(side, vector, k)]
        return {row: score for id_, score in nearest if (row := row_of(id_)) is not None}

    def lexical(self, text: str, filters: Filters, k: int) -> dict[int, float]:
        """Rows of the `k` best passages by BM25, as a share of what the question's words could score at about most."""
        accepted: Mapping[str, Sequence[str]] = {
            "side": sorted(side.value for side in filters.sides),
            "organisation": sorted(filters.organisations),
            "document": sorted(filters.documents),
            "kind": sorted(kind.value for kind in filters.kinds),
        }
        lexical = self._index.lexical
        # Speakers are few and seldom asked for: no field of the lexical index, and left out by what is allowed.
        given = {field: values for field, values in accepted.items() if values}
        hits = lexical.search(text, k, given, allowed=self.allowed(filters))
        scale = max(lexical.rarity(text), 1e-9) if hits else 1.0
        return {row: score / scale for row, score in hits}

    def _compared(self, vector: Vectors, parts: Sequence[NDArray[np.bool_]], k: int) -> dict[int, float]:
        """The `k` nearest rows of each part, which is a mask of rows (n,), with their cosines."""
        matrices = self._index.matrices
        differing: NDArray[np.uint16] | None = None
        found: dict[int, float] = {}
        for part in parts:
            if np.count_nonzero(part) <= _COMPARED_WHOLE:
                rows = np.flatnonzero(part)
            else:
                differing = matrices.codes.differing(vector) if differing is None else differing
                near = max(_COMPARED_AFTER_CODES, _TIMES_ASKED * k, len(differing) // _ONE_IN)
                rows = least(differing, near, part)
            scores = matrices.passages(rows) @ vector
            best = np.argsort(-scores, kind="stable")[:k]
            found |= {int(rows[i]): float(scores[i]) for i in best}
        return found
