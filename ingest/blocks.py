"""From a canonical text to typographic blocks: paragraphs, bullets, tables, footnotes and furniture, with spans.

Sections, boxes and case studies are recognised by `ingest.sections`; here one block is what stands between two breaks.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.lines import (
    NOTE_MARK,
    SUPERSCRIPTS,
    Line,
    ended,
    footnote_length,
    glyph_length,
    header_length,
    is_hard_wrapped,
    is_line_by_line,
    is_url,
    line_width,
    marked_heading,
    number_of,
    opens_note,
    plain,
    read_lines,
)
from corpus.models import BlockKind, Document, Span
from corpus.pages import read_pages
from corpus.quotes import quote_at
from ingest.correspondence import formal_spans, signature_spans
from ingest.transcript import comment_of, opens_comments

_EMPHASIS = re.compile(rf"[*_#{SUPERSCRIPTS}]+|{NOTE_MARK}")
_MULTIPLE = re.compile(r"(?:million|billion|thousand|per cent|percent|in \d|out of|of the|to \d)", re.I)
_RECOMMENDATION = re.compile(r"(?:key )?recommendation\s+\d+\s*[:.–—-]", re.I)
_QUESTION = re.compile(r"(?:consultation )?(?:question|q)[\s-]?\d{1,3}[a-z]?\s*[:.)–—-]\s", re.I)
_SIGNED = re.compile(r"[.?!…][”\"]\s+[A-Z][^.?!:;“”\"]{2,80}$")  # “It works.” Woman, 34, Peterborough
_CONTENTS_ROW = re.compile(r"(?P<title>\S.*?)(?:\t+|\.{4,}\s*|(?:\s\.){4,}\s*|\s{3,})(?P<page>\d{1,4})$")
_ROW, _RULED_ROW = re.compile(r"\|(?=.*\w).*\|"), re.compile(r"\|[\s:|-]+\|")
_CONTENTS_TITLE = re.compile(r"(?:table of )?contents( page)?", re.I)
_IMPRINT = re.compile(
    r"©|\bISBN\b|\bPrinted (?:on|in|by)\b|Open Government Licence|Crown copyright|all rights reserved|"
    r"^This (?:publication|document) (?:is|can be|is also) (?:available|accessed)|^Any enquiries "
    r"regarding|^Copies of this|"
    r"alternative formats|third party copyright|^For more information about this|^Presented to "
    r"Parliament|^Published by\b|^ID \d",
    re.I,
)
_CRUMB = re.compile(
    r"(?:tag|tags|category|categories|archives?|posted (?:on|by|in)|share this|image result for|"
    r"illustration by|photo(?:graph)? by|"
    r"picture by|image:|like this:|%d ).*|related|skip to (?:main )?content|back to top|"
    r"watch (?:the )?(?:meeting|video)|print this page|"
    r"read more\b.*|column \d+(?:wh|gc)?|\d{1,2}\.\d{2} ?[ap]m|share on .*|\S*_\S*\d\S*|\w+(?:_\w+){2,}\S*",
    re.I,
)
_TICK_BOXES = re.compile(r"[☐□❏❑▢◻]\s")
_PHOTO = re.compile(r"\b(?:Photo|Photograph|Picture|Image)(?: credit)?: \S")
_CAMEL = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)+|[A-Z][a-z]+now[A-Z][a-z]+")
_CAPTION = re.compile(r"(?:figure|fig\.|chart|table|diagram|map)\s+\d+\b", re.I)
_LINKS = re.compile(r"related|related (?:posts|articles|reading)|share this|see also|further reading", re.I)
_APPEAL = re.compile(r"\b(?:donat(?:e|ion|ing)|one-off contribution|monthly contribution|pay as you like)\b", re.I)
_APPEAL_FOR = re.compile(r"\b(?:my work|this (?:site|blog)|support (?:me|us))\b", re.I)
_CREDIT = re.compile(r"^This (?:post|article|piece|blog) was (?:originally |first )?(?:written|published)\b", re.I)


@dataclass(slots=True)
class Block:
    """One typographic unit: canonical `pieces` without glyphs and numbers, and what its surroundings make of it.

    `rank` is the level of a heading marked as one, `number` the paragraph number (`prefix` characters of it before the
    first piece), `depth` the nesting of a list item from 0, `glyph` whether it is a list item, `lead` the place of what
    introduces its list, `group` the box or case study it belongs to, `quoted` that it is set off as a quotation.
    """

    kind: BlockKind
    pieces: list[Span]
    rank: int | None = None
    number: str | None = None
    prefix: int = 0
    glyph: bool = False
    depth: int = 0
    gap: int = 1
    indent: int = 0
    page: str | None = None
    section: tuple[str, ...] = ()
    lead_in: str | None = None
    lead: int | None = None
    group: int | None = None
    title: str | None = None
    views: bool = False
    attribution: bool = False
    quoted: bool = False
    text: str = field(default="", repr=False)

    @property
    def body(self) -> bool:
        return self.kind not in _OUTSIDE

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def bare(self) -> str:
        """The text without marks of emphasis and notes."""
        return _EMPHASIS.sub("", self.text).strip()

    def refresh(self, canonical: str) -> None:
        self.text = quote_at(canonical, self.pieces)


_OUTSIDE = frozenset({BlockKind.FURNITURE, BlockKind.FOOTNOTE, BlockKind.CONTENTS, BlockKind.HEADING})


@dataclass(slots=True)
class Layout:
    """The blocks of a document in order, what its contents list names, and where letters in it are signed."""

    blocks: list[Block]
    contents: tuple[str, ...]
    numbered: bool
    signed: tuple[Span, ...] = ()


def read_blocks(document: Document) -> Layout:
    """The typographic blocks of a document: raw paragraphs, joined where a page or a footnote broke them."""
    text = document.text
    lines = read_lines(text)
    blocks, contents = _raw(text, lines, document.entry.title)
    for block in blocks:
        block.refresh(text)
    numbered = _is_numbered(blocks)
    _settle_numbers(text, blocks, numbered=numbered)
    _mark_furniture(blocks)
    _mark_formalities(blocks, formal_spans(lines))
    blocks = _rejoin(text, blocks, line_width(lines) if is_hard_wrapped(lines) else 0)
    _mark_pages(blocks)
    return Layout(blocks, contents, numbered, tuple(signature_spans(lines)))


def _raw(text: str, lines: Sequence[Line], title: str) -> tuple[list[Block], tuple[str, ...]]:
    pages = read_pages(lines, title)
    wrapped = is_hard_wrapped(lines)
    if not wrapped:
        apart = len(lines) if is_line_by_line(lines) else header_length(lines, title)
        lines = [replace(line, gap=max(line.gap, 1)) if at < apart else line for at, line in enumerate(lines)]
    blocks: list[Block] = []
    contents: list[str] = []
    in_contents = in_notes = in_comments = False
    last_at = {plain(line.text): at for at, line in enumerate(lines)}  # a web page lists headings without their pages
    for index, line in enumerate(lines):
        if (line.ruled and opens_note(line.text)) or index in pages.notes:
            in_notes = True
        elif in_notes and (line.page_top or number_of(line.text) or glyph_length(line.text)):
            in_notes = False
        if index in pages.furniture:
            page = pages.furniture[index]
            blocks.append(Block(BlockKind.FURNITURE, [Span(line.start, line.end)], page=page, gap=line.gap))
            in_notes = False
            continue
        row = _CONTENTS_ROW.fullmatch(line.text)
        listed = row.group("title") if row else line.text if last_at[plain(line.text)] > index else None
        if _CONTENTS_TITLE.fullmatch(line.text.strip("*# ")):
            in_contents = True
            blocks.append(Block(BlockKind.CONTENTS, [Span(line.start, line.end)], gap=line.gap))
            continue
        if in_contents and listed is not None:
            contents.append(listed.strip())
            blocks.append(Block(BlockKind.CONTENTS, [Span(line.start, line.end)], gap=line.gap))
            continue
        in_contents = False
        commented = in_comments and comment_of(line.text) is not None
        in_comments = opens_comments(line.text) or commented or (in_comments and line.gap == 0)
        if commented or opens_comments(line.text):
            line = replace(line, gap=max(line.gap, 1))
        _place(text, blocks, line, in_notes=in_notes, wrapped=wrapped)
        blocks[-1].quoted = line.quoted
    return blocks, tuple(contents)


def _place(text: str, blocks: list[Block], line: Line, *, in_notes: bool, wrapped: bool) -> None:
    """Adds the line to the last block or opens a new one."""
    heading = marked_heading(line.text)
    if heading is not None:
        rank, start, end = heading
        span = Span(line.start + start, line.start + end)
        blocks.append(Block(BlockKind.PARAGRAPH, [span], rank=rank, gap=line.gap))
        return
    last = blocks[-1] if blocks else None
    adjacent = last is not None and line.gap == 0 and last.rank is None and last.quoted is line.quoted
    if in_notes or (not wrapped and footnote_length(line.text)) or re.match(rf"[{SUPERSCRIPTS}]", line.text):
        opens = bool(footnote_length(line.text)) or bool(in_notes and re.match(r"\d{1,3}\s?(?=\S)", line.text))
        if in_notes and not opens and last is not None and last.kind is BlockKind.FOOTNOTE:
            last.pieces.append(Span(line.start, line.end))
            return
        if opens or in_notes:
            blocks.append(Block(BlockKind.FOOTNOTE, [Span(line.start, line.end)], gap=line.gap))
            return
    if is_url(line.text) and last is not None and (last.kind is BlockKind.FOOTNOTE or adjacent):
        last.pieces.append(Span(line.start, line.end))
        return
    number = number_of(line.text)
    if number and "." in number[0] and _MULTIPLE.match(line.text[number[1] :]):
        number = None
    skip = glyph_length(line.text)
    if not re.search(r"\w", line.text) or _RULED_ROW.fullmatch(line.text):
        blocks.append(Block(BlockKind.FURNITURE, [Span(line.start, line.end)], gap=line.gap))
    elif line.text.startswith("<p>") or "\t" in line.text[skip:] or _ROW.fullmatch(line.text):
        blocks.append(Block(BlockKind.TABLE, _cells(line), gap=line.gap))
    elif number:
        start = line.start + number[1]
        blocks.append(
            Block(BlockKind.PARAGRAPH, [Span(start, line.end)], number=number[0], prefix=number[1], gap=line.gap)
        )
    elif skip:
        blocks.append(
            Block(BlockKind.BULLET, [Span(line.start + skip, line.end)], glyph=True, indent=line.indent, gap=line.gap)
        )
    elif adjacent and last is not None and last.kind in _OPEN and not _breaks_here(text, last, line, wrapped=wrapped):
        last.pieces.append(Span(line.start, line.end))
    else:
        kind = BlockKind.RECOMMENDATION if _RECOMMENDATION.match(line.text) else BlockKind.PARAGRAPH
        blocks.append(Block(kind, [Span(line.start, line.end)], gap=line.gap))


_OPEN = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.RECOMMENDATION, BlockKind.FOOTNOTE})


def _breaks_here(text: str, last: Block, line: Line, *, wrapped: bool) -> bool:
    """Whether a line right below another opens a block.

    It does after notes, at the top of a page, as a recommendation or a numbered question, and where one quotation that
    somebody signed follows another; and where lines are not broken at a width, so that each is a paragraph, after one
    that ended or that is a heading's words over a paragraph's.
    """
    if _RECOMMENDATION.match(line.text) or (wrapped and last.kind is BlockKind.FOOTNOTE):
        return True
    if line.text[0].islower():
        return False
    above = text[last.pieces[-1].start : last.pieces[-1].end]
    if (_QUESTION.match(line.text) and ended(above)) or (line.text[0] in '“"' and _SIGNED.search(above)):
        return True
    introduced = above.endswith(":") and is_url(line.text.split()[0])
    if (line.page_top or not wrapped) and ended(above) and not introduced:
        return True
    return not wrapped and len(last.pieces) == 1 and _titles(above, line.text)


def _titles(above: str, below: str) -> bool:
    """Whether a line reads as the heading of the paragraph in the line below it."""
    starts = above[0].isupper() or above[0].isdigit()
    return starts and len(above.split()) <= 14 and len(below.split()) >= 20 and not ended(above)


def _cells(line: Line) -> list[Span]:
    """The visible parts of a table row: between tags or bars where the row has them, else the row as it stands."""
    if _ROW.fullmatch(line.text):
        cells = re.finditer(r"[^|\s](?:[^|]*[^|\s])?", line.text)
        return [Span(line.start + cell.start(), line.start + cell.end()) for cell in cells]
    if "<" not in line.text:
        return [Span(line.start, line.end)]
    found: list[Span] = []
    for match in re.finditer(r"(?:^|>)([^<>]*\w[^<>]*)(?:<|$)", line.text):
        words = match.group(1)
        low = match.start(1) + len(words) - len(words.lstrip(" \t•"))
        found.append(Span(line.start + low, line.start + match.start(1) + len(words.rstrip())))
    return found or [Span(line.start, line.end)]


def _is_numbered(blocks: Sequence[Block]) -> bool:
    """Whether the numbers count the document's paragraphs through, rather than the items of lists."""
    numbers = [block.number for block in blocks if block.number is not None]
    dotted = sum("." in number for number in numbers)
    if dotted >= 3 and (dotted == len(numbers) or dotted > 2 * (len(numbers) - dotted)):
        return True
    if len(numbers) < 6:
        return False
    whole = [int(number) for number in numbers if "." not in number]
    return max(whole, default=0) >= 8 and Counter(whole).most_common(1)[0][1] <= 2


