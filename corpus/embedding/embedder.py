"""How passages and questions become vectors, by the token states of a transformer.

A passage is embedded twice: whole, under its context, and sentence by sentence, alone. The vector of a sentence is the
middle of both: the mean of the passage's contextual token vectors over it ("late chunking", Günther et al. 2024,
arXiv:2409.04701) and its own; the vector of a passage the middle of the whole and its sentences' mean. Token vectors
serve late interaction (ColBERT, Khattab and Zaharia 2020, arXiv:2004.12832).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding.models import PACKAGED_MODEL, model_named
from corpus.embedding.port import EmbeddingInput, PassageEncoding, QueryEncoding, Vectors
from corpus.embedding.runtime import OpenVinoGraph, available_cores

# The products of matrices of this many rows stay in the processor's cache.
_BATCH_TOKENS = 2048

# A question is short: a second thread saves little on an idle machine and costs much on a busy one.
QUERY_THREADS = 1


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as the model read it: unit `vector` (d,), `states` (t, d), and of its tokens ids and characters (t,)."""

    vector: Vectors
    states: Vectors
    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class TransformerEmbedder:
    """The packaged model, or any sentence-transformers model that has a transformer with a fast tokenizer.

    Up to `threads` batches (0: one for every core) run at a time. `exports` is where models other than the packaged
    one are kept in the form that is run. The same text has the same bytes as vectors in any company: rows are never
    padded. Raises ConfigurationError where the model cannot be loaded.
    """

    def __init__(self, model: str = "", threads: int = 0, exports: Path | None = None) -> None:
        self.name = model or PACKAGED_MODEL
        threads = threads or available_cores()
        loaded = model_named(model, exports)
        self.dimension = loaded.dimension
        self._tokenizer = loaded.tokenizer
        self._graph = OpenVinoGraph(loaded.graph, threads)
        self._batches = ThreadPoolExecutor(threads, thread_name_prefix="embedding")
        self._headings: dict[str, Vectors] = {}

    def encode_queries(self, queries: Sequence[str]) -> list[QueryEncoding]:
        encodings = []
        for query, read in zip(queries, self._forward(queries), strict=True):
            kept = np.flatnonzero(read.ends > read.starts)
            words = tuple(query[read.starts[at] : read.ends[at]] for at in kept)
            encodings.append(QueryEncoding(read.vector, _unit(read.states[kept]), read.ids[kept], words))
        return encodings

    def encode_passages(self, inputs: Sequence[EmbeddingInput]) -> list[PassageEncoding]:
        texts = [_joined(item) for item in inputs]
        alone = iter(self.encode_texts([item.text[start:end] for item in inputs for start, end in item.sentences]))
        headings = self._heading_vectors([item.heading for item in inputs])
        encodings: list[PassageEncoding] = []
        for item, text, read in zip(inputs, texts, self._forward(texts), strict=True):
            shift = len(text) - len(item.text)
            kept = np.flatnonzero((read.ends > read.starts) & (read.starts >= shift))
            starts, ends, states = read.starts[kept] - shift, read.ends[kept] - shift, read.states[kept]
            vector, sentences = read.vector, np.zeros((0, self.dimension), dtype=np.float32)
            if item.sentences:
                own = np.stack([next(alone) for _ in item.sentences])
                late = [
                    _mean(states[(starts < end) & (ends > start)], otherwise=read.vector)
                    for start, end in item.sentences
                ]
                sentences = _unit(np.stack(late) + own)
                lengths = np.asarray([end - start for start, end in item.sentences], dtype=np.float32)
                vector = _unit(read.vector + _unit(lengths @ own))
            heading = headings.get(item.heading)
            encodings.append(PassageEncoding(vector, sentences, _unit(states), read.ids[kept], heading))
        return encodings

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, d); a text that comes twice is encoded once."""
        unique = list(dict.fromkeys(texts))
        made = dict(zip(unique, (read.vector for read in self._forward(unique)), strict=True))
        return np.stack([made[text] for text in texts]) if made else np.zeros((0, self.dimension), dtype=np.float32)

    def _heading_vectors(self, headings: Sequence[str]) -> dict[str, Vectors]:
        unknown = [heading for heading in dict.fromkeys(headings) if heading and heading not in self._headings]
        self._headings.update(zip(unknown, self.encode_texts(unknown), strict=True))
        return {heading: self._headings[heading] for heading in headings if heading}

    def _forward(self, texts: Sequence[str]) -> list[_Read]:
        encoded = self._tokenizer.encode_batch(list(texts))
        rows = [np.asarray(encoding.ids, dtype=np.int64) for encoding in encoded]
        batches = list(_batches([len(ids) for ids in rows]))
        inputs = [np.stack([rows[row] for row in batch]) for batch in batches]
        run = map if len(batches) < 2 else self._batches.map
        results: dict[int, _Read] = {}
        for batch, (vectors, states) in zip(batches, run(self._run, inputs), strict=True):
            for at, row in enumerate(batch):
                offsets = np.asarray(encoded[row].offsets, dtype=np.int64).reshape(-1, 2)
                ids = rows[row].astype(np.int32)
                results[row] = _Read(vectors[at], states[at], ids, offsets[:, 0], offsets[:, 1])
        return [results[row] for row in range(len(texts))]

    def _run(self, ids: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """Unit vectors (n, d) and token states (n, t, d) for rows of ids (n, t)."""
        outputs = self._graph.run({"input_ids": ids})
        return _unit(outputs["vector"]), outputs["states"]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of one length each, at most _BATCH_TOKENS a batch (a longer row by itself), the long ones first."""
    rows_by_length: defaultdict[int, list[int]] = defaultdict(list)
    for row, length in enumerate(lengths):
        rows_by_length[length].append(row)
    for length, rows in sorted(rows_by_length.items(), reverse=True):
        size = max(1, _BATCH_TOKENS // length)
        yield from (rows[start : start + size] for start in range(0, len(rows), size))


def _joined(item: EmbeddingInput) -> str:
    return f"{item.context}\n{item.text}" if item.context else item.text


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def _mean(states: Vectors, otherwise: Vectors) -> Vectors:
    # A sentence past the model's window has no token of its own: the passage's vector stands in.
    return _unit(np.mean(states, axis=0)) if len(states) else otherwise
