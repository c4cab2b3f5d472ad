"""Where quoted words begin and end in the canonical text: at a sentence's edge, at a clause's, or inside one.

The words are found again by their first and last few words near the citation's spans, so that tidied emphasis, footnote
marks and line breaks are of no account.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from corpus.models import Span


class Edge(IntEnum):
    """How an end of quoted words lies in the text; higher is worse."""

    SENTENCE = 0
    CLAUSE = 1
    INSIDE = 2


REACH = 600
"""Characters around a citation's spans in which its words are looked for."""
ANCHOR = 5
"""Words by which an end is found."""

_WORD = re.compile(r"[^\W_]+")
_FOOTNOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]|\^\{[^}]{1,20}\}")
_EDITOR = re.compile(r"\[[^\]]*\]")
_CLOSERS = r"[\"'”’)\]*_%]*"
# Marks of notes run into the full stop before them, in figures or in Roman numerals.
_NOTES = r"(?:[\divxl]{1,6}(?:,\s?[\divxl]{1,6})*)?"
_STOP = re.compile(rf"{_CLOSERS}[.!?]{_CLOSERS}{_NOTES}(?=\s|$)")
_STOPPED = re.compile(rf"[.!?]{_CLOSERS}{_NOTES}$")
# A bullet is any sign alone at the start of a line, since text out of a PDF has them from private fonts.
_MARK = r"(?:[^\w\s\"'“”‘’(\[.,;:!?]{1,3}|\(?(?:\d{1,3}|[ivx]{1,4}|[a-z])[.)])"
_BLOCK_END = re.compile(rf"(?P<mark>[\"'”’)\]*_.,;:]*)\s*?(?:\n[^\S\n]*\n|\n[^\S\n]*{_MARK}\s|\Z)")
_CLAUSE_END = re.compile(rf"{_CLOSERS}\s?(?:[,;:–—(]|-\s)")
_NEXT = re.compile(r"[\s\"'“‘(\[*_]*")
_OPENERS = re.compile(r"[\"'“‘(\[*_]+$")
_AFTER_STOP = re.compile(rf"[.!?]{_CLOSERS}{_NOTES}\s+$")
_AFTER_BLANK = re.compile(r"\n[^\S\n]*\n\s*$")
_AFTER_MARK = re.compile(rf"(?:^|\n)[^\S\n]*{_MARK}\s+$")
_AFTER_LABEL = re.compile(r"(?:\A|\n\s*|[.!?]\s+)(?:\S+\s+){0,2}\S+:\s*$")
_AFTER_CLAUSE = re.compile(r"(?:[,;:–—(]\s*|\s-\s+)$")


def edges(quoted: str, text: str, spans: Sequence[Span]) -> tuple[Edge | None, Edge | None]:
    """How `quoted` begins and ends in `text` around `spans`; None for an end that is not found there.

    Words in square brackets are an editor's and are passed over. A full stop before a small letter ends no sentence; a
    colon before a list or at the end of a paragraph leaves its sentence open.
    """
    if not spans:
        return None, None
    offset = max(0, spans[0].start - REACH)
    window = _FOOTNOTE.sub(lambda mark: " " * len(mark.group()), text[offset : spans[-1].end + REACH])
    there = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(window)]
    words = [word.lower() for word in _WORD.findall(_FOOTNOTE.sub(" ", _EDITOR.sub(" ", quoted)))]
    reach = min(ANCHOR, len(words))
    if reach < 2:
        return None, None
    first = _find(there, words[:reach], spans[0].start - offset)
    last = _find(there, words[-reach:], spans[-1].end - offset)
    begins = None if first is None else _begin(window, there[first][1], at_top=offset == 0)
    ends = None if last is None else _end(window, there[last + reach - 1][2])
    return begins, ends


def _find(there: Sequence[tuple[str, int, int]], words: Sequence[str], near: int) -> int | None:
    """The index of `words` in `there`; of several places the one nearest to the character `near`."""
    size = len(words)
    places = [
        at for at in range(len(there) - size + 1) if all(there[at + n][0] == word for n, word in enumerate(words))
    ]
    return min(places, key=lambda at: abs(there[at][1] - near), default=None)


def _end(window: str, at: int) -> Edge:
    rest = window[at:]
    if _STOPPED.search(window[:at]) and re.match(r"\s|$", rest) and not _small(rest):
        return Edge.SENTENCE
    if (stop := _STOP.match(rest)) and not _small(rest[stop.end() :]):
        return Edge.SENTENCE
    if block := _BLOCK_END.match(rest):
        mark = block.group("mark")
        if ":" in mark:
            return Edge.INSIDE
        if not _small(rest[block.end() :]):
            return Edge.CLAUSE if "," in mark or ";" in mark else Edge.SENTENCE
    return Edge.CLAUSE if _CLAUSE_END.match(rest) else Edge.INSIDE


def _begin(window: str, at: int, *, at_top: bool) -> Edge:
    before, small = window[:at], window[at].islower()
    bare = _OPENERS.sub("", before)
    if not bare.strip():
        return Edge.SENTENCE if at_top else Edge.INSIDE
    if _AFTER_MARK.search(bare):
        # An item of a list in small letters continues the sentence that leads into the list.
        return Edge.CLAUSE if small else Edge.SENTENCE
    if _AFTER_STOP.search(bare) or _AFTER_BLANK.search(bare):
        return Edge.INSIDE if small else Edge.SENTENCE
    if not small and (_AFTER_LABEL.search(bare) or (bare != before and re.search(r"[,:]\s*$", bare))):
        # After a label ("Recommendation 34:"), or words of a speaker quoted inside the sentence.
        return Edge.SENTENCE
    return Edge.CLAUSE if _AFTER_CLAUSE.search(before) else Edge.INSIDE


def _small(rest: str) -> bool:
    """Whether what follows goes on in small letters."""
    after = rest[_NEXT.match(rest).end() :]  # type: ignore[union-attr]
    return after[:1].islower()
