"""The shipped documents as PDF, Word, OpenDocument and HTML, and back: their words in order, on their pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import PACKAGED_CORPUS
from ingest.readers.isolation import read_file
from tests.ingest.readers.made import kept_in_order, parts_of, words_of, write_docx, write_html, write_odt, write_pdf

KEPT, PAGED = 0.98, 0.98
NAMES = ("mind-roundtable", "bps-response", "pni-blog", "mind-response", "green-paper")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_gives_back_words_and_pages(name: str, columns: int, tmp_path: Path) -> None:
    parts = parts_of((PACKAGED_CORPUS / "documents" / f"{name}.txt").read_text(encoding="utf-8"))
    began = write_pdf(tmp_path / "made.pdf", parts, columns=columns, head="A running head", first_number=3)
    reading = read_file(tmp_path / "made.pdf")
    assert kept_in_order(words_of(" ".join(part.text for part in parts)), words_of(reading.text)) >= KEPT
    pages = [" ".join(words_of(page)) for page in reading.text.split("\f")]
    opened = [(" ".join(words_of(part.text)[:6]), page) for part, page in zip(parts, began, strict=True)]
    told = [words in pages[page] for words, page in opened if len(words.split()) == 6]
    assert sum(told) >= PAGED * len(told)
    assert [page.printed for page in reading.pages] == [str(n + 3) for n in range(len(pages))]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", ["docx", "odt", "html"])
def test_other_formats_give_back_every_word(name: str, suffix: str, tmp_path: Path) -> None:
    parts = parts_of((PACKAGED_CORPUS / "documents" / f"{name}.txt").read_text(encoding="utf-8"))
    path = tmp_path / f"made.{suffix}"
    {"docx": write_docx, "odt": write_odt, "html": write_html}[suffix](path, parts)
    assert kept_in_order(words_of(" ".join(part.text for part in parts)), words_of(read_file(path).text)) >= 0.999