def _settle_numbers(text: str, blocks: Sequence[Block], *, numbered: bool) -> None:
    """Gives numbers back to headings ("2. Our plans"); the others make list items where they count no paragraphs."""
    dotted = numbered and all("." in block.number for block in blocks if block.number and block.words > 14)
    for index, block in enumerate(blocks):
        if block.number is None:
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        short = block.words <= 14 and not ended(block.text) and (following is None or following.gap > 0)
        alone = following is None or following.number is None or "." in following.number
        if short and ("." in block.number or (alone and (dotted or not numbered))):
            first = block.pieces[0]
            block.pieces[0] = Span(first.start - block.prefix, first.end)
            block.number = None
            block.refresh(text)
        elif not numbered:
            block.number, block.glyph, block.kind = None, True, BlockKind.BULLET


def _rejoin(text: str, blocks: list[Block], width: int) -> list[Block]:
    """Joins what a page break, a footnote or double spacing broke off its paragraph."""
    kept: list[Block] = []
    last: Block | None = None
    between = False
    for block in blocks:
        if block.kind in (BlockKind.FOOTNOTE, BlockKind.FURNITURE):
            between = True
            kept.append(block)
            continue
        if last is not None and _continues(text, last, block, between=between, width=width):
            last.pieces.extend(block.pieces)
            last.refresh(text)
        else:
            kept.append(block)
            last = block if block.kind in _OPEN else None
        between = False
    return kept


