"""Word files (DOCX): headings, lists, tables and notes by mammoth."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.readers.archives import check_archive, members
from ingest.readers.markup import pieces_of
from ingest.readers.pieces import render
from ingest.readers.port import Properties, Reading, UnreadableError

_BODY = "word/document.xml"
_CORE = "docProps/core.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
comment-reference => !
"""


class DocxReader:
    """A Word file."""

    name = "Word file"
    suffixes = (".docx", ".docm", ".dotx")
    binary = True

    def recognises(self, head: bytes, path: Path) -> bool:
        return head.startswith(b"PK\x03\x04") and _BODY in members(path)

    def read(self, path: Path) -> Reading:
        import mammoth
        from lxml import html

        check_archive(path)
        with path.open("rb") as file:
            made = mammoth.convert_to_html(
                file, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: {"src": ""})
            )
        if not made.value.strip():
            raise UnreadableError("holds no text; where its pages are pictures, recognise their text first (OCR)")
        tree = html.document_fromstring(f"<html><body>{made.value}</body></html>")
        return Reading(text=render(pieces_of(tree)), properties=_properties(path))


def _properties(path: Path) -> Properties:
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            root = etree.fromstring(archive.read(_CORE), etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, OSError, etree.XMLSyntaxError, zipfile.BadZipFile):
        return Properties()
    found = {etree.QName(element).localname: (element.text or "").strip() for element in root if element.tag}
    date = found.get("modified") or found.get("created") or ""
    return Properties(found.get("title", ""), found.get("creator", ""), date[:10])
