"""OpenDocument text (ODT) by odfdo: headings, lists, tables, notes, and the page breaks that the writer left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.page_map import PAGE_BREAK, Page
from ingest.readers.archives import check_archive, members
from ingest.readers.characters import superscript
from ingest.readers.pieces import Piece, PieceKind, render
from ingest.readers.port import Properties, Reading, UnreadableError

Element = Any  # odfdo's

_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_CONTAINERS = ("text:section", "text:index-body", "text:table-of-content", "office:text", "draw:text-box", "draw:frame")


class OdtReader:
    """A text of LibreOffice and other writers of OpenDocument."""

    name = "OpenDocument text"
    suffixes = (".odt", ".ott", ".fodt")
    binary = True

    def recognises(self, head: bytes, path: Path) -> bool:
        return _TYPE in head[:120] and "content.xml" in members(path)

    def read(self, path: Path) -> Reading:
        import odfdo

        check_archive(path)
        document = odfdo.Document(path)
        if "META-INF/manifest.xml" in members(path) and _is_encrypted(document):
            raise UnreadableError("is protected by a password; save it without one and add it again")
        walk = _Walk()
        pieces = [*walk.blocks(document.body, 0), *walk.notes]
        pages = walk.page + 1
        text = render(pieces, pages if pages > 1 else 0)
        said = document.meta
        date = said.date or said.creation_date
        counted = tuple(Page(n) for n in range(1, pages + 1)) if pages > 1 else ()
        return Reading(
            text=text,
            pages=counted,
            properties=Properties(
                said.title or "",
                said.creator or said.initial_creator or "",
                date.date().isoformat() if date is not None else "",
            ),
        )


def _is_encrypted(document: Any) -> bool:
    return b"encryption-data" in document.container.get_part("META-INF/manifest.xml")


class _Walk:
    """One way through a document: the page it is on, counted from 0, and the notes met, which stand at its end."""

    def __init__(self) -> None:
        self.page = 0
        self.notes: list[Piece] = []

    def blocks(self, element: Element, depth: int) -> Iterator[Piece]:
        for child in element.children:
            tag = child.tag
            if tag == "text:soft-page-break":
                self.page += 1
            elif tag == "text:h":
                level = child.get_attribute("text:outline-level") or "1"
                page = self.page
                yield Piece(PieceKind.HEADING, self.words(child), level=int(level), page=page)
            elif tag == "text:p":
                page = self.page
                words = self.words(child)
                style = str(child.get_attribute("text:style-name") or "")
                kind = PieceKind.QUOTATION if re.match(r"Quot", style) else PieceKind.PARAGRAPH
                yield Piece(kind, words, page=page)
            elif tag == "text:list":
                yield from self.items(child, depth)
            elif tag == "table:table":
                yield from self.rows(child)
            elif tag in _CONTAINERS:
                yield from self.blocks(child, depth)

    def items(self, element: Element, depth: int) -> Iterator[Piece]:
        for item in element.children:
            if item.tag not in ("text:list-item", "text:list-header"):
                continue
            first = True
            for piece in self.blocks(item, depth + 1):
                if first and piece.kind is PieceKind.PARAGRAPH:
                    yield Piece(PieceKind.ITEM, piece.text, level=depth, page=piece.page)
                else:
                    yield piece
                first = False

    def rows(self, element: Element) -> Iterator[Piece]:
        first = True
        for row in element.get_elements(".//table:table-row"):
            page = self.page
            cells = [
                " ".join(piece.text or " ".join(piece.cells) for piece in self.blocks(cell, 0))
                for cell in row.children
                if cell.tag == "table:table-cell"
            ]
            if len(cells) == 1:
                yield Piece(PieceKind.PARAGRAPH, cells[0], page=page)
            elif any(cells):
                yield Piece(PieceKind.ROW, cells=tuple(cells), header=first, page=page)
                first = False

    def words(self, element: Element) -> str:
        """The text of a paragraph, with a form feed where the page turns within it."""
        parts = [element.text or ""]
        for child in element.children:
            parts += [self.word(child), child.tail or ""]
        return re.sub(r"\s*\f\s*", PAGE_BREAK, "".join(parts))

    def word(self, child: Element) -> str:
        tag = child.tag
        if tag == "text:s":
            return " "
        if tag in ("text:tab", "text:line-break"):
            return "\n" if tag == "text:line-break" else " "
        if tag == "text:soft-page-break":
            self.page += 1
            return PAGE_BREAK
        if tag == "text:note":
            return self.note(child)
        if tag in ("office:annotation", "text:bookmark", "draw:image", "text:tracked-changes"):
            return ""
        if tag in ("draw:frame", "draw:text-box", "text:p"):
            inner = "".join(self.word(inner) for inner in child.children) if tag != "text:p" else self.words(child)
            return f" {inner} "
        return self.words(child)

    def note(self, element: Element) -> str:
        cited = element.get_element("text:note-citation")
        body = element.get_element("text:note-body")
        mark = superscript((cited.text or "").strip()) if cited is not None else ""
        if body is not None:
            words = " ".join(self.words(part) for part in body.get_elements(".//text:p"))
            self.notes.append(Piece(PieceKind.NOTE, words, mark=mark or "*"))
        return mark
