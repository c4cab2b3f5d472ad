"""A document as a page: every character of the canonical text once, in order, at an offset that can be marked.

Passages become paragraphs, list items, boxes and footnotes with their voice; what lies between them becomes headings
(where it is a name in the section path of the next passage) or plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from markupsafe import Markup, escape

from corpus.models import BlockKind, Passage, Role, Side, Voice
from corpus.quotes import squeeze
from service import wording


class Shape(StrEnum):
    """How a block is set."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    LINES = "lines"
    NOTE = "note"
    PLAIN = "plain"


_SHAPES = {
    BlockKind.BULLET: Shape.ITEM,
    BlockKind.RECOMMENDATION: Shape.ITEM,
    BlockKind.QUESTION: Shape.ITEM,
    BlockKind.TABLE: Shape.LINES,
    BlockKind.CONTENTS: Shape.LINES,
    BlockKind.FOOTNOTE: Shape.NOTE,
    BlockKind.REFERENCE: Shape.NOTE,
    BlockKind.FURNITURE: Shape.PLAIN,
    BlockKind.HEADING: Shape.HEADING,
}
_BOXED = {BlockKind.BOX: "box", BlockKind.CASE_STUDY: "case", BlockKind.QUOTATION: "quotation"}
_EMPHASIS = re.compile(r"(\*\*)(?=\S)([^*]+?)(?<=\S)(\*\*)|(?<!\*)(\*)(?=[^\s*])([^*\n]+?)(?<=[^\s*])(\*)(?!\*)")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
# A paragraph's number, or any one sign that is no letter and opens no quotation: a bullet of whatever font.
_LABEL = re.compile(r"\d{1,4}[.)]?|[a-z]{1,4}[.)]|[^\w\s\"“”‘’'(\[]")
_PROSE_ENDS = (".", ":", ";", ",", "?", "!", "”", '"')
_LAST_LEVEL = 5


@dataclass(slots=True)
class Block:
    """One paragraph, item or heading: `html` is safe, `start` an offset, `passages` the ids of those in it."""

    shape: Shape
    html: Markup
    start: int
    passages: set[str] = field(default_factory=set)
    level: int = 0
    voice: Voice | None = None
    section: tuple[str, ...] = ()
    box: str = ""


@dataclass(slots=True)
class Group:
    """Neighbouring blocks that stand together: a list, a box or one paragraph; `voice` where it is not the author's."""

    kind: str
    blocks: list[Block]
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """The page of one document; `contents` are its chapter headings."""

    groups: tuple[Group, ...]
    contents: tuple[Block, ...]


class _Role(StrEnum):
    """What a piece of text is to the passages around it."""

    PASSAGE = "passage"
    TAIL = "tail"
    PLAIN = "plain"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class _Piece:
    role: _Role
    start: int
    end: int
    passage: Passage | None = None


def lay_out(text: str, passages: Sequence[Passage]) -> Reader:
    """The reader's page of a canonical text and its passages (any order, gaps and overlaps allowed)."""
    blocks = list(_blocks(text, sorted(passages, key=lambda passage: passage.spans[0].start)))
    _settle_headings(blocks)
    return Reader(
        groups=tuple(_grouped(blocks)),
        contents=tuple(block for block in blocks if block.shape is Shape.HEADING and block.level == 2),
    )


def _pieces(text: str, passages: Sequence[Passage]) -> Iterator[_Piece]:
    """The text cut at the passages' spans, and what lies between them at its line ends; all of it, in order."""
    at = 0
    last: Passage | None = None
    claims = ((span.start, span.end, passage) for passage in passages for span in passage.spans)
    for start, end, passage in sorted(claims, key=lambda claim: claim[0]):
        if start > at:
            yield from _gap(text, at, start, last, passage)
        # Where two overlap the first keeps what is common; the other keeps a piece, if empty, for its anchor.
        yield _Piece(_Role.PASSAGE, max(start, at), max(end, at), passage)
        at, last = max(at, end), passage
    if at < len(text):
        yield from _gap(text, at, len(text), last, None)


