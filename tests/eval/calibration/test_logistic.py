"""The fit finds known weights, keeps signs, and its scores rank."""

from __future__ import annotations

import math

import numpy as np
import pytest

from eval.calibration.logistic import area_under_curve, fit


@pytest.fixture
def sample() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    features = random.normal(size=(4_000, 3)) * [1.0, 5.0, 0.1] + [0.0, 2.0, -1.0]
    logits = 1.5 * features[:, 0] - 0.4 * features[:, 1] + 0.3
    return features, (random.random(4_000) < 1 / (1 + np.exp(-logits))).astype(float)


def test_known_weights_are_found(sample: tuple[np.ndarray, np.ndarray]) -> None:
    fitted = fit("abc", *sample, np.ones(4_000), ridge=1e-5)
    assert fitted.weights[0] == pytest.approx(1.5, abs=0.15)
    assert fitted.weights[1] == pytest.approx(-0.4, abs=0.05)
    assert fitted.intercept == pytest.approx(0.3, abs=0.9)


def test_the_mean_probability_is_the_share_of_positives(sample: tuple[np.ndarray, np.ndarray]) -> None:
    features, labels = sample
    fitted = fit("abc", features, labels, np.ones(4_000))
    assert fitted.probabilities(features).mean() == pytest.approx(labels.mean(), abs=0.005)


@pytest.mark.parametrize("sign", [1, 0])
def test_a_sign_is_kept(sample: tuple[np.ndarray, np.ndarray], sign: int) -> None:
    fitted = fit("abc", *sample, np.ones(4_000), signs={"b": sign})
    assert fitted.weights[1] == 0.0
    assert fitted.weights[0] > 0.5


def test_counting_an_example_twice_is_having_it_twice(sample: tuple[np.ndarray, np.ndarray]) -> None:
    features, labels = sample[0][:200], sample[1][:200]
    counted = fit("abc", features, labels, np.r_[np.full(100, 2.0), np.ones(100)])
    twice = fit("abc", np.r_[features[:100], features], np.r_[labels[:100], labels], np.ones(300))
    assert counted.weights == pytest.approx(twice.weights, abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [([1, 0], [2.0, 1.0], 1.0), ([1, 0], [1.0, 2.0], 0.0), ([1, 0, 0], [1.0, 1.0, 0.0], 0.75)],
)
def test_area_under_the_curve(labels: list[int], scores: list[float], expected: float) -> None:
    assert area_under_curve(np.asarray(labels, dtype=float), np.asarray(scores)) == expected


def test_without_both_kinds_there_is_no_area() -> None:
    assert math.isnan(area_under_curve(np.ones(2), np.ones(2)))