def _continues(text: str, last: Block, block: Block, *, between: bool, width: int) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or block.number is not None or ended(last.text):
        return False
    if _QUESTION.match(block.text):
        return False
    if block.rank is not None or last.rank is not None or block.quoted is not last.quoted:
        return False
    if block.text[:1] == "“" and last.text[:1] == "“" and last.text.count("“") == last.text.count("”"):
        return False
    if _SIGNED.search(last.text) and last.text[0] in '“"' and not between:
        return False
    first = block.text.lstrip("*_([“‘\"'")[:1]
    tail = last.text.split()[-1:] if last.text else []
    if first.islower():
        return not (tail and tail[0].endswith("”"))
    held = last.number is not None or last.glyph or last.kind is BlockKind.RECOMMENDATION or last.words > 22
    held = held or (bool(_QUESTION.match(last.text)) and "?" not in last.text)
    if between and held and last.words >= 8 and (block.words > 22 or ended(block.text)):
        return True
    piece = last.pieces[-1]
    last_line = text[piece.start : piece.end].split("\n")[-1].strip()
    wide = bool(width) and len(last_line) >= 0.7 * width
    return wide and (held or last.words > 14 or last.text[:1] in '“"') and block.gap <= 2 and not number_of(block.text)


def _mark_formalities(blocks: Sequence[Block], formal: Sequence[Span]) -> None:
    """Headers of messages, salutations and closings of letters, which nobody says."""
    for block in blocks:
        if any(span.start <= block.pieces[0].start < span.end for span in formal):
            block.kind = BlockKind.FURNITURE


