from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.bootstrap import (
    area_under_risk_coverage,
    calibration_error,
    drawings,
    holm,
    interval,
    paired,
    quantile,
    ratio,
)


def cells(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float64)


def test_a_ratio_of_means_and_of_pooled_counts() -> None:
    assert ratio(cells((1, 1), (0, 1), (0, 0))) == pytest.approx(0.5)
    assert ratio(cells((3, 4), (0, 1))) == pytest.approx(0.6)


def test_what_no_question_defines_is_nan_and_not_zero() -> None:
    found = interval(cells((0, 0), (0, 0)), ratio, drawings(2))
    assert np.isnan([found.value, found.low, found.high]).all()


def test_the_interval_holds_the_value_and_is_the_same_every_time() -> None:
    values = cells(*[(float(n % 3 == 0), 1.0) for n in range(60)])
    found = interval(values, ratio, drawings(60))
    assert found.low < found.value < found.high
    assert found == interval(values, ratio, drawings(60))


def test_more_questions_make_a_narrower_interval() -> None:
    def width(n: int) -> float:
        found = interval(cells(*[(float(k % 2), 1.0) for k in range(n)]), ratio, drawings(n))
        return found.high - found.low

    assert width(400) < 0.6 * width(50)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        sample = np.stack([rng.random(60) < 0.3, np.ones(60)], axis=1).astype(float)
        found = interval(sample, ratio, drawings(60, rounds=400))
        held += found.low <= 0.3 <= found.high
    assert 0.88 <= held / 200 <= 0.99


@settings(deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=1, max_size=40), st.sampled_from([0.5, 0.95]))
def test_a_quantile_is_one_of_the_values_and_enough_lie_below_it(values: list[float], q: float) -> None:
    found = float(quantile(q)(cells(*[(value, 1.0) for value in values], (0.0, 0.0))))
    assert found in values
    assert sum(value <= found for value in values) >= q * len(values)


def test_calibration_error_of_the_calibrated_is_small_and_of_the_overconfident_large() -> None:
    calibrated = cells(*[(0.75, float(n % 4 != 0), 1.0) for n in range(40)])
    overconfident = cells(*[(0.95, float(n % 4 == 0), 1.0) for n in range(40)])
    assert calibration_error(calibrated) == pytest.approx(0, abs=1e-9)
    assert calibration_error(overconfident) == pytest.approx(0.7)
    assert calibration_error(cells((1.0, 1.0, 1.0), (0.3, 0.0, 0.0))) == pytest.approx(0)


def test_the_area_is_smaller_where_wrong_answers_come_last() -> None:
    last = cells(*[(1 - n / 20, float(n < 15), 1.0) for n in range(20)])
    first = cells(*[(n / 20, float(n < 15), 1.0) for n in range(20)])
    assert area_under_risk_coverage(last) < area_under_risk_coverage(first)
    assert area_under_risk_coverage(cells((0.5, 0.0, 1.0), (0.9, 1.0, 1.0))) == pytest.approx((0 + 0.5) / 2)


def test_the_order_of_equal_confidences_is_of_no_account() -> None:
    rows = [(0.5, float(n % 2), 1.0) for n in range(10)] + [(0.0, 0.0, 0.0), (0.9, 1.0, 1.0)]
    forwards, backwards = cells(*rows), cells(*rows[::-1])
    assert area_under_risk_coverage(forwards) == pytest.approx(area_under_risk_coverage(backwards))
    assert area_under_risk_coverage(forwards) == pytest.approx((0 + 10 * 5 / 11) / 11)


def test_a_paired_difference_sees_a_small_fall_that_intervals_apart_would_hide() -> None:
    a = cells(*[(float(n % 10 != 0), 1.0) for n in range(150)])
    b = a.copy()
    b[[2, 5, 11, 31, 52, 76, 98, 103, 127, 141], 0] = 0
    drawn = drawings(150)
    fall = paired(a, b, ratio, drawn)
    assert interval(a, ratio, drawn).low < interval(b, ratio, drawn).high
    assert fall.high < 0
    assert fall.p < 0.01


def test_two_equal_systems_do_not_differ() -> None:
    a = cells(*[(float(n % 3), 1.0) for n in range(30)])
    same = paired(a, a.copy(), ratio, drawings(30))
    assert (same.value, same.low, same.high, same.p) == (0, 0, 0, 1)


def test_holm_multiplies_the_smallest_most_and_never_reorders() -> None:
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": float("nan")})
    assert adjusted["a"] == pytest.approx(0.03)
    assert adjusted["c"] == pytest.approx(0.06)
    assert adjusted["b"] == pytest.approx(0.06)
    assert np.isnan(adjusted["d"])
