"""The arrays of an index on disk, memory-mapped: passage, sentence, heading and token vectors by row."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import PassageEncoding, QueryEncoding, Vectors
from corpus.errors import IndexCorruptError
from corpus.growing_array import GrowingArray
from corpus.passage_codes import PassageCodes, write_codes
from corpus.row_slices import greatest, multiplied
from corpus.token_vectors import MOST_IN_BYTES, TokenWriter, open_token_vectors

_NAMES = (
    "passage_vectors",
    "heading_vectors",
    "sentence_vectors",
    "sentence_offsets",
    "token_ids",
    "token_offsets",
    "token_idf",
)


def write_matrices(
    folder: Path, encodings: Iterable[PassageEncoding], dimension: int, *, most_in_bytes: int = MOST_IN_BYTES
) -> None:
    """Writes the encodings of all passages in row order, one at a time: together they might not fit into memory.

    The vectors of more than `most_in_bytes` tokens are kept smaller (see `corpus.token_vectors`).
    """
    none = np.zeros(dimension, dtype=np.float32)
    frequency = _DocumentFrequency()
    sentence_ends, token_ends = [0], [0]
    with ExitStack() as files:
        passages, headings, sentences = (
            files.enter_context(GrowingArray(folder / f"{name}_vectors.npy", np.float16, (dimension,)))
            for name in ("passage", "heading", "sentence")
        )
        tokens = files.enter_context(TokenWriter(folder, dimension, most_in_bytes))
        for encoding in encodings:
            passages.append(encoding.vector[None, :])
            headings.append((none if encoding.heading is None else encoding.heading)[None, :])
            sentences.append(encoding.sentences)
            sentence_ends.append(sentence_ends[-1] + len(encoding.sentences))
            frequency.count(encoding.token_ids)
            token_ends.append(token_ends[-1] + len(encoding.tokens))
            tokens.append(encoding.tokens, encoding.token_ids)
    np.save(folder / "sentence_offsets.npy", np.asarray(sentence_ends, dtype=np.int64))
    np.save(folder / "token_offsets.npy", np.asarray(token_ends, dtype=np.int64))
    np.save(folder / "token_idf.npy", frequency.inverse())
    write_codes(folder)


class Matrices:
    """Read access by row. Raises IndexCorruptError where a file is missing or cut short."""

    def __init__(self, folder: Path) -> None:
        try:
            # Plain views: slicing a memmap object costs more than the slice.
            arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _NAMES}
            self._tokens = open_token_vectors(folder)
        except (OSError, ValueError, EOFError) as error:
            raise IndexCorruptError(
                f"the vectors of the index cannot be read ({error}); rebuild: greenpaper ingest --rebuild"
            ) from error
        self.passage_vectors: NDArray[np.float16] = arrays["passage_vectors"]
        self._headings: NDArray[np.float16] = arrays["heading_vectors"]
        self._sentences: NDArray[np.float16] = arrays["sentence_vectors"]
        self._sentence_offsets = np.asarray(arrays["sentence_offsets"])
        self._token_ids: NDArray[np.int32] = arrays["token_ids"]
        self._token_offsets = np.asarray(arrays["token_offsets"])
        self._idf = np.asarray(arrays["token_idf"])
        self.codes = PassageCodes(folder)

    def __len__(self) -> int:
        return len(self.passage_vectors)

    def passages(self, rows: NDArray[np.int64]) -> Vectors:
        """Unit vectors (n, d) of the passages in `rows`."""
        return np.asarray(self.passage_vectors[rows], dtype=np.float32)

    def headings(self, rows: NDArray[np.int64]) -> Vectors:
        """Unit vectors (n, d) of the headings over the passages in `rows`; zero where there is none."""
        return np.asarray(self._headings[rows], dtype=np.float32)

    def sentences(self, row: int) -> Vectors:
        """Unit vectors (s, d) of the row's sentences."""
        return np.asarray(
            self._sentences[self._sentence_offsets[row] : self._sentence_offsets[row + 1]], dtype=np.float32
        )

    def best_sentences(self, rows: NDArray[np.int64], vector: Vectors) -> Vectors:
        """The greatest cosine of a sentence of each row with `vector` (d,): (n,); 0 where a row has no sentence."""
        return greatest(multiplied(self._sentences, vector[:, None]), self._sentence_offsets, rows, 1)[:, 0]

    def tokens(self, row: int) -> Vectors:
        """Unit vectors (t, d) of the row's tokens."""
        return self._tokens.of(int(self._token_offsets[row]), int(self._token_offsets[row + 1]))

    def best_tokens(self, rows: NDArray[np.int64], vectors: Vectors) -> Vectors:
        """The greatest cosine of a token of each row with each of `vectors` (q, d): (n, q); 0 without tokens."""
        return self._tokens.best(self._token_offsets, rows, vectors)

    def late_interaction(self, rows: NDArray[np.int64], query: QueryEncoding) -> Vectors:
        """Mean over the query's tokens of the best match among each row's, weighted by rarity (n,)."""
        rarity = self.inverse_document_frequency(query.token_ids)
        best = self.best_tokens(rows, query.tokens)
        return np.asarray(best @ (rarity / max(float(rarity.sum()), 1e-9)), dtype=np.float32)

    def token_ids(self, row: int) -> NDArray[np.int32]:
        return np.asarray(self._token_ids[self._token_offsets[row] : self._token_offsets[row + 1]])

    def inverse_document_frequency(self, token_ids: NDArray[np.int32]) -> Vectors:
        """ln(1 + n / (1 + df)) of each token id, passages taken as documents."""
        unseen = np.float32(np.log1p(len(self)))
        known = token_ids < len(self._idf)
        return np.where(known, self._idf[np.where(known, token_ids, 0)], unseen).astype(np.float32)

    def encoding(self, row: int) -> PassageEncoding:
        """What was written for the row, to the precision kept; so that unchanged text is never embedded twice."""
        vector = np.asarray(self.passage_vectors[row], dtype=np.float32)
        heading = np.asarray(self._headings[row], dtype=np.float32)
        return PassageEncoding(
            vector, self.sentences(row), self.tokens(row), self.token_ids(row), heading if heading.any() else None
        )


class _DocumentFrequency:
    """In how many passages each token id occurs."""

    def __init__(self) -> None:
        self._frequency = np.zeros(0, dtype=np.int64)
        self._passages = 0

    def count(self, token_ids: NDArray[np.int32]) -> None:
        """Counts a passage with these tokens (t,)."""
        self._passages += 1
        unique = np.unique(token_ids)
        if len(unique) and unique[-1] >= len(self._frequency):
            self._frequency = np.pad(self._frequency, (0, int(unique[-1]) + 1 - len(self._frequency)))
        self._frequency[unique] += 1

    def inverse(self) -> Vectors:
        """ln(1 + n / (1 + df)) of every id up to the greatest."""
        return np.log1p(self._passages / (1.0 + self._frequency)).astype(np.float32)
