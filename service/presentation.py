"""From the domain model to the bodies of the HTTP interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.models import Document, Passage, as_pairs
from service.found import FoundPassage, Quotation
from service.schemas import CitationBody, DocumentBody, PassageBody, PlaceBody, VoiceBody


def place_body(passage: Passage) -> PlaceBody:
    return PlaceBody(
        passage_id=passage.id,
        document_id=passage.document_id,
        section=list(passage.section),
        paragraph=passage.paragraph,
        spans=as_pairs(passage.spans),
    )


def passage_body(
    passage: Passage, documents: Mapping[str, Document], *, score: float = 0.0, also: Sequence[Passage] = ()
) -> PassageBody:
    return PassageBody(
        passage_id=passage.id,
        document_id=passage.document_id,
        document_title=documents[passage.document_id].entry.title,
        side=passage.side,
        organisation=passage.organisation,
        voice=VoiceBody(speaker=passage.voice.speaker, role=passage.voice.role),
        reported_by=passage.reported_by,
        text=passage.text,
        spans=as_pairs(passage.spans),
        section=list(passage.section),
        paragraph=passage.paragraph,
        page=passage.page,
        block=passage.block.value,
        kind=passage.kind,
        lead_in=passage.lead_in,
        score=round(score, 4),
        also=[place_body(other) for other in also],
    )


def found_body(found: FoundPassage, documents: Mapping[str, Document]) -> PassageBody:
    return passage_body(found.passage, documents, score=found.score, also=found.also)


def citation_body(number: int, quotation: Quotation, documents: Mapping[str, Document]) -> CitationBody:
    passage = quotation.place or quotation.passage
    return CitationBody(
        number=number,
        passage_id=passage.id,
        document_id=passage.document_id,
        document_title=documents[passage.document_id].entry.title,
        side=passage.side,
        organisation=passage.organisation,
        voice=VoiceBody(speaker=passage.voice.speaker, role=passage.voice.role),
        reported_by=passage.reported_by,
        quote=quotation.quote,
        spans=as_pairs(quotation.spans),
        section=list(passage.section),
        paragraph=passage.paragraph,
        page=documents[passage.document_id].page_at(quotation.spans[0].start) or passage.page,
        score=round(quotation.score, 4),
        kind=quotation.kind,
        also=[place_body(other) for other in quotation.also],
    )


def document_body(document: Document, passages: int) -> DocumentBody:
    entry = document.entry
    return DocumentBody(
        id=entry.id,
        title=entry.title,
        publisher=entry.publisher,
        organisation=entry.organisation,
        side=entry.side,
        date=entry.date,
        licence=entry.licence,
        attribution=entry.attribution,
        source=entry.source,
        sha256=document.sha256,
        characters=len(document.text),
        passages=passages,
    )
