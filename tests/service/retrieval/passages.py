"""Passages made for tests of single stages."""

from __future__ import annotations

from corpus.models import BlockKind, Document, DocumentEntry, Passage, Role, Sentence, Side, Span, Voice
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


def corpus_of(*passages: Passage, characters: int = 2_000) -> dict[str, Document]:
    """Their documents by id, with the passages' words where their spans say and white space elsewhere."""
    texts = {item.document_id: " " * characters for item in passages}
    for item in passages:
        start, text = item.spans[0].start, texts[item.document_id]
        texts[item.document_id] = text[:start] + item.text + text[start + len(item.text) :]
    return {id_: Document(_entry(id_), text, "") for id_, text in texts.items()}


def _entry(id_: str) -> DocumentEntry:
    return DocumentEntry(id_, id_, id_, id_, id_, Side.GOVERNMENT, "2024", "test", "", "", f"{id_}.txt")


def found(item: Passage, score: float) -> FoundPassage:
    return FoundPassage(item, score)
