"""Quotation marks in a paragraph: pairs, openings without an end, ends without an opening."""

from __future__ import annotations

import re
from dataclasses import dataclass

MIN_WORDS = 8  # fewer in marks are an author's phrase, not somebody's speech
_MARKS = '“”"'
_CLOSERS_AFTER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹.,;]*")


@dataclass(frozen=True, slots=True)
class Quote:
    """Offsets [start, end) of quoted words with their marks; `opened` and `closed` say which marks are there."""

    start: int
    end: int
    opened: bool
    closed: bool

    def words(self, text: str) -> list[str]:
        return text[self.start : self.end].split()


def find_quotes(text: str, *, carried: bool = False) -> list[Quote]:
    """The quotations of one paragraph in order; `carried` says that one was open when it began.

    A closing mark that nothing opened counts as an opening where words follow it and a space precedes; otherwise the
    paragraph up to it was quoted, and the first quote found has `opened` false.
    """
    found: list[Quote] = []
    opened: int | None = 0 if carried else None
    by_mark = not carried
    for at, mark in enumerate(text):
        if mark not in _MARKS:
            continue
        spaced = (at == 0 or text[at - 1].isspace() or text[at - 1] in "(—–[:") and at + 1 < len(text)
        opening = (
            mark == "“"
            or (mark == '"' and opened is None and spaced)
            or (
                mark == "”"
                and opened is None
                and spaced
                and text[at + 1 : at + 3].strip() != ""
                and "”" in text[at + 1 :]
            )
        )
        if opening:
            if opened is None:
                opened, by_mark = at, True
            elif opened == 0 and carried and at == 0:
                by_mark = True
        elif opened is not None:
            end = at + 1
            end += len(_mark_after(text, end))
            found.append(Quote(opened, end, by_mark, True))
            opened = None
        elif not found and mark == "”":
            found.append(Quote(0, at + 1, False, True))
    if opened is not None:
        found.append(Quote(opened, len(text), by_mark, False))
    return found


def _mark_after(text: str, at: int) -> str:
    match = re.match(r"[.,;]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[.](?=\s|$)", text[at:])
    return match.group() if match else ""


def find_single_quotes(text: str, start: int) -> Quote | None:
    """The quotation in single marks that begins at `start`, to the mark that ends a sentence or the text."""
    if text[start : start + 1] not in "‘'":
        return None
    for match in re.finditer(r"[.?!,…][’'](?=\s|$)|[’']$", text[start + 1 :]):
        return Quote(start, start + 1 + match.end(), True, True)
    return None


def in_single_marks(text: str) -> bool:
    """Whether a paragraph is one quotation in single marks, rather than a sentence that begins with a quoted word."""
    quote = find_single_quotes(text, 0)
    return quote is not None and quote.end >= len(text.rstrip()) and len(text.split()) >= MIN_WORDS
