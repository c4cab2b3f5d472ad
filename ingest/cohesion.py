"""Where to cut a long paragraph: between sentences that share few words, into parts of about equal length.

Lexical cohesion after M. Hearst, "TextTiling" (Computational Linguistics, 1997): the cosine of the stems of the two
sentences on either side. The cuts together are the cheapest of all (dynamic programming).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from corpus.lexical import content_stems

# What a part costs, so that there are no more than needed, and what one twice as long as the goal does; a cut costs
# its cohesion, from 0 to 1.
_PART, _UNEVEN = 0.2, 1.0
_SENTENCES = 2


def cut_apart(sentences: Sequence[str], sizes: Sequence[int], *, limit: float, goal: float) -> list[range]:
    """Runs of sentences in order that cover all, none longer than `limit` unless it is one sentence, each near `goal`.

    `sizes` gives the sentences' lengths in the unit of both.
    """
    cohesion = _cohesion(sentences)
    cheapest, before = [0.0], [0]
    for end in range(1, len(sentences) + 1):
        costs: dict[int, float] = {}
        for start in range(end - 1, -1, -1):
            size = sum(sizes[start:end])
            if size > limit and end - start > 1:
                break
            costs[start] = cheapest[start] + cohesion[start] + _PART + _UNEVEN * ((size - goal) / goal) ** 2
        best = min(costs, key=lambda start: (costs[start], start))
        cheapest.append(costs[best])
        before.append(best)
    parts: list[range] = []
    end = len(sentences)
    while end:
        parts.append(range(before[end], end))
        end = before[end]
    return parts[::-1]


def _cohesion(sentences: Sequence[str]) -> list[float]:
    """For each sentence how much it and the next have in common with the two before it; 0 for the first."""
    bags = [Counter(content_stems(sentence)) for sentence in sentences]
    around = [
        (sum(bags[max(0, at - _SENTENCES) : at], Counter()), sum(bags[at : at + _SENTENCES], Counter()))
        for at in range(len(bags))
    ]
    return [_cosine(left, right) for left, right in around]


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[stem] for stem, count in one.items())
    norm = math.sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
    return shared / norm if norm else 0.0
