"""A cross-encoder that decides the order of the candidates instead of the fusion, by the setting ``reranker``."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import ConfigurationError
from corpus.models import Passage

_BATCH = 16


class CrossEncoderReranker:
    """Any sentence-transformers cross-encoder, by name or path; safe for several threads.

    Raises ConfigurationError where the model cannot be loaded.
    """

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise ConfigurationError(
                f"reranker {model!r} needs further packages: pip install 'greenpaper[models]'; or leave "
                "GREENPAPER_RERANKER empty"
            ) from error
        self.name = model
        self._lock = threading.Lock()
        try:
            self._model: Any = CrossEncoder(model, device="cpu", local_files_only=Path(model).exists(), num_labels=1)
        except Exception as error:
            raise ConfigurationError(
                f"reranker {model!r} cannot be loaded ({type(error).__name__}); name a folder with a cross-encoder, "
                "or leave GREENPAPER_RERANKER empty"
            ) from error

    def __call__(self, question: str, passages: Sequence[Passage]) -> list[float]:
        """The relevance of each passage to the question, under its headings; higher is better."""
        pairs = [(question, self._readable(passage)) for passage in passages]
        with self._lock:
            scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return [float(score) for score in scores]

    @staticmethod
    def _readable(passage: Passage) -> str:
        above = [*passage.section[-1:], passage.lead_in or ""]
        return "\n".join(part for part in (*above, passage.text) if part)


def reranker_named(model: str) -> CrossEncoderReranker | None:
    """The reranker of the setting; none where it is empty."""
    return CrossEncoderReranker(model) if model else None
