"""Headings and their hierarchy, boxes, case studies, lists with their lead-ins, reference lists and question lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.lines import ended, plain
from corpus.models import BlockKind, Document
from corpus.quotes import squeeze
from ingest.blocks import Block, Layout
from ingest.front_matter import drop_front_matter
from ingest.outline import Heading, Outline
from ingest.sentences import split_sentences
from ingest.speakers import is_attribution_line, provides
from ingest.transcript import question_before, spoken_lines, turns_of

CASE_STUDY = re.compile(
    r"\W*(?:(?:case|user|claimant|patient|employer) stud(?:y|ies)|case example)\b|.*\bcase study\s*(?:\d+)?\s*[:–—-]",
    re.I,
)
_VIEWS = re.compile(
    r"(?:your views|have your say|consultation questions?|questions?(?: for consultation)?|summary of "
    r"(?:consultation )?questions)",
    re.I,
)
_SUMMARY = re.compile(
    r"(?:appendix|annex)\b.*|summary of .*|(?:list of )?(?:consultation )?questions|recommendations", re.I
)
_REFERENCES = re.compile(r"(?:references|bibliography|end ?notes|works cited|sources)", re.I)
_REPORTS = re.compile(
    r"\b(?:said|says|say|states?|stated|wrote|writes|added|told|warns?|warned|claimed|commented|"
    r"continues?|replied)\s*:$",
    re.I,
)
_ASKED = 90  # words
_MARKED = 3  # headings marked as such, from which on the text is taken to mark all of them
_ORDINAL = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+")
_QUESTION_LABEL = re.compile(r"(?:consultation )?question \d{1,3}[a-z]?[.:]?", re.I)
_BOX_LABEL = re.compile(r"(?:consultation )?questions? box(?: \d+)?", re.I)
_NUMBERED_QUESTION = re.compile(r"(?:consultation )?(?:question|q)[\s-]*\d+[a-z]?\s*[.:)–—-]?\s", re.I)
_INTERROGATIVE = re.compile(
    r"(?:what|how|why|which|who|whom|when|where|should|do|does|is|are|can|could|would|will|has|have|"
    r"might|must|building on|regarding|if)\b",
    re.I,
)


def arrange(document: Document, layout: Layout) -> list[Block]:
    """The layout's blocks with kind, section, lead-in and box or case-study group settled, headings among them."""
    blocks = layout.blocks
    body = [block for block in blocks if block.body]
    titled = drop_front_matter(document, layout, body)
    body = [block for block in body if block.body]
    if document.entry.consultation:
        body = _join_question_labels(document, body)
        _mark_questions(body)
        body = [block for block in body if block.body]
    _mark_attributions(body)
    headings = _headings(layout, body)
    _mark_fragments(body, headings)
    _assign_sections(layout, body, headings, titled=titled)
    _assign_lists(body)
    _assign_turns(body)
    _place_notes(blocks)
    return blocks


def _mark_attributions(body: Sequence[Block]) -> None:
    """Lines under a quotation or at the end of a case study that say whose words it was."""
    in_case = False
    quoted = False
    for block in body:
        bare = block.bare
        if CASE_STUDY.match(bare) and block.words <= 20:
            in_case, quoted = True, False
            continue
        dashed = quoted and block.glyph and block.words <= 24
        signed = dashed and block.quoted
        if signed or (dashed and is_attribution_line(bare, after_quote=True)):
            block.kind, block.glyph = BlockKind.PARAGRAPH, False
        if block.number is not None or block.glyph:
            in_case = quoted = False
            continue
        if block.kind is BlockKind.PARAGRAPH and block.words <= 24 and is_attribution_line(bare, after_quote=quoted):
            block.attribution = in_case or quoted
        block.attribution = block.attribution or signed
        if not block.attribution:
            marked = bool(re.search(r"[”\"]\W*$", bare)) and (bare[0] in '“"' or quoted)
            quoted = marked or (block.quoted and block.rank is None)


