"""Passages made for tests of single stages."""

from __future__ import annotations

from corpus.models import BlockKind, Passage, Role, Sentence, Side, Span, Voice
from service.found import FoundPassage

GOVERNMENT = Voice("HM Government (DWP and DH)", Role.AUTHOR, Side.GOVERNMENT, "HM Government")
MIND = Voice("Mind", Role.AUTHOR, Side.STAKEHOLDER, "Mind")


def passage(
    text: str,
    *,
    id_: str = "",
    voice: Voice = GOVERNMENT,
    document: str = "paper",
    order: int = 0,
    section: tuple[str, ...] = ("Work",),
    start: int = 0,
) -> Passage:
    spans = (Span(start, start + len(text)),)
    return Passage(
        id=id_ or f"{document}-{order}",
        document_id=document,
        voice=voice,
        block=BlockKind.PARAGRAPH,
        text=text,
        spans=spans,
        section=section,
        sentences=(Sentence(text, spans),),
        order=order,
    )


def found(item: Passage, score: float) -> FoundPassage:
    return FoundPassage(item, score)
