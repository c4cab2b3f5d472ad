"""Where every word of a corpus stands, so that a phrase is counted in somebody's words within a millisecond.

Words are kept as stems; a word in capitals ("UC", "GPs") as itself, without its plural. What is a list of sources,
contents or furniture of a page is nobody's statement and is left out. A heading counts as its author's words, once,
and for the passages directly under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.index import Index
from corpus.models import BlockKind, Role, Side
from service.answering.display import is_reference
from service.answering.english import stem

Rows = NDArray[np.int64]
Positions = NDArray[np.int64]

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W\d_]+)?")
_CAPITALS = re.compile(r"(?P<letters>(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Za-z0-9]*[A-Z0-9])s?")
_UNSAID = frozenset({BlockKind.CONTENTS, BlockKind.REFERENCE, BlockKind.FURNITURE})
_APART = 8  # longer than any phrase may be stretched, so that none runs from one text into the next


def key(word: str) -> str:
    """What a word is counted under: its stem, one spelling of -ise and -ize; capitals stay capitals."""
    capitals = _CAPITALS.fullmatch(word)
    if capitals:
        return capitals.group("letters")
    if word[0].isdigit():
        return word.replace(",", "")
    return stem(word.casefold().replace("iz", "is"))


@dataclass(frozen=True, slots=True)
class Words:
    """Whose words are meant: everything an organisation says, or what a government says in its own documents."""

    organisation: str
    side: Side


class Occurrences:
    """The words of one open index; made once, read by several threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        keys: dict[str, int] = {}
        capitals: dict[str, str] = {}
        tokens: list[int] = []
        capitalised: list[bool] = []
        starts: list[int] = []
        texts: list[
            tuple[int, ...]
        ] = []  # the rows that each text stands for: a passage's own, or those under a heading
        self._speaking: dict[Words, set[int]] = {}
        headings: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        authors = {
            id_: Words(document.entry.organisation, document.entry.side) for id_, document in index.documents.items()
        }

        def add(text: str, rows: Iterable[int]) -> None:
            starts.append(len(tokens))
            texts.append(tuple(rows))
            for word in WORD.findall(text):
                name = key(word)
                tokens.append(keys.setdefault(name, len(keys)))
                capitalised.append(word[0].isupper())
                if name.isupper():
                    capitals.setdefault(name.casefold(), name)
            tokens.extend([-1] * _APART)
            capitalised.extend([False] * _APART)

        for row in range(len(index.passages)):
            passage = index.passages.at(row)
            if passage.block in _UNSAID or is_reference(passage):
                continue
            author = authors[passage.document_id]
            words = Words(passage.organisation, passage.side)
            own = passage.side is author.side or passage.side is not Side.GOVERNMENT
            if own:
                self._speaking.setdefault(words, set()).add(row)
            if passage.side is Side.GOVERNMENT and own and words != author:
                self._speaking.setdefault(author, set()).add(row)
            if passage.voice.role is Role.AUTHOR and passage.section:
                headings.setdefault((passage.document_id, passage.section), []).append(row)
            add(passage.text, (row,))
        for (_, section), rows in headings.items():
            add(section[-1], rows)
        self._keys = keys
        self._capitals = capitals
        self._starts = np.asarray(starts, dtype=np.int64)
        self._texts = texts
        self._capitalised = np.asarray(capitalised, dtype=np.bool_)
        coded = np.asarray(tokens, dtype=np.int32)
        order = np.argsort(coded, kind="stable")
        self._order = order
        self._bounds = np.searchsorted(coded[order], np.arange(len(keys) + 1))

    def passages(self, words: Words) -> int:
        """How many passages there are of somebody's words."""
        return len(self._speaking.get(words, ()))

    def known(self, name: str) -> bool:
        return name in self._keys

    def in_capitals(self, word: str) -> str | None:
        """The abbreviation that a word typed in small letters is, where the corpus has it."""
        return self._capitals.get(word.casefold())

    def vocabulary(self) -> Iterator[str]:
        """Every word that there is, in no particular order."""
        return iter(self._keys)

    def texts(self) -> int:
        """How many passages and headings there are."""
        return len(self._texts)

    def texts_with(self, name: str) -> int:
        """How many passages and headings have a word."""
        return len(np.unique(self._text_of(self.positions(name)))) if name in self._keys else 0

    def positions(self, name: str) -> Positions:
        """Where a word stands, in order."""
        code = self._keys.get(name)
        if code is None:
            return np.zeros(0, np.int64)
        return np.sort(self._order[self._bounds[code] : self._bounds[code + 1]]).astype(np.int64)

    def of_any(self, names: Iterable[str]) -> Positions:
        """Where any of some words stands, in order."""
        found = [self.positions(name) for name in names]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def phrase(self, slots: Sequence[Positions], between: int) -> Positions:
        """Where words of each slot follow one another with at most `between` others between two: the first's place."""
        if not slots:
            return np.zeros(0, np.int64)
        ends = starts = slots[0]
        for slot in slots[1:]:
            at = np.searchsorted(slot, ends, side="right")
            there = at < len(slot)
            following = np.where(there, slot[np.minimum(at, max(len(slot) - 1, 0))], -1) if len(slot) else ends * 0 - 1
            near = there & (following - ends <= between + 1)
            starts, ends = starts[near], following[near]
        return starts

    def rows(self, positions: Positions, words: Words) -> tuple[int, int]:
        """How many of some places are in somebody's words, and in how many of their passages."""
        speaking = self._speaking.get(words, set())
        mentions, rows = 0, set[int]()
        for text in self._text_of(positions).tolist():
            own = speaking.intersection(self._texts[text])
            if own:
                mentions += 1
                rows |= own
        return mentions, len(rows)

    def passage_rows(self, positions: Positions) -> list[int]:
        """The rows of the passages that some places are in, or under whose heading they are, in order."""
        return sorted({row for text in np.unique(self._text_of(positions)).tolist() for row in self._texts[text]})

    def written_large(self, positions: Positions) -> float:
        """Which share of some places has a capital, 0 for no places."""
        return float(self._capitalised[positions].mean()) if len(positions) else 0.0

    def _text_of(self, positions: Positions) -> NDArray[np.int64]:
        return np.searchsorted(self._starts, positions, side="right") - 1
