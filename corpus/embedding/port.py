"""What ingest and service need of an embedding model: vectors for passages, their sentences, headings and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbeddingInput:
    """`context` (who speaks, headings) is embedded before `text`; `sentences` are character ranges of `text`.

    `heading`, the nearest heading above the passage, has a vector of its own.
    """

    context: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class PassageEncoding:
    """Unit vectors: `vector` (d,), `sentences` (s, d), `tokens` (t, d) of `text` only, with `token_ids` (t,).

    `heading` (d,) is the vector of the heading, or None where there is none.
    """

    vector: Vectors
    sentences: Vectors
    tokens: Vectors
    token_ids: NDArray[np.int32]
    heading: Vectors | None = None


@dataclass(frozen=True, slots=True)
class QueryEncoding:
    """Unit vectors of a query: `vector` (d,), `tokens` (t, d) with `token_ids` (t,) and the `words` they stand for."""

    vector: Vectors
    tokens: Vectors
    token_ids: NDArray[np.int32]
    words: tuple[str, ...]


class Embedder(Protocol):
    """An embedding model; safe to call from several threads."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, queries: Sequence[str]) -> list[QueryEncoding]: ...

    def encode_passages(self, inputs: Sequence[EmbeddingInput]) -> list[PassageEncoding]: ...
