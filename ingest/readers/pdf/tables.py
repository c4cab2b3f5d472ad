"""Tables with rules, by pdfplumber, on the pages that have rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.readers.pdf.glyphs import Stretch
from ingest.readers.pieces import one_line

_THIN = 3.0  # points
_FEWEST_RULES = 3
_MOST_RULES = 4_000
_MOST_PAGES = 400
_FILLED = 0.4  # of a table's cells
_LONGEST_CELL = 60  # words on average; longer ones are text that a frame sets side by side


@dataclass(frozen=True, slots=True)
class Table:
    """A table's place on its page, in points from the lower left corner, and its rows."""

    left: float
    low: float
    right: float
    top: float
    rows: tuple[tuple[str, ...], ...]

    def holds(self, stretch: Stretch) -> bool:
        middle = (stretch.left + stretch.right) / 2
        return self.left - 1 <= middle <= self.right + 1 and self.low - 1 <= stretch.base <= self.top + 1

    def as_stretch(self, size: float) -> Stretch:
        text = " ".join(self.rows[0])
        return Stretch(text, self.left, self.right, self.top - size, size, rows=self.rows, low=self.low)


def has_rules(page: Any) -> bool:
    """Whether a pdfium page has as many lines, lying and standing, as a table has."""
    import pypdfium2.raw as pdfium

    lying = standing = 0
    for index, item in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=4)):
        if index > _MOST_RULES:
            return False
        left, low, right, top = item.get_bounds()
        width, height = right - left, top - low
        lying += width > 20 and height < _THIN
        standing += height > 8 and width < _THIN
        if width > 20 and height > 8:  # a frame or a filled cell
            lying += 1
            standing += 1
    return lying >= _FEWEST_RULES and standing >= 2


class TableReader:
    """Finds the ruled tables of one file, which it opens at the first page that has some."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None
        self._left = _MOST_PAGES

    def tables(self, number: int) -> list[Table]:
        """The ruled tables of the page of that number, counted from 0; none past the first 400 pages with rules."""
        if self._left <= 0:
            return []
        self._left -= 1
        if self._file is None:
            import pdfplumber

            self._file = pdfplumber.open(self._path)
        page = self._file.pages[number]
        found = [_table(table, float(page.height)) for table in page.find_tables()]
        page.close()
        return [table for table in found if table is not None]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _table(table: Any, height: float) -> Table | None:
    rows = [[one_line(cell or "") for cell in row] for row in table.extract()]
    columns = [at for at in range(max(map(len, rows), default=0)) if any(row[at] for row in rows if at < len(row))]
    kept = tuple(tuple(row[at] for at in columns) for row in rows if any(row))
    filled = [cell for row in kept for cell in row if cell]
    if len(kept) < 2 or len(columns) < 2 or len(filled) < _FILLED * len(kept) * len(columns):
        return None
    if sum(len(cell.split()) for cell in filled) > _LONGEST_CELL * len(filled):
        return None
    left, top, right, low = table.bbox
    return Table(left, height - low, right, height - top, kept)


def without_tables(stretches: Sequence[Stretch], tables: Sequence[Table]) -> list[Stretch]:
    """The stretches outside the tables, and one that stands for each table."""
    if not tables:
        return list(stretches)
    outside = [one for one in stretches if not any(table.holds(one) for table in tables)]
    inside = [one.size for one in stretches if any(table.holds(one) for table in tables)]
    size = sum(inside) / len(inside) if inside else 10.0
    return outside + [table.as_stretch(size) for table in tables]
