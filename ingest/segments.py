"""The parts of a block that one voice speaks each, and how a paragraph divides at its quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.models import BlockKind, Voice
from ingest.quotation import Quote
from ingest.quoted_voices import QuotedVoices
from ingest.reporting import ACCORDING, REPORTING
from ingest.sentences import sentences_of

Spoken = tuple[Quote, Voice]


@dataclass(frozen=True, slots=True)
class Segment:
    """Flow offsets [start, end) of a block that one voice speaks; `kind` replaces the block's for a quotation."""

    start: int
    end: int
    voice: Voice
    kind: BlockKind | None = None


def split(text: str, author: Voice, spoken: Sequence[Spoken]) -> list[Segment]:
    """A paragraph at its quotations; what stands between is the author's where it says something of its own."""
    segments: list[Segment] = []
    at = 0
    for quote, voice in spoken:
        if _says_more(text[at : quote.start]):
            segments.append(Segment(at, quote.start, author))
        segments.append(Segment(quote.start, quote.end, voice, BlockKind.QUOTATION))
        at = quote.end
    if _says_more(text[at:]):
        segments.append(Segment(at, len(text), author))
    return segments


def at_the_end(text: str, spoken: Sequence[Spoken]) -> Voice | None:
    """Whose speech a paragraph ends with; None where the author has the last word."""
    return spoken[-1][1] if spoken and spoken[-1][0].end >= len(text.rstrip()) - 2 else None


def settled(found: Sequence[Sequence[Segment]], flows: Sequence[str], quoted: QuotedVoices) -> list[list[Segment]]:
    """A quotation given without a name takes the speaker that the same words have elsewhere in the document."""
    unnamed = quoted.of(None)

    def named(text: str, part: Segment) -> Segment:
        voice = quoted.recalled(text, Quote(part.start, part.end, True, True)) if part.voice == unnamed else None
        return part if voice is None else replace(part, voice=voice)

    return [[named(text, part) for part in segments] for text, segments in zip(flows, found, strict=True)]


def _says_more(words: str) -> bool:
    """Whether what the author says around a quotation says something, beyond that somebody said it."""
    bare = re.sub(r"[^\w ]+", " ", words).split()
    if len(bare) < 4:
        return False
    if ACCORDING.match(words.strip() + " "):
        return False
    sentences = sentences_of(words)
    only = len(sentences) == 1
    clause = (
        only
        and bool(REPORTING.search(words))
        and len(bare) <= 16
        and bool(re.search(r"[:,]\s*$", words) or len(bare) <= 8)
    )
    return not clause and not (only and len(bare) <= 7 and words.rstrip().endswith(":"))
