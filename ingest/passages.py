"""From a document to its passages: one section, one voice, one block each, with exact spans into the canonical text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.ligatures import without_ligatures
from corpus.models import BlockKind, Document, OfficialVoices, Passage, Sentence, Span, StatementKind, Voice
from corpus.quotes import quote_at
from ingest.blocks import Block, read_blocks
from ingest.cohesion import cut_apart
from ingest.flow import Flow
from ingest.sections import arrange
from ingest.sentences import split_sentences
from ingest.statement_kinds import kinds_of
from ingest.voices import attribute

TARGET_WORDS = 85
_FULL_WORDS = 60
_SHORT_WORDS = 30
_LEFT_OUT = frozenset({BlockKind.FURNITURE, BlockKind.CONTENTS, BlockKind.HEADING})
_LISTED = frozenset({BlockKind.BULLET, BlockKind.TABLE, BlockKind.QUESTION})
_CLAUSE = re.compile(r"[;:,]\s+|\s[–—]\s+|\s+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A run of one block in one voice, with its sentences as canonical spans."""

    block: Block
    kind: BlockKind
    voice: Voice
    sentences: tuple[tuple[Span, ...], ...]
    kinds: tuple[StatementKind | None, ...]
    words: int
    tokens: int
    position: int


def build_passages(
    document: Document, officials: OfficialVoices, *, max_tokens: int = 160, count_tokens: Callable[[str], int]
) -> list[Passage]:
    """The passages of a document in reading order, headings, contents lists and page furniture left out.

    No passage is longer than `max_tokens` as `count_tokens` counts. Every passage's text is the canonical text at its
    spans, and so is every sentence's; list glyphs and paragraph numbers lie outside the spans.
    """
    blocks = [block for block in arrange(document, read_blocks(document)) if block.kind not in _LEFT_OUT]
    units = _units(document, blocks, officials, max_tokens, count_tokens)
    packs = [
        fitting
        for pack in _pack(document.text, units, max_tokens)
        for fitting in _fit(document.text, pack, max_tokens, count_tokens)
    ]
    repeats: Counter[str] = Counter()
    return [_passage(document, pack, order, repeats) for order, pack in enumerate(packs)]


def _units(
    document: Document, blocks: Sequence[Block], officials: OfficialVoices, max_tokens: int, count: Callable[[str], int]
) -> list[_Unit]:
    units: list[_Unit] = []
    text = document.text
    for position, (block, segments) in enumerate(zip(blocks, attribute(document, blocks, officials), strict=True)):
        flow = Flow.of(text, block.pieces)
        for segment in segments:
            voice = segment.voice.heard_in(document.entry)
            sentences = [
                spans
                for start, end in _sentence_ranges(block, flow, segment.start, segment.end)
                for spans in _at_most(flow, start, end, max_tokens, count)
            ]
            if not sentences:
                continue
            words = quote_at(text, [span for spans in sentences for span in spans])
            kind = segment.kind or block.kind
            kinds = kinds_of([quote_at(text, spans) for spans in sentences], voice, kind, block.lead_in)
            units.append(
                _Unit(
                    block,
                    kind,
                    voice,
                    tuple(sentences),
                    tuple(kinds),
                    len(words.split()),
                    count(words),
                    position,
                )
            )
    return units


def _sentence_ranges(block: Block, flow: Flow, start: int, end: int) -> list[tuple[int, int]]:
    if block.kind in (BlockKind.FOOTNOTE, BlockKind.REFERENCE):
        return [(start, end)]
    if block.kind is BlockKind.TABLE:
        if len(flow.pieces) == 1:
            return [(start, end)]
        bounds, offset = [], 0
        for piece in flow.pieces:
            bounds.append((offset, offset + piece.end - piece.start))
            offset += piece.end - piece.start + 1
        return bounds
    return [(start + low, start + high) for low, high in split_sentences(flow.text[start:end])]


def _at_most(flow: Flow, start: int, end: int, limit: int, count: Callable[[str], int]) -> list[tuple[Span, ...]]:
    """The spans of one sentence; cut at clauses, or at words, where it is longer than `limit` tokens."""
    spans = flow.spans(start, end)
    if not spans:
        return []
    if count(flow.text[start:end]) <= limit:
        return [spans]
    cuts = [match.end() + start for match in _CLAUSE.finditer(flow.text[start:end])]
    middle = (start + end) // 2
    marked = [
        cut
        for cut in cuts
        if flow.text[cut - 2] in ";:,–—" and start + (end - start) // 4 < cut < end - (end - start) // 4
    ]
    cut = min(marked or cuts or [middle], key=lambda at: abs(at - middle))
    if not start < cut < end:
        cut = middle
    return [*_at_most(flow, start, cut, limit, count), *_at_most(flow, cut, end, limit, count)]


def _pack(text: str, units: Sequence[_Unit], max_tokens: int) -> list[list[_Unit]]:
    """Units that make one passage each: items of one list together, lone short paragraphs together, long ones cut."""
    packs: list[list[_Unit]] = []
    for unit in units:
        if packs and _joins(text, packs[-1], unit, max_tokens):
            packs[-1].append(unit)
        else:
            packs.extend([part] for part in _windows(text, unit, max_tokens))
    return packs


