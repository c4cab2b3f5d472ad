"""Neighbours that were both found are one result: what follows on a page is read as one thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.models import Document, Passage
from corpus.quotes import quote_at
from service.found import FoundPassage, paragraphs

JOINED_WORDS = 300
# How many of those found may be joined to one before them, however many results are shown: so that the first ten are
# the same ten, and as long, whoever asks for more.
JOINED_DEPTH = 50


@dataclass(slots=True)
class _Group:
    best: FoundPassage
    members: list[FoundPassage]
    words: int


def join_neighbours(
    found: Iterable[FoundPassage], k: int, documents: Mapping[str, Document], *, words: int = JOINED_WORDS
) -> list[FoundPassage]:
    """The first `k` results in order, a later one joined to an earlier that it stands next to.

    Only passages of one voice under one heading are joined, and only up to `words`. The joined passage keeps the id of
    its best part; its text, spans and sentences are those of all its parts in reading order, named in `parts`.
    """
    groups: list[_Group] = []
    for rank, item in enumerate(found):
        length = len(item.passage.text.split())
        group = next(
            (
                g
                for g in groups
                if rank < JOINED_DEPTH
                and adjoin(g.members[0].passage, g.members[-1].passage, item.passage)
                and g.words + length <= words
            ),
            None,
        )
        if group is not None:
            group.members = sorted([*group.members, item], key=lambda member: member.passage.order)
            group.words += length
            group.best = replace(group.best, also=(*group.best.also, *item.also))
        elif len(groups) < k:
            groups.append(_Group(item, [item], length))
    return [joined(group.best, group.members, documents) if len(group.members) > 1 else group.best for group in groups]


def adjoin(first: Passage, last: Passage, passage: Passage) -> bool:
    """Whether a passage stands right before `first` or after `last`, under the same heading and in the same voice."""
    return (
        passage.order in (first.order - 1, last.order + 1)
        and passage.document_id == first.document_id
        and bool(passage.section)
        and passage.section == first.section
        and passage.voice == first.voice
    )


def joined(best: FoundPassage, members: Sequence[FoundPassage], documents: Mapping[str, Document]) -> FoundPassage:
    """One result of several in reading order; it keeps the id and the score of the `best` of them."""
    parts = tuple(part for member in members for part in member.parts or (member.passage,))
    spans = tuple(span for part in parts for span in part.spans)
    passage = replace(
        best.passage,
        text=quote_at(documents[best.passage.document_id].text, spans),
        spans=spans,
        sentences=tuple(sentence for part in parts for sentence in part.sentences),
        paragraph=paragraphs(part.paragraph for part in parts),
        page=parts[0].page,
        lead_in=parts[0].lead_in,
    )
    return replace(best, passage=passage, parts=parts)
