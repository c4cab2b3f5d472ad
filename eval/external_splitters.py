"""What is measured beside us on the chunking benchmark: recursive splitters, cosine, the same embedding model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.embedding import Vectors
from corpus.tokens import count_tokens
from eval.external_chunking import Range, Retrieve

Encode = Callable[[Sequence[str]], Vectors]
SEPARATORS = ["\n\n", "\n", ".", "?", "!", " ", ""]


@dataclass(frozen=True, slots=True)
class Splitter:
    """RecursiveCharacterTextSplitter with sizes in tokens."""

    tokens: int
    overlap: int

    @property
    def name(self) -> str:
        return f"recursive splitter, {self.tokens} tokens" + (f", overlap {self.overlap}" if self.overlap else "")

    def split(self, text: str) -> list[tuple[str, Range]]:
        """The chunks of `text` with their ranges."""
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=self.tokens,
            chunk_overlap=self.overlap,
            length_function=count_tokens,
            separators=SEPARATORS,
            add_start_index=True,
        )
        documents = splitter.create_documents([text])
        starts = [int(document.metadata["start_index"]) for document in documents]
        return [
            (d.page_content, (s, s + len(d.page_content))) for d, s in zip(documents, starts, strict=True) if s >= 0
        ]


SPLITTERS = (Splitter(200, 0), Splitter(400, 0), Splitter(400, 200), Splitter(800, 400))


def retrieval_by_cosine(splitter: Splitter, text: str, encode: Encode, cache: Path, model: str) -> Retrieve:
    """Retrieval of the splitter's chunks; their vectors are kept in the folder `cache`."""
    chunks = splitter.split(text)
    vectors = _cached([chunk for chunk, _ in chunks], encode, cache, model)

    def retrieve(question: str, k: int) -> list[list[Range]]:
        best = np.argsort(-(vectors @ encode([question])[0]), kind="stable")[:k]
        return [[chunks[i][1]] for i in best]

    return retrieve


def _cached(texts: Sequence[str], encode: Encode, cache: Path, model: str) -> Vectors:
    key = hashlib.sha256("\0".join((model, *texts)).encode()).hexdigest()[:16]
    path = cache / f"{key}.npy"
    if path.is_file():
        return np.asarray(np.load(path), dtype=np.float32)
    vectors = encode(texts)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors.astype(np.float16))
    return vectors
