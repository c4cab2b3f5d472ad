"""Passage vectors in an embedded Chroma, a collection a side, written through LangChain's store.

A collection a side separates the sides by construction and spares Chroma's costly filters. Chroma and LangChain are
imported where they are used: together they take as long to import as a question to answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from corpus.embedding import Vectors
from corpus.errors import IndexCorruptError
from corpus.models import Passage, Side

_BATCH = 4_000  # Chroma takes 5,461 records at most
# At 100,000 crowded passages: the ten nearest found 0.96 of the time, 0.85 with 24 neighbours and 256, as quickly.
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 800, "max_neighbors": 32}}


class PrecomputedEmbeddings:
    """What LangChain's store asks of an embedding model, over vectors that ingest has made already."""

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
        raise NotImplementedError("queries are embedded by corpus.embedding and searched by vector")


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


def write_vectors(folder: Path, passages: Iterable[tuple[Passage, Vectors]]) -> None:
    """Stores each passage with its vector (d,) in the collection of its side."""
    client = _client(folder)
    try:
        collections = {side: _Collection(client, side) for side in Side}
        for passage, vector in passages:
            collections[passage.side].add(passage, vector)
        for collection in collections.values():
            collection.flush()
    finally:
        client.close()


class _Collection:
    """One side's collection, written in batches."""

    def __init__(self, client: Any, side: Side) -> None:
        self._embeddings = PrecomputedEmbeddings()
        self._waiting: list[tuple[Passage, Vectors]] = []
        from langchain_chroma import Chroma

        self._store = Chroma(
            client=client,
            collection_name=side.value,
            embedding_function=self._embeddings,  # type: ignore[arg-type]  # by its two methods, not by its class
            collection_configuration=_HNSW,  # type: ignore[arg-type]  # its TypedDict has no public constructor
        )

    def add(self, passage: Passage, vector: Vectors) -> None:
        self._waiting.append((passage, vector))
        if len(self._waiting) == _BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes what waits."""
        if not self._waiting:
            return
        self._embeddings.provide(np.stack([vector for _, vector in self._waiting]).astype(np.float32))
        self._store.add_texts(
            [passage.text for passage, _ in self._waiting],
            metadatas=[{"document_id": passage.document_id} for passage, _ in self._waiting],
            ids=[passage.id for passage, _ in self._waiting],
        )
        self._waiting = []


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False, is_persistent=True)
    return chromadb.PersistentClient(path=str(folder), settings=settings)
