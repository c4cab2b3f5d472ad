"""All the items of a list, gathered from the passages that it was divided into."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.index import Index
from corpus.models import Passage
from service.answering.display import tidy
from service.answering.evidence import Evidence
from service.answering.fusion import Candidate
from service.answering.gathering import Answering
from service.answering.selection import Extract
from service.found import FoundPassage

_REACH = 6


def with_items(
    chosen: Sequence[Extract], part: Answering, index: Index, max_citations: int, max_words: int, *, among: int
) -> list[Extract]:
    """`chosen` with the other items of the first list that one of its first `among` is in, as far as the limits allow.

    The last of `chosen` give way.
    """
    for extract in chosen[:among]:
        items = items_of(extract.passage, index)
        if len(items) > 1:
            break
    else:
        return list(chosen)
    likely = {candidate.evidence.passage.id: candidate for candidate in part.candidates}
    gathered = [_whole(extract.candidate, extract.also)]
    words = gathered[0].words
    for passage in items:
        if passage.id == extract.passage.id:
            continue
        item = _whole(likely.get(passage.id) or _beside(extract.candidate, passage))
        if len(gathered) >= max_citations or words + item.words > max_words:
            break
        gathered.append(item)
        words += item.words
    taken = {item.passage.id for item in gathered}
    for other in chosen:
        if other.passage.id not in taken and len(gathered) < max_citations and words + other.words <= max_words:
            gathered.append(other)
            words += other.words
    return gathered


def items_of(passage: Passage, index: Index) -> list[Passage]:
    """The passages of the list that a passage is in or introduces, in order; only itself where it is in none."""
    row = index.passages.row(passage.id)
    if row is None:
        return [passage]
    lead = tidy(passage.lead_in) if passage.lead_in else tidy(passage.sentences[-1].text) if passage.sentences else ""
    introduces = passage.lead_in is None and lead.endswith(":")
    if passage.lead_in is None and not introduces:
        return [passage]
    found = [passage]
    for step in (1, -1):
        for distance in range(1, _REACH + 1):
            at = row + step * distance
            if not 0 <= at < len(index.passages):
                break
            other = index.passages.at(at)
            same = other.document_id == passage.document_id and other.section == passage.section
            if not same or other.lead_in is None or tidy(other.lead_in) != lead:
                break
            found.append(other)
        if introduces:
            break
    return sorted(found, key=lambda item: item.order)


def _whole(candidate: Candidate, also: tuple[Passage, ...] = ()) -> Extract:
    return Extract(candidate, tuple(range(len(candidate.evidence.passage.sentences))), also)


def _beside(candidate: Candidate, passage: Passage) -> Candidate:
    """A passage that comes with a candidate, without features of its own."""
    evidence = candidate.evidence
    found = FoundPassage(passage, evidence.found.score)
    return Candidate(
        Evidence(found, evidence.rank, np.zeros_like(evidence.features), evidence.sentences[:0], evidence.matches),
        candidate.probability,
        (),
    )
