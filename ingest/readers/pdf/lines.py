"""Lines of a page and the order in which its columns are read."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.glyphs import Stretch

_SAME = 0.3  # ems between the base lines of one line
_CELL = 2.2  # ems of white between two cells of a row
_GAP = 1.1  # ems of white between cells of a row that has a wider gap
_SMALLER = 0.88  # a raised mark's size by its neighbour's
_STEP = 2.0  # points between two places where a gutter is looked for
_FEWEST = 3  # lines that a column has
_LEVEL = 0.6  # of one side's lines that stand level with the other's, from which on they may be a table's
_WORDS, _MANY_WORDS = 2.5, 4.0  # on average in lines of columns that are level; in both
_FEW_WORDS = 1.3  # where they are not level, as a letterhead beside the letter


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column: its cells where wide gaps part it, one where none does. Places are points."""

    stretches: tuple[Stretch, ...]
    cells: tuple[str, ...]
    left: float
    right: float
    base: float
    size: float
    bold: float

    @property
    def text(self) -> str:
        return " ".join(self.cells)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows of the table that the line stands for; empty for a line of text."""
        return self.stretches[0].rows

    @property
    def low(self) -> float:
        return min(stretch.low for stretch in self.stretches)


def lines_of(stretches: Sequence[Stretch]) -> list[Line]:
    """The lines of one column from its top to its foot."""
    rows: list[list[Stretch]] = []
    for stretch in sorted(stretches, key=lambda one: (-one.base, one.left)):
        row = rows[-1] if rows else None
        if row is not None and not row[0].rows and not stretch.rows and _on_one_line(row, stretch):
            row.append(stretch)
        else:
            rows.append([stretch])
    return [_line(sorted(row, key=lambda one: one.left)) for row in rows]


def _on_one_line(row: Sequence[Stretch], stretch: Stretch) -> bool:
    if any(min(one.right, stretch.right) - max(one.left, stretch.left) > 0.5 * stretch.size for one in row):
        return False
    return any(abs(one.base - stretch.base) <= _SAME * min(one.size, stretch.size) for one in row) or any(
        # A raised mark or a fraction beside a larger neighbour.
        0 < abs(one.base - stretch.base) <= 0.5 * max(one.size, stretch.size)
        and min(one.size, stretch.size) <= _SMALLER * max(one.size, stretch.size)
        for one in row
    )


def _line(row: Sequence[Stretch]) -> Line:
    cells: list[str] = []
    gaps = [(after.left - before.right) / max(before.size, after.size) for before, after in itertools.pairwise(row)]
    least = _GAP if max(gaps, default=0.0) > _CELL else _CELL
    for before, stretch, gap in zip([None, *row], row, [0.0, *gaps], strict=False):
        if before is not None and gap <= least:
            close = not stretch.spaced and stretch.left - before.right < 0.08 * stretch.size
            cells[-1] += ("" if close else " ") + stretch.text
        else:
            cells.append(stretch.text)
    letters = [len(stretch.text) for stretch in row]
    main = max(row, key=lambda one: len(one.text))
    bold = sum(one.bold * count for one, count in zip(row, letters, strict=True)) / max(1, sum(letters))
    return Line(tuple(row), tuple(cells), row[0].left, max(s.right for s in row), main.base, main.size, bold)


def columns_of(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """The stretches of a page in the parts that are read one after the other: a column, or what spans all columns."""
    if len(stretches) < 2 * _FEWEST:
        return [list(stretches)] if stretches else []
    gutter = _gutter(stretches)
    if gutter is None:
        return [list(stretches)]
    parts: list[list[Stretch]] = []
    for run, parted in _runs(stretches, gutter):
        if parted:
            parts += columns_of([one for one in run if one.right <= gutter + 1])
            parts += columns_of([one for one in run if one.left >= gutter - 1])
        else:
            parts += columns_of(run)
    return parts


def _gutter(stretches: Sequence[Stretch]) -> float | None:
    """The place from top to foot of some of the page that parts most of it into two columns; None without one."""
    low, high = min(one.left for one in stretches), max(one.right for one in stretches)
    width = high - low
    best: tuple[float, float] | None = None
    place = low + 0.15 * width
    while place < high - 0.15 * width:
        held = sum(len(run) for run, parted in _runs(stretches, place) if parted)
        if held >= 2 * _FEWEST:
            white = _white(stretches, place)
            if best is None or (held, white) > (best[0], _white(stretches, best[1])):
                best = (held, place)
        place += _STEP
    return best[1] if best is not None else None


def _white(stretches: Sequence[Stretch], place: float) -> float:
    """Points of white on both sides of a place, the smaller of the two, so that the middle of a gutter is chosen."""
    left = max((one.right for one in stretches if one.right <= place + 1), default=place)
    right = min((one.left for one in stretches if one.left >= place - 1), default=place)
    return min(place - left, right - place)


def _runs(stretches: Sequence[Stretch], place: float) -> list[tuple[list[Stretch], bool]]:
    """The page from its top in runs, each parted into two columns at `place` or spanning it."""
    runs: list[tuple[list[Stretch], bool]] = []
    ordered = sorted(stretches, key=lambda one: (-one.base, one.left))
    for crosses, group in itertools.groupby(ordered, key=lambda one: one.left < place - 1 and one.right > place + 1):
        run = list(group)
        parted = not crosses and _is_parted(run, place)
        if runs and not parted and not runs[-1][1]:
            runs[-1][0].extend(run)
        else:
            runs.append((run, parted))
    return runs


def _is_parted(run: Sequence[Stretch], place: float) -> bool:
    """Whether text stands on both sides of a place in columns, and not the cells of a table or a list's numbers."""
    left = [one for one in run if one.right <= place + 1]
    right = [one for one in run if one.left >= place - 1]
    if len(left) < _FEWEST or len(right) < _FEWEST:
        return False
    size = median(one.size for one in run)
    if min(one.left for one in right) - max(one.right for one in left) < 0.6 * size:
        return False
    top, foot = (
        min(max(one.base for one in side) for side in (left, right)),
        max(min(one.base for one in side) for side in (left, right)),
    )
    if top - foot < 2 * size:
        return False
    level = sum(any(abs(one.base - other.base) < 1 for other in right) for one in left) / len(left)
    apart = level < _LEVEL
    for side in (left, right):
        rows = _widths(side)
        words = sum(len(one.text.split()) for one in side) / len(rows)
        across = max(one.right for one in side) - min(one.left for one in side)
        if words < (_FEW_WORDS if apart else _WORDS) or median(rows) < 0.4 * across:
            return False
    return apart or sum(len(one.text.split()) for one in run) / len(run) >= _MANY_WORDS


def _widths(side: Sequence[Stretch]) -> list[float]:
    """The widths of the lines that the stretches of one side make, which a justified line may have several of."""
    widths: list[float] = []
    ordered = sorted(side, key=lambda one: (round(one.base), one.left))
    for _, row in itertools.groupby(ordered, key=lambda one: round(one.base)):
        line = list(row)
        widths.append(max(one.right for one in line) - line[0].left)
    return widths
