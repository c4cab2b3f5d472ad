"""Finding a model's quotation in a passage: forgiving of typography, never of words, back to exact canonical
offsets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.models import Passage, Sentence, Span

_SINGLE = frozenset("‘’‚‛′`´ʼ")
_DOUBLE = frozenset("“”„‟″«»")
_DASHES = frozenset("‐‑‒–—―−")
_ANGLES = {"‹": "<", "›": ">"}
# Typography without words: emphasis marks and footnote numbers of the canonical text, and what a screen does not show.
_INVISIBLE = frozenset("*\u00ad\u200b\u200c\u200d\u2060\ufeff⁰¹²³⁴⁵⁶⁷⁸⁹")
_TRIM = " \"'.,;:!?-[]()"


@dataclass(frozen=True, slots=True)
class Folded:
    """Text folded for comparison; `at[i]` says which character of the source gave `text[i]`."""

    text: str
    at: tuple[int, ...]


def fold(source: str) -> Folded:
    """Case, quotation marks, dashes, ligatures and white space made alike; emphasis and footnote marks left out."""
    characters: list[str] = []
    at: list[int] = []
    in_white = True
    skip_until = 0
    for position, character in enumerate(source):
        if position < skip_until or character in _INVISIBLE:
            continue
        if source.startswith("^{", position) and (end := source.find("}", position, position + 24)) > 0:
            skip_until = end + 1
            continue
        if character.isspace():
            if not in_white:
                characters.append(" ")
                at.append(position)
            in_white = True
            continue
        in_white = False
        for folded in _alike(character):
            characters.append(folded)
            at.append(position)
    if characters and characters[-1] == " ":
        characters.pop()
        at.pop()
    return Folded("".join(characters), tuple(at))


def _alike(character: str) -> str:
    if character in _SINGLE:
        return "'"
    if character in _DOUBLE:
        return '"'
    if character in _DASHES:
        return "-"
    if character in _ANGLES:
        return _ANGLES[character]
    return unicodedata.normalize("NFKC", character).casefold() if not character.isascii() else character.lower()


def passage_text(canonical: str, spans: Sequence[Span]) -> tuple[str, list[tuple[int, int]]]:
    """The canonical characters at `spans` joined by one space, with (span number, offset) of each; -1 for a joint."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for number, span in enumerate(spans):
        if number:
            characters.append(" ")
            places.append((-1, -1))
        characters.append(canonical[span.start : span.end])
        places.extend((number, offset) for offset in range(span.start, span.start + len(characters[-1])))
    return "".join(characters), places


def locate(quote: str, canonical: str, spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """Where the words of `quote` stand within `spans` of a canonical text; None where they do not stand verbatim.

    White space, case, typographic quotation marks and dashes, emphasis and footnote marks may differ, and punctuation
    at the two ends; the match starts and ends at a word's boundary.
    """
    needle = fold(quote).text.strip(_TRIM)
    if not any(character.isalnum() for character in needle):
        return None
    source, places = passage_text(canonical, spans)
    folded = fold(source)
    begin = folded.text.find(needle)
    while begin >= 0:
        end = begin + len(needle)
        if _at_boundaries(folded.text, begin, end):
            matched = (places[position] for position in folded.at[begin:end])
            return _as_spans(place for place in matched if place[0] >= 0)
        begin = folded.text.find(needle, begin + 1)
    return None


def _at_boundaries(text: str, begin: int, end: int) -> bool:
    before = begin > 0 and text[begin - 1].isalnum() and text[begin].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after


def _as_spans(places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    bounds: dict[int, tuple[int, int]] = {}
    for number, offset in places:
        low, high = bounds.get(number, (offset, offset))
        bounds[number] = (min(low, offset), max(high, offset))
    return tuple(Span(low, high + 1) for low, high in bounds.values())


def sentences_at(passage: Passage, spans: Sequence[Span]) -> list[Sentence]:
    """The passage's sentences that hold any of `spans`: a quotation is shown in whole sentences, never clipped."""
    return [
        sentence
        for sentence in passage.sentences
        if any(mine.overlaps(span) for mine in sentence.spans for span in spans)
    ]


def join_spans(canonical: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order of place, those with only white space between them made one where that changes no word."""
    joined: list[Span] = []
    for span in sorted(set(spans)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif joined and not canonical[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)