def _mark_furniture(blocks: list[Block]) -> None:
    """Imprints, crumbs of images, links and buttons, appeals for donations, captions without their figure."""
    linked = False
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        if block.kind is not BlockKind.PARAGRAPH or block.number is not None or block.rank is not None:
            linked = False
            continue
        loose = not ended(block.text)
        if (
            (_IMPRINT.search(block.text) and block.words < 90)
            or (block.words <= 12 and (_CRUMB.fullmatch(block.text) or _CAMEL.fullmatch(block.text)))
            or (_APPEAL.search(block.text) and _APPEAL_FOR.search(block.text))
            or (_CAPTION.match(block.text) and loose and block.words <= 24)
            or (linked and loose)
            or (block.words <= 3 and loose and block.text[0].islower() and not re.search(r"\d", block.text))
            or _CREDIT.match(block.text)
            or (loose and block.words <= 30 and _PHOTO.search(block.text))
            or is_url(block.text)
            or (_TICK_BOXES.match(block.text) and "?" not in block.text)
            or not (re.search(r"[^\W\d_]{2}", block.text) or _opens_with_figure(block, following))
        ):
            block.kind = BlockKind.FURNITURE
        linked = block.kind is BlockKind.FURNITURE and (linked or bool(_LINKS.fullmatch(block.text)))


def _opens_with_figure(block: Block, following: Block | None) -> bool:
    """ "8%" set large above "of employers report …" is the beginning of a sentence."""
    figure = re.fullmatch(r"[£$€]?\d[\d,.]*\s?(?:%|[mbk]n?)?", block.text.strip("* "))
    return bool(figure) and following is not None and following.text[:1].islower()


def _mark_pages(blocks: list[Block]) -> None:
    """Gives blocks the page between two page marks that follow each other; elsewhere the page is not known."""
    marks = [index for index, block in enumerate(blocks) if block.kind is BlockKind.FURNITURE and block.page]
    for low, high in itertools.pairwise(marks):
        page, following = blocks[low].page, blocks[high].page
        if page and following and int(following) == int(page) + 1:
            for block in blocks[low + 1 : high]:
                block.page = page
