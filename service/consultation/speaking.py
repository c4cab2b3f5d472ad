"""Whether an organisation speaks on a question at all: a logistic model of how its nearest passages fit the question.

Similarity alone calls whatever is near a subject an answer. So it also counts whether the nearest passages are nearer
to other questions of the same consultation, and whether they have the words that this question has and others have not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.consultation.terms import content_words

_TOP = 3


@dataclass(frozen=True, slots=True)
class SpeakingWeights:
    """Fitted on the labelled pairs of eight consultations, the shipped one not among them (docs/stances.md)."""

    nearest: float = 2.690
    late: float = 0.411
    first_rank: float = -0.943
    mean_rank: float = -0.522
    own_words: float = 8.419
    intercept: float = -2.196


WEIGHTS = SpeakingWeights()


@dataclass(frozen=True, slots=True)
class Fit:
    """How an organisation's nearest passages fit a question.

    `nearest`: the best score, as a share of the consultation's own nearness; `late`: late interaction of the nearest
    three, mean; `first_rank`, `mean_rank`: how many other questions are nearer to the nearest passage, and to the
    nearest three on average; `own_words`: the share of the question's rarer words in a passage, mean of the best three.
    """

    nearest: float
    late: float
    first_rank: float
    mean_rank: float
    own_words: float

    def probability(self, weights: SpeakingWeights = WEIGHTS) -> float:
        """That the organisation speaks on the question, 0 to 1."""
        score = (
            weights.intercept
            + weights.nearest * self.nearest
            + weights.late * self.late
            + weights.first_rank * math.log1p(self.first_rank)
            + weights.mean_rank * math.log1p(self.mean_rank)
            + weights.own_words * self.own_words
        )
        return 1 / (1 + math.exp(-score))


class RareWords:
    """The words of each question, weighted by how rare they are in the texts and among the questions."""

    def __init__(self, questions: Mapping[int, str], texts: Sequence[str]) -> None:
        self._asked = {number: content_words(text) for number, text in questions.items()}
        among = Counter(word for words in self._asked.values() for word in words)
        seen = Counter(word for text in texts for word in content_words(text))
        self._weight = {word: math.log1p(len(texts) / (1 + seen[word])) / count for word, count in among.items()}

    def share(self, number: int, passages: Sequence[frozenset[str]]) -> float:
        """The weighted share of the question's words that a passage has, mean of the best three."""
        asked = self._asked[number]
        total = sum(self._weight[word] for word in asked)
        if not total or not passages:
            return 0.0
        shares = sorted((sum(self._weight[word] for word in asked & words) / total for words in passages), reverse=True)
        return float(np.mean(shares[:_TOP]))


def ranks(scores: NDArray[np.float32], question: int, top: Sequence[int]) -> tuple[float, float]:
    """Of `scores` (questions, passages): how many questions exceed this one at its first passage, and on average."""
    above = [float((scores[:, at] > scores[question, at]).sum()) for at in top[:_TOP]]
    return (above[0], float(np.mean(above))) if above else (0.0, 0.0)
