"""HTML: a web page's main text, without menus, banners and what else stands round it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ingest.readers.markup import Element, pieces_of
from ingest.readers.pieces import one_line, render
from ingest.readers.port import Properties, Reading, UnreadableError
from ingest.readers.text import decode

_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{1,30})", re.I)
# What a web page has and a document that was saved as HTML has not.
_CHROME = "//nav|//aside|//footer|//form[not(ancestor::main)]|//*[@role='navigation']|//*[@role='banner']|//body/header"
_LARGE = 8 << 20  # characters of a page, from which on its metadata are not looked for
_LEAST_KEPT = 0.75  # of the words outside menus and banners; an extraction that keeps fewer has missed text


def text_of_page(source: str) -> str:
    """The canonical text of an HTML page. Raises UnreadableError where it has none."""
    return render(pieces_of(_main(_tree(source))))


def _tree(source: str) -> Element:
    from lxml import html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    try:
        return html.document_fromstring(source, parser=html.HTMLParser(recover=True, huge_tree=False))
    except (ValueError, html.etree.ParserError) as error:
        raise UnreadableError(f"is no HTML page that can be read ({error}); save it again from the browser") from None


def _main(tree: Element) -> Element:
    """The element that holds the main text: all but menus and banners, or what trafilatura takes for the text."""
    chrome = tree.xpath(_CHROME)
    if not chrome:
        return tree
    whole = sum(len(words.split()) for words in tree.xpath("//body//text()[not(ancestor::script|ancestor::style)]"))
    for element in chrome:
        if element.getparent() is not None:
            element.drop_tree()
    left = _words(tree)
    marked = tree.xpath("//main|//*[@role='main']|//article")
    best = max(marked, key=_words, default=None)
    if best is not None and _words(best) >= left * _LEAST_KEPT:
        return best
    kept = _extracted(tree)
    if kept is not None and left * _LEAST_KEPT <= _words(kept) <= whole:
        return kept
    return tree


def _words(element: Element) -> int:
    return sum(len(words.split()) for words in element.xpath(".//text()[not(ancestor::script|ancestor::style)]"))


def _extracted(tree: Element) -> Element | None:
    """The main text as trafilatura finds it, in HTML's own elements."""
    import trafilatura
    from lxml import etree, html

    found = trafilatura.extract(
        etree.tostring(tree, encoding="unicode"),
        output_format="html",
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        favor_recall=True,
        deduplicate=False,
    )
    return html.document_fromstring(found) if found else None


def _properties(source: str) -> Properties:
    """Title, author and date as a page's own metadata give them."""
    import trafilatura

    try:
        found: Any = trafilatura.extract_metadata(source)
    except (ValueError, TypeError, AttributeError):
        return Properties()
    if found is None:
        return Properties()
    author = found.author or found.sitename or ""
    return Properties(one_line(found.title or ""), one_line(str(author)), found.date or "")


class HtmlReader:
    """A web page, or a document saved as one."""

    name = "HTML page"
    suffixes = (".html", ".htm", ".xhtml")

    def recognises(self, head: bytes, path: Path) -> bool:
        return _PAGE.match(head) is not None or _PAGE.match(head.replace(b"\0", b"").lstrip(b"\xff\xfe")) is not None

    def read(self, path: Path) -> Reading:
        data = path.read_bytes()
        source = _decoded(data)
        text = text_of_page(source)
        return Reading(text=text, properties=_properties(source) if len(source) < _LARGE else Properties())


def _decoded(data: bytes) -> str:
    if declared := _CHARSET.search(data[:4_096]):
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)
