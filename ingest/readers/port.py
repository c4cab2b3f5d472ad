"""What a reader is: it turns a file into a canonical text with a map back to its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.page_map import Page

HEAD_BYTES = 4_096


class UnreadableError(Exception):
    """A file cannot be read: `str()` says in half a sentence what it is and what to do, without the file's name."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself: title, author and date (ISO 8601); each may be empty."""

    title: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds.

    `text` is the canonical text, a form feed between its pages; `pages` are empty where the format has none. `scanned`
    are counted pages that are pictures; `left_out` are lines that belong to pages and not to the text; `notices` tell a
    person what was not taken.
    """

    text: str
    pages: tuple[Page, ...] = ()
    properties: Properties = Properties()
    scanned: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Reading:
        pages = tuple(Page(**page) for page in record["pages"])
        lists = {name: tuple(record[name]) for name in ("scanned", "left_out", "notices")}
        return cls(text=record["text"], pages=pages, properties=Properties(**record["properties"]), **lists)


class Reader(Protocol):
    """A format: `name` is what a sentence calls it ("PDF"), `suffixes` are those of its files, in small letters."""

    name: str
    suffixes: tuple[str, ...]

    def recognises(self, head: bytes, path: Path) -> bool:
        """Whether the file's first HEAD_BYTES, or more of it, show that it is of this format, whatever its name."""
        ...

    def read(self, path: Path) -> Reading:
        """The file's text. Raises UnreadableError; any other exception counts as a damaged file."""
        ...
