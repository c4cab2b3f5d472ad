"""The vectors of every passage's tokens, for late interaction: the bulk of an index.

Two forms. In **bytes** a vector is its components times 127, rounded: what is lost changes no figure of retrieval.
Where a corpus has more tokens than `MOST_IN_BYTES`, vectors are kept as **residuals**, a quarter as large: the mean of
the vectors of the same token, and what is left in two bits a dimension (as in ColBERTv2, Santhanam et al. 2022,
arXiv:2112.01488, whose centroids are clusters; a token's own mean needs no clustering, and no number beside the
token's). The means are those of the first tokens of the corpus. How the forms compare is in docs/performance.md.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Vectors
from corpus.growing_array import GrowingArray
from corpus.row_slices import ROWS_AT_A_TIME, Slices, greatest, multiplied

Ids = NDArray[np.int32]

MOST_IN_BYTES = 4_000_000  # 1.5 GB at 384 dimensions, some 57,000 passages
_SCALE = 127.0
# The four values, in standard deviations, that lose least of a normal variable, and the border between them
# (Max 1960): below 0 near, below 0 far, above 0 near, above 0 far.
_LEVELS = np.asarray([-0.4528, -1.51, 0.4528, 1.51], dtype=np.float32)
_BORDER = 0.9816
_DIMENSIONS_A_BYTE = 4
# The four levels that a byte stands for: (256, 4).
_DECODED = _LEVELS[(np.arange(256)[:, None] >> np.asarray([6, 4, 2, 0])) & 3]
# The same as one item of sixteen bytes each, which NumPy looks up seven times as fast as a row of four.
_DECODED_AT_ONCE = np.ascontiguousarray(_DECODED).view(np.complex128).ravel()
_ROWS_READ = 50_000
_TOKENS_AT_A_TIME = 256
# How many vectors of the mean of all tokens a token's own mean is drawn with: one that was seen once says little.
_PRIOR = 2.0


class TokenVectors(Protocol):
    """Token vectors by passage: `offsets` (n + 1,) says which are a row's."""

    def of(self, start: int, end: int) -> Vectors:
        """Unit vectors (t, d) of the tokens from `start` to `end`."""

    def best(self, offsets: NDArray[np.int64], rows: NDArray[np.int64], queries: Vectors) -> Vectors:
        """The greatest cosine of a token of each row with each of `queries` (q, d): (n, q); 0 without tokens."""