def _joins(text: str, pack: Sequence[_Unit], unit: _Unit, max_tokens: int) -> bool:
    first, last = pack[0], pack[-1]
    words, tokens = sum(part.words for part in pack), sum(part.tokens for part in pack)
    if tokens + unit.tokens > max_tokens or last.voice != unit.voice or last.block.section != unit.block.section:
        return False
    if unit.block.attribution and last.block.group == unit.block.group:
        return True
    if unit.block.glyph:
        if last.block.glyph:
            same = (last.block.lead, last.kind) == (unit.block.lead, unit.kind) and unit.position - last.position <= 2
            if unit.kind is BlockKind.QUESTION:
                return same and unit.block.depth > 0
            return same and words < _FULL_WORDS and words + unit.words <= TARGET_WORDS + 25
        return (
            unit.block.lead_in is not None
            and len(pack) == 1
            and len(first.sentences) == 1
            and first.words <= _SHORT_WORDS
            and unit.kind is not BlockKind.QUESTION
            and unit.position - first.position == 1
            and not first.block.glyph
            and first.kind in (BlockKind.PARAGRAPH, BlockKind.BOX, BlockKind.CASE_STUDY)
        )
    if (
        last.kind is not unit.kind
        or last.block.glyph
        or unit.kind in (BlockKind.FOOTNOTE, BlockKind.RECOMMENDATION, BlockKind.REFERENCE, BlockKind.QUESTION)
    ):
        return False
    if (
        last.block is unit.block
        or unit.position - last.position > 1
        or last.block.number != unit.block.number
        or unit.block.prefix
    ):
        return False
    turned = "\f" in text[last.sentences[-1][-1].end : unit.sentences[0][0].start]
    if last.block.group != unit.block.group or turned:
        return False
    short = unit.words < _SHORT_WORDS or words < _SHORT_WORDS or unit.kind is BlockKind.TABLE
    return short and words + unit.words <= TARGET_WORDS + 25


def _windows(text: str, unit: _Unit, max_tokens: int) -> list[_Unit]:
    """A unit cut at sentence ends, where its subject turns, into windows of like length, none above `max_tokens`."""
    if unit.tokens <= max_tokens:
        return [unit]
    share = unit.tokens / max(1, sum(_length(spans) for spans in unit.sentences))
    sizes = [max(1, round(_length(spans) * share)) for spans in unit.sentences]
    count = -(-unit.tokens * 10 // (max_tokens * 9))
    words = [quote_at(text, spans) for spans in unit.sentences]
    parts = cut_apart(words, sizes, limit=max_tokens * 0.97, goal=unit.tokens / count)
    return [
        replace(
            unit,
            sentences=tuple(unit.sentences[i] for i in part),
            kinds=tuple(unit.kinds[i] for i in part),
            words=round(unit.words * sum(sizes[i] for i in part) / max(1, sum(sizes))),
            tokens=sum(sizes[i] for i in part),
        )
        for part in parts
    ]


def _fit(text: str, pack: list[_Unit], max_tokens: int, count: Callable[[str], int]) -> list[list[_Unit]]:
    """The pack, or its halves where its joined text counts more tokens than its parts did."""
    spans = [span for unit in pack for sentence in unit.sentences for span in sentence]
    if count(quote_at(text, spans)) <= max_tokens or (len(pack) == 1 and len(pack[0].sentences) == 1):
        return [pack]
    if len(pack) > 1:
        halves = [pack[: len(pack) // 2], pack[len(pack) // 2 :]]
    else:
        middle = len(pack[0].sentences) // 2
        halves = [
            [replace(pack[0], sentences=pack[0].sentences[part], kinds=pack[0].kinds[part], words=pack[0].words // 2)]
            for part in (slice(None, middle), slice(middle, None))
        ]
    return [fitting for half in halves for fitting in _fit(text, half, max_tokens, count)]


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _passage(document: Document, pack: Sequence[_Unit], order: int, repeats: Counter[str]) -> Passage:
    text, first = document.text, pack[0]
    listed = next((unit for unit in pack if unit.block.glyph), first)
    kind = listed.kind
    lead_in = listed.block.lead_in
    sentences = []
    for unit in pack:
        for spans, does in zip(unit.sentences, unit.kinds, strict=True):
            sentences.append(Sentence(without_ligatures(quote_at(text, spans)), spans, does))
    spans = _merge(text, [span for sentence in sentences for span in sentence.spans])
    body = without_ligatures(quote_at(text, spans))
    key = hashlib.sha256("\n".join((body, *first.block.section, first.voice.speaker)).encode()).hexdigest()[:12]
    passage_id = f"{document.id}-{key}"
    repeats[passage_id] += 1
    if repeats[passage_id] > 1:
        passage_id = f"{passage_id}-{repeats[passage_id]}"
    return Passage(
        id=passage_id,
        document_id=document.id,
        voice=first.voice,
        block=kind,
        text=body,
        spans=spans,
        section=first.block.section,
        sentences=tuple(sentences),
        order=order,
        paragraph=first.block.number,
        page=document.page_at(spans[0].start) or first.block.page,
        lead_in=lead_in,
        kind=_main_kind(sentences),
    )


def _merge(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbouring spans as one where only white space lies between them."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start >= merged[-1].end and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def _main_kind(sentences: Sequence[Sentence]) -> StatementKind | None:
    """The kind that most words of the passage have, a commitment, proposal or recommendation before plain evidence."""
    weights: Counter[StatementKind] = Counter()
    for sentence in sentences:
        if sentence.kind is not None:
            plain = sentence.kind in (StatementKind.EVIDENCE, StatementKind.POSITION)
            weights[sentence.kind] += len(sentence.text.split()) * (2 if plain else 3)
    return max(weights, key=lambda kind: (weights[kind], kind.value)) if weights else None