def _gap(text: str, start: int, end: int, before: Passage | None, after: Passage | None) -> Iterator[_Piece]:
    """The rest of the line of the passage before (a closing quotation mark), plain text, the label of the one after."""
    if before is after and not text[start:end].strip():
        yield _Piece(_Role.TAIL, start, end)
        return
    newline = text.find("\n", start, end)
    tail = start if before is None else end if newline < 0 else newline
    label = end
    if after is not None and tail < end:
        line = text.rfind("\n", tail, end) + 1 or tail
        if _LABEL.fullmatch(text[line:end].strip()):
            label = line
    for role, first, stop in ((_Role.TAIL, start, tail), (_Role.PLAIN, tail, label), (_Role.LABEL, label, end)):
        if first < stop:
            yield _Piece(role, first, stop)


def _blocks(text: str, passages: Sequence[Passage]) -> Iterator[Block]:
    """Blocks in order; passages of one voice on one line are one block."""
    pieces = list(_pieces(text, passages))
    sections = _next_sections(pieces)
    anchored: set[str] = set()
    current: Block | None = None
    label: _Piece | None = None
    for piece, section in zip(pieces, sections, strict=True):
        if piece.role is _Role.LABEL:
            label = piece
        if piece.role in (_Role.LABEL, _Role.PLAIN) and current is not None:
            yield current
            current = None
        if piece.role is _Role.PLAIN:
            yield from _plain(text, piece.start, piece.end, section)
        if piece.role is _Role.TAIL and current is not None:
            current.html += _run(text, piece.start, piece.end)
        if piece.passage is None:
            continue
        passage = piece.passage
        if current is not None and not _continues(current, passage):
            yield current
            current = None
        if current is None:
            current = _opened(passage, piece.start)
            if label is not None:
                _put_label(current, text, label)
                label = None
        new = passage.id not in anchored
        anchored.add(passage.id)
        current.passages.add(passage.id)
        run = _run(text, piece.start, piece.end)
        current.html += Markup('<span class="passage" id="{}">{}</span>').format(passage.id, run) if new else run
    if current is not None:
        yield current


def _opened(passage: Passage, start: int) -> Block:
    shape = _SHAPES.get(passage.block, Shape.PARAGRAPH)
    level = min(len(passage.section) + 1, _LAST_LEVEL) if shape is Shape.HEADING else 0
    return Block(
        shape,
        Markup(""),
        start,
        level=level,
        voice=passage.voice,
        section=passage.section,
        box=_BOXED.get(passage.block, "case" if passage.voice.role is Role.CASE_STUDY else ""),
    )


def _put_label(block: Block, text: str, label: _Piece) -> None:
    """A number is shown, and makes a paragraph of an item; a bullet stays unseen, for the list shows its own."""
    numbered = any(sign.isalnum() for sign in text[label.start : label.end])
    block.html = Markup('<span class="{}">{}</span>').format(
        "number" if numbered else "mk", _run(text, label.start, label.end)
    )
    block.start = label.start
    if numbered and block.shape is Shape.ITEM:
        block.shape = Shape.PARAGRAPH


def _continues(block: Block, passage: Passage) -> bool:
    """Whether a passage on the same line belongs to the same paragraph: its kind and its voice are the same."""
    if passage.id in block.passages:
        return True
    return (
        block.voice == passage.voice
        and block.shape is _SHAPES.get(passage.block, Shape.PARAGRAPH)
        and block.shape is Shape.PARAGRAPH
        and block.section == passage.section
    )


def _next_sections(pieces: Sequence[_Piece]) -> list[tuple[str, ...]]:
    """For each piece, the section path of the first passage after it."""
    sections: list[tuple[str, ...]] = []
    following: tuple[str, ...] = ()
    for piece in reversed(pieces):
        sections.append(following)
        if piece.passage is not None:
            following = piece.passage.section
    return sections[::-1]


