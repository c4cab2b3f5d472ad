"""Tables of responses (CSV, XLSX, ODS): a section for each row, under the respondent's name where a column gives it."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Sequence
from pathlib import Path

from ingest.readers.archives import check_archive, members
from ingest.readers.pieces import Piece, PieceKind, one_line, render
from ingest.readers.port import Reading, UnreadableError
from ingest.readers.text import decode

_SHORT = 8  # words of a cell that names or classifies; longer ones say something
_DISTINCT = 0.6  # of the filled cells of a column of names
_PRIVATE = 0.5  # of the filled cells, from which on a column of addresses or numbers is left out
# An address of e-mail, or a telephone number, which begins with nought, plus or bracket: no date, no row's number.
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:\+|\(?0)(?:[\s()/.-]*\d){8,14}")
_MOST_ROWS = 200_000
_LONGEST_CELL = 1 << 24  # characters
_ONE_VOICE = (
    "each row became a section; who speaks in it is not told apart yet, so that all rows count as the words of the "
    "manifest's organisation"
)

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods")
Rows = Sequence[Sequence[str]]


def text_of_rows(rows: Rows) -> tuple[str, tuple[str, ...]]:
    """The canonical text of a table whose first row names the columns, and what a person should know of it."""
    filled = [
        [one_line(html.unescape(cell)) if "\n" not in cell else html.unescape(cell) for cell in row] for row in rows
    ]
    filled = [row for row in filled if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise UnreadableError(
            "is a table without rows; save the sheet that has the responses, with its column names first"
        )
    width = max(map(len, filled))
    table = [[*row, *[""] * (width - len(row))] for row in filled]
    names = [name.strip() or f"Column {at + 1}" for at, name in enumerate(table[0])]
    body = table[1:]
    private = [at for at in range(width) if _is_private([row[at] for row in body])]
    shown = [at for at in range(width) if at not in private and any(row[at].strip() for row in body)]
    named = _names(body, shown)
    longest = {at: max(len(row[at].split()) for row in body) for at in shown}
    open_ = [at for at in shown if longest[at] > _SHORT and at != named]
    pieces: list[Piece] = []
    for number, row in enumerate(body, start=2):
        who = one_line(row[named]) if named is not None else ""
        pieces.append(Piece(PieceKind.HEADING, f"{who} (row {number})" if who else f"Row {number}", level=2))
        closed = [f"{names[at]}: {one_line(row[at])}" for at in shown if at not in (named, *open_) and row[at].strip()]
        if closed:
            pieces.append(Piece(PieceKind.PARAGRAPH, "; ".join(closed)))
        for at in open_:
            pieces += _answer(names[at] if len(open_) > 1 else "", row[at])
    notices = [_ONE_VOICE]
    if private:
        left = ", ".join(names[at] for at in private)
        notices.append(f"addresses and telephone numbers were left out with their columns: {left}")
    if named is not None:
        notices.append(f"the column {names[named]!r} was taken for who responds")
    return render(pieces), tuple(notices)


def _answer(question: str, cell: str) -> list[Piece]:
    paragraphs = [words for words in re.split(r"\n\s*\n", cell.replace("\r\n", "\n")) if words.strip()]
    head = [Piece(PieceKind.HEADING, question, level=3)] if question and paragraphs else []
    return head + [Piece(PieceKind.PARAGRAPH, words) for words in paragraphs]


def _is_private(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell.strip()]
    return bool(said) and sum(bool(_CONTACT.fullmatch(cell.strip())) for cell in said) > _PRIVATE * len(said)


def _names(body: Rows, shown: Sequence[int]) -> int | None:
    """The column that names who responds: short, hardly ever twice the same, letters and no numbers; the fullest."""
    best: tuple[int, int] | None = None
    for at in shown:
        said = [row[at].strip() for row in body if row[at].strip()]
        lettered = [cell for cell in said if re.search(r"[^\W\d_]{2}", cell) and not re.search(r"\d{2}", cell)]
        short = all(len(cell.split()) <= _SHORT for cell in said)
        if short and len(lettered) >= 0.9 * len(said) and len(set(said)) >= max(2, _DISTINCT * len(said)):
            best = max(best or (len(said), -at), (len(said), -at))
    return -best[1] if best is not None else None


class CsvReader:
    """A table as text, its cells parted by commas, semicolons, tabs or bars."""

    name = "CSV table"
    suffixes = TABLES[:2]

    def recognises(self, head: bytes, path: Path) -> bool:
        return False

    def read(self, path: Path) -> Reading:
        source = decode(path.read_bytes()).removeprefix("\ufeff")
        csv.field_size_limit(_LONGEST_CELL)
        try:
            dialect: type[csv.Dialect] = csv.Sniffer().sniff(source[:20_000], delimiters=",;\t|")
            dialect.doublequote = True
        except csv.Error:
            dialect = csv.excel
        rows = list(csv.reader(source.splitlines(keepends=True), dialect))
        return _reading(rows)


class SheetReader:
    """The sheets of an Excel or OpenDocument workbook, the fullest of which is the table."""

    name = "workbook"
    suffixes = TABLES[2:]
    binary = True

    def recognises(self, head: bytes, path: Path) -> bool:
        if not head.startswith(b"PK\x03\x04"):
            return False
        return b"opendocument.spreadsheet" in head[:120] or "xl/workbook.xml" in members(path)

    def read(self, path: Path) -> Reading:
        from python_calamine import CalamineWorkbook

        check_archive(path)
        book = CalamineWorkbook.from_path(path)
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        fullest = max(
            sheets, key=lambda name: sum(len(str(cell)) for row in sheets[name] for cell in row), default=None
        )
        if fullest is None:
            raise UnreadableError("is a workbook without a sheet; save it again")
        reading = _reading([[_words(cell) for cell in row] for row in sheets[fullest]])
        others = [name for name in sheets if name != fullest and any(any(map(_words, row)) for row in sheets[name])]
        if not others:
            return reading
        left = f"only the fullest sheet, {fullest!r}, was taken; save {', '.join(others)} as files of their own"
        return Reading(reading.text, notices=(*reading.notices, left))


def _words(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else "" if cell is None else str(cell)


def _reading(rows: Rows) -> Reading:
    if len(rows) > _MOST_ROWS:
        raise UnreadableError(
            f"has {len(rows):,} rows, over the {_MOST_ROWS:,} that are read; split it and add the parts"
        )
    text, notices = text_of_rows(rows)
    return Reading(text, notices=notices)
