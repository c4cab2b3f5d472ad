"""The pages of a document that was made from a file: a JSON file beside its canonical text.

Pages are parted by form feeds in the canonical text, so that a person may mend the text without moving a page.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import DocumentError

PAGE_BREAK = "\f"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `counted` from 1, and the number `printed` on it, None where it is not known."""

    counted: int
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages of a canonical text in order, what it was made from, and what `greenpaper check` tells about it.

    `sha256` is that of the file `source`; `scanned` are counted pages without text; `left_out` are the running heads,
    feet and page numbers that the text does not have.
    """

    source: str
    sha256: str
    pages: tuple[Page, ...] = ()
    scanned: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def labels(self) -> tuple[str, ...]:
        """What each page is called: the number printed on it, or counted where no page of the document has one.

        A page without a number among others that have one is "2 of the file": it is not the page with a printed 2.
        """
        if any(page.printed for page in self.pages):
            return tuple(page.printed or f"{page.counted} of the file" for page in self.pages)
        return tuple(str(page.counted) for page in self.pages)


def write_page_map(path: Path, page_map: PageMap) -> None:
    record = {"format": _FORMAT} | asdict(page_map)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_page_map(path: Path) -> PageMap:
    """The page map in `path`. Raises DocumentError where it is not one."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record.pop("format") != _FORMAT:
            raise ValueError("another format")
        pages = tuple(Page(**page) for page in record.pop("pages"))
        lists = {name: tuple(record.pop(name)) for name in ("scanned", "left_out", "notices")}
        return PageMap(record["source"], record["sha256"], pages, **lists)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DocumentError(f"the page map {path.name} cannot be read ({error}); run greenpaper add again") from error


def labels_for(text: str, page_map: PageMap) -> tuple[str, ...]:
    """The labels of the pages of `text`. Raises DocumentError where text and map have not as many pages."""
    labels = page_map.labels()
    if labels and text.count(PAGE_BREAK) + 1 != len(labels):
        raise DocumentError(
            f"the text has {text.count(PAGE_BREAK) + 1} pages (form feeds and one) and its page map {len(labels)}; "
            "put the form feeds back, or run greenpaper add again"
        )
    return labels
