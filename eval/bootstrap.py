"""Intervals by the bootstrap: questions are drawn again with replacement, the figure is taken of each drawing.

Percentile intervals after Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; the paired form
for two systems on the same questions after Koehn, "Statistical Significance Tests for Machine Translation Evaluation"
(2004).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Combine = Callable[[Array], Array]
"""From cells (…, questions, columns) to values (…); the last column is a question's weight, 0 where undefined."""

ROUNDS = 2_000
LEVEL = 0.95
SEED = 20161031
BINS = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the bounds of its interval; all NaN where the value is undefined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two systems on the same questions: B's value less A's, its interval, and the two-sided bootstrap p."""

    a: float
    b: float
    value: float
    low: float
    high: float
    p: float


def ratio(cells: Array) -> Array:
    """Sum of the first column over the sum of the weights: a mean over questions, or a share over what they hold."""
    weight = cells[..., -1].sum(axis=-1)
    total = cells[..., 0].sum(axis=-1)
    return _divided(total, weight)


def quantile(q: float) -> Combine:
    """The quantile `q` of the first column over the questions that have one."""

    def combine(cells: Array) -> Array:
        values = np.where(cells[..., -1] > 0, cells[..., 0], np.inf)
        count = (cells[..., -1] > 0).sum(axis=-1)
        ordered = np.sort(values, axis=-1)
        # The smallest value that at least the share q of the defined ones do not exceed.
        position = np.maximum(np.ceil(q * count).astype(int) - 1, 0)
        picked = np.take_along_axis(ordered, position[..., None], axis=-1)[..., 0]
        return np.where(count > 0, picked, np.nan)

    return combine


def calibration_error(cells: Array) -> Array:
    """Expected calibration error: confidence and outcome (0 or 1) in ten equal bins of confidence (Guo et al. 2017)."""
    confidence, outcome, weight = cells[..., 0], cells[..., 1], cells[..., 2]
    bins = np.clip((confidence * BINS).astype(int), 0, BINS - 1)
    gap = np.zeros(cells.shape[:-2])
    for number in range(BINS):
        inside = weight * (bins == number)
        gap += np.abs((inside * (outcome - confidence)).sum(axis=-1))
    total = weight.sum(axis=-1)
    return _divided(gap, total)


def area_under_risk_coverage(cells: Array) -> Array:
    """Mean risk over all coverages, answers taken by falling confidence (Geifman and El-Yaniv 2017).

    Answers of equal confidence are taken together, so that their order in the file is of no account.
    """
    confidence, outcome, weight = cells[..., 0], cells[..., 1], cells[..., 2]
    order = np.argsort(np.where(weight > 0, -confidence, np.inf), axis=-1)
    ranked, taken, wrong = (
        np.take_along_axis(values, order, axis=-1) for values in (confidence, weight, weight * (1 - outcome))
    )
    risk = np.nan_to_num(_divided(wrong.cumsum(axis=-1), taken.cumsum(axis=-1)))
    last = np.ones(ranked.shape, dtype=bool)
    last[..., :-1] = (ranked[..., 1:] != ranked[..., :-1]) | (taken[..., 1:] == 0)
    ends = np.where(last, np.arange(ranked.shape[-1]), ranked.shape[-1] - 1)
    ends = np.minimum.accumulate(ends[..., ::-1], axis=-1)[..., ::-1]
    together = np.take_along_axis(risk, ends, axis=-1)
    return _divided((together * taken).sum(axis=-1), weight.sum(axis=-1))


def drawings(questions: int, rounds: int = ROUNDS, seed: int = SEED) -> NDArray[np.int64]:
    """Indexes (rounds, questions) of the questions drawn in each round; the same for the same arguments."""
    return np.random.default_rng(seed).integers(0, questions, size=(rounds, questions))


def interval(cells: Array, combine: Combine, drawn: NDArray[np.int64], level: float = LEVEL) -> Interval:
    """The figure of `cells` (questions, columns) with its percentile interval."""
    if not len(cells) or not (cells[:, -1] > 0).any():
        return Interval(np.nan, np.nan, np.nan)
    low, high = _bounds(combine(cells[drawn]), level)
    return Interval(float(combine(cells)), low, high)


def paired(a: Array, b: Array, combine: Combine, drawn: NDArray[np.int64], level: float = LEVEL) -> Difference:
    """The difference of two systems on the same questions, the same questions drawn for both."""
    value_a, value_b = (float(combine(cells)) if (cells[:, -1] > 0).any() else np.nan for cells in (a, b))
    differences = combine(b[drawn]) - combine(a[drawn])
    differences = differences[~np.isnan(differences)]
    if np.isnan(value_a) or np.isnan(value_b) or not len(differences):
        return Difference(value_a, value_b, np.nan, np.nan, np.nan, np.nan)
    low, high = _bounds(differences, level)
    tail = min((differences <= 0).sum(), (differences >= 0).sum()) + 1
    p = min(1.0, 2 * float(tail) / (len(differences) + 1))
    return Difference(value_a, value_b, value_b - value_a, low, high, p)


def holm(ps: dict[str, float]) -> dict[str, float]:
    """The p values adjusted for being looked at together (Holm 1979); NaN stays NaN."""
    known = sorted((p, name) for name, p in ps.items() if not np.isnan(p))
    adjusted = dict(ps)
    highest = 0.0
    for rank, (p, name) in enumerate(known):
        highest = max(highest, min(1.0, p * (len(known) - rank)))
        adjusted[name] = highest
    return adjusted


def _divided(values: Array, by: Array) -> Array:
    """`values` / `by`, NaN where `by` is not above 0."""
    undefined = np.full(np.shape(by), np.nan)
    return np.asarray(np.divide(values, by, out=undefined, where=np.asarray(by) > 0))


def _bounds(values: Array, level: float) -> tuple[float, float]:
    values = values[~np.isnan(values)]
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
