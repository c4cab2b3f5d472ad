"""Who speaks in each block of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import BlockKind, Document, OfficialVoices, Role, Voice
from ingest.blocks import Block
from ingest.flow import Flow


@dataclass(frozen=True, slots=True)
class Segment:
    """Flow offsets [start, end) of a block that one voice speaks; `kind` overrides the block's where it is a quotation."""

    start: int
    end: int
    voice: Voice
    kind: BlockKind | None = None


def author_of(document: Document) -> Voice:
    entry = document.entry
    return Voice(entry.speaker, Role.AUTHOR, entry.side, entry.organisation)


def attribute(document: Document, blocks: Sequence[Block], officials: OfficialVoices) -> list[list[Segment]]:
    """For each block, its voices in order."""
    author = author_of(document)
    return [[Segment(0, len(Flow.of(document.text, block.pieces).text), author)] for block in blocks]
