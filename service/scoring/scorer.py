"""Scores every sentence of a passage beside a question with a small cross-encoder.

The model reads question and passage together and gives each token a logit; a sentence's score is the mean over its
tokens. It reads the likeliest sentences of all passages once more beside each other, as it was trained to. Scores are
log-odds against a null answer of 0, so that they compare over passages and say when nothing answers (the null score of
BERT for SQuAD 2.0, Devlin et al. 2019, a sentence at a time). How it was trained, on what, and how well it does stands
in docs/model-card.md.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.embedding.bert import PADDING, token_scorer_graph
from corpus.embedding.models import packaged_folder
from corpus.embedding.runtime import OpenVinoGraph, available_cores
from corpus.models import Passage
from service.scoring.pairs import Line, Pair, PairEncoder
from service.scoring.weights import PACKAGED, read_packed_weights

Scores = NDArray[np.float32]
# A sentence of which no token was read, being past the model's window.
UNREAD = -12.0
_MOST_THREADS = 2
# Rows are padded to a multiple of this: for every length it sees the runtime makes code and keeps it, 0.7 MB a thread.
_STEP = 16


class SentenceScorer(Protocol):
    """What answering needs of a scorer; safe to call from several threads."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        """For each passage the log-odds (s,) that each of its sentences answers `question`."""
        ...

    def compared(self, question: str, lines: Sequence[Line]) -> Scores:
        """The log-odds (n,) that each of some sentences answers, read beside each other."""
        ...


class TokenScorer:
    """The scorer on the packaged model with the weights in a file; a passage at a time, on every thread.

    Raises ConfigurationError where the weights cannot be read.
    """

    def __init__(self, weights: Path = PACKAGED, *, threads: int = 0) -> None:
        threads = threads or min(_MOST_THREADS, available_cores())
        self._graph = OpenVinoGraph(
            token_scorer_graph(packaged_folder(), read_packed_weights(weights)), threads=threads
        )
        self._encoder = PairEncoder()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="scorer")

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        return list(self._threads.map(self._scored, self._encoder.pairs(question, passages)))

    def compared(self, question: str, lines: Sequence[Line]) -> Scores:
        return self._scored(self._encoder.pair_of_lines(question, lines))

    def _scored(self, pair: Pair) -> Scores:
        length = len(pair.ids)
        ids = np.full((1, -(-length // _STEP) * _STEP), PADDING, dtype=np.int64)
        ids[0, :length] = pair.ids
        kinds = np.zeros_like(ids)
        kinds[0, pair.passage_from : length] = 1
        logits = self._graph.run({"input_ids": ids, "token_type_ids": kinds})["logits"]
        return pair.mean_by_sentence(np.asarray(logits[0], dtype=np.float32), UNREAD)


class PackagedScorer:
    """The scorer that comes with the program, opened once a process and only when it is first used."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        return self.opened().scores(question, passages)

    def compared(self, question: str, lines: Sequence[Line]) -> Scores:
        return self.opened().compared(question, lines)

    @staticmethod
    def opened() -> TokenScorer:
        """Opens it where it is not yet; further callers wait for the first."""
        with _OPENING:
            return _packaged()


_OPENING = threading.Lock()


@lru_cache(maxsize=1)
def _packaged() -> TokenScorer:
    return TokenScorer()
