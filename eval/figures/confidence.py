"""Does `confidence` say how likely an answer is right?

Calibration error after Guo et al., "On Calibration of Modern Neural Networks" (2017); risk and coverage after El-Yaniv
and Wiener (2010) and Geifman and El-Yaniv (2017). Over answered questions whose body has a confidence: an answer is
right where the question is answerable and at least the share `Rules.right` of its facts is said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from eval.bootstrap import BINS
from eval.cases import Case
from eval.figures.figure import Cell

NO_CONFIDENCE: Cell = (0.0, 0.0, 0.0)


def sureness(case: Case) -> Cell:
    """Confidence, whether the answer is right, and weight 1; weight 0 where there is no answer or no confidence."""
    if case.answer is None or not case.answer.answered or math.isnan(case.answer.confidence):
        return NO_CONFIDENCE
    confidence = min(1.0, max(0.0, case.answer.confidence))
    return (confidence, float(case.question.answerable and case.right), 1.0)


def reliability(cases: Sequence[Case]) -> list[dict[str, float]]:
    """For each tenth of confidence that holds answers: its bounds, mean confidence, share right, count."""
    rows = []
    known = [cell for cell in map(sureness, cases) if cell[2]]
    for number in range(BINS):
        inside = [cell for cell in known if min(int(cell[0] * BINS), BINS - 1) == number]
        if inside:
            rows.append(
                {
                    "from": number / BINS,
                    "to": (number + 1) / BINS,
                    "confidence": sum(cell[0] for cell in inside) / len(inside),
                    "right": sum(cell[1] for cell in inside) / len(inside),
                    "count": len(inside),
                }
            )
    return rows


def risk_coverage(cases: Sequence[Case]) -> list[dict[str, float]]:
    """As the least confidence accepted falls: the share of all questions answered, and of those the share wrong.

    Answers of equal confidence are accepted together.
    """
    known = sorted((cell for cell in map(sureness, cases) if cell[2]), key=lambda cell: -cell[0])
    points = []
    wrong = 0.0
    for number, cell in enumerate(known, start=1):
        wrong += 1 - cell[1]
        if number == len(known) or known[number][0] < cell[0]:
            points.append({"coverage": number / len(cases), "risk": wrong / number, "confidence": cell[0]})
    return points
