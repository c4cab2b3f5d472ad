"""People and bodies quoted in the corpus whom a question asks about: "the department's spokesman", "Ada Moor"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from corpus.lexical import stems

# A share of a speaker's description, weighted by rarity, that a question must hold; and how rare the whole must be, in
# the unit of `rarity`: "the government" or "individual" describes nobody in particular.
_NAMED = 0.4
_LEAST_RARITY = 7.0
_QUOTED_BY = re.compile(r",? quoted by .*$")


class Speakers:
    """Recognises the quoted speakers of one index in questions.

    `rarity` gives the inverse document frequency of a word (natural logarithm).
    """

    def __init__(self, speakers: Iterable[str], rarity: Callable[[str], float]) -> None:
        self._shares: dict[str, Mapping[str, float]] = {}
        for speaker in speakers:
            weights = {stem: rarity(stem) for stem in stems(_QUOTED_BY.sub("", speaker))}
            total = sum(weights.values())
            if total >= _LEAST_RARITY:
                self._shares[speaker] = {stem: weight / total for stem, weight in weights.items()}

    def asked(self, question: str) -> dict[str, float]:
        """Each speaker whom a question describes, with the share of the description that it gives, in [0.4, 1]."""
        there = frozenset(stems(question))
        given = {
            speaker: min(1.0, sum(share for stem, share in shares.items() if stem in there))
            for speaker, shares in self._shares.items()
        }
        return {speaker: share for speaker, share in given.items() if share >= _NAMED}