def _join_question_labels(document: Document, body: Sequence[Block]) -> list[Block]:
    """Joins "Consultation question 3" on a line of its own to the question below it."""
    label: Block | None = None
    for block in body:
        if block.kind is BlockKind.PARAGRAPH and _QUESTION_LABEL.fullmatch(block.bare):
            label = block
        elif label is not None and block.kind is BlockKind.PARAGRAPH and "?" in block.text and block.words < _ASKED:
            block.pieces[:0] = label.pieces
            block.refresh(document.text)
            label.kind = BlockKind.FURNITURE
            label = None
        else:
            label = None
    return [block for block in body if block.body]


def _mark_questions(body: Sequence[Block]) -> None:
    """In the document that consults, "Question 3: …?" asks; elsewhere it is the heading of an answer."""
    for before, block in zip([None, *body], body, strict=False):
        if (
            block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET)
            and _NUMBERED_QUESTION.match(block.bare)
            and "?" in block.text
        ):
            block.kind = BlockKind.QUESTION
            if before is not None and _BOX_LABEL.fullmatch(before.bare):
                before.kind = BlockKind.FURNITURE


def _headings(layout: Layout, body: Sequence[Block]) -> dict[int, Heading]:
    """The positions in `body` that are headings."""
    contents = {plain(title) for title in layout.contents}
    after = {
        id(block)
        for before, block in zip(layout.blocks, layout.blocks[1:], strict=False)
        if before.kind is BlockKind.FURNITURE and before.page is None
    }
    found: dict[int, Heading] = {}
    marked = sum(block.rank is not None for block in body) >= _MARKED
    spoken = spoken_lines([squeeze(block.bare) for block in body])
    for index, block in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        if index in spoken or (marked and not _stands_out(block)):
            continue
        if any(span.start <= block.pieces[0].start < span.end for span in layout.signed):
            continue
        if _is_heading(block, following, contents, after_furniture=id(block) in after):
            found[index] = Heading.of(block.bare, block, contents)
    for index in sorted(found):
        above, below = index - 1 in found, index + 1 in found
        heading = found[index]
        if heading.question and above and below and not found[index - 1].question and not found[index + 1].question:
            text = body[index + 1].bare
            if not text.endswith(":") and found[index - 1].leaf:
                heading.dropped = True
        if index + 1 == len(body):
            heading.dropped = True
    return {index: heading for index, heading in found.items() if not heading.dropped}


def _stands_out(block: Block) -> bool:
    """Whether a line can be a heading in a text that marks its headings: by a mark, in bold, as a question or case."""
    bold = block.text.startswith(("**", "__")) and block.text.endswith(("**", "__"))
    return block.rank is not None or bold or bool(CASE_STUDY.match(block.bare)) or block.text.rstrip("*_ ")[-1:] == "?"


def _is_heading(block: Block, following: Block | None, contents: set[str], *, after_furniture: bool) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or block.number is not None or block.glyph or block.attribution:
        return False
    if block.rank is not None:
        return True
    bare = block.bare
    if not bare or not (bare[0].isupper() or bare[0].isdigit() or bare[0] in "“‘'\""):
        return False
    if plain(bare) in contents:
        return True
    if bare[0].isdigit() and not re.match(r"\d{1,2}(?:\.\d{1,2})*[.:]?\s+[A-Z]", bare):
        return False
    if bare[0] in '“"' and bare[-1] in '”"':
        return False
    if re.search(r"[.;,…–—-]$", bare) or (re.search(r"[.;,…][”’\"')]$", bare) and not after_furniture):
        return False
    if bare.endswith("?"):
        if _NUMBERED_QUESTION.match(bare) and block.words <= _ASKED:
            return True  # however many sentences it has
        return block.words <= 70 and len(split_sentences(bare)) <= 2 and _asks(bare)
    if bare.endswith(":"):
        listed = following is not None and (following.glyph or following.kind is BlockKind.TABLE)
        quoting = following is not None and (following.quoted or following.text[:1] in '“"‘')
        return block.words <= 8 and not listed and not quoting and not _REPORTS.search(bare) and bool(following)
    return block.words <= 26 and len(split_sentences(_ORDINAL.sub("", bare))) == 1


