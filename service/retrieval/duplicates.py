"""One result for one thing: passages that say the same are shown once, with their other places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from corpus.models import Passage
from service.found import FoundPassage

Shingles = frozenset[tuple[str, ...]]
_WORD = re.compile(r"[a-z0-9]+")
_CONTAINED = 0.85
_ALIKE = 0.6


def merge_duplicates(found: Iterable[FoundPassage], k: int) -> list[FoundPassage]:
    """The first `k` different passages in order; a later one that mostly repeats an earlier joins its `also`.

    Only passages of one speaker are merged: the same words in another mouth are another position. Of passages of one
    document that are much alike the first in reading order is shown: the others repeat it.
    """
    kept: list[FoundPassage] = []
    signatures: list[Shingles] = []
    also: list[list[Passage]] = []
    for item in found:
        signature = shingles(item.passage.text)
        twin = next(
            (
                position
                for position, other in enumerate(kept)
                if other.passage.voice == item.passage.voice
                and containment(signature, signatures[position]) >= _CONTAINED
            ),
            None,
        )
        if twin is not None:
            shown = kept[twin]
            if _precedes(item.passage, shown.passage) and likeness(signature, signatures[twin]) >= _ALIKE:
                kept[twin], signatures[twin] = replace(item, score=shown.score), signature
                also[twin].append(shown.passage)
            else:
                also[twin].append(item.passage)
        elif len(kept) < k:
            kept.append(item)
            signatures.append(signature)
            also.append([])
    return [replace(item, also=tuple(places)) if places else item for item, places in zip(kept, also, strict=True)]


def _precedes(one: Passage, other: Passage) -> bool:
    return one.document_id == other.document_id and one.order < other.order


@lru_cache(maxsize=50_000)
def shingles(text: str, size: int = 3) -> Shingles:
    """The word triples of a text, case and punctuation aside."""
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))


def containment(a: Shingles, b: Shingles) -> float:
    """How much of the smaller lies in the larger, 0 to 1."""
    return len(a & b) / max(1, min(len(a), len(b)))


def likeness(a: Shingles, b: Shingles) -> float:
    """What both have of what either has, 0 to 1 (Jaccard)."""
    return len(a & b) / max(1, len(a | b))
