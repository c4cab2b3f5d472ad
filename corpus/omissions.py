"""Whether words of a text stand between two spans of it, so that a quotation of both has to say that it leaves some
out.

White space, list glyphs and paragraph numbers, marks of notes, tags, and what belongs to the page (running heads, page
numbers, notes at its foot) are no words of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.lines import (
    NOTE_MARK,
    SUPERSCRIPTS,
    Line,
    footnote_length,
    glyph_length,
    is_hard_wrapped,
    is_url,
    number_of,
    opens_note,
    read_lines,
)
from corpus.models import Span
from corpus.pages import read_pages

_WORD = re.compile(r"[^\W_]")
_TAG = r"<sup>[^<]{1,20}</sup>|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>"
_MARK = re.compile(rf"{_TAG}|[{SUPERSCRIPTS}]+|{NOTE_MARK}|\^\{{[^}}]{{1,20}}\}}|\[\d{{1,3}}\]")
# The number of a note behind the word that it belongs to: "by 2050.1".
_GLUED = re.compile(r"\d{1,3}(?:,\d{1,3})*(?=\s|$)")


def leaves_out(text: str, low: int, high: int) -> bool:
    """Whether words of `text` stand in [low, high), which lies between two spans that are quoted."""
    if not _has_words(text, low, high):
        return False
    at = low
    for part in _page_parts(text):
        # Of notes that are quoted themselves, the words between are words left out.
        if low <= part.start and part.end <= high:
            if _has_words(text, at, part.start):
                return True
            at = part.end
    return _has_words(text, at, high)


def _has_words(text: str, low: int, high: int) -> bool:
    """Whether there is more in [low, high) than white space, tags and marks."""
    between = text[low:high]
    if not between.strip():
        return False
    if low and not text[low - 1].isspace() and not text[low - 1].isdigit():
        between = _GLUED.sub("", between, count=1) if _GLUED.match(between) else between
    first, *others = _MARK.sub(" ", between).split("\n")
    starts_line = not text[text.rfind("\n", 0, low) + 1 : low].strip()
    lines = [_bare(first) if starts_line else first, *map(_bare, others)]
    return any(_WORD.search(line) for line in lines)


def _bare(line: str) -> str:
    """A line without the glyph or number that opens it, which may be all that there is of it before a span."""
    probe = f"{line.strip()} A"
    probe = probe[glyph_length(probe) :]
    number = number_of(probe)
    return probe[number[1] if number else 0 : -1]


@lru_cache(maxsize=256)
def _page_parts(text: str) -> tuple[Span, ...]:
    """What belongs to the pages of a text, in order: running heads, page numbers, and the notes at each foot."""
    lines = read_lines(text)
    pages = read_pages(lines, "")
    wrapped = is_hard_wrapped(lines)
    found: list[Span] = []
    at_foot = in_note = False
    for index, line in enumerate(lines):
        if index in pages.furniture:
            at_foot = in_note = False
            found.append(Span(line.start, line.end))
            continue
        if (line.ruled and opens_note(line.text)) or index in pages.notes:
            at_foot = True
        elif at_foot and (line.page_top or number_of(line.text) or glyph_length(line.text)):
            at_foot = False
        goes_on = in_note
        in_note = at_foot or _is_marked_note(line, wrapped=wrapped) or (in_note and _goes_on(line))
        if in_note and goes_on:
            found[-1] = Span(found[-1].start, line.end)
        elif in_note:
            found.append(Span(line.start, line.end))
    return tuple(found)


def _is_marked_note(line: Line, *, wrapped: bool) -> bool:
    return line.text[0] in SUPERSCRIPTS or (not wrapped and footnote_length(line.text) > 0)


def _goes_on(line: Line) -> bool:
    """Whether a line below one of a note belongs to the same note."""
    return (line.gap == 0 and not line.page_top) or is_url(line.text)
