"""Passage vectors in an embedded Chroma, a collection a side, written through LangChain's store.

A collection a side separates the sides by construction and spares Chroma's costly filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from corpus.embedder import Vectors
from corpus.errors import IndexCorruptError
from corpus.models import Passage, Side

_BATCH = 4_000  # Chroma takes 5,461 records at most
# At 100,000 crowded passages: the ten nearest found 0.96 of the time, 0.85 with 24 neighbours and 256, as quickly.
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 300, "max_neighbors": 32}}


class PrecomputedEmbeddings(Embeddings):
    """LangChain's embedding interface over vectors that ingest has made already."""

    def __init__(self) -> None:
        self._next: list[list[float]] = []

    def provide(self, vectors: Vectors) -> None:
        """The vectors (n, d) of the n texts that are embedded next."""
        self._next = vectors.tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if len(texts) != len(self._next):
            raise ValueError(f"{len(self._next)} vectors for {len(texts)} texts")
        return self._next

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError("queries are embedded by corpus.embedder and searched by vector")


class VectorStore:
    """The vectors of one index generation. Raises IndexCorruptError where Chroma cannot read its folder."""

    def __init__(self, folder: Path) -> None:
        self._client = _client(folder)
        try:
            self._collections: dict[Side, Any] = {side: self._client.get_collection(side.value) for side in Side}
            self._counts = {side: int(collection.count()) for side, collection in self._collections.items()}
        except Exception as error:
            raise IndexCorruptError(
                f"the vector store cannot be read ({type(error).__name__}); rebuild: greenpaper ingest --rebuild"
            ) from error

    def count(self) -> int:
        return sum(self._counts.values())

    def nearest(self, side: Side, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Ids of the `k` passages of `side` nearest to `vector` (d,), with cosine similarities, best first."""
        if not self._counts[side]:
            return []
        found = self._collections[side].query(
            query_embeddings=vector[None, :], n_results=min(k, self._counts[side]), include=["distances"]
        )
        return [
            (id_, 1.0 - float(distance)) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def close(self) -> None:
        self._client.close()


def write_vectors(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Stores `vectors` (n, d) of the n `passages`, each in the collection of its side."""
    client = _client(folder)
    try:
        for side in Side:
            embeddings = PrecomputedEmbeddings()
            store = Chroma(
                client=client,
                collection_name=side.value,
                embedding_function=embeddings,
                collection_configuration=_HNSW,  # type: ignore[arg-type]  # its TypedDict has no public constructor
            )
            rows = [row for row, passage in enumerate(passages) if passage.side is side]
            for start in range(0, len(rows), _BATCH):
                batch = rows[start : start + _BATCH]
                embeddings.provide(np.asarray(vectors[batch], dtype=np.float32))
                store.add_texts(
                    [passages[row].text for row in batch],
                    metadatas=[{"document_id": passages[row].document_id} for row in batch],
                    ids=[passages[row].id for row in batch],
                )
    finally:
        client.close()


def _client(folder: Path) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False, is_persistent=True)
    return chromadb.PersistentClient(path=str(folder), settings=settings)
