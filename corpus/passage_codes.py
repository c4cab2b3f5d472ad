"""Passage vectors in one bit a dimension, to find what is near without comparing everything in full.

The code of a vector says of each dimension whether it lies above the mean of the corpus. The number of bits in which a
passage differs from a question orders passages nearly as the cosine does; the few thousand that differ least are then
compared in full (Yamada, Asai and Hajishirzi 2021, arXiv:2106.00882). A passage takes 48 bytes at 384 dimensions, a
million are compared in about ten milliseconds on one core, and any filter costs nothing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from corpus.embedding import Vectors
from corpus.errors import IndexCorruptError

Codes = NDArray[np.uint64]

_CODES, _CENTRE = "passage_codes.npy", "passage_centre.npy"
_WORD = 64
_ROWS_READ = 20_000
# So many rows are compared at a time: what lies between the steps stays in the processor's cache.
_ROWS_COMPARED = 16_384
# Equally distant rows beside those asked for, at most so many times as many.
_MOST_TIES = 4


def write_codes(folder: Path) -> None:
    """Writes the codes of the ``passage_vectors.npy`` in `folder`."""
    vectors = np.load(folder / "passage_vectors.npy", mmap_mode="r")
    rows, dimension = vectors.shape
    total = np.zeros(dimension, dtype=np.float64)
    for start in range(0, rows, _ROWS_READ):
        total += np.asarray(vectors[start : start + _ROWS_READ], dtype=np.float32).sum(axis=0)
    centre = (total / max(rows, 1)).astype(np.float32)
    codes = open_memmap(folder / _CODES, mode="w+", dtype=np.uint64, shape=(-(-dimension // _WORD), rows))
    for start in range(0, rows, _ROWS_READ):
        part = np.asarray(vectors[start : start + _ROWS_READ], dtype=np.float32)
        codes[:, start : start + _ROWS_READ] = _codes(part - centre).T
    codes.flush()
    np.save(folder / _CENTRE, centre)


class PassageCodes:
    """Read access to the codes of one index. Raises IndexCorruptError where a file is missing or cut short."""

    def __init__(self, folder: Path) -> None:
        try:
            # By word of the code, then by row: a block of one word of many rows is read in one go.
            self._codes: Codes = np.load(folder / _CODES, mmap_mode="r").view(np.ndarray)
            self._centre: Vectors = np.load(folder / _CENTRE)
        except (OSError, ValueError, EOFError) as error:
            raise IndexCorruptError(
                f"the codes of the index cannot be read ({error}); rebuild: greenpaper ingest --rebuild"
            ) from error

    def __len__(self) -> int:
        return int(self._codes.shape[1])

    def differing(self, vector: Vectors) -> NDArray[np.uint16]:
        """In how many dimensions each row lies on another side of the mean than `vector` (d,): (n,)."""
        own = _codes((vector - self._centre)[None, :])[0]
        bits = np.zeros(len(self), dtype=np.uint16)
        different = np.empty(_ROWS_COMPARED, dtype=np.uint64)
        counted = np.empty(_ROWS_COMPARED, dtype=np.uint8)
        for start in range(0, len(self), _ROWS_COMPARED):
            block = bits[start : start + _ROWS_COMPARED]
            length = len(block)
            for word, codes in zip(own, self._codes[:, start : start + length], strict=True):
                np.bitwise_xor(codes, word, out=different[:length])
                np.bitwise_count(different[:length], out=counted[:length])
                block += counted[:length]
        return bits


def least(differing: NDArray[np.uint16], k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """The `k` rows that differ least of those allowed (n,), in order of rows, and some of those that differ as much."""
    considered = differing if allowed is None else differing[allowed]
    if len(considered) <= k:
        rows = np.arange(len(differing)) if allowed is None else np.flatnonzero(allowed)
        return np.asarray(rows, dtype=np.int64)
    furthest = int(np.searchsorted(np.cumsum(np.bincount(considered)), k))
    nearer, as_far = differing < furthest, differing == furthest
    if allowed is not None:
        nearer, as_far = nearer & allowed, as_far & allowed
    return np.sort(np.concatenate([np.flatnonzero(nearer), np.flatnonzero(as_far)[: k * _MOST_TIES]])).astype(np.int64)


def _codes(centred: Vectors) -> Codes:
    """Vectors (n, d) less their centre as codes (n, words); dimensions that fill up a word are 0 in all."""
    bits = np.packbits(centred > 0, axis=1)
    padded = np.pad(bits, ((0, 0), (0, -bits.shape[1] % (_WORD // 8))))
    return np.ascontiguousarray(padded).view(np.uint64)
