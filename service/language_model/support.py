"""How far a statement is carried by quoted words: the share of its words that they hold, and closeness of meaning.

The threshold was set once, on public data and on gold-like pairs; docs/decisions/0005-verifying-a-model.md has the
figures and `python -m tests.service.language_model.calibrate_support` makes them again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from corpus.embedding import Embedder, EmbeddingInput, Vectors
from service.language_model.words import content_stems

SUPPORT_THRESHOLD = 0.60
COVERAGE_WEIGHT = 0.5
_MAX_CACHED = 4_096


class Support(Protocol):
    """How well `quotes` carry `text`, from 0 (not at all) to 1 (in its own words)."""

    def __call__(self, text: str, quotes: Sequence[str], /) -> float: ...


def coverage(text: str, quotes: Sequence[str]) -> float:
    """Share of the content words of `text` (distinct stems) that stand in the quotes; 0 where it has none."""
    stems = set(content_stems(text))
    held = {stem for quote in quotes for stem in content_stems(quote)}
    return len(stems & held) / len(stems) if stems else 0.0


class EmbeddingSupport:
    """Coverage of words and cosine of embeddings, weighed; safe for several threads."""

    def __init__(self, embedder: Embedder, coverage_weight: float = COVERAGE_WEIGHT) -> None:
        self._embedder = embedder
        self._weight = coverage_weight
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, text: str, quotes: Sequence[str], /) -> float:
        if not quotes:
            return 0.0
        candidates = list(dict.fromkeys([*quotes, " ".join(quotes)]))
        vectors = self._encode([text, *candidates])
        cosine = float(max(vectors[1:] @ vectors[0]))
        return self._weight * coverage(text, quotes) + (1 - self._weight) * min(1.0, max(0.0, cosine))

    def _encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, d), each text embedded once."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            encodings = self._embedder.encode_passages([EmbeddingInput("", text, ()) for text in new])
            known |= {text: encoding.vector for text, encoding in zip(new, encodings, strict=True)}
            with self._lock:
                for text in new:
                    self._vectors[text] = known[text]
                while len(self._vectors) > _MAX_CACHED:
                    self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])
