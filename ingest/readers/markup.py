"""A tree of HTML elements as the pieces of a document: headings, paragraphs, lists, tables, quotations and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers.characters import superscript
from ingest.readers.pieces import Piece, PieceKind, one_line, tidy

Element = Any  # lxml's, which has no types of its own

_SILENT = frozenset(
    {"script", "style", "template", "noscript", "svg", "head", "button", "select", "iframe", "object", "math", "canvas"}
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_WHITE = re.compile(r"\s+")
_HEADING = re.compile(r"h([1-6])")
_NOTE_NUMBER = re.compile(r"\W*(\d{1,3})\W*")
_NOTE_PLACE = re.compile(r"(?:foot|end)note-(?!ref)")
_LONGEST_CELL = 60  # words; longer ones on average are text that a table only sets side by side
_LONGEST_BOLD = 14  # words of a paragraph all in bold that can be a heading


def pieces_of(root: Element) -> list[Piece]:
    """The pieces of the tree under `root` in reading order."""
    return list(_block(root, 0, quoted=False))


def _block(element: Element, depth: int, *, quoted: bool) -> Iterator[Piece]:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT or _is_hidden(element):
        return
    if match := _HEADING.fullmatch(tag):
        yield Piece(PieceKind.HEADING, one_line(inline(element)), level=int(match.group(1)))
    elif tag == "table":
        yield from _table(element, depth)
    elif tag in ("ul", "ol", "menu"):
        yield from _list(element, depth, quoted=quoted)
    elif tag == "pre":
        yield Piece(PieceKind.PARAGRAPH, "".join(element.itertext()))
    else:
        yield from _flow(element, depth, quoted=quoted or tag == "blockquote")


def _flow(element: Element, depth: int, *, quoted: bool) -> Iterator[Piece]:
    """The blocks of an element, and the text between them as paragraphs."""
    kind = PieceKind.QUOTATION if quoted else PieceKind.PARAGRAPH
    text = [_spaced(element.text)]
    bold = [not text[0].strip()]
    for child in element:
        if isinstance(child.tag, str) and (child.tag in _BLOCKS or _holds_blocks(child)):
            yield from _paragraph(text, bold, kind)
            text, bold = [], [True]
            yield from _block(child, depth, quoted=quoted)
        else:
            piece = _inline_child(child)
            if piece.strip():
                bold.append(child.tag in ("b", "strong"))
            text.append(piece)
        if (child.tail or "").strip():
            bold.append(False)
        text.append(_spaced(child.tail))
    yield from _paragraph(text, bold, kind)


def _paragraph(text: list[str], bold: list[bool], kind: PieceKind) -> Iterator[Piece]:
    words = tidy("".join(text))
    if not words:
        return
    alone = len(bold) > 1 and all(bold) and len(words.split()) <= _LONGEST_BOLD and not re.search(r"[.,;?]$", words)
    if alone and kind is PieceKind.PARAGRAPH and "\n" not in words:
        yield Piece(PieceKind.HEADING, words, level=6)
    else:
        yield Piece(kind, words)


def _list(element: Element, depth: int, *, quoted: bool) -> Iterator[Piece]:
    number = int(element.get("start") or 1) if (element.get("start") or "1").isdigit() else 1
    for item in element:
        if not isinstance(item.tag, str):
            continue
        inner = list(_flow(item, depth + 1, quoted=False)) if item.tag != "table" else list(_table(item, depth))
        place = str(item.get("id") or "")
        for at, piece in enumerate(inner):
            first = at == 0 and piece.kind in (PieceKind.PARAGRAPH, PieceKind.HEADING)
            if first and _NOTE_PLACE.search(place):
                mark = superscript("".join(re.findall(r"\d+", place)) or str(number))
                yield Piece(PieceKind.NOTE, re.sub(r"\s*↑$", "", piece.text), mark=mark)
            elif first:
                mark = f"{number}." if element.tag == "ol" else "-"
                kind = PieceKind.ITEM
                yield Piece(kind, piece.text, level=depth, mark=mark)
            elif piece.text.strip() == "↑":
                continue
            else:
                yield piece
        number += 1


def _table(element: Element, depth: int) -> Iterator[Piece]:
    rows = [row for row in element.iter("tr") if _nearest(row, "table") is element]
    cells = [[cell for cell in row if isinstance(cell.tag, str) and cell.tag in ("td", "th")] for row in rows]
    filled = [one_line(inline(cell)) for row in cells for cell in row]
    words = sum(len(text.split()) for text in filled) / max(1, sum(bool(text) for text in filled))
    if max((len(row) for row in cells), default=0) < 2 or words > _LONGEST_CELL or element.find(".//table") is not None:
        for row in cells:
            for cell in row:
                yield from _flow(cell, depth, quoted=False)
        return
    width = max(len(row) for row in cells)
    first = True
    for row in cells:
        texts = [one_line(inline(cell)) for cell in row]
        if not any(texts):
            continue
        if len(texts) == 1:
            yield Piece(PieceKind.PARAGRAPH, texts[0])
            continue
        texts += [""] * (width - len(texts))
        yield Piece(PieceKind.ROW, cells=tuple(texts), header=first)
        first = False


def inline(element: Element) -> str:
    """The words of an element, line breaks kept, the marks of notes as superscript digits."""
    parts = [_spaced(element.text)]
    for child in element:
        parts += [_inline_child(child), _spaced(child.tail)]
    return "".join(parts)


def _spaced(text: str | None) -> str:
    """Text between tags, where a line end means no more than a space."""
    return _WHITE.sub(" ", text or "")


def _inline_child(child: Element) -> str:
    tag = child.tag
    if not isinstance(tag, str) or tag in _SILENT or _is_hidden(child):
        return ""
    if tag == "br":
        return "\n"
    words = inline(child)
    if tag == "sup" and (number := _NOTE_NUMBER.fullmatch(words)):
        return superscript(number.group(1))
    return f" {words} " if tag in _BLOCKS else words


def _holds_blocks(element: Element) -> bool:
    return any(isinstance(inner.tag, str) and inner.tag in _BLOCKS for inner in element.iterdescendants())


def _is_hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _nearest(element: Element, tag: str) -> Element | None:
    return next(element.iterancestors(tag), None)
