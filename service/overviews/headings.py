"""The headings of what an overview has no room for, so that a reader knows what else there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.models import Passage
from service.answering.terms import content_words, stems
from service.overviews.lines import Line
from service.overviews.own_words import OwnWords

_LEAST_PASSAGES = 2


def further_headings(own: OwnWords, passages: Sequence[Passage], lines: Sequence[Line], words: int) -> list[str]:
    """Headings whose topic no line names, those over most passages first chosen, as they stand in the documents.

    A heading is named where the words shown have all of its content words. One over a single passage says little of
    what the whole is about.
    """
    shown = stems(" ".join(f"{line.label} {line.text}" for line in lines))
    sizes = Counter(label for passage in passages if (label := own.topic(passage.section)))
    kept: list[str] = []
    named = set(shown)
    for label, size in sorted(sizes.items(), key=lambda item: -item[1]):  # stable: as they stand where alike
        words_of_it = stems(" ".join(content_words(label)))
        if size < _LEAST_PASSAGES or words_of_it <= named or len(label.split()) > words:
            continue
        kept.append(label)
        named |= words_of_it
        words -= len(label.split())
    return [label for label in sizes if label in kept]
