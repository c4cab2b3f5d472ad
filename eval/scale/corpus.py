"""Passages of made-up text with the places, voices and vectors of an index.

The vectors are drawn, since embedding a million passages would take half a day: a passage's is a mixture of five real
ones with noise, so that neighbourhoods overlap as those of real text do. Its sentences have the vectors of two of the
five, and its tokens those of a real passage: what they cost is as it would be, what they find is not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import PassageEncoding, Vectors
from corpus.index import Index
from corpus.models import Passage
from eval.scale.text import TextMaker

SEED = 20161031
_MIXED, _EVENNESS, _NOISE = 5, 0.7, 0.4
_SENTENCES = 2
_DRAWN_AT_A_TIME = 2_000


class GrownCorpus:
    """An index's passages and, behind them, made-up ones, `size` in all; the same each time it is gone through.

    `texts` are what the text is made after; it is kept in `file`, a passage a line.
    """

    def __init__(self, index: Index, size: int, texts: list[str], file: Path) -> None:
        self._index, self._size, self._file = index, size, file
        self._real = min(size, len(index.passages))
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{text}\n" for text in TextMaker(texts, SEED).passages(size - self._real))

    def passages(self) -> Iterator[Passage]:
        """The passages in row order."""
        for row in range(self._real):
            yield self._index.passages.at(row)
        with self._file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, self._real):
                like = self._index.passages.at(number % self._real)
                digest = hashlib.sha256(str(number).encode()).hexdigest()[:12]
                id_ = f"{like.document_id}-{digest}"
                yield replace(like, id=id_, text=line.rstrip("\n"), sentences=(), order=number)

    def encodings(self) -> Iterator[PassageEncoding]:
        """What the passages' vectors are, in row order."""
        matrices, dimension = self._index.matrices, self._index.manifest.dimension
        known = [matrices.encoding(row) for row in range(self._real)]
        yield from known
        of_passages = np.stack([each.vector for each in known])
        number = self._real
        for mixture, parts in self._mixtures(of_passages, dimension):
            for vector, sentences in zip(mixture, parts, strict=True):
                like = known[number % self._real]
                yield PassageEncoding(vector, of_passages[sentences], like.tokens, like.token_ids, like.heading)
                number += 1

    def vectors(self) -> Iterator[Vectors]:
        """The vectors of the passages themselves, in row order."""
        return (each.vector for each in self.encodings())

    def _mixtures(self, of_passages: Vectors, dimension: int) -> Iterator[tuple[Vectors, NDArray[np.int64]]]:
        draw = np.random.default_rng(SEED)
        for start in range(self._real, self._size, _DRAWN_AT_A_TIME):
            count = min(_DRAWN_AT_A_TIME, self._size - start)
            parts = draw.integers(self._real, size=(count, _MIXED))
            shares = draw.dirichlet(np.full(_MIXED, _EVENNESS), count).astype(np.float32)
            vectors = draw.standard_normal((count, dimension), dtype=np.float32) * np.float32(_NOISE / dimension**0.5)
            for part, share in zip(parts.T, shares.T, strict=True):
                vectors += share[:, None] * of_passages[part]
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            yield vectors / np.maximum(lengths, 1e-9), parts[:, :_SENTENCES]
