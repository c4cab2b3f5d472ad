"""LangChain's retrieval tutorial: RecursiveCharacterTextSplitter(1000, 200), vectors in memory, cosine similarity.

After https://docs.langchain.com/oss/python/langchain/rag; the embedding model is ours, so that pipelines are compared
and not models.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.peers.pipeline import Chunk, embed, extra, place


class LangChainTutorial:
    """Chunks of at most 1,000 characters, 200 shared with the next."""

    name = "langchain-tutorial"
    title = "LangChain tutorial (recursive 1,000/200, cosine)"

    def __init__(self) -> None:
        self._store: Any = None

    def index(self, documents: Mapping[str, str]) -> int:
        embeddings = extra("langchain_core.embeddings").Embeddings
        splitters = extra("langchain_text_splitters")
        stores = extra("langchain_core.vectorstores")
        document = extra("langchain_core.documents").Document

        class OurModel(embeddings):  # type: ignore[misc,valid-type]  # the base class is imported lazily
            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                return embed(texts)

            def embed_query(self, text: str) -> list[float]:
                return embed([text])[0]

        splitter = splitters.RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        chunks = splitter.split_documents(
            [document(page_content=text, metadata={"document_id": name}) for name, text in documents.items()]
        )
        for chunk in chunks:
            text = documents[chunk.metadata["document_id"]]
            chunk.metadata["place"] = place(text, chunk.page_content, chunk.metadata.get("start_index"))
        self._store = stores.InMemoryVectorStore(OurModel())
        self._store.add_documents(chunks)
        return len(chunks)

    def find(self, query: str, k: int) -> list[Chunk]:
        found = []
        for chunk, score in self._store.similarity_search_with_score(query, k=k):
            start, end = chunk.metadata["place"]
            found.append(Chunk(chunk.metadata["document_id"], start, end, float(score)))
        return found