def _asks(bare: str) -> bool:
    head = bare.rsplit(":", 1)[-1].strip()
    return bool(
        _INTERROGATIVE.match(head) or _INTERROGATIVE.match(bare) or re.match(r"(?:question|q)[\s-]*\d+", bare, re.I)
    )


def _slight(block: Block) -> bool:
    return (
        block.kind in (BlockKind.PARAGRAPH, BlockKind.TABLE)
        and block.number is None
        and block.words < 40
        and len(split_sentences(block.text)) < 2
    )


def _mark_fragments(body: Sequence[Block], headings: dict[int, Heading]) -> None:
    """A run of short unfinished lines is a diagram's lettering: the first names it, the rest is a box or furniture."""
    index = 0
    while index < len(body):
        stop = index
        while stop < len(body) and _slight(body[stop]) and not (stop in headings and headings[stop].firm):
            stop += 1
        run = [i for i in range(index, stop) if i in headings]
        if len(run) >= 4:
            solid = stop < len(body) and stop not in headings
            keep = {run[0]} | ({stop - 1} if solid and stop - 1 in headings else set())
            for i in range(index, stop):
                if i in keep:
                    continue
                headings.pop(i, None)
                block = body[i]
                told = block.words >= 6 or (
                    block.words >= 3 and re.search(r"\d", block.text) and re.search(r"[a-z]{4}", block.text)
                )
                block.kind = BlockKind.BOX if told or block.kind is BlockKind.TABLE else BlockKind.FURNITURE
        index = max(stop, index + 1)


def _assign_sections(layout: Layout, body: Sequence[Block], headings: dict[int, Heading], *, titled: bool) -> None:
    counts = Counter(heading.key for heading in headings.values())
    outline = Outline(headings, counts, summary=_SUMMARY, views=_VIEWS, titled=titled)
    group = 0
    open_group: int | None = None
    group_kind = BlockKind.BOX
    references = closing = False
    seen_number = False
    since_number: str | None = None
    for index, block in enumerate(body):
        heading = headings.get(index)
        if heading is not None:
            block.kind = BlockKind.HEADING
            heading.restart = _follows_furniture(layout, block) and outline.told
            case = bool(CASE_STUDY.match(heading.text))
            boxed = case or (layout.numbered and seen_number and _opens_box(body, headings, index, outline))
            if boxed and not (
                open_group is not None and group_kind is BlockKind.CASE_STUDY and not case and heading.colon
            ):
                group += 1
                closing = False
                open_group, group_kind = group, BlockKind.CASE_STUDY if case else BlockKind.BOX
                outline.box(heading)
            else:
                open_group = None
                outline.enter(index, heading)
            references = bool(_REFERENCES.fullmatch(heading.text))
            block.section = outline.path
            since_number = None
            continue
        if block.number is not None:
            seen_number, since_number = True, block.number
            if open_group is not None:
                open_group = None
                outline.leave_box()
        if block.kind is BlockKind.QUESTION and open_group is not None:
            open_group = None
            outline.leave_box()
        if closing and not block.attribution:
            open_group, closing = None, False
            outline.leave_box()
        outline.told = True
        block.section = outline.path
        block.views = outline.in_views
        if open_group is not None and block.kind is not BlockKind.FURNITURE:
            block.group, block.title = open_group, outline.path[-1] if outline.path else None
            if block.kind is BlockKind.PARAGRAPH or group_kind is BlockKind.CASE_STUDY:
                block.kind = group_kind
            if block.attribution and provides(block.bare):
                closing = index - 1 not in headings  # right under its heading it opens the case study
        elif references and block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET):
            block.kind = BlockKind.REFERENCE
        elif (
            block.number is None
            and layout.numbered
            and since_number
            and not block.glyph
            and block.kind is BlockKind.PARAGRAPH
        ):
            block.number = since_number


