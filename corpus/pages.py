"""What belongs to a page and not to the text: running heads, page numbers and the notes at its foot."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.lines import Line, page_number_of, plain

_LONGEST_HEAD = 140
_LONGEST_TITLE = 100
_REPEATED = 3
_APART = re.compile(r"^\d+ {4,}|[ \t]{4,}\d+\W*$")  # the number at the page's other side
_PAGE_OF = re.compile(r"\S.*(?:\s{3,}|[|–—-]\s*)page (?P<number>\d{1,4})(?: of \d{1,4})?", re.I)
_NUMBER_FIRST = re.compile(r"(?P<number>\d{1,4})\s+(?P<title>\D.*)")
_NUMBER_LAST = re.compile(r"(?P<title>\D.*?\D)\s+(?P<number>\d{1,4})")
# What a number behind it counts is no page: "Consultation question 3".
_COUNTED = re.compile(
    r"(?:\w+ |questions (?:on|for|in) )?(?:question|chapter|section|part|figure|chart|table|recommendation|annex|"
    r"appendix|option|proposal|box|study|theme|objective|principle)",
    re.I,
)
_NOTE = re.compile(r"(?P<number>\d{1,3}) (?=[A-Z“‘])")
_MOST_NOTE_LINES = 14


@dataclass(frozen=True, slots=True)
class Pages:
    """Lines that are furniture, by their index, with the page number that they show; and those of notes at a foot."""

    furniture: Mapping[int, str | None]
    notes: frozenset[int]


def read_pages(lines: Sequence[Line], title: str) -> Pages:
    """The page furniture and foot notes among `lines` of a document of that title."""
    furniture = _running_heads(lines, title)
    furniture.update(_repeated_titles(lines))
    for index, line in enumerate(lines):
        if index not in furniture and (number := page_number_of(line.text)) and _stands_alone(lines, index):
            furniture[index] = number
    return Pages(furniture, _foot_notes(lines, furniture))


def _running_heads(lines: Sequence[Line], title: str) -> dict[int, str | None]:
    """Lines that are the title or a repeated line with a page number before or behind it."""
    wanted = _key(title)
    heads: dict[int, str | None] = {}
    candidates: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.text) > _LONGEST_HEAD:
            continue
        bare = line.text.replace("*", "").strip()
        if (paged := _PAGE_OF.fullmatch(bare)) and _stands_alone(lines, index):
            heads[index] = paged.group("number")
        elif match := _NUMBER_FIRST.fullmatch(bare) or _NUMBER_LAST.fullmatch(bare):
            key = _key(match.group("title"))
            if key == wanted:
                heads[index] = match.group("number")
            elif not _COUNTED.fullmatch(key):
                candidates[key].append((index, match.group("number")))
    for key, places in candidates.items():
        numbers = [number for _, number in places]
        fewest = _REPEATED - 1 if all(_APART.search(lines[index].text) for index, _ in places) else _REPEATED
        if len(places) >= fewest and len(set(numbers)) == len(numbers) and len(key.split()) >= 2 and _rise(numbers):
            heads.update(dict(places))
    return heads


def _repeated_titles(lines: Sequence[Line]) -> dict[int, str | None]:
    """A line that stands again and again next to a rising page number on a line of its own, and these numbers."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.text) <= _LONGEST_TITLE and not line.text.endswith((".", "?", "!")):
            places[_key(line.text)].append(index)
    found: dict[int, str | None] = {}
    for key, at in places.items():
        numbered = {index: near for index in at if (near := _number_beside(lines, index)) is not None}
        numbers = [lines[near].text for near in numbered.values()]
        pages = [number for text in numbers if (number := page_number_of(text))]
        if len(key.split()) >= 2 and len(numbered) >= _REPEATED and _rise(pages):
            found.update(dict.fromkeys(numbered, None))
            found.update({near: page_number_of(lines[near].text) for near in numbered.values()})
    return found


def _number_beside(lines: Sequence[Line], index: int) -> int | None:
    """The line with a page number right above or below a line."""
    if index and page_number_of(lines[index - 1].text) and lines[index].gap <= 1:
        return index - 1
    if index + 1 < len(lines) and page_number_of(lines[index + 1].text) and lines[index + 1].gap <= 1:
        return index + 1
    return None


def _foot_notes(lines: Sequence[Line], furniture: Mapping[int, str | None]) -> frozenset[int]:
    """Lines at the foot of a page that open with the next note's number, whose mark the page's text has.

    A text that was copied from a PDF has the mark glued to a word ("by 2050.1") and no rule above the notes.
    """
    notes: set[int] = set()
    top, last = 0, 0
    for foot in sorted(furniture):
        page = range(max(top, foot - _MOST_NOTE_LINES), foot)
        for index in page:
            match = _NOTE.match(lines[index].text)
            if match is None or int(match.group("number")) != last + 1:
                continue
            above = "\n".join(line.text for line in lines[top:index])
            if re.search(rf"(?:[^\W\d_]|[.,;:”’)%]){match.group('number')}(?=\s|$)", above) is None:
                continue
            numbers = [int(m.group("number")) for line in lines[index:foot] if (m := _NOTE.match(line.text))]
            if all(high == low + 1 for low, high in itertools.pairwise(numbers)):
                notes.update(range(index, foot))
                last = numbers[-1]
                break
        top = foot + 1
    return frozenset(notes)


def _rise(numbers: Sequence[str]) -> bool:
    return all(int(low) < int(high) for low, high in itertools.pairwise(numbers))


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    return lines[index].gap > 0 and (index + 1 == len(lines) or lines[index + 1].gap > 0)


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", plain(text)).strip()
