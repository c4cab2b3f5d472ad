"""Files in several formats made of known paragraphs, so that a test knows what every page holds."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from fpdf import FPDF

from corpus.lines import SUPERSCRIPTS

Kind = Literal["heading", "paragraph", "item", "note"]
_MARGIN, _GUTTER, _LINE = 25.0, 8.0, 5.0  # millimetres


@dataclass(frozen=True)
class Part:
    kind: Kind
    text: str


def parts_of(text: str) -> list[Part]:
    """The paragraphs and headings of a canonical text, its hard line ends and marks undone, its notes left out."""
    parts: list[Part] = []
    for block in re.split(r"\n\s*\n", text):
        words = " ".join(block.replace("**", "").replace("*", "").split())
        words = words.encode("cp1252", "ignore").decode("cp1252")
        if not re.search(r"\w", words) or words[0] in SUPERSCRIPTS:
            continue
        marked = re.match(r"#+ ", words)
        parts.append(Part("heading" if marked else "paragraph", words[marked.end() :] if marked else words))
    return parts


class _Pdf(FPDF):
    """A document with a running head, a printed page number, and one or two columns."""

    def __init__(self, head: str, columns: int, first_number: int) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = "windows-1252"
        self.running, self.columns, self.first_number = head, columns, first_number
        self.set_auto_page_break(auto=False)
        self.column = 0

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.set_xy(_MARGIN, 12)
        if self.running:
            self.cell(text=self.running)
        self.set_xy(_MARGIN, self.h - 14)
        self.cell(w=self.w - 2 * _MARGIN, text=str(self.page_no() - 1 + self.first_number), align="C")
        self.set_xy(_MARGIN, _MARGIN)

    @property
    def width(self) -> float:
        return (self.w - 2 * _MARGIN - (self.columns - 1) * _GUTTER) / self.columns

    def next_column(self) -> None:
        self.column = (self.column + 1) % self.columns
        if self.column == 0:
            self.add_page()
        self.set_xy(_MARGIN + self.column * (self.width + _GUTTER), _MARGIN)

    def write_lines(self, text: str, *, size: float, style: str = "", indent: float = 0.0, justify: bool = True) -> int:
        """The paragraph, its lines over columns and pages as they fit; the page that it begins on, from 0."""
        self.set_font("Times", style, size)
        lines = self.multi_cell(
            self.width - indent, _LINE, text, dry_run=True, output="LINES", align="J" if justify else "L"
        )
        began: int | None = None
        for at, encoded in enumerate(lines):
            line = encoded.encode("latin-1").decode("cp1252")  # as the core fonts' letters come back
            if self.get_y() + _LINE > self.h - 28:
                self.next_column()
                self.set_font("Times", style, size)
            began = self.page_no() - 1 if began is None else began
            left = _MARGIN + self.column * (self.width + _GUTTER) + indent
            self.set_x(left)
            spread = justify and at + 1 < len(lines)
            self.multi_cell(self.width - indent, _LINE, line, align="J" if spread else "L", new_x="LEFT", new_y="NEXT")
        self.set_y(self.get_y() + 2.5)
        return began or 0


def write_pdf(
    path: Path, parts: Sequence[Part], *, columns: int = 1, head: str = "A response to the paper", first_number: int = 1
) -> list[int]:
    """Writes the PDF and returns on which page, counted from 0, each part begins."""
    pdf = _Pdf(head, columns, first_number)
    pdf.add_page()
    began = []
    for part in parts:
        if part.kind == "heading":
            began.append(pdf.write_lines(part.text, size=15, style="B", justify=False))
        elif part.kind == "item":
            began.append(pdf.write_lines(f"\x95 {part.text}".encode("latin-1").decode("cp1252"), size=11, indent=6))
        else:
            began.append(pdf.write_lines(part.text, size=11))
    pdf.output(str(path))
    return began


def write_docx(path: Path, parts: Sequence[Part]) -> None:
    from docx import Document

    document = Document()
    for part in parts:
        if part.kind == "heading":
            document.add_heading(part.text, level=2)
        else:
            document.add_paragraph(part.text, style="List Bullet" if part.kind == "item" else None)
    document.save(str(path))


def write_odt(path: Path, parts: Sequence[Part]) -> None:
    from odfdo import Document, Header, List, ListItem, Paragraph

    document = Document("text")
    document.body.clear()
    for part in parts:
        if part.kind == "heading":
            document.body.append(Header(2, part.text))
        elif part.kind == "item":
            items = List()
            items.append(ListItem(Paragraph(part.text)))
            document.body.append(items)
        else:
            document.body.append(Paragraph(part.text))
    document.save(str(path))


def write_html(path: Path, parts: Sequence[Part], *, title: str = "A response", chrome: bool = False) -> None:
    """A page; with `chrome` it has a menu, a banner and a foot as a website has."""
    tags = {"heading": "h2", "paragraph": "p", "item": "li", "note": "p"}
    body = "\n".join(f"<{tags[p.kind]}>{escape(p.text)}</{tags[p.kind]}>" for p in parts)
    menu = '<nav><ul><li><a href="/">Home</a></li><li><a href="/jobs">Jobs at the agency</a></li></ul></nav>'
    foot = "<footer><p>Cookies and privacy statement of the agency</p></footer>"
    page = f"{menu}<div>{body}</div>{foot}" if chrome else body
    path.write_text(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<style>p {{ margin: 0 }}</style></head><body>{page}<script>var words = 'unseen';</script></body></html>",
        encoding="utf-8",
    )


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def kept_in_order(before: Sequence[str], after: Sequence[str]) -> float:
    """The share of the words before that stand after in the same order, by runs of three words."""
    runs = [tuple(before[at : at + 3]) for at in range(len(before) - 2)]
    other = [tuple(after[at : at + 3]) for at in range(len(after) - 2)]
    blocks = difflib.SequenceMatcher(None, runs, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, len(runs))
