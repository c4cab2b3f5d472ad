"""Two runs on the same questions: what got better, what worse, and which questions flipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.bootstrap import Difference, drawings, holm, paired
from eval.errors import EvaluationError
from eval.figures.catalogue import FIGURES
from eval.figures.figure import Better, Figure
from eval.scoring import cells_of, number

Json = dict[str, Any]
ALPHA = 0.05
BETTER, WORSE, SAME, UNJUDGED = "better", "worse", "no difference shown", "not judged"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both runs; only guarded figures have a verdict, on p values adjusted after Holm."""

    figure: Figure
    difference: Difference
    p_adjusted: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """B held against A over the `shared` questions; `left_out` counts questions that only one of them has."""

    a: str
    b: str
    shared: int
    left_out: int
    rows: tuple[Row, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    def of(self, verdict: str) -> list[Row]:
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def worse(self) -> bool:
        """Whether B is significantly worse on any guarded figure."""
        return bool(self.of(WORSE))

    def as_json(self) -> Json:
        return {
            "a": self.a,
            "b": self.b,
            "questions": self.shared,
            "left_out": self.left_out,
            "worse": self.worse,
            "figures": {
                row.figure.name: {
                    "a": number(row.difference.a),
                    "b": number(row.difference.b),
                    "difference": number(row.difference.value),
                    "low": number(row.difference.low),
                    "high": number(row.difference.high),
                    "p_adjusted": number(row.p_adjusted),
                    "verdict": row.verdict,
                }
                for row in self.rows
            },
            "flipped": {"to_right": list(self.gained), "to_wrong": list(self.lost)},
        }


def compare(a: Json, b: Json, figures: Sequence[Figure] = FIGURES) -> Comparison:
    """Compares two runs' figures (the JSON of ``figures.json``), paired by question id.

    Raises EvaluationError where they share no question or were scored by different rules.
    """
    if a.get("rules") != b.get("rules"):
        raise EvaluationError("the runs were scored by different rules; score one again with `greenpaper eval score`")
    right_a, right_b = ({row["id"]: bool(row["right"]) for row in run["per_question"]} for run in (a, b))
    ids = [question_id for question_id in right_a if question_id in right_b]
    if not ids:
        raise EvaluationError("the runs share no question; compare runs of the same gold set and split")
    drawn = drawings(len(ids))
    differences = {
        figure.name: paired(cells_of(a, figure, ids), cells_of(b, figure, ids), figure.combine, drawn)
        for figure in figures
    }
    adjusted = holm({figure.name: differences[figure.name].p for figure in figures if figure.guarded})
    name_a, name_b = str(a.get("run", "A")), str(b.get("run", "B"))
    return Comparison(
        a=name_a if name_a != name_b else f"A: {name_a}",
        b=name_b if name_a != name_b else f"B: {name_b}",
        shared=len(ids),
        left_out=len(right_a) + len(right_b) - 2 * len(ids),
        rows=tuple(
            _row(figure, differences[figure.name], adjusted.get(figure.name, float("nan"))) for figure in figures
        ),
        gained=tuple(question_id for question_id in ids if right_b[question_id] and not right_a[question_id]),
        lost=tuple(question_id for question_id in ids if right_a[question_id] and not right_b[question_id]),
    )


def _row(figure: Figure, difference: Difference, p: float) -> Row:
    if not figure.guarded or figure.better is Better.NEITHER:
        verdict = UNJUDGED
    elif p < ALPHA and difference.value:
        verdict = BETTER if (difference.value > 0) == (figure.better is Better.HIGHER) else WORSE
    else:
        verdict = SAME
    return Row(figure, difference, p, verdict)
