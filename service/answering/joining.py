"""What follows on a page and is quoted from two passages is one quotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.models import Document
from service.answering.selection import Extract
from service.retrieval.neighbours import adjoin, joined

_JOINED_WORDS = 200


def join_extracts(extracts: Sequence[Extract], documents: Mapping[str, Document]) -> list[Extract]:
    """The extracts with those of adjoining passages of one voice made one, in the place of the first of them."""
    groups: list[list[Extract]] = []
    for extract in extracts:
        group = next((group for group in groups if _continues(group, extract)), None)
        if group is None:
            groups.append([extract])
        else:
            group.append(extract)
            group.sort(key=lambda member: member.passage.order)
    return [_joined(group, documents) if len(group) > 1 else group[0] for group in groups]


def _continues(group: Sequence[Extract], extract: Extract) -> bool:
    words = sum(member.words for member in group) + extract.words
    return words <= _JOINED_WORDS and adjoin(group[0].passage, group[-1].passage, extract.passage)


def _joined(group: Sequence[Extract], documents: Mapping[str, Document]) -> Extract:
    best = max(group, key=lambda member: member.candidate.probability)
    found = joined(best.candidate.evidence.found, [member.candidate.evidence.found for member in group], documents)
    sentences: list[int] = []
    chances: list[float] = []
    for member in group:
        sentences += [len(chances) + position for position in member.sentences]
        chances += member.candidate.sentences or (0.0,) * len(member.passage.sentences)
    candidate = replace(
        best.candidate, evidence=replace(best.candidate.evidence, found=found), sentences=tuple(chances)
    )
    also = tuple(dict.fromkeys(passage for member in group for passage in member.also))
    return Extract(candidate, tuple(sentences), also)
