"""The greatest products within slices of a long matrix that lies on disk, without a copy of what is read as floats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Vectors

# So many rows of a matrix are converted and multiplied at a time: 1.5 MB of floats at 384 dimensions.
ROWS_AT_A_TIME = 1_024

Slices = Sequence[slice]
Products = Callable[[Slices, int], Vectors]
"""From slices of a matrix, together n rows long, and n to their products with q queries: (n, q)."""


def greatest(products: Products, offsets: NDArray[np.int64], rows: NDArray[np.int64], queries: int) -> Vectors:
    """The greatest product of each row's slice, from offsets[row] to offsets[row + 1], with each query: (rows, q).

    0 where a row's slice is empty.
    """
    best = np.zeros((len(rows), queries), dtype=np.float32)
    lengths = offsets[rows + 1] - offsets[rows]
    for members in _together(lengths):
        slices = [slice(offsets[row], offsets[row + 1]) for row in rows[members]]
        starts = np.concatenate([[0], np.cumsum(lengths[members])])
        best[members] = np.maximum.reduceat(products(slices, int(starts[-1])), starts[:-1], axis=0)
    return best


def multiplied(matrix: NDArray[Any], queries: Vectors) -> Products:
    """Products of slices of `matrix` (m, d), of any type, with the columns of `queries` (d, q)."""
    floats = np.empty((ROWS_AT_A_TIME, matrix.shape[1]), dtype=np.float32)

    def products(slices: Slices, length: int) -> Vectors:
        nonlocal floats
        if length > len(floats):
            floats = np.empty((length, matrix.shape[1]), dtype=np.float32)
        np.concatenate([matrix[part] for part in slices], out=floats[:length], casting="unsafe")
        return np.asarray(floats[:length] @ queries, dtype=np.float32)

    return products


def _together(lengths: NDArray[np.int64]) -> Iterator[list[int]]:
    """Places of the lengths above 0 in order, in groups of at most ROWS_AT_A_TIME rows; a longer one by itself."""
    members: list[int] = []
    total = 0
    for place in np.flatnonzero(lengths).tolist():
        if members and total + lengths[place] > ROWS_AT_A_TIME:
            yield members
            members, total = [], 0
        members.append(place)
        total += int(lengths[place])
    if members:
        yield members
