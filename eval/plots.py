"""Plots as inline SVG: no script, no style attribute, nothing from elsewhere; each says itself in words too.

Colours and type come from the page's style sheet by class, so that plots follow its light and dark schemes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 460, 260
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 14, 40


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line with the bounds of its interval; bounds equal to `y` draw none."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled value with its interval; `note` stands at the end of the row."""

    label: str
    value: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Maps data to the plot's rectangle."""

    x0: float
    x1: float
    y0: float
    y1: float

    def x(self, value: float) -> float:
        return round(LEFT + (value - self.x0) / ((self.x1 - self.x0) or 1) * (WIDTH - LEFT - RIGHT), 2)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - self.y0) / ((self.y1 - self.y0) or 1) * (HEIGHT - TOP - BOTTOM), 2)


def line_plot(title: str, points: Sequence[Point], x_label: str, y_label: str, ticks: Sequence[float]) -> str:
    """A line over x with its interval as a band; y runs from 0 to 1."""
    if not points:
        return _empty(title)
    frame = _Frame(min(ticks), max(ticks), 0, 1)
    band = [(frame.x(p.x), frame.y(p.high)) for p in points] + [
        (frame.x(p.x), frame.y(p.low)) for p in reversed(points)
    ]
    line = [(frame.x(p.x), frame.y(p.y)) for p in points]
    body = [
        _axes(frame, x_label, y_label, ticks, (0, 0.25, 0.5, 0.75, 1)),
        f'<polygon class="band" points="{_points(band)}"/>',
        f'<polyline class="line" points="{_points(line)}"/>',
        *(
            f'<circle class="dot" cx="{frame.x(p.x)}" cy="{frame.y(p.y)}" r="2.6"><title>{p.x:g}: {p.y:.3f} '
            f"({p.low:.3f} to {p.high:.3f})</title></circle>"
            for p in points
        ),
    ]
    words = "; ".join(f"{p.x:g}: {p.y:.2f}" for p in points)
    return _svg(title, f"{y_label} by {x_label}. {words}", body)


