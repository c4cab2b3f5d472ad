"""Scores every sentence of a passage beside a question with a small cross-encoder.

The model reads question and passage together and gives each token a logit; a sentence's score is the mean over its
tokens. Scores are log-odds against a null answer of 0, so that they compare over passages and say when nothing answers
(the null score of BERT for SQuAD 2.0, Devlin et al. 2019, per sentence). Trained by ``python -m eval.training.scorer``
on questions written for it; the model card is beside the weights.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ConfigurationError
from corpus.models import Passage
from service.scoring.pairs import Pair, PairEncoder

Scores = NDArray[np.float32]
WEIGHTS = Path(__file__).with_name("weights") / "sentence-scorer.onnx"
# A sentence of which no token was read, being past the model's window.
UNREAD = -12.0
_BATCH_TOKENS = 768


class SentenceScorer(Protocol):
    """What answering needs of a scorer; safe to call from several threads."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        """For each passage the log-odds (s,) that each of its sentences answers `question`."""


class OnnxScorer:
    """The scorer under ONNX Runtime.

    Raises ConfigurationError where the weights cannot be opened.
    """

    def __init__(self, weights: Path = WEIGHTS, *, threads: int = 0) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(2, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        # A thread that spins after its work takes the processor from the next request.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(weights), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ConfigurationError(
                f"the scorer of sentences cannot be opened ({type(error).__name__}): {weights}; reinstall greenpaper"
            ) from error
        self._encoder = PairEncoder()

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        pairs = self._encoder.pairs(question, passages)
        scored: list[Scores | None] = [None] * len(pairs)
        for batch in _batches(pairs):
            logits = self._run([pairs[row] for row in batch])
            for at, row in enumerate(batch):
                scored[row] = pairs[row].mean_by_sentence(logits[at], UNREAD)
        return [scores for scores in scored if scores is not None]

    def _run(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        length = max(len(pair.ids) for pair in pairs)
        ids, mask, types = (np.zeros((len(pairs), length), dtype=np.int64) for _ in range(3))
        for row, pair in enumerate(pairs):
            ids[row, : len(pair.ids)] = pair.ids
            mask[row, : len(pair.ids)] = 1
            types[row, pair.passage_from : len(pair.ids)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return np.asarray(self._session.run(None, inputs)[0], dtype=np.float32)


def _batches(pairs: Sequence[Pair]) -> Iterator[list[int]]:
    """Rows in batches of like length and at most _BATCH_TOKENS with their padding (a longer row by itself)."""
    batch: list[int] = []
    for row in sorted(range(len(pairs)), key=lambda row: len(pairs[row].ids)):
        if batch and len(pairs[row].ids) * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


@lru_cache(maxsize=1)
def packaged_scorer() -> SentenceScorer:
    """The scorer that comes with the program, opened once."""
    return OnnxScorer()
