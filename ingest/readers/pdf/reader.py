"""PDF files: every page's characters by pdfium, in reading order, with the page that each stands on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ingest.readers.pdf.furniture import Sheet, furniture_of
from ingest.readers.pdf.glyphs import Stretch, read_glyphs, stretches_of
from ingest.readers.pdf.hyphens import count_words
from ingest.readers.pdf.lines import columns_of, lines_of
from ingest.readers.pdf.paragraphs import Draft, connect, drafts_of, pieces_of, style_of
from ingest.readers.pdf.tables import TableReader, has_rules, without_tables
from ingest.readers.pieces import one_line, render
from ingest.readers.port import Properties, Reading, UnreadableError

MOST_PAGES = 3_000
_FEW_LETTERS = 20  # on a page with a picture, below which it is taken for scanned
_PICTURE = 0.4  # of the page
_MOST_UNREAD = 0.2  # of the characters that have no letter behind them
_ENCRYPTED = "is protected by a password; save it without one and add it again"
_DAMAGED = "is damaged or no PDF; save it again from the program that made it"
_SCANNED = (
    "is scanned: its pages are pictures without text; recognise the text first (OCR, such as `ocrmypdf in.pdf "
    "out.pdf`) and add what that makes"
)
_NO_LETTERS = (
    "has a font that does not say which letters its signs are, so its text cannot be taken out; print it to a new PDF, "
    "or recognise its text (OCR, such as `ocrmypdf --force-ocr in.pdf out.pdf`), and add that"
)


class PdfReader:
    """A PDF with text; one whose pages are pictures is refused, single pictures among pages are named."""

    name = "PDF"
    suffixes = (".pdf",)
    binary = True

    def recognises(self, head: bytes, path: Path) -> bool:
        return b"%PDF-" in head[:1_024]

    def read(self, path: Path) -> Reading:
        document = _opened(path)
        try:
            return _read(document, path)
        finally:
            document.close()


def _opened(path: Path) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(_ENCRYPTED if "assword" in str(error) else _DAMAGED) from None
    if len(document) > MOST_PAGES:
        pages = len(document)
        document.close()
        raise UnreadableError(f"has {pages:,} pages, over the {MOST_PAGES:,} that are read; split it and add the parts")
    if len(document) == 0:
        document.close()
        raise UnreadableError(_DAMAGED)
    return document


def _read(document: Any, path: Path) -> Reading:
    sheets: list[Sheet] = []
    scanned: list[int] = []
    tables = TableReader(path)
    try:
        for number in range(len(document)):
            page = document[number]
            textpage = page.get_textpage()
            stretches = stretches_of(read_glyphs(textpage))
            if _is_scanned(page, stretches):
                scanned.append(number + 1)
            elif stretches and has_rules(page):
                stretches = without_tables(stretches, tables.tables(number))
            sheets.append(Sheet(page.get_height(), tuple(stretches)))
            textpage.close()
            page.close()
    finally:
        tables.close()
    text = "".join(stretch.text for sheet in sheets for stretch in sheet.stretches)
    if not text.strip():
        raise UnreadableError(_SCANNED if scanned else "holds no text; open it and see whether its pages are empty")
    if len(re.findall("[\ufffd\ue000-\uefff]", text)) > _MOST_UNREAD * len(text):
        raise UnreadableError(_NO_LETTERS)
    furniture = furniture_of(sheets)
    columns = [
        (number, lines_of(column))
        for number, (sheet, left_out) in enumerate(zip(sheets, furniture.left_out, strict=True))
        for column in columns_of([one for one in sheet.stretches if id(one) not in left_out])
    ]
    lines = [lines for _, lines in columns]
    style = style_of(lines)
    counts = count_words(line.text for column in lines for line in column)
    drafts: list[Draft] = []
    notes: list[Draft] = []
    for at, (number, column) in enumerate(columns):
        body, at_foot = drafts_of(column, number, style, counts)
        drafts += body
        notes += at_foot
        if at + 1 == len(columns) or columns[at + 1][0] != number:
            drafts += notes
            notes = []
    pieces = pieces_of(connect(drafts, counts), style)
    said = {name: one_line(value) for name, value in document.get_metadata_dict().items()}
    return Reading(
        text=render(pieces, len(sheets)),
        pages=furniture.pages,
        properties=Properties(said.get("Title", ""), said.get("Author", ""), _date(said.get("CreationDate", ""))),
        scanned=tuple(scanned),
        left_out=furniture.words,
    )


def _is_scanned(page: Any, stretches: list[Stretch]) -> bool:
    """Whether a page is a picture with hardly a letter."""
    import pypdfium2.raw as pdfium

    if sum(len(stretch.text) for stretch in stretches) >= _FEW_LETTERS:
        return False
    area = page.get_width() * page.get_height()
    covered = 0.0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, low, right, top = item.get_bounds()
        covered += (right - left) * (top - low)
    return bool(covered >= _PICTURE * area)


def _date(stamp: str) -> str:
    """ISO 8601 of a PDF's date, "D:20151209112621…"; empty where it is none."""
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", stamp)
    return "-".join(match.groups()) if match else ""
