"""The forms in which a corpus says a word: its inflections, its family, one word or two, an abbreviation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from service.answering.absence.occurrences import Occurrences, Positions, key

_LEAST_BASE = 5
_LEAST_PART = 3
# What English derives one noun, verb or adjective from another with; after a stemmer has taken the inflections.
_DERIVED = re.compile(r"(?:e?ship|er|or|ist|ism|ic|al|ment|iti|ness|ation|ion|iv|abl|ful|hood|dom|ian)s?")
_WORN_OFF = ("i", "e", "")


class Forms:
    """The forms of words in one corpus; made once, read by several threads."""

    def __init__(self, occurrences: Occurrences) -> None:
        self._occurrences = occurrences
        self._alike: dict[str, list[str]] = defaultdict(list)
        for name in occurrences.vocabulary():
            if len(name) >= _LEAST_BASE:
                self._alike[name[:_LEAST_BASE]].append(name)

    def of(self, word: str) -> frozenset[str]:
        """The keys that a word is counted under: its own and those derived from it or it from them."""
        own = key(word)
        capitals = self._occurrences.in_capitals(word)
        if capitals is not None and not self._occurrences.known(own):
            return frozenset({own, capitals})
        kin = (other for other in self._alike.get(own[:_LEAST_BASE], ()) if _related(own, other))
        return frozenset({own, *kin})

    def positions(self, word: str) -> Positions:
        """Where any form of a word stands, written as one word or as two ("toothbrush", "tooth brush")."""
        forms = self.of(word)
        found = [self._occurrences.of_any(forms)]
        for first, second in self._halves(word.casefold()):
            found.append(
                self._occurrences.phrase([self._occurrences.positions(first), self._occurrences.positions(second)], 0)
            )
        return np.unique(np.concatenate(found))

    def joined(self, words: list[str]) -> Positions:
        """Where two words of a phrase that follow one another are written as one."""
        names = [key(f"{first}{second}".casefold()) for first, second in pairwise(words)]
        return self._occurrences.of_any(names)

    def _halves(self, word: str) -> Iterator[tuple[str, str]]:
        for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
            first, second = key(word[:cut]), key(word[cut:])
            if self._occurrences.known(first) and self._occurrences.known(second):
                yield first, second


def _related(one: str, other: str) -> bool:
    """Whether one of two stems is the other with a derivational ending: "physiotherapi" and "physiotherapist"."""
    short, long = sorted((one, other), key=len)
    if one == other or long.isupper() or short.isupper():
        return False
    bases = {short.removesuffix(worn) for worn in _WORN_OFF}
    return any(
        len(base) >= _LEAST_BASE and long.startswith(base) and _DERIVED.fullmatch(long[len(base) :]) is not None
        for base in bases
    )
