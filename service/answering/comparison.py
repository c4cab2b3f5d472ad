"""The likeliest sentences of all passages read once more, beside each other: which of them answers best.

A sentence's passage says what it is about; only beside its rivals does it show which of them says what was asked for.
One logistic regression joins both readings; `service.answering.calibration` has its weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.answering.calibration import Logistic, log_odds
from service.answering.fusion import Candidate
from service.scoring import Line, SentenceScorer

COMPARISON_FEATURES = ("before", "compared")


class Comparison:
    """Compares the likeliest sentences of candidates; safe for several threads."""

    def __init__(self, scorer: SentenceScorer, weights: Logistic) -> None:
        self._scorer = scorer
        self._weights = weights

    def compared(self, question: str, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
        """Candidates, in their order, with the probabilities that comparing their `most` likeliest sentences leads to.

        What was too unlikely to be compared counts as the worst that was.
        """
        places = likeliest_sentences(candidates, most)
        if not places:
            return list(candidates)
        scores = self._scorer.compared(question, [_line(candidates[at], position) for at, position in places])
        by_place = dict(zip(places, map(float, scores), strict=True))
        return [self._judged(at, candidate, by_place) for at, candidate in enumerate(candidates)]

    def _judged(self, at: int, candidate: Candidate, scores: Mapping[tuple[int, int], float]) -> Candidate:
        if not candidate.sentences:
            return candidate
        worst = min(scores.values())
        rows = [
            (log_odds(chance), scores.get((at, position), worst)) for position, chance in enumerate(candidate.sentences)
        ]
        features = np.asarray(rows, dtype=np.float32)
        chances = tuple(map(float, self._weights.probabilities(features)))
        return replace(candidate, probability=max(chances), sentences=chances, compared=features)


def likeliest_sentences(candidates: Sequence[Candidate], most: int) -> list[tuple[int, int]]:
    """The places (candidate, sentence) of the `most` likeliest sentences, in the order in which they stand."""
    places = [
        (-chance, at, position)
        for at, candidate in enumerate(candidates)
        for position, chance in enumerate(candidate.sentences)
    ]
    return sorted((at, position) for _, at, position in sorted(places)[:most])


def best_compared(candidates: Sequence[Candidate]) -> float:
    """The highest log-odds that a compared sentence of some candidates was given; 0 where none was."""
    rows: list[NDArray[np.float32]] = [candidate.compared for candidate in candidates if len(candidate.compared)]
    return float(max((row[:, 1].max() for row in rows), default=0.0))


def _line(candidate: Candidate, position: int) -> Line:
    passage = candidate.passage
    return Line(passage.id, passage.voice.speaker, passage.sentences[position].text)