class TokenWriter:
    """Writes token vectors passage by passage, in bytes as long as they are few, and as residuals from then on."""

    def __init__(self, folder: Path, dimension: int, most_in_bytes: int) -> None:
        self._folder, self._most = folder, most_in_bytes
        self._files = ExitStack()
        self._bytes = self._open("token_vectors", np.int8, (dimension,))
        self._ids = self._open("token_ids", np.int32)
        self._codes = self._open("token_codes", np.uint8, (-(-dimension // _DIMENSIONS_A_BYTE),))
        self._scales = self._open("token_scales", np.float16, (2,))
        self._scratch = _Scratch(_TOKENS_AT_A_TIME, dimension)
        self._means: _Means | None = None
        self._count = 0

    def append(self, vectors: Vectors, ids: Ids) -> None:
        """Adds a passage's unit vectors (t, d) and token ids (t,)."""
        self._ids.append(ids)
        self._count += len(vectors)
        if self._means is None and self._count > self._most:
            self._become_residuals()
        if self._means is None:
            self._bytes.append(np.rint(vectors * _SCALE))
        else:
            self._append_residuals(vectors, ids)

    def __enter__(self) -> TokenWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._files.close()

    def _open(self, name: str, dtype: type[np.generic], shape: tuple[int, ...] = ()) -> GrowingArray:
        return self._files.enter_context(GrowingArray(self._folder / f"{name}.npy", dtype, shape))

    def _become_residuals(self) -> None:
        """Learns the means from what is written, and writes it again."""
        self._bytes.flush()
        self._ids.flush()
        vectors = np.load(self._folder / "token_vectors.npy", mmap_mode="r")
        ids = np.load(self._folder / "token_ids.npy", mmap_mode="r")[: len(vectors)]
        self._means = _Means.learned(vectors, ids)
        self._means.write(self._folder)
        for start in range(0, len(vectors), _ROWS_READ):
            part = slice(start, start + _ROWS_READ)
            self._append_residuals(np.asarray(vectors[part], dtype=np.float32) / _SCALE, np.asarray(ids[part]))
        self._bytes.clear()

    def _append_residuals(self, vectors: Vectors, ids: Ids) -> None:
        assert self._means is not None
        for start in range(0, len(vectors), len(self._scratch)):
            codes, scales = _coded(vectors[start : start + len(self._scratch)], self._scratch, self._means, ids[start:])
            self._codes.append(codes)
            self._scales.append(scales)


class _Scratch:
    """Arrays that are written over at each piece: making them anew takes longer than filling them."""

    def __init__(self, tokens: int, dimension: int) -> None:
        self.means, self.residuals, self.kept = (np.empty((tokens, dimension), dtype=np.float32) for _ in range(3))
        # Dimensions that fill up a byte stay 0.
        self.symbols = np.zeros((tokens, -(-dimension // _DIMENSIONS_A_BYTE) * _DIMENSIONS_A_BYTE), dtype=np.uint8)

    def __len__(self) -> int:
        return len(self.means)


def _coded(vectors: Vectors, scratch: _Scratch, table: _Means, ids: Ids) -> tuple[NDArray[Any], NDArray[Any]]:
    """The codes (t, bytes) of unit vectors (t, d) and what their means and levels are to be multiplied with (t, 2)."""
    length, dimension = vectors.shape
    means, residuals, kept = scratch.means[:length], scratch.residuals[:length], scratch.kept[:length]
    symbols = scratch.symbols[:length]
    own = symbols[:, :dimension]
    table.of(ids[:length], out=means)
    np.subtract(vectors, means, out=residuals)
    spread = np.sqrt(np.einsum("td,td->t", residuals, residuals) / dimension)[:, None]
    np.greater(residuals, 0, out=own.view(np.bool_))
    np.left_shift(own, 1, out=own)
    np.abs(residuals, out=residuals)
    np.bitwise_or(own, residuals > _BORDER * spread, out=own)
    np.take(_LEVELS, own, out=kept, mode="clip")
    np.multiply(kept, spread, out=kept)
    np.add(kept, means, out=kept)
    lengths = np.sqrt(np.einsum("td,td->t", kept, kept))[:, None]
    parts = symbols.reshape(length, -1, _DIMENSIONS_A_BYTE) if length else symbols[:, None, :_DIMENSIONS_A_BYTE]
    codes = parts[..., 0] << 6 | parts[..., 1] << 4 | parts[..., 2] << 2 | parts[..., 3]
    return codes, np.concatenate([np.ones_like(spread), spread], axis=1) / np.maximum(lengths, 1e-9)


def open_token_vectors(folder: Path) -> TokenVectors:
    """The token vectors in `folder`, in whichever form they were written. Raises OSError or ValueError."""
    residuals = np.load(folder / "token_codes.npy", mmap_mode="r").view(np.ndarray)
    if len(residuals):
        return Residuals(folder, residuals)
    return Bytes(np.load(folder / "token_vectors.npy", mmap_mode="r").view(np.ndarray))


class Bytes:
    """Token vectors in signed bytes."""

    def __init__(self, vectors: NDArray[np.int8]) -> None:
        self._vectors = vectors

    def of(self, start: int, end: int) -> Vectors:
        return np.asarray(self._vectors[start:end], dtype=np.float32) / _SCALE

    def best(self, offsets: NDArray[np.int64], rows: NDArray[np.int64], queries: Vectors) -> Vectors:
        return greatest(multiplied(self._vectors, queries.T / _SCALE), offsets, rows, len(queries))


class Residuals:
    """Token vectors as the mean of the token and a residual in two bits a dimension."""

    def __init__(self, folder: Path, codes: NDArray[np.uint8]) -> None:
        self._codes = codes
        self._scales: NDArray[np.float16] = np.load(folder / "token_scales.npy", mmap_mode="r").view(np.ndarray)
        self._ids: Ids = np.load(folder / "token_ids.npy", mmap_mode="r").view(np.ndarray)
        self._means = _Means.read(folder)

    def of(self, start: int, end: int) -> Vectors:
        means = self._means.of(self._ids[start:end])
        scales = np.asarray(self._scales[start:end], dtype=np.float32)
        levels = _levels(self._codes[start:end])[:, : means.shape[1]]
        return np.asarray(scales[:, :1] * means + scales[:, 1:] * levels, dtype=np.float32)

    def best(self, offsets: NDArray[np.int64], rows: NDArray[np.int64], queries: Vectors) -> Vectors:
        tokens = [self._ids[offsets[row] : offsets[row + 1]] for row in rows]
        ids = np.unique(np.concatenate([np.zeros(0, np.int32), *tokens]))
        of_each_mean = self._means.of(ids) @ queries.T
        longest = max([ROWS_AT_A_TIME, *(len(each) for each in tokens)])
        levels = np.empty((longest, self._codes.shape[1]), dtype=np.complex128)

        def products(slices: Slices, length: int) -> Vectors:
            codes = np.concatenate([self._codes[part] for part in slices])
            scales = np.concatenate([self._scales[part] for part in slices]).astype(np.float32)
            own = np.searchsorted(ids, np.concatenate([self._ids[part] for part in slices]))
            decoded = _levels(codes, levels[:length])[:, : queries.shape[1]]
            return np.asarray(scales[:, :1] * of_each_mean[own] + scales[:, 1:] * (decoded @ queries.T))

        return greatest(products, offsets, rows, len(queries))


def _levels(codes: NDArray[np.uint8], out: NDArray[np.complex128] | None = None) -> Vectors:
    """The levels (t, 4 b) that codes (t, b) stand for, in standard deviations; `out` (t, b) is written over."""
    return np.take(_DECODED_AT_ONCE, codes, out=out, mode="clip").view(np.float32)


class _Means:
    """The mean vector of each token: `vectors` (k, d), the last of them of all tokens; `places` from id to vector."""

    def __init__(self, vectors: NDArray[np.float16], places: NDArray[np.int32]) -> None:
        self._kept, self._places = vectors, places
        self._vectors = vectors.astype(np.float32)

    @classmethod
    def learned(cls, vectors: NDArray[np.int8], ids: Ids) -> _Means:
        """From vectors in bytes (t, d) and their ids (t,), read in pieces."""
        seen = np.unique(ids)
        sums = np.zeros((len(seen), vectors.shape[1]), dtype=np.float64)
        counts = np.zeros(len(seen), dtype=np.int64)
        for start in range(0, len(ids), _ROWS_READ):
            part = ids[start : start + _ROWS_READ]
            order = np.argsort(part, kind="stable")
            own, first, times = np.unique(part[order], return_index=True, return_counts=True)
            at = np.searchsorted(seen, own)
            floats = np.asarray(vectors[start : start + _ROWS_READ], dtype=np.float32)[order]
            sums[at] += np.add.reduceat(floats, first, axis=0)
            counts[at] += times
        sums /= _SCALE
        of_all = sums.sum(axis=0) / max(int(counts.sum()), 1)
        means = (sums + _PRIOR * of_all) / (counts[:, None] + _PRIOR)
        places = np.full(int(seen[-1]) + 1 if len(seen) else 0, len(seen), dtype=np.int32)
        places[seen] = np.arange(len(seen))
        return cls(np.vstack([means, of_all]).astype(np.float16), places)

    @classmethod
    def read(cls, folder: Path) -> _Means:
        return cls(np.load(folder / "token_means.npy"), np.load(folder / "token_mean_places.npy"))

    def write(self, folder: Path) -> None:
        np.save(folder / "token_means.npy", self._kept)
        np.save(folder / "token_mean_places.npy", self._places)

    def of(self, ids: Ids, out: Vectors | None = None) -> Vectors:
        """The mean vectors (t, d) of token ids (t,), written into `out`; of a token not seen the mean of all."""
        unseen = len(self._vectors) - 1
        known = ids < len(self._places)
        places = np.full(len(ids), unseen)
        places[known] = self._places[ids[known]]
        return np.take(self._vectors, places, axis=0, out=out, mode="clip")
