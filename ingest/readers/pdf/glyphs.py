"""A page's characters with their places, as pdfium gives them, joined to stretches of words on one base line."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.lines import SUPERSCRIPTS
from ingest.readers.characters import superscript

_APART = 1.1  # ems of white that part two stretches
_LEVEL = 0.2  # ems by which characters of one base line may differ in height
_SMALLER = 0.88  # a raised mark's size by its neighbour's
_HYPHENS = {"\x02": "-", "\ufffe": "-"}  # pdfium's marks of a hyphen at the end of a line


@dataclass(frozen=True, slots=True)
class Glyph:
    """A visible character: its left and right edge, base line and size in points, and whether a space is before it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    spaced: bool


@dataclass(slots=True)
class Stretch:
    """Words on one base line without a wide gap; `rows` are a table's where the stretch stands for one.

    Places are points from the page's lower left corner; `bold` is the share of bold letters; `low` is the lower edge;
    `spaced` says that a space stands before it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: float = 0.0
    rows: tuple[tuple[str, ...], ...] = ()
    low: float = 0.0
    spaced: bool = True

    @property
    def width(self) -> float:
        return self.right - self.left


def read_glyphs(textpage: Any) -> Iterator[Glyph]:
    """The upright characters of a page in the order of its content."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    spaced = False
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        text = chr(code) if 0 < code < 0x110000 else ""
        text = _HYPHENS.get(text, text)
        if not text or text.isspace() or (text < " "):
            spaced = True
            continue
        pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        if abs(matrix.b) > abs(matrix.a):
            continue  # text that stands on its side: a stamp, a label of an axis
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
        size = pdfium.FPDFText_GetFontSize(textpage, index) * scale
        bold = pdfium.FPDFText_GetFontWeight(textpage, index) >= 600
        left, right = min(box.left, box.right), max(box.left, box.right)
        yield Glyph(text, left, right, y.value, max(size, 1.0), bold, spaced)
        spaced = False


def stretches_of(glyphs: Iterator[Glyph]) -> list[Stretch]:
    """The stretches of a page, those printed twice once, in the order of its content."""
    found: list[Stretch] = []
    bold = letters = 0
    open_: Stretch | None = None
    for glyph in glyphs:
        if open_ is not None and _goes_on(open_, glyph):
            lifted = glyph.size <= open_.size * _SMALLER and glyph.base > open_.base + _LEVEL * glyph.size
            gap = glyph.left - open_.right
            if lifted and glyph.text.isdigit():
                glyph_text = superscript(glyph.text)
                joint = ""
            else:
                glyph_text = glyph.text
                near = gap < 0.15 * open_.size and open_.text[-1] in SUPERSCRIPTS  # a full stop behind a mark
                joint = " " if (glyph.spaced and not lifted and not near) or gap > 0.3 * open_.size else ""
            open_.text += joint + glyph_text
            open_.right = max(open_.right, glyph.right)
        else:
            if open_ is not None:
                found.append(open_)
            open_ = Stretch(glyph.text, glyph.left, glyph.right, glyph.base, glyph.size, spaced=glyph.spaced)
            bold = letters = 0
        letters += 1
        bold += glyph.bold
        open_.bold = bold / letters
    if open_ is not None:
        found.append(open_)
    for stretch in found:
        stretch.low = stretch.base - 0.25 * stretch.size
    return _once(_marks_joined(found))


def _goes_on(stretch: Stretch, glyph: Glyph) -> bool:
    gap = glyph.left - stretch.right
    size = max(stretch.size, glyph.size)
    if not -0.6 * size <= gap <= _APART * size:
        return False
    apart = glyph.base - stretch.base
    if abs(apart) <= _LEVEL * size:
        return glyph.size * 1.6 > stretch.size
    smaller = glyph.size <= stretch.size * _SMALLER
    return smaller and gap < 0.4 * size and -0.3 * stretch.size <= apart <= 0.65 * stretch.size


def _marks_joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """A raised number before words, as it opens a note, belongs to them."""
    joined: list[Stretch] = []
    for stretch in stretches:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.text.isdigit()
            and len(before.text) <= 3
            and before.size <= stretch.size * _SMALLER
            and 0 < before.base - stretch.base <= 0.65 * stretch.size
            and -0.2 * stretch.size <= stretch.left - before.right <= 2 * stretch.size
        ):
            stretch.text = f"{superscript(before.text)} {stretch.text}"
            stretch.left = before.left
            joined[-1] = stretch
        else:
            joined.append(stretch)
    return joined


def _once(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches without those that are printed over another with the same words, as a shadow or a false bold."""
    kept: list[Stretch] = []
    for stretch in stretches:
        twin = next((other for other in kept[-40:] if _covers(other, stretch)), None)
        if twin is None:
            kept = [other for other in kept if not _covers(stretch, other)] if len(kept) < 40 else kept
            kept.append(stretch)
    return kept


def _covers(large: Stretch, small: Stretch) -> bool:
    overlap = min(large.right, small.right) - max(large.left, small.left)
    return (
        abs(large.base - small.base) < 0.6 * small.size
        and overlap > 0.6 * max(small.width, 1.0)
        and small.text.strip() in large.text
    )
