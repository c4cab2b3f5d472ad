from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from eval import plots

POINTS = [plots.Point(k, k / 20, k / 25, k / 18) for k in (1, 5, 10)]
BARS = [plots.Bar("<b> & co", 0.5, 0.3, 0.7, "n=3"), plots.Bar("whole", 1.0, 1.0, 1.0)]
ROWS = [{"confidence": 0.25, "right": 0.5, "count": 4.0}, {"confidence": 0.9, "right": 0.8, "count": 16.0}]
RISKS = [{"coverage": 0.5, "risk": 0.0, "confidence": 0.9}, {"coverage": 0.8, "risk": 0.2, "confidence": 0.4}]


@pytest.mark.parametrize(
    "svg",
    [
        plots.line_plot("Recall", POINTS, "k", "share", (1, 5, 10)),
        plots.bar_plot("Types", BARS),
        plots.reliability_plot("Reliability", ROWS),
        plots.risk_coverage_plot("Risk", RISKS),
        plots.histogram("Time", [3.0, 4.0, 9.0, 250.0], [("p50", 4.0), ("p95", 250.0)], "ms"),
    ],
)
def test_a_plot_is_well_formed_says_itself_in_words_and_needs_nothing_else(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert len(root.get("aria-label", "")) > 20
    for name in ("style=", "href", "script", "url("):
        assert name not in svg


def test_values_land_where_they_belong() -> None:
    svg = ElementTree.fromstring(
        plots.line_plot("Recall", [plots.Point(1, 0, 0, 0), plots.Point(20, 1, 1, 1)], "k", "share", (1, 20))
    )
    first, last = (dot for dot in svg.iter("circle"))
    assert float(first.get("cx", "")) == plots.LEFT
    assert float(first.get("cy", "")) == plots.HEIGHT - plots.BOTTOM
    assert float(last.get("cx", "")) == plots.WIDTH - plots.RIGHT
    assert float(last.get("cy", "")) == plots.TOP


def test_bars_are_as_long_as_their_values() -> None:
    bars = [float(bar.get("width", "")) for bar in ElementTree.fromstring(plots.bar_plot("Types", BARS)).iter("rect")]
    assert bars[0] == pytest.approx(bars[1] / 2, abs=0.1)


def test_a_histogram_counts_every_value() -> None:
    svg = ElementTree.fromstring(plots.histogram("Time", [1.0, 2.0, 2.0, 90.0], [], "ms"))
    assert sum(int(bar[0].text or 0) for bar in svg.iter("rect")) == 4


def test_nothing_to_draw_is_said_and_not_drawn() -> None:
    for drawn in (
        plots.line_plot("R", [], "k", "s", (1,)),
        plots.bar_plot("R", []),
        plots.reliability_plot("R", []),
        plots.risk_coverage_plot("R", []),
        plots.histogram("R", [], [], "ms"),
    ):
        assert "undefined for this run" in drawn
