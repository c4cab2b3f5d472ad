"""Markdown, pandoc's too: its marks are read, and none of them is left in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ingest.readers.characters import superscript, without_controls
from ingest.readers.markup import pieces_of
from ingest.readers.pieces import render
from ingest.readers.port import Properties, Reading
from ingest.readers.text import decode

_FRONT_MATTER = re.compile(r"---\n(?P<fields>(?:.*\n)*?)(?:---|\.\.\.)\n")
_FIELD = re.compile(r"(?P<name>title|author|date):\s*[\"']?(?P<value>[^\"'\n]+)", re.I)
_ATTRIBUTES = re.compile(r"(?<=[\]\w.,;:)])\{[.#][^{}\n]{1,80}\}|(?<=\S)[ \t]+\{[.#][^{}\n]{1,80}\}(?=\s*$)", re.M)
_SPAN = re.compile(r"(?<!\\)\[([^\[\]\n]{1,400}(?:\n[^\[\]\n]{1,400})?)\](?=\{[.#])")
_FENCE = re.compile(r"^:{3,}.*$\n?", re.M)
_RAISED = re.compile(r"(?<=[^\s^\\])\^(\d{1,3})\^")
_LOWERED = re.compile(r"(?<=[^\s~\\])~(\d{1,3})~(?!~)")
_NOTE_OPENS = re.compile(r"^\[\^(\d{1,3})\]:[ \t]*", re.M)
_NOTE_MARK = re.compile(r"\[\^(\d{1,3})\]")
_RULE = re.compile(r"^ {0,3}-{2,}(?: +-{2,})+ *$")
_FULL_RULE = re.compile(r"^ {0,3}-{8,} *$")
_GRID_RULE = re.compile(r"^ {0,3}\+[-=:+]{3,}\+ *$")


def text_of_markdown(source: str) -> str:
    """The canonical text of Markdown."""
    from lxml import html
    from markdown_it import MarkdownIt

    page = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(_common(source))
    if not page.strip():
        return ""
    return render(pieces_of(html.document_fromstring(f"<html><body>{page}</body></html>")))


def _common(source: str) -> str:
    """Pandoc's marks in those that all Markdown knows."""
    source = _FENCE.sub("", source)
    source = _ATTRIBUTES.sub("", _SPAN.sub(r"\1", source)) if "{" in source else source
    source = _RAISED.sub(lambda mark: superscript(mark.group(1)), source)
    source = _LOWERED.sub(r"\1", source)
    source = _NOTE_OPENS.sub(lambda mark: f"{superscript(mark.group(1))} ", source)
    source = _NOTE_MARK.sub(lambda mark: superscript(mark.group(1)), source)
    return "\n".join(_with_tables(source.split("\n")))


def _with_tables(lines: list[str]) -> list[str]:
    """The lines with pandoc's tables, whose columns are marked by dashes, as tables between bars."""
    made: list[str] = []
    at = 0
    while at < len(lines):
        if _GRID_RULE.match(lines[at]):
            table, at = _grid(lines, at)
            made += table
        elif _RULE.match(lines[at]) and (found := _dashed(lines, at, made)):
            table, at = found
            made += table
        else:
            made.append(lines[at])
            at += 1
    return made


def _dashed(lines: list[str], at: int, made: list[str]) -> tuple[list[str], int] | None:
    """The table whose columns the dashes of line `at` mark, and the line behind it; its header is taken off `made`."""
    starts = [match.start() for match in re.finditer(r"-+", lines[at])]
    columns = list(zip(starts, [*starts[1:], None], strict=True))
    head: list[str] = []
    while made and made[-1].strip() and not _FULL_RULE.match(made[-1]):
        head.insert(0, made.pop())
    several = bool(made) and _FULL_RULE.match(made[-1]) is not None
    if several:
        made.pop()
    rows: list[list[str]] = [[]]
    stop = at + 1
    while stop < len(lines) and not _FULL_RULE.match(lines[stop]) and not _RULE.match(lines[stop]):
        if lines[stop].strip():
            if rows[-1] and not several:
                rows.append([])
            rows[-1].append(lines[stop])
        elif several:
            rows.append([])
        else:
            break
        stop += 1
    cells = [_cells(row, columns) for row in (head, *rows) if row]
    if len(cells) < 2:
        made += head
        return None
    if not head:
        cells.insert(0, [""] * len(columns))
    return ["", *_barred(cells), ""], min(stop + 1, len(lines))


def _grid(lines: list[str], at: int) -> tuple[list[str], int]:
    rows: list[list[list[str]]] = []
    opens = True
    while at < len(lines) and (_GRID_RULE.match(lines[at]) or lines[at].lstrip().startswith("|")):
        if _GRID_RULE.match(lines[at]):
            opens = True
        else:
            cells = [cell.strip() for cell in lines[at].strip().strip("|").split("|")]
            if opens:
                rows.append([])
                opens = False
            rows[-1].append(cells)
        at += 1
    width = max((len(line) for row in rows for line in row), default=0)
    joined = [
        [" ".join(filter(None, (line[n] if n < len(line) else "" for line in row))) for n in range(width)]
        for row in rows
    ]
    return ["", *_barred(joined), ""] if joined else [""], at


def _cells(row: list[str], columns: Sequence[tuple[int, int | None]]) -> list[str]:
    return [" ".join(filter(None, (line[low:high].strip() for line in row))) for low, high in columns]


def _barred(rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]


class MarkdownReader:
    """Markdown, with the title, author and date of its front matter."""

    name = "Markdown"
    suffixes = (".md", ".markdown", ".mkd")

    def recognises(self, head: bytes, path: Path) -> bool:
        return False

    def read(self, path: Path) -> Reading:
        source = without_controls(decode(path.read_bytes()).removeprefix("\ufeff"))
        front = _FRONT_MATTER.match(source)
        fields: dict[str, str] = {}
        if front is not None:
            fields = {found["name"].lower(): found["value"].strip() for found in _FIELD.finditer(front["fields"])}
            source = source[front.end() :]
        date = fields.get("date", "")
        date = date if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", date) else ""
        properties = Properties(fields.get("title", ""), fields.get("author", ""), date)
        return Reading(text=text_of_markdown(source), properties=properties)
