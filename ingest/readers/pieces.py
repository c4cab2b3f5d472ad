"""The parts of a structured document and the canonical text that they make: Markdown, a paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.page_map import PAGE_BREAK
from ingest.readers.characters import plain_characters

_DEEPEST = 6
_WHITE = re.compile(r" {2,}")
_AROUND_TAB = re.compile(r" *\t[ \t]*")
_AROUND_LINE = re.compile(r" *\n[ \n]*")


class PieceKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTATION = "quotation"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading, list item, table row, block quotation or note.

    `level` is a heading's from 1 or an item's depth from 0; `mark` is an item's ("-", "3.") or a note's (in superscript
    digits); `cells` are a row's, `header` says that they name the columns; `page` counts from 0, None without pages. A
    form feed in `text` is where the page turns.
    """

    kind: PieceKind
    text: str = ""
    level: int = 0
    mark: str = "-"
    cells: tuple[str, ...] = ()
    header: bool = False
    page: int | None = None


def render(pieces: Sequence[Piece], pages: int = 0) -> str:
    """The canonical text of the pieces in order; with `pages` it has that many, parted by form feeds."""
    lines: list[str] = []
    page = 0
    before: Piece | None = None
    for piece in pieces:
        words = _words(piece)
        if not words:
            continue
        while pages and piece.page is not None and page < piece.page:
            lines += ["", PAGE_BREAK] if lines else [PAGE_BREAK]
            page += 1
        if lines and not (before is not None and _together(before, piece)):
            lines.append("")
        lines.append(words)
        page += words.count(PAGE_BREAK)
        if piece.header:
            lines.append("|" + " --- |" * len(piece.cells))
        before = piece
    lines += [PAGE_BREAK] * max(0, pages - 1 - page)
    return "\n".join(lines) + "\n"


def _together(before: Piece, piece: Piece) -> bool:
    """Whether two pieces stand in lines right below each other: a table's rows, a list's items."""
    return before.kind is piece.kind and (
        (piece.kind is PieceKind.ROW and not piece.header) or piece.kind is PieceKind.ITEM
    )


def _words(piece: Piece) -> str:
    if piece.kind is PieceKind.ROW:
        cells = [one_line(cell).replace("|", "/") for cell in piece.cells]
        return f"| {' | '.join(cells)} |" if any(cells) else ""
    text = tidy(piece.text)
    if not text:
        return ""
    if piece.kind is PieceKind.HEADING:
        return f"{'#' * min(max(piece.level, 1), _DEEPEST)} {one_line(text)}"
    if piece.kind is PieceKind.ITEM:
        return f"{'  ' * piece.level}{piece.mark} {text}"
    if piece.kind is PieceKind.QUOTATION:
        return "\n".join(f"> {line}" for line in text.split("\n"))
    if piece.kind is PieceKind.NOTE:
        return f"{piece.mark} {one_line(text)}"
    return text


def tidy(text: str) -> str:
    """The text in plain characters, one space or tab between words, line ends kept."""
    text = _AROUND_TAB.sub("\t", _WHITE.sub(" ", plain_characters(text)))
    return _AROUND_LINE.sub("\n", text).strip(" \t\n")


def one_line(text: str) -> str:
    return tidy(text).replace("\n", " ")
