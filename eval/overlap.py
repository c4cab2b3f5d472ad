"""Overlap of character spans: the one rule by which retrieved and cited text is held against gold evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.models import Span
from eval.gold_set import Evidence, Place


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts: `cover` is the share of characters to overlap, `right` the share of facts to say."""

    cover: float = 0.5
    right: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.cover <= 1 or not 0 < self.right <= 1:
            raise ValueError("cover and right are shares above 0, at most 1")


@dataclass(frozen=True, slots=True)
class Extract:
    """Spans of one document: a retrieved passage or a citation."""

    document_id: str
    spans: tuple[Span, ...]

    @property
    def characters(self) -> int:
        return sum(span.end - span.start for span in merged(self.spans))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as disjoint spans in order."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def overlap(place: Place, extract: Extract) -> int:
    """Characters of `place` that the extract covers."""
    if place.document_id != extract.document_id:
        return 0
    return sum(
        max(0, min(place.span.end, span.end) - max(place.span.start, span.start)) for span in merged(extract.spans)
    )


def finds(extract: Extract, evidence: Evidence, cover: float) -> bool:
    """Whether the extract covers at least the share `cover` of the characters of one of the evidence's places."""
    return any(overlap(place, extract) >= cover * (place.span.end - place.span.start) for place in evidence.places)


def together_find(extracts: Sequence[Extract], evidence: Evidence, cover: float) -> bool:
    """Like `finds`, for all the extracts of a document taken together."""
    by_document: dict[str, list[Span]] = {}
    for extract in extracts:
        by_document.setdefault(extract.document_id, []).extend(extract.spans)
    return any(finds(Extract(document, tuple(spans)), evidence, cover) for document, spans in by_document.items())


def lies_on(extract: Extract, evidence: Evidence, cover: float) -> bool:
    """Whether extract and a place overlap by the share `cover` of the shorter of the two.

    So a citation of one sentence counts on evidence of two, and a citation of a paragraph on evidence of a sentence.
    """
    return any(
        (shared := overlap(place, extract)) > 0
        and shared >= cover * min(place.span.end - place.span.start, extract.characters)
        for place in evidence.places
    )
