"""From cases to figures: values, intervals, breakdowns and curves, as the JSON of ``figures.json``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bootstrap import LEVEL, ROUNDS, SEED, Array, drawings, interval
from eval.cases import Case
from eval.figures import confidence, retrieval, voices
from eval.figures.catalogue import FIGURES
from eval.figures.figure import Figure, Group
from eval.gold_set import QuestionType
from eval.overlap import Rules

Json = dict[str, Any]
CURVE_DEPTH = 20
FORMAT = 1


def score(cases: Sequence[Case], rules: Rules) -> Json:
    """Every figure of the cases. Undefined values are None; each says for how many questions it is defined."""
    drawn = drawings(len(cases))
    cells = {figure.name: figure.cells(cases) for figure in FIGURES}
    types = [case.question.type for case in cases]
    return {
        "format": FORMAT,
        "questions": len(cases),
        "answered": sum(case.answered for case in cases),
        "failed": sum(case.answer is None for case in cases),
        "right": sum(case.right for case in cases),
        "rules": {**asdict(rules), "bootstrap_rounds": ROUNDS, "level": LEVEL, "seed": SEED},
        "figures": {figure.name: entry(figure, cells[figure.name], drawn) for figure in FIGURES},
        "by_type": _groups(cells, types, list(QuestionType)),
        "by_history": _groups(cells, [bool(case.question.history) for case in cases], [False, True]),
        "confusion": voices.confusion(list(cases)),
        "curves": {
            "recall": [_curve_point(cases, k, drawn) for k in range(1, CURVE_DEPTH + 1)],
            "reliability": confidence.reliability(cases),
            "risk_coverage": confidence.risk_coverage(cases),
            "ask_ms": sorted(round(case.ask_ms, 2) for case in cases if not math.isnan(case.ask_ms)),
        },
        "per_question": [
            {
                "id": case.question.id,
                "type": case.question.type.value,
                "right": case.right,
                "cells": {
                    figure.name: [_number(v) for v in cells[figure.name][row]]
                    for figure in FIGURES
                    if cells[figure.name][row][-1] > 0
                },
            }
            for row, case in enumerate(cases)
        ],
    }


def entry(figure: Figure, cells: Array, drawn: NDArray[np.int64]) -> Json:
    """A figure's value and interval, with how many questions it is defined and undefined for."""
    found = interval(cells, figure.combine, drawn)
    defined = int((cells[:, -1] > 0).sum())
    return {
        "value": number(found.value),
        "low": number(found.low),
        "high": number(found.high),
        "defined": defined,
        "undefined": len(cells) - defined,
    }


def number(value: float) -> float | None:
    """A value for JSON, which has no NaN."""
    return None if math.isnan(value) else round(value, 6)


def cells_of(figures: Json, figure: Figure, ids: Sequence[str]) -> Array:
    """The figure's cells of the questions `ids`, in that order, from the JSON that `score` wrote."""
    by_id = {row["id"]: row["cells"].get(figure.name) for row in figures["per_question"]}
    rows = [by_id[question_id] or [0.0] * figure.columns for question_id in ids]
    return np.array(rows, dtype=np.float64).reshape(len(ids), figure.columns)


def _groups(cells: dict[str, Array], labels: Sequence[Any], order: Sequence[Any]) -> Json:
    groups: Json = {}
    for label in order:
        rows = [row for row, value in enumerate(labels) if value == label]
        if rows:
            drawn = drawings(len(rows))
            figures = {figure.name: entry(figure, cells[figure.name][rows], drawn) for figure in FIGURES}
            known = {name: value for name, value in figures.items() if value["value"] is not None}
            groups[str(label.value if isinstance(label, QuestionType) else label).lower()] = {
                "questions": len(rows),
                "figures": known,
            }
    return groups


def _curve_point(cases: Sequence[Case], k: int, drawn: NDArray[np.int64]) -> Json:
    figure = Figure(f"recall@{k}", f"recall@{k}", Group.RETRIEVAL, partial(retrieval.recall_at, k=k))
    return {"k": k, **entry(figure, figure.cells(cases), drawn)}


def _number(value: float) -> float:
    return round(float(value), 6)
