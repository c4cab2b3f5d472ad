"""Haystack with its defaults (200 words, vectors in memory), and its hybrid form that did best near 1,500 words.

The hybrid is 150-word chunks, 50 shared, BM25 and vectors joined by reciprocal rank fusion.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from eval.peers.pipeline import Chunk, embed, extra, place


class HaystackDefault:
    """DocumentSplitter() and InMemoryEmbeddingRetriever."""

    name = "haystack"
    title = "Haystack defaults (200-word chunks)"
    words, shared, hybrid = 200, 0, False

    def __init__(self) -> None:
        self._store: Any = None
        self._texts: Mapping[str, str] = {}

    def index(self, documents: Mapping[str, str]) -> int:
        # Nothing of a run leaves this machine: the library would report its use.
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
        document = extra("haystack").Document
        splitter = extra("haystack.components.preprocessors").DocumentSplitter(
            split_by="word", split_length=self.words, split_overlap=self.shared
        )
        store = extra("haystack.document_stores.in_memory").InMemoryDocumentStore
        self._texts = documents
        splitter.warm_up()
        chunks = splitter.run(
            documents=[document(content=text, meta={"document_id": name}) for name, text in documents.items()]
        )["documents"]
        chunks = [
            document(content=chunk.content, meta=chunk.meta, embedding=vector)
            for chunk, vector in zip(chunks, embed([chunk.content for chunk in chunks]), strict=True)
        ]
        self._store = store()
        self._store.write_documents(chunks)
        return len(chunks)

    def find(self, query: str, k: int) -> list[Chunk]:
        retrievers = extra("haystack.components.retrievers.in_memory")
        by_vector = retrievers.InMemoryEmbeddingRetriever(self._store, top_k=k).run(query_embedding=embed([query])[0])
        found = by_vector["documents"]
        if self.hybrid:
            by_word = retrievers.InMemoryBM25Retriever(self._store, top_k=k).run(query=query)["documents"]
            joiner = extra("haystack.components.joiners").DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=k)
            found = joiner.run(documents=[by_word, found])["documents"]
        return [self._chunk(item) for item in found]

    def _chunk(self, item: Any) -> Chunk:
        document_id = item.meta["document_id"]
        start, end = place(self._texts[document_id], item.content, item.meta.get("split_idx_start"))
        return Chunk(document_id, start, end, float(item.score or 0.0))


class HaystackHybrid(HaystackDefault):
    """DocumentSplitter(150 words, 50 shared), BM25 and vectors, DocumentJoiner by reciprocal rank."""

    name = "haystack-hybrid"
    title = "Haystack hybrid (150/50 words, BM25 + vectors, RRF)"
    words, shared, hybrid = 150, 50, True
