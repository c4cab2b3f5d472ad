"""Lines of a canonical text and what their first and last characters say about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_SPACE = "".join(mark for mark in map(chr, range(0x3001)) if mark.isspace()) + "\u200b\ufeff\u00ad"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE_MARK = r"\[\^[\w-]{1,20}\]"  # Markdown's "[^1]"
_GLYPH = re.compile(r"(?:(?:[-–—•●▪◦○‣∙·✓✔➢►*]|[\uf000-\uf0ff])\s+){1,2}(?:(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+)?(?=\S)")
_LETTERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\.\s+(?=\S)")
_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,2})\.?\s+(?=[A-Z“‘\"'*])")
_FOOTNOTE = re.compile(rf"(?:[{SUPERSCRIPTS}]+\s*|\[\d{{1,3}}\]\s+|{NOTE_MARK}:\s*)(?=\S)")
_BLOCK_QUOTE = re.compile(r"(?:>[ \t]?)+(?=$|[^\s\d<>=£$€%])")
_HASHES = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>\S.*?)(?:\s+#+)?$")
_EQUALS = re.compile(r"(?P<marks>(?:=\s?){1,6})\s*(?P<title>[^=\s](?:.*[^=\s])?)\s*(?P<closing>(?:\s?=){1,6})$")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?(\d{1,4})(?:\s+of\s+\d{1,4})?", re.I)
_NOTE = re.compile(rf"(?!\d+\.\d)[\d{SUPERSCRIPTS}*†‡[]|notes?\b", re.I)
_PART = re.compile(r"\d{1,2}\.?\s+[A-Z][^.]{2,70}$")
_TERMINAL = re.compile(r"[.?!:;…][”’\"')\]]*(?:\d{1,3}[ivxl]*)?$|[”\"](?:\d{1,3})?$")
_MARKS = re.compile(rf"(?:[{SUPERSCRIPTS}]|[*_\s]|{NOTE_MARK})+$")
_RULE = re.compile(r"[ \xa0]{20,}|[ \t]*[_–—-]{8,}[ \t]*")

_PARAGRAPH_WORDS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line with visible text: canonical offsets of the text, its indent in characters, and what stood before it.

    `gap` counts the blank lines before; `ruled` says that one of them was a footnote rule (a run of spaces or dashes);
    `page_top` that the line is the first of a page of text extracted from a PDF, where that left a trace; `quoted` that
    Markdown's ">", which is not part of `text`, sets it off as a quotation.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    ruled: bool
    page_top: bool
    quoted: bool = False

    def marker(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.text)


def plain(text: str) -> str:
    """`text` without emphasis and superscript marks, in small letters, for comparison."""
    bare = re.sub(rf"[{SUPERSCRIPTS}*_#“”‘’\"']+", " ", text).lower().replace("–", "-")
    return " ".join(bare.split())


def read_lines(text: str) -> list[Line]:
    """The lines of `text` that show something, in order."""
    found: list[Line] = []
    position, gap, ruled, feed = 0, 0, False, False
    for raw in text.split("\n"):
        stripped = raw.strip(_SPACE)
        quote = _BLOCK_QUOTE.match(stripped)
        marks = quote.end() if quote else 0
        stripped = stripped[marks:]
        # Where a paragraph goes on over the end of a page, the form feed stands among its words.
        feed = feed or "\f" in raw[: len(raw) - len(raw.lstrip(_SPACE))]
        if not stripped or _RULE.fullmatch(raw):
            gap += 1
            ruled = ruled or bool(_RULE.fullmatch(raw))
        else:
            indent = len(raw) - len(raw.lstrip(_SPACE))
            start = position + indent + marks
            found.append(Line(start, start + len(stripped), stripped, indent, gap, ruled, feed, quoted=bool(marks)))
            gap, ruled, feed = 0, False, False
        position += len(raw) + 1
    return _mark_page_tops(found)


def _mark_page_tops(lines: list[Line]) -> list[Line]:
    """In text whose lines start at the margin, one leading space is what is left of a form feed."""
    flush = sum(line.indent == 0 for line in lines)
    stepped = sum(line.indent == 1 for line in lines)
    if not is_hard_wrapped(lines) or stepped * 5 > flush:
        return lines
    return [
        line
        if line.page_top or line.indent not in (1, 2) or (glyph_length(line.text) and line.indent == 1)
        else replace(line, indent=0, page_top=True)
        for line in lines
    ]


def is_hard_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the text was broken at a line width, so that a line end means nothing."""
    widths = sorted(line.end - line.start for line in lines)
    return len(widths) >= 20 and widths[len(widths) * 19 // 20] <= 110 and widths[len(widths) * 3 // 5] >= 45


def is_line_by_line(lines: Sequence[Line]) -> bool:
    """Whether every line of a text not broken at a width is a paragraph of its own: blank lines part next to none."""
    return len(lines) >= 8 and sum(line.gap == 0 for line in lines) >= 0.9 * len(lines)


def header_length(lines: Sequence[Line], title: str) -> int:
    """How many short lines, the title among them, stand before the first that is long enough for a paragraph.

    It is 0 where none of them is the title.
    """
    length = next((at for at, line in enumerate(lines) if len(line.text.split()) >= _PARAGRAPH_WORDS), 0)
    return length if any(plain(line.text) == plain(title) for line in lines[:length]) else 0


def line_width(lines: list[Line]) -> int:
    """The width in characters that nine lines in ten keep."""
    widths = sorted(line.end - line.start for line in lines)
    return widths[len(widths) * 9 // 10] if widths else 0


def glyph_length(text: str) -> int:
    """Characters of the list glyph that opens `text`, with the space after it; 0 without one."""
    match = _GLYPH.match(text) or _LETTERED.match(text)
    return match.end() if match else 0


def number_of(text: str) -> tuple[str, int] | None:
    """The paragraph number that opens `text` and the characters it takes: "87. " or "4.12 "."""
    match = _NUMBER.match(text) or _DOTTED.match(text)
    return (match.group(1), match.end()) if match else None


def footnote_length(text: str) -> int:
    """Characters of the superscript number that opens a footnote; 0 without one."""
    match = _FOOTNOTE.match(text)
    return match.end() if match else 0


def ended(text: str) -> bool:
    """Whether `text` ends as a sentence, clause or quotation does, footnote marks and emphasis aside."""
    return bool(_TERMINAL.search(_MARKS.sub("", text)))


def opens_note(words: str) -> bool:
    """Whether a line below a rule opens a footnote: a rule stands as well round a box and between two parts."""
    return _NOTE.match(words) is not None and not (_PART.match(words) and not ended(words))


def marked_heading(text: str) -> tuple[int, int, int] | None:
    """The level and the place of the words of a heading marked as one: Markdown's "## Aims", MediaWiki's "== Aims ==".

    WikiText's "= = Aims = =" is one too.
    """
    match = _HASHES.match(text) or _EQUALS.match(text)
    if match is None or (match.re is _EQUALS and match.group("marks").count("=") != match.group("closing").count("=")):
        return None
    return len(re.sub(r"\s", "", match.group("marks"))), match.start("title"), match.end("title")


def page_number_of(text: str) -> str | None:
    """The number where the line is nothing but a page number."""
    match = _PAGE_NUMBER.fullmatch(text)
    return match.group(1) if match else None


def is_url(text: str) -> bool:
    return bool(re.fullmatch(r"<?(?:https?://|www\.)\S+>?\.?", text))