def bar_plot(title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars from 0 to 1, a whisker for each interval."""
    if not bars:
        return _empty(title)
    row, label_width, note_width = 24, 150, 46
    height = row * len(bars) + 30
    scale = WIDTH - label_width - note_width

    def x(value: float) -> float:
        return round(label_width + max(0.0, min(1.0, value)) * scale, 2)

    body = [
        f'<line class="grid" x1="{x(t)}" x2="{x(t)}" y1="4" y2="{height - 24}"/>'
        f'<text class="tick" x="{x(t)}" y="{height - 8}" text-anchor="middle">{t:g}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    ]
    for number, bar in enumerate(bars):
        middle = 6 + row * number + row / 2 - 2
        body.append(
            f'<text class="label" x="{label_width - 8}" y="{middle + 4}" text-anchor="end">{escape(bar.label)}</text>'
            f'<rect class="bar" x="{x(0)}" y="{middle - 7}" width="{round(x(bar.value) - x(0), 2)}" height="14">'
            f"<title>{escape(bar.label)}: {bar.value:.3f} ({bar.low:.3f} to {bar.high:.3f})</title></rect>"
            f'<path class="whisker" d="M{x(bar.low)} {middle}H{x(bar.high)}'
            f'M{x(bar.low)} {middle - 4}v8M{x(bar.high)} {middle - 4}v8"/>'
            f'<text class="tick" x="{WIDTH - 2}" y="{middle + 4}" text-anchor="end">{escape(bar.note)}</text>'
        )
    words = "; ".join(f"{bar.label} {bar.value:.2f}, {bar.low:.2f} to {bar.high:.2f}" for bar in bars)
    return _svg(title, words, body, height)


def reliability_plot(title: str, rows: Sequence[dict[str, float]]) -> str:
    """Share right by confidence, the area of a point growing with its count; the diagonal is perfect calibration."""
    if not rows:
        return _empty(title)
    frame = _Frame(0, 1, 0, 1)
    most = max(row["count"] for row in rows)
    line = [(frame.x(row["confidence"]), frame.y(row["right"])) for row in rows]
    body = [
        _axes(frame, "confidence", "share right", (0, 0.25, 0.5, 0.75, 1), (0, 0.25, 0.5, 0.75, 1)),
        f'<line class="ideal" x1="{frame.x(0)}" y1="{frame.y(0)}" x2="{frame.x(1)}" y2="{frame.y(1)}"/>',
        f'<polyline class="line" points="{_points(line)}"/>',
        *(
            f'<circle class="dot" cx="{x}" cy="{y}" r="{3 + 7 * (row["count"] / most) ** 0.5:.1f}">'
            f"<title>confidence {row['confidence']:.2f}: {row['right']:.2f} right of {row['count']:.0f}</title>"
            "</circle>"
            for (x, y), row in zip(line, rows, strict=True)
        ),
    ]
    words = "; ".join(f"at {row['confidence']:.2f} {row['right']:.2f} of {row['count']:.0f}" for row in rows)
    return _svg(title, f"Share of right answers by confidence. {words}", body)


def risk_coverage_plot(title: str, points: Sequence[dict[str, float]]) -> str:
    """Share wrong of what is answered, as more questions are answered."""
    if not points:
        return _empty(title)
    top = max(0.1, max(point["risk"] for point in points))
    top = next(t for t in (0.1, 0.25, 0.5, 1.0) if top <= t)
    frame = _Frame(0, 1, 0, top)
    line = [(frame.x(point["coverage"]), frame.y(point["risk"])) for point in points]
    body = [
        _axes(
            frame, "share of questions answered", "share of answers wrong", (0, 0.25, 0.5, 0.75, 1), (0, top / 2, top)
        ),
        f'<polyline class="line" points="{_points(line)}"/>',
        f'<circle class="dot" cx="{line[-1][0]}" cy="{line[-1][1]}" r="4">'
        f"<title>as answered: {points[-1]['risk']:.3f} wrong "
        f"of {points[-1]['coverage']:.3f}</title></circle>",
    ]
    words = (
        f"All that was answered: {points[-1]['coverage']:.2f} of the questions, {points[-1]['risk']:.2f} of them wrong."
    )
    return _svg(title, words, body)


def histogram(title: str, values: Sequence[float], marks: Sequence[tuple[str, float]], unit: str) -> str:
    """How values are distributed, in 24 equal bins up to the 99th percentile (the rest in the last), with marks."""
    if not values:
        return _empty(title)
    ordered = sorted(values)
    top = max(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))], *(value for _, value in marks), 1e-9) * 1.02
    bins = 24
    counts = [0] * bins
    for value in ordered:
        counts[min(bins - 1, int(value / top * bins))] += 1
    most = max(counts)
    frame = _Frame(0, top, 0, most)
    step = (frame.x(top) - frame.x(0)) / bins
    body = [_axes(frame, unit, "questions", _nice(top), (0, most))]
    for number, count in enumerate(counts):
        if count:
            body.append(
                f'<rect class="bar" x="{frame.x(0) + number * step:.2f}" y="{frame.y(count)}" '
                f'width="{max(1, step - 1):.2f}" '
                f'height="{frame.y(0) - frame.y(count):.2f}"><title>{count}</title></rect>'
            )
    for name, value in marks:
        x = frame.x(value)
        body.append(
            f'<line class="mark" x1="{x}" x2="{x}" y1="{TOP}" y2="{frame.y(0)}"/>'
            f'<text class="tick" x="{x + 3}" y="{TOP + 9}">{escape(name)} {value:.0f}</text>'
        )
    words = ", ".join(f"{name} {value:.0f} {unit}" for name, value in marks)
    return _svg(title, f"{len(values)} values; {words}", body)


def _svg(title: str, words: str, body: Sequence[str], height: float = HEIGHT) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(title)}. {escape(words)}">'
        f"<title>{escape(title)}</title>{''.join(body)}</svg>"
    )


def _empty(title: str) -> str:
    return f'<p class="undefined">{escape(title)}: undefined for this run.</p>'


def _axes(frame: _Frame, x_label: str, y_label: str, x_ticks: Sequence[float], y_ticks: Sequence[float]) -> str:
    parts = []
    for tick in y_ticks:
        y = frame.y(tick)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 6}" y="{y + 3.5}" text-anchor="end">{tick:g}</text>')
    for tick in x_ticks:
        x = frame.x(tick)
        parts.append(f'<text class="tick" x="{x}" y="{HEIGHT - BOTTOM + 15}" text-anchor="middle">{tick:g}</text>')
    middle_x, middle_y = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text class="axis" x="{middle_x}" y="{HEIGHT - 6}" text-anchor="middle">{escape(x_label)}</text>')
    parts.append(
        f'<text class="axis" transform="translate(11 {middle_y}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_label)}</text>"
    )
    return "".join(parts)


def _nice(top: float) -> list[float]:
    step = next(s * 10**e for e in range(-3, 8) for s in (1, 2, 5) if top / (s * 10**e) <= 5)
    return [round(step * n, 6) for n in range(int(top / step) + 1)]


def _points(pairs: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in pairs)
