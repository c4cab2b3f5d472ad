"""How likely each sentence is to answer: the scorer's log-odds joined with what retrieval knows of its passage.

One logistic regression over five numbers; `service.answering.calibration` has its weights. Only the likeliest passages
are read by the scorer, which costs the most of all that a question costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.models import Passage
from service.answering.calibration import Logistic
from service.answering.evidence import Evidence
from service.scoring import SentenceScorer

FUSION_FEATURES = ("scorer", "best_in_passage", "passage", "share", "rank")
_SMALLEST = 1e-4
# From this share of a quoted speaker's description on a question names them.
_NAMED_FULLY = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer: `probability` that it does, and that each of its sentences does (s,).

    `scored` is the highest log-odds that the scorer gives a sentence of it.
    """

    evidence: Evidence
    probability: float
    sentences: tuple[float, ...]
    scored: float = 0.0

    @property
    def passage(self) -> Passage:
        return self.evidence.passage

    @property
    def is_named(self) -> bool:
        """Whether the question names the person or body that is quoted."""
        return self.evidence.found.features.get("speaker", 0.0) >= _NAMED_FULLY


class Fusion:
    """Reads the likeliest candidates with the scorer and says anew how likely they answer; safe for several threads."""

    def __init__(self, scorer: SentenceScorer, weights: Logistic) -> None:
        self._scorer = scorer
        self._weights = weights

    def judged(self, question: str, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
        """The `most` likeliest of `candidates`, in their order, with the probabilities that the scorer leads to."""
        likeliest = sorted(candidates, key=lambda c: (-c.probability, c.evidence.rank))[:most]
        ranks = {candidate.passage.id: rank for rank, candidate in enumerate(likeliest)}
        kept = [candidate for candidate in candidates if candidate.passage.id in ranks]
        scores = self._scorer.scores(question, [candidate.passage for candidate in kept])
        return [
            self._judged(candidate, own, ranks[candidate.passage.id])
            for candidate, own in zip(kept, scores, strict=True)
        ]

    def _judged(self, candidate: Candidate, scores: NDArray[np.float32], rank: int) -> Candidate:
        if not len(scores):
            return Candidate(candidate.evidence, 0.0, ())
        features = fusion_features(candidate, scores, rank)
        probabilities = self._weights.probabilities(features)
        return Candidate(
            candidate.evidence, float(probabilities.max()), tuple(map(float, probabilities)), float(scores.max())
        )


def fusion_features(candidate: Candidate, scores: NDArray[np.float32], rank: int) -> NDArray[np.float32]:
    """The features (s, f) of a candidate's sentences in the order of FUSION_FEATURES, its `rank` counted from 0."""
    count = len(scores)
    chance = min(max(candidate.probability, _SMALLEST), 1 - _SMALLEST)
    own = np.asarray(candidate.sentences if len(candidate.sentences) == count else [chance] * count)
    share = np.log(np.maximum(own, _SMALLEST * chance) / max(float(own.max()), _SMALLEST * chance))
    constant = (float(scores.max()), float(np.log(chance / (1 - chance))), float(np.log1p(rank)))
    best, passage, place = (np.full(count, value) for value in constant)
    return np.column_stack([scores, best, passage, share, place]).astype(np.float32)
