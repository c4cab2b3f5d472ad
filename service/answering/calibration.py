"""What the answerer learned: the weights and thresholds of ``calibration.json``, or those recorded with an index."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexCorruptError, IndexMismatchError

_SMALLEST = 1e-4
PACKAGED = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named features."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    intercept: float

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each row of `features` (n, f): (n,)."""
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(self.logits(features), -30.0, 30.0))), dtype=np.float32)

    def logits(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(features @ self.weights + self.intercept, dtype=np.float32)


def log_odds(probability: float) -> float:
    """Of a probability, kept off 0 and 1."""
    bounded = min(max(probability, _SMALLEST), 1 - _SMALLEST)
    return math.log(bounded / (1 - bounded))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`answer`: least probability of being answerable that is answered; `on_topic`: least of being about the corpus
    at all, in a corpus of `topic_passages` passages (0: any); `topic_slope` how much lower it is, in log odds, for
    every unit that the natural logarithm of the number of passages is below.

    `cite` and `cite_share`: a passage is cited whose probability is at least the first and at least that share of the
    best one's; `shown` is what a side asked for must reach not to be called silent; `unheard` the share of passages
    that lack whoever is asked for their view, from which there is no answer.
    """

    answer: float
    on_topic: float
    cite: float
    cite_share: float
    shown: float
    unheard: float = 0.95
    topic_passages: float = 0.0
    topic_slope: float = 0.0

    def for_corpus(self, passages: int) -> Thresholds:
        """The same for a corpus of so many passages: the fewer there are, the less near is the nearest."""
        if not self.topic_passages or passages >= self.topic_passages:
            return self
        odds = log_odds(self.on_topic) + self.topic_slope * math.log(max(1, passages) / self.topic_passages)
        return replace(self, on_topic=1 / (1 + math.exp(-odds)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Each regression gives a probability: `passage` of holding the answer before the scorer reads it, `fusion` of a
    sentence answering when it has, `comparison` of one that was compared with others, `refusal` of the documents
    answering the question, `topic` of its being about the corpus, `confidence` of the answer given being right."""

    passage: Logistic
    fusion: Logistic
    comparison: Logistic
    refusal: Logistic
    topic: Logistic
    confidence: Logistic
    thresholds: Thresholds

    def for_corpus(self, passages: int) -> Calibration:
        """The same with the thresholds for a corpus of so many passages."""
        return replace(self, thresholds=self.thresholds.for_corpus(passages))

    @property
    def features(self) -> tuple[tuple[str, ...], ...]:
        """The names of the features that each regression weighs."""
        return tuple(part.names for part in _parts(self))


def calibration_of(recorded: Mapping[str, Any]) -> Calibration:
    """The calibration recorded with an index, or the packaged one where the index records none.

    Raises IndexCorruptError where the record is not one, IndexMismatchError where it weighs other features than this
    program measures.
    """
    record = recorded.get("answering")
    if not record:
        return packaged_calibration()
    try:
        calibration = read_calibration(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexCorruptError(
            f"the calibration of the index cannot be read ({error}); rebuild: greenpaper ingest --rebuild"
        ) from error
    if calibration.features != packaged_calibration().features:
        raise IndexMismatchError("the index was made by another version of greenpaper; renew it: greenpaper ingest")
    return calibration


@lru_cache(maxsize=1)
def packaged_calibration() -> Calibration:
    return read_calibration(json.loads(PACKAGED.read_text(encoding="utf-8")))


def read_calibration(record: Mapping[str, Any]) -> Calibration:
    """The calibration in a record of the form of ``calibration.json``; KeyError, TypeError or ValueError where it is
    not."""
    return Calibration(
        passage=_logistic(record["passage"]),
        fusion=_logistic(record["fusion"]),
        comparison=_logistic(record["comparison"]),
        refusal=_logistic(record["refusal"]),
        topic=_logistic(record["topic"]),
        confidence=_logistic(record["confidence"]),
        thresholds=Thresholds(**{name: float(value) for name, value in record["thresholds"].items()}),
    )


def _parts(calibration: Calibration) -> tuple[Logistic, ...]:
    made = (getattr(calibration, item.name) for item in fields(calibration))
    return tuple(part for part in made if isinstance(part, Logistic))


def _logistic(record: Mapping[str, Any]) -> Logistic:
    weights: Mapping[str, float] = record["weights"]
    return Logistic(tuple(weights), np.asarray(list(weights.values()), dtype=np.float32), float(record["intercept"]))
