"""Stand-ins for what is slow or outside: an embedding model made of word hashes, and small corpora on disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.embedding import EmbeddingInput, PassageEncoding, QueryEncoding, Vectors

_WORD = re.compile(r"\w+")


class WordHashEmbedder:
    """Deterministic vectors: texts that share words are near each other. Counts what it was asked to embed."""

    def __init__(self, name: str = "word-hash", dimension: int = 48) -> None:
        self.name = name
        self.dimension = dimension
        self.embedded: list[str] = []

    def encode_queries(self, queries: Sequence[str]) -> list[QueryEncoding]:
        words = [tuple(_WORD.findall(query)) or ("",) for query in queries]
        return [
            QueryEncoding(self._mean(query), self._tokens(own), self._ids(own), own)
            for query, own in zip(queries, words, strict=True)
        ]

    def encode_passages(self, inputs: Sequence[EmbeddingInput]) -> list[PassageEncoding]:
        return [self._encode(item) for item in inputs]

    def _encode(self, item: EmbeddingInput) -> PassageEncoding:
        self.embedded.append(item.text)
        words = tuple(_WORD.findall(item.text)) or ("",)
        sentences = [self._mean(item.text[start:end]) for start, end in item.sentences]
        stacked = np.stack(sentences) if sentences else np.zeros((0, self.dimension), dtype=np.float32)
        return PassageEncoding(self._mean(item.text), stacked, self._tokens(words), self._ids(words))

    def _mean(self, text: str) -> Vectors:
        total = self._tokens(tuple(_WORD.findall(text)) or ("",)).sum(axis=0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)

    def _tokens(self, words: Sequence[str]) -> Vectors:
        return np.stack([self._vector(word.lower()) for word in words])

    def _vector(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimension)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def _ids(self, words: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return np.asarray([hashlib.sha256(w.lower().encode()).digest()[0] for w in words], dtype=np.int32)


def write_corpus(root: Path, documents: Mapping[str, tuple[str, str]], *, head: str = "") -> Path:
    """A corpus folder of `{id: (side, text)}` with its manifest."""
    root.mkdir(parents=True, exist_ok=True)
    tables = [head]
    for id_, (side, text) in documents.items():
        (root / f"{id_}.txt").write_text(text, encoding="utf-8", newline="")
        tables.append(
            f'[[document]]\nid = "{id_}"\ntitle = "Title of {id_}"\npublisher = "Publisher of {id_}"\nside = "{side}"\n'
            f'date = "2020"\nlicence = "none"\nsource = "made up"\nfile = "{id_}.txt"\n'
        )
    (root / "manifest.toml").write_text("\n".join(tables), encoding="utf-8")
    return root
