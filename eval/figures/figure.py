"""A figure: what one question contributes to it, and how the contributions are taken together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from eval.bootstrap import Array, Combine, ratio
from eval.cases import Case

Cell = tuple[float, ...]
UNDEFINED: Cell = (0.0, 0.0)
"""A question that has nothing to say on a figure: weight 0."""


class Better(StrEnum):
    """Which way is up; NEITHER is for what is reported and not judged."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Group(StrEnum):
    """Where a figure stands in tables."""

    LEAD = "Read first"
    RETRIEVAL = "Finding the evidence"
    CITATIONS = "Citing it"
    FACTS = "Saying the facts"
    VOICES = "Sides and voices"
    REFUSALS = "Refusing"
    ABSENCES = "Saying what is absent"
    UNDERSTANDING = "Understanding the question"
    CONFIDENCE = "Knowing how sure"
    EFFORT = "Length and speed"


@dataclass(frozen=True)
class Figure:
    """`cell` gives a question's values, its weight last; `guarded` figures decide compare's and the gate's verdict."""

    name: str
    title: str
    group: Group
    cell: Callable[[Case], Cell]
    better: Better = Better.HIGHER
    unit: str = "share"
    guarded: bool = False
    combine: Combine = ratio
    columns: int = 2

    def cells(self, cases: Sequence[Case]) -> Array:
        """The cells of all cases, (questions, columns)."""
        return cells_array([self.cell(case) for case in cases], self.columns)


def cells_array(cells: Sequence[Cell], columns: int) -> Array:
    """Cells as an array (questions, columns), undefined ones widened with zeros."""
    rows = [cell if len(cell) == columns else (0.0,) * columns for cell in cells]
    return np.array(rows, dtype=np.float64).reshape(len(rows), columns)


def once(value: float) -> Cell:
    """A question's own value, each question counting once."""
    return (value, 1.0)


def share(hits: int, of: int) -> Cell:
    """A question's share of something, each question counting once; undefined of nothing."""
    return once(hits / of) if of else UNDEFINED


def pooled(hits: int, of: int) -> Cell:
    """Hits of so many, every one counting once however many questions they come from."""
    return (float(hits), float(of))
