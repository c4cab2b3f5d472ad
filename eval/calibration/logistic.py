"""Logistic regression with a ridge and signs that weights must keep, by accelerated projected gradient (numpy only).

Signs keep a small sample from teaching nonsense: that more of a question's words found makes an answer less likely.
Method: Beck and Teboulle, "A fast iterative shrinkage-thresholding algorithm" (2009), with a projection for the
proximal step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_ROUNDS = 4_000
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights (f,) of the features as they are, and the intercept."""

    names: tuple[str, ...]
    weights: Array
    intercept: float

    def logits(self, features: Array) -> Array:
        """(n,) of features (n, f)."""
        return np.asarray(features @ self.weights + self.intercept)

    def probabilities(self, features: Array) -> Array:
        return np.asarray(1 / (1 + np.exp(-np.clip(self.logits(features), -30, 30))))

    def record(self) -> dict[str, object]:
        """As ``calibration.json`` has it."""
        weights = {name: round(float(value), _DIGITS) for name, value in zip(self.names, self.weights, strict=True)}
        return {"intercept": round(self.intercept, _DIGITS), "weights": weights}


def fit(
    names: Sequence[str],
    features: Array,
    labels: Array,
    counts: Array,
    *,
    signs: Mapping[str, int] | None = None,
    ridge: float = 0.01,
    intercept: bool = True,
) -> Fitted:
    """Fits `labels` (n,) in {0, 1}, each counted `counts` times; `ridge` is on standardised weights.

    `signs` says of a feature that its weight must not be negative (1), not be positive (-1) or be left out (0);
    others are
    free.
    """
    share = counts / counts.sum()
    centre = share @ features if intercept else np.zeros(features.shape[1])
    spread = np.sqrt(share @ (features - centre) ** 2)
    spread[spread < 1e-9] = 1.0
    design = np.column_stack([np.full(len(labels), float(intercept)), (features - centre) / spread])
    penalty = np.r_[0.0, np.full(features.shape[1], ridge)]
    bounds = [(signs or {}).get(name, 2) for name in names]
    low = np.r_[-np.inf, [0.0 if sign in (0, 1) else -np.inf for sign in bounds]]
    high = np.r_[np.inf, [0.0 if sign in (0, -1) else np.inf for sign in bounds]]
    step = 1 / (0.25 * float(np.linalg.eigvalsh((design * share[:, None]).T @ design)[-1]) + ridge)
    theta = moved = np.zeros(design.shape[1])
    momentum = 1.0
    for _ in range(_ROUNDS):
        wrong = 1 / (1 + np.exp(-np.clip(design @ moved, -30, 30))) - labels
        following = np.clip(moved - step * (design.T @ (share * wrong) + penalty * moved), low, high)
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        moved = following + (momentum - 1) / faster * (following - theta)
        theta, momentum = following, faster
    weights = theta[1:] / spread
    return Fitted(tuple(names), weights, float(theta[0] - weights @ centre))


def area_under_curve(labels: Array, scores: Array) -> float:
    """The chance that a positive scores above a negative, ties counting half; NaN without both."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    if not len(positive) or not len(negative):
        return float("nan")
    above = (positive[:, None] > negative).mean() + 0.5 * (positive[:, None] == negative).mean()
    return float(above)
