"""Running heads and feet, and the numbers printed on pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.page_map import Page
from ingest.readers.pdf.glyphs import Stretch
from ingest.readers.pdf.lines import Line, lines_of

_ZONE = 0.13  # of the page's height, at its top and foot
_OUTERMOST = 4  # lines at the top and at the foot that may be furniture
_NUMBER_LINE = re.compile(  # of a line without its spaces: "1|Page", however widely it is set
    r"\W*(?:page|p\.|p)?\W*(?P<number>\d{1,4}|[ivxl]{1,7})(?:(?:of|/)\d{1,4})?\W*(?:page)?\W*", re.I
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it was read: its height in points and its stretches."""

    height: float
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """The stretches of each page that are furniture, by identity; the pages; the words of what was left out."""

    left_out: tuple[frozenset[int], ...]
    pages: tuple[Page, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outer:
    page: int
    line: Line
    foot: bool
    rank: int


def furniture_of(sheets: Sequence[Sheet]) -> Furniture:
    """What on each page belongs to the page and not to the text."""
    outer = [line for page, sheet in enumerate(sheets) for line in _outermost(page, sheet)]
    taken = _repeated(outer, len(sheets))
    numbers = _page_numbers(outer, taken, len(sheets))
    left_out: list[set[int]] = [set() for _ in sheets]
    for one in (*taken, *(one for one, _ in numbers)):
        left_out[one.page].update(id(stretch) for stretch in one.line.stretches)
    printed = {one.page: number for one, number in numbers}
    pages = tuple(Page(n + 1, label) for n, label in enumerate(_filled(printed, len(sheets))))
    words = tuple({_key(one.line.text): one.line.text for one in reversed(taken)}.values())
    return Furniture(tuple(map(frozenset, left_out)), pages, words)


def _outermost(page: int, sheet: Sheet) -> list[_Outer]:
    lines = [line for line in lines_of(sheet.stretches) if not line.rows]
    top = [line for line in lines[:_OUTERMOST] if line.base > sheet.height * (1 - _ZONE)]
    foot = [line for line in lines[::-1][:_OUTERMOST] if line.base < sheet.height * _ZONE]
    return [_Outer(page, line, False, n) for n, line in enumerate(top)] + [
        _Outer(page, line, True, n) for n, line in enumerate(foot) if line not in top
    ]


def _repeated(outer: Sequence[_Outer], pages: int) -> list[_Outer]:
    """Lines with the same words, numbers aside, at the same height of several pages."""
    groups: dict[tuple[str, bool], list[_Outer]] = defaultdict(list)
    for one in outer:
        # What differs by a number and ends as a sentence says something on each page: "Lock 3 leaks."
        text = one.line.text.strip()
        key = " ".join(text.lower().split()) if text.endswith((".", "?", "!")) else _key(text)
        if re.search(r"[^\W\d_]{2}", key):
            groups[key, one.foot].append(one)
    fewest = 2 if pages <= 3 else 3
    found: list[_Outer] = []
    for places in groups.values():
        heights = Counter(round(one.line.base / 6) for one in places)
        near = {height for height, count in heights.items() if count + heights[height + 1] + heights[height - 1] > 1}
        level = [one for one in places if round(one.line.base / 6) in near]
        if len({one.page for one in level}) >= fewest:
            found += level
    return found


def _page_numbers(outer: Sequence[_Outer], taken: Sequence[_Outer], pages: int) -> list[tuple[_Outer, str]]:
    """Lines that are a page's number, or furniture that holds it, where the numbers go on from page to page."""
    known = {id(one) for one in taken}
    candidates: list[tuple[_Outer, str, int]] = []
    for one in outer:
        text = one.line.text.strip()
        alone = _NUMBER_LINE.fullmatch("".join(text.split())) if len(re.findall(r"\d+", text)) <= 2 else None
        if alone is not None and (value := _value(alone["number"])):
            candidates.append((one, alone["number"], value))
        elif id(one) in known:
            found = re.findall(r"(?<![\d/.,:])\d{1,4}(?![\d/:,])", text)
            found += [number for number, of in re.findall(r"(\d{1,4}) ?/ ?(\d{1,4})", text) if int(of) == pages]
            candidates += [(one, number, int(number)) for number in found]
    runs = Counter(key for key, _ in {((one.foot, value - one.page), one.page) for one, _, value in candidates})
    if not runs:
        return []
    best = {key for key, count in runs.items() if count >= 2} or {
        key for key, _ in runs.most_common(1) if pages == 1 and key[1] == 1
    }
    ranked = sorted(best, key=lambda key: -runs[key])
    numbered: dict[int, tuple[_Outer, str]] = {}
    for key in ranked:
        for one, number, value in candidates:
            if (one.foot, value - one.page) == key and one.page not in numbered:
                numbered[one.page] = (one, number)
    # A number alone at the outer edge is one even where its neighbours are missing.
    return list(numbered.values())


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    letters = [_ROMAN[letter] for letter in number.lower()]
    return sum(-one if one < following else one for one, following in zip(letters, [*letters[1:], 0], strict=True))


def _filled(printed: dict[int, str], pages: int) -> list[str | None]:
    """The number of every page: printed, or counted on from the pages beside it that have one."""
    labels = [printed.get(page) for page in range(pages)]
    offsets = Counter(int(number) - page for page, number in printed.items() if number.isdigit())
    if not offsets:
        return labels
    offset = offsets.most_common(1)[0][0]
    return [label or (str(page + offset) if page + offset >= 1 else None) for page, label in enumerate(labels)]


def _key(text: str) -> str:
    return " ".join(re.sub(r"\d+", "#", text).lower().split())
