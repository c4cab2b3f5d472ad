"""Text for passages that nobody wrote: sentences by a Markov chain over real ones, with made-up names in them.

A chain alone has the vocabulary of the text that it was learned from, however long it runs. Real text goes on
bringing new words (Heaps' law), most of them names, and a passage repeats what it is about. So every passage is about
some made-up names, drawn from an endless list of which the first are common and the later ever rarer (Zipf's law), and
they stand where the chain put rare words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_PASSAGES_AT_A_TIME = 2_000
_LEAST_WORDS = 20
# Passages of the shipped corpus: 55 words in the middle, a tenth under 20, a tenth over 130.
_LENGTH_MIDDLE, _LENGTH_SPREAD, _SHORTEST, _LONGEST = 58, 0.65, 12, 160
# How often the next word follows the last two and not the last alone: enough for phrases, not for copied sentences.
_FOLLOWS_TWO = 0.5
# Words met this often in the text learned from are never replaced; of rarer ones this share is.
_COMMON, _REPLACED = 12, 0.35
_NAMES_A_PASSAGE = 3
_ZIPF = 1.25
_SYLLABLES = tuple(
    f"{onset}{vowel}{coda}"
    for onset in (
        "b",
        "br",
        "c",
        "d",
        "f",
        "g",
        "gl",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "st",
        "t",
        "th",
        "v",
        "w",
    )
    for vowel in ("a", "e", "i", "o", "u")
    for coda in ("", "l", "m", "n", "r")
)
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.?!][’”\"')\]]*$")


class TextMaker:
    """Makes passages of text in the manner of `texts`; the same `seed` makes the same text.

    Raises ValueError where the texts hold fewer than twenty words.
    """

    def __init__(self, texts: Iterable[str], seed: int) -> None:
        words = [word for text in texts for word in _WORD.findall(text)]
        if len(words) < _LEAST_WORDS:
            raise ValueError(f"text is made after at least {_LEAST_WORDS} words, not {len(words)}")
        self._draw = np.random.default_rng(seed)
        numbers: dict[str, int] = {}
        self._at = np.asarray([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
        self._words = np.asarray(list(numbers), dtype=object)
        counts = np.bincount(self._at)
        self._rare = (counts < _COMMON) & np.asarray([len(word) > 3 and word[-1].isalpha() for word in numbers])
        ends = np.asarray([bool(_SENTENCE_END.search(word)) for word in numbers])
        # The chain ends where it began, so that every word has a successor.
        before = np.roll(self._at, 1)
        self._after_one = _Places(self._at)
        self._after_two = _Places(before * len(numbers) + self._at)
        self._openings = (np.flatnonzero(ends[self._at]) + 1) % len(self._at)
        if not len(self._openings):
            self._openings = np.zeros(1, dtype=np.int64)

    def passages(self, count: int) -> Iterator[str]:
        """`count` passages of 12 to 160 words."""
        for start in range(0, count, _PASSAGES_AT_A_TIME):
            yield from self._some(min(_PASSAGES_AT_A_TIME, count - start))

    def _some(self, count: int) -> Iterator[str]:
        draw = self._draw
        lengths = np.clip(np.exp(draw.normal(np.log(_LENGTH_MIDDLE), _LENGTH_SPREAD, count)), _SHORTEST, _LONGEST)
        places = draw.choice(self._openings, count)
        steps = np.empty((int(lengths.max()), count), dtype=np.int64)
        for step in steps:
            step[:] = self._at[places]
            one = self._after_one.alike(places, draw)
            two = self._after_two.alike(places, draw)
            places = (np.where(draw.random(count) < _FOLLOWS_TWO, two, one) + 1) % len(self._at)
        named = self._rare[steps] & (draw.random(steps.shape) < _REPLACED)
        about = draw.zipf(_ZIPF, (count, _NAMES_A_PASSAGE)) % (2**40)
        which = draw.integers(_NAMES_A_PASSAGE, size=steps.shape)
        for column, length in enumerate(lengths.astype(int).tolist()):
            words = self._words[steps[:length, column]].tolist()
            names = [made_up(number) for number in about[column].tolist()]
            for at in np.flatnonzero(named[:length, column]).tolist():
                words[at] = names[which[at, column]]
            text = " ".join(words)
            yield f"{text[0].upper()}{text[1:].rstrip(',;:')}{'' if _SENTENCE_END.search(text) else '.'}"


class _Places:
    """The places of a text with the same key, so that one may be drawn for another."""

    def __init__(self, keys: Numbers) -> None:
        _, self._key, self._counts = np.unique(keys, return_inverse=True, return_counts=True)
        self._sorted = np.argsort(self._key, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(self._counts)[:-1]])

    def alike(self, places: Numbers, draw: np.random.Generator) -> Numbers:
        """For each of `places` (n,) one that has the same key, itself perhaps: (n,)."""
        keys = self._key[places]
        return np.asarray(self._sorted[self._starts[keys] + (draw.random(len(keys)) * self._counts[keys]).astype(int)])


def made_up(number: int) -> str:
    """The name of a number: another for every number, short for small ones. No English is meant by it."""
    syllables: list[str] = []
    while number or len(syllables) < 2:
        number, at = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[at])
    return "".join(syllables).capitalize()
