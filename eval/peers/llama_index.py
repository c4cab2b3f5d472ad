"""LlamaIndex with its defaults: SentenceSplitter (1,024 tokens, 200 shared), VectorStoreIndex, vectors only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.peers.pipeline import Chunk, embed, extra, place


class LlamaIndexDefault:
    """The embedding model reads the first 256 word pieces of each chunk, as it does for whoever takes the defaults."""

    name = "llama-index"
    title = "LlamaIndex defaults (1,024-token chunks)"

    def __init__(self) -> None:
        self._index: Any = None
        self._texts: Mapping[str, str] = {}

    def index(self, documents: Mapping[str, str]) -> int:
        core = extra("llama_index.core")
        parser = extra("llama_index.core.node_parser")
        base = extra("llama_index.core.base.embeddings.base").BaseEmbedding

        class OurModel(base):  # type: ignore[misc,valid-type]  # the base class is imported lazily
            def _get_query_embedding(self, query: str) -> list[float]:
                return embed([query])[0]

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return embed([query])[0]

            def _get_text_embedding(self, text: str) -> list[float]:
                return embed([text])[0]

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                return embed(texts)

        self._texts = documents
        whole = [core.Document(text=text, id_=name) for name, text in documents.items()]
        nodes = parser.SentenceSplitter().get_nodes_from_documents(whole)
        self._index = core.VectorStoreIndex(nodes, embed_model=OurModel(model_name="packaged"))
        return len(nodes)

    def find(self, query: str, k: int) -> list[Chunk]:
        found = []
        for hit in self._index.as_retriever(similarity_top_k=k).retrieve(query):
            node = hit.node
            start, end = place(self._texts[node.ref_doc_id], node.text, node.start_char_idx)
            found.append(Chunk(node.ref_doc_id, start, end, float(hit.score or 0.0)))
        return found