def _follows_furniture(layout: Layout, block: Block) -> bool:
    at = next(i for i, other in enumerate(layout.blocks) if other is block)
    return at > 0 and layout.blocks[at - 1].kind is BlockKind.FURNITURE and layout.blocks[at - 1].page is None


def _opens_box(body: Sequence[Block], headings: dict[int, Heading], index: int, outline: Outline) -> bool:
    """In a document of numbered paragraphs: a heading over paragraphs without numbers."""
    heading = headings[index]
    if heading.firm or outline.is_structural(heading) or index + 1 >= len(body) or index + 1 in headings:
        return False
    following = body[index + 1]
    return following.number is None and following.kind is BlockKind.PARAGRAPH


def _assign_turns(body: Sequence[Block]) -> None:
    """Gives who answers in a transcript the question that was put to them right before."""
    words = [squeeze(block.bare) for block in body]
    turns = turns_of(words)
    for index, turn in turns.items():
        before = turns.get(index - 1)
        if turn.over and index + 1 < len(body) and index > min(turns):
            body[index + 1].lead_in = question_before(words[index - 1])
        elif not turn.over and before is not None and before.who != turn.who:
            body[index].lead_in = question_before(words[index - 1][before.start :])


def _place_notes(blocks: Sequence[Block]) -> None:
    """Footnotes stand in the section of the text before them."""
    section: tuple[str, ...] = ()
    for block in blocks:
        if block.kind is BlockKind.FOOTNOTE:
            block.section = section
        elif block.kind is not BlockKind.FURNITURE:
            section = block.section


def _assign_lists(body: Sequence[Block]) -> None:
    """Gives list items the sentence or heading that introduces them and its number, nested items their parent."""
    lead: str | None = None
    holder: int | None = None
    parents: list[tuple[int, str]] = []
    top = 0
    for index, block in enumerate(body):
        if block.kind is BlockKind.FURNITURE:
            continue
        if not block.glyph:
            sentences = split_sentences(block.text)
            last = block.text[sentences[-1][0] : sentences[-1][1]] if sentences else block.text
            opens = block.kind is BlockKind.HEADING or last.rstrip("* ").endswith(":") or not ended(last)
            listed = index + 1 < len(body) and body[index + 1].glyph
            last = block.bare if block.kind is BlockKind.HEADING else last
            lead, holder = (last, index) if (opens or listed) and block.kind is not BlockKind.TABLE else (None, None)
            parents, top = [], block.indent
            continue
        first = index == 0 or not body[index - 1].glyph
        if first:
            top = block.indent
        if (parents and block.indent > parents[-1][0] and body[index - 1].text.rstrip("* ").endswith(":")) or (
            parents and block.indent > top and len(parents) > 1
        ):
            block.depth = 1
            if len(parents) == 1:
                parents.append((block.indent, body[index - 1].text))
            block.lead_in = parents[-1][1]
        else:
            parents = [(block.indent, block.text)]
            block.lead_in = lead
        block.lead = holder
        if block.number is None and holder is not None and body[holder].kind is not BlockKind.HEADING:
            block.number = body[holder].number  # an item is part of the numbered paragraph that introduces it
    asking = {(block.section, block.lead) for block in body if block.glyph and block.views and "?" in block.text}
    for block in body:
        if block.kind is BlockKind.BULLET and (block.section, block.lead) in asking:
            block.kind = BlockKind.QUESTION
    for block in body:
        if (
            block.views
            and block.kind is BlockKind.PARAGRAPH
            and block.text.rstrip("* ").endswith("?")
            and block.words < 90
        ):
            block.kind = BlockKind.QUESTION
