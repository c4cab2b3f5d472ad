"""txtai as its documentation builds a hybrid index: paragraphs, vectors and BM25 with equal weights, in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from eval.peers.pipeline import Chunk, embed, extra

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


class TxtaiHybrid:
    """``Embeddings(hybrid=True)`` over paragraphs."""

    name = "txtai-hybrid"
    title = "txtai hybrid (paragraphs, BM25 + vectors)"

    def __init__(self) -> None:
        self._index: Any = None
        self._places: list[tuple[str, int, int]] = []

    def index(self, documents: Mapping[str, str]) -> int:
        def transform(texts: list[str]) -> Any:
            return np.asarray(embed([str(text) for text in texts]), dtype=np.float32)

        self._places = [
            (name, match.start(), match.end())
            for name, text in documents.items()
            for match in _PARAGRAPH.finditer(text)
        ]
        self._index = extra("txtai").Embeddings(method="external", transform=transform, hybrid=True)
        self._index.index(
            (row, documents[name][start:end], None) for row, (name, start, end) in enumerate(self._places)
        )
        return len(self._places)

    def find(self, query: str, k: int) -> list[Chunk]:
        return [Chunk(*self._places[int(row)], float(score)) for row, score in self._index.search(query, k)]