def _plain(text: str, start: int, end: int, section: tuple[str, ...]) -> Iterator[Block]:
    """Text between passages: headings and plain paragraphs."""
    names = {squeeze(name): level for level, name in enumerate(section, start=2)}
    at = start
    for stop in [*(match.end() for match in _BLANK_LINES.finditer(text, start, end)), end]:
        lines = text[at:stop].splitlines(keepends=True)
        whole = _bare("".join(lines))
        if whole in names or not any(_bare(line) in names for line in lines):
            lines = ["".join(lines)]
        for line in lines:
            if line.strip():
                bare = _bare(line)
                level = names.get(bare, 0)
                shape = Shape.HEADING if level else Shape.PARAGRAPH if bare.endswith(_PROSE_ENDS) else Shape.LINES
                first = at + len(line) - len(line.lstrip())
                html = _run(text, first, at + len(line.rstrip()))
                yield Block(shape, html, first, level=level, section=section)
            at += len(line)


def _bare(text: str) -> str:
    return squeeze(text.replace("**", ""))


def _settle_headings(blocks: Sequence[Block]) -> None:
    """Levels without a jump; the page's title is level 1."""
    level = 1
    for block in blocks:
        if block.shape is Shape.HEADING:
            block.level = level = min(max(block.level, 2), level + 1, _LAST_LEVEL)


def _grouped(blocks: Sequence[Block]) -> Iterator[Group]:
    group: Group | None = None
    for block in blocks:
        voice = block.voice if block.voice is not None and block.voice.role is not Role.AUTHOR else None
        kind = block.box or ("list" if block.shape is Shape.ITEM else "voice" if voice else "single")
        if group is None or group.kind != kind or group.voice != voice or kind == "single":
            if group is not None:
                yield group
            group = Group(kind, [], voice)
        group.blocks.append(block)
    if group is not None:
        yield group


def emphasised(raw: str) -> Markup:
    """Text with its `*` and `**` set as emphasis; the marks stay, unseen, so that the words are exactly the same."""
    parts: list[Markup] = []
    at = 0
    for match in _EMPHASIS.finditer(raw):
        strong = match.group(1) is not None
        opening, inner, closing = match.group(1, 2, 3) if strong else match.group(4, 5, 6)
        tag = "strong" if strong else "em"
        parts.append(escape(raw[at : match.start()]))
        parts.append(_mark(opening) + Markup(f"<{tag}>{escape(inner)}</{tag}>") + _mark(closing))
        at = match.end()
    parts.append(escape(raw[at:]))
    return Markup("").join(parts)


def _run(text: str, start: int, end: int) -> Markup:
    """The characters of ``[start, end)`` with their offsets."""
    if start >= end:
        return Markup("")
    return Markup('<span data-s="{}" data-e="{}">{}</span>').format(start, end, emphasised(text[start:end]))


def _mark(marker: str) -> Markup:
    return Markup(f'<span class="mk" aria-hidden="true">{escape(marker)}</span>')


def voice_line(speaker: str, role: Role, document_title: str) -> str:
    """Who speaks, for a person: "NAME, quoted in DOCUMENT", "NAME, case study in DOCUMENT" or the name alone."""
    if role is Role.AUTHOR or "quoted by" in speaker or "quoted in" in speaker:
        return speaker
    return f"{speaker}, {'quoted in' if role is Role.QUOTED else 'case study in'} {document_title}"


def side_name(side: Side | str, reported_by: str | None = None) -> str:
    """The label of a side; of words that somebody else reports of the government with the name of who does."""
    name = "Government" if side == Side.GOVERNMENT else "Stakeholder"
    return wording.AS_REPORTED.format(organisation=name, reporter=reported_by) if reported_by else name
