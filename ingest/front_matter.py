"""What stands round a document's text: title pages, bylines, dates, and the names of those who sign a foreword."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.lines import ended, plain
from corpus.models import BlockKind, Document
from ingest.blocks import Block, Layout
from ingest.speakers import NAME, POSTNOMINALS, is_high_office

_DATE = re.compile(
    r"(?:(?:first |last )?(?:published|updated|issued|dated):? (?:on )?)?(?:\d{1,2} )?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december),? \d{4}",
    re.I,
)
# What stands between the title of a web page and its text: "By Ann Moor", "Published 6 May 2025 | 11 minute read".
_BYLINE = re.compile(
    r"by (?-i:[A-Z])\S* .*|.*\b\d{1,3} min(?:ute)?s?[- ]read\b.*|"
    r"(?:published|posted|updated|last updated|author|written by|share|filed under)\b.*|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? \d{1,2} \w+ \d{4}.*",
    re.I,
)
_NAME_LINE = re.compile(r"(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+")
_HEADER, _PARAGRAPH = 12, 20  # blocks, words


def drop_front_matter(document: Document, layout: Layout, body: Sequence[Block]) -> bool:
    """Title pages, logos, dates and signatures: short lines that name the publisher, the title or an office.

    Returns whether the title stands over the text as a line of its own.
    """
    entry = document.entry
    names = plain(f"{entry.publisher} {entry.attribution} {entry.organisation}").replace("&", "and")
    title = plain(entry.title)
    first_contents = next((i for i, block in enumerate(layout.blocks) if block.kind is BlockKind.CONTENTS), -1)
    titled = next((i for i, block in enumerate(layout.blocks[:_HEADER]) if plain(block.bare) == title), -1)
    for block in layout.blocks[titled + 1 : titled + 1 + _HEADER] if titled >= 0 else ():
        if block.words >= _PARAGRAPH or ended(block.text) or block.rank is not None:
            break
        if _BYLINE.fullmatch(block.bare):
            block.kind = BlockKind.FURNITURE
    for block in layout.blocks[: max(first_contents, titled, 0)]:
        short = block.body and block.number is None and not block.glyph and block.words < 20 and not ended(block.text)
        if short and block.rank is None:
            block.kind = BlockKind.FURNITURE
    first = {id(block) for block in layout.blocks[: _HEADER + max(first_contents, titled, 0)]}
    for at, block in enumerate(body):
        if block.kind is not BlockKind.PARAGRAPH or block.number is not None or block.words > 20:
            continue
        bare = block.bare
        if _signs(bare, body[at + 1] if at + 1 < len(body) else None):
            block.kind = BlockKind.FURNITURE
            continue
        low = plain(bare).replace("&", "and")
        signature = "\n" not in bare and _NAME_LINE.match(bare) and is_high_office(bare) and "(" not in bare
        if (
            _DATE.fullmatch(bare)
            or (len(low) > 3 and low in names)
            or (len(low) > 12 and low in title and (id(block) in first or 2 * len(low) >= len(title)))
            or (signature and not ended(bare) and block.words <= 12)
        ):
            block.kind = BlockKind.FURNITURE
    return titled >= 0


def _signs(bare: str, following: Block | None) -> bool:
    """Whether a line is the name of whoever signs a foreword, over their office."""
    if following is None or following.words > 14 or ended(following.text):
        return False
    return re.fullmatch(NAME + POSTNOMINALS, bare) is not None and is_high_office(following.bare)
