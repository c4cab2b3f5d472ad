"""Text in any encoding."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from corpus.lines import ended
from corpus.page_map import PAGE_BREAK, Page
from ingest.readers.characters import without_controls
from ingest.readers.port import Reading, UnreadableError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PAGE_MARK = re.compile(r"\n\s*\[\[page (\d{1,6})\]\][ \t]*\n\s*", re.I)
_NOT_TEXT = "is not text: its bytes make no words in any encoding; save it anew as text in UTF-8"
_MOST_CONTROLS = 0.02  # of the characters


def decode(data: bytes) -> str:
    """The bytes as text: by their mark, as UTF-8, else in the encoding that makes most sense of them.

    Raises UnreadableError where none does.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _guessed(data)
    if text.count("\0") > len(text) * _MOST_CONTROLS:
        text = _guessed(data)
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]", text))
    if controls > len(text) * _MOST_CONTROLS:
        raise UnreadableError(_NOT_TEXT)
    return text


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    # UTF-16 without a mark has a nought beside every letter of a western script.
    if data[1::2].count(0) > len(data) // 4:
        return data.decode("utf-16-le", errors="replace")
    if data[::2].count(0) > len(data) // 4:
        return data.decode("utf-16-be", errors="replace")
    # Western one-byte encodings differ in few letters, which a short text does not tell apart: the usual one first.
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and not re.search(r"[^\W\d_a-zA-ZÀ-ÿŒœŠšŸŽž]|[À-ÿ]{3}", western):
        return western
    best = from_bytes(data).best()
    if best is None:
        raise UnreadableError(_NOT_TEXT)
    return str(best)


class TextReader:
    """Text as it stands; form feeds are its pages, as in text taken from a PDF."""

    name = "text"
    suffixes = (".txt", ".text")

    def recognises(self, head: bytes, path: Path) -> bool:
        return False

    def read(self, path: Path) -> Reading:
        text = without_controls(decode(path.read_bytes()).removeprefix("\ufeff"))
        text, printed = _with_pages(text.rstrip("\f\n ") + "\n")
        count = text.count(PAGE_BREAK)
        labels: list[str] | list[None] = printed or [None] * (count + 1)
        return Reading(text=text, pages=tuple(Page(n, label) for n, label in enumerate(labels, 1)) if count else ())


def _with_pages(text: str) -> tuple[str, list[str]]:
    """The text with form feeds for marks such as "[[Page 60971]]" (US Federal Register), and the number of every page.

    Text without such marks, or with form feeds of its own, is as it was, and has no numbers.
    """
    numbers = [int(number) for number in _PAGE_MARK.findall(text)]
    if len(numbers) < 2 or PAGE_BREAK in text or any(low >= high for low, high in itertools.pairwise(numbers)):
        return text, []
    parts = _PAGE_MARK.split(text)
    made = parts[0]
    for part in parts[2::2]:
        # A paragraph that goes on over the end of a page stays one.
        made += (f"\n\n{PAGE_BREAK}\n" if ended(made.rstrip()) else f"\n{PAGE_BREAK}") + part
    return made, [str(number) for number in (numbers[0] - 1, *numbers)]
