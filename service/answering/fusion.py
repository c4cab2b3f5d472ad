"""How likely each sentence is to answer: the scorer's log-odds joined with what retrieval knows of its passage.

One logistic regression over both; `service.answering.calibration` has its weights. Only the likeliest passages
are read by the scorer, which costs the most of all that a question costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.models import Passage
from service.answering.calibration import Logistic, log_odds
from service.answering.display import is_label
from service.answering.evidence import SENTENCE_FEATURES, Evidence
from service.answering.terms import stems
from service.scoring import SentenceScorer

FUSION_FEATURES = ("scorer", "best_in_passage", "passage", "rank_found", *SENTENCE_FEATURES)
# From this share of a quoted speaker's description on a question names them.
_NAMED_FULLY = 0.6
# How much as likely as its words say a line answers that only names somebody or something.
_OF_A_LABEL = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer: `probability` that it does, and that each of its sentences does (s,).

    `scored` is the highest log-odds that the scorer gives a sentence of it, `features` (s, f) what the sentences'
    probabilities rest on, in the order of FUSION_FEATURES; `compared` (s, c) what they do once they were compared
    (`service.answering.comparison`), empty before.
    """

    evidence: Evidence
    probability: float
    sentences: tuple[float, ...]
    scored: float = 0.0
    features: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, len(FUSION_FEATURES)), np.float32))
    compared: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    @property
    def passage(self) -> Passage:
        return self.evidence.passage

    @property
    def is_named(self) -> bool:
        """Whether the question names the person or body that is quoted."""
        return self.evidence.found.features.get("speaker", 0.0) >= _NAMED_FULLY


class Judge(Protocol):
    """What says how likely candidates answer once they were found."""

    def judged(self, question: str, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
        """The `most` likeliest of `candidates`, in their order."""
        ...


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
        labels = _labels(candidate.passage)
        if not labels.all():
            probabilities = np.where(labels, probabilities * _OF_A_LABEL, probabilities)
        return Candidate(
            candidate.evidence,
            float(probabilities.max()),
            tuple(map(float, probabilities)),
            float(scores.max()),
            features,
        )


def fusion_features(candidate: Candidate, scores: NDArray[np.float32], rank: int) -> NDArray[np.float32]:
    """The features (s, f) of a candidate's sentences in the order of FUSION_FEATURES, its `rank` counted from 0."""
    constant = (float(scores.max()), log_odds(candidate.probability), float(np.log1p(rank)))
    of_passage = [np.full(len(scores), value) for value in constant]
    known = candidate.evidence.sentences
    of_sentences = known if len(known) == len(scores) else np.zeros((len(scores), len(SENTENCE_FEATURES)))
    return np.column_stack([scores, *of_passage, of_sentences]).astype(np.float32)


def _labels(passage: Passage) -> NDArray[np.bool_]:
    """Which sentences (s,) only name somebody or something."""
    speaker = stems(passage.voice.speaker)
    return np.asarray([is_label(s.text) or stems(s.text) <= speaker for s in passage.sentences])
