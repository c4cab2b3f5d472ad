"""Pages of a converted document: kept beside its text, parted by form feeds in it, labelled as they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import DocumentError
from corpus.manifest import load_manifest, read_document
from corpus.page_map import Page, PageMap, labels_for, read_page_map, write_page_map
from tests.fakes import write_corpus

TEXT = "Cover.\n\fA lock leaks, and nobody\fmends it.\n"
MAP = PageMap("originals/paper.pdf", "0" * 64, (Page(1), Page(2, "1"), Page(3, "2")), (3,), ("Head",), ("notice",))


def test_a_page_map_is_written_and_read_as_it_was(tmp_path: Path) -> None:
    write_page_map(tmp_path / "paper.pages.json", MAP)
    assert read_page_map(tmp_path / "paper.pages.json") == MAP


@pytest.mark.parametrize("content", ["", "[]", '{"format": 2}', '{"format": 1}', '{"format": 1, "pages": [{"x": 1}]}'])
def test_what_is_no_page_map_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.pages.json").write_text(content, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"bad\.pages\.json cannot be read.*greenpaper add"):
        read_page_map(tmp_path / "bad.pages.json")


def test_pages_are_called_as_they_are_printed_and_counted_where_none_is() -> None:
    assert labels_for(TEXT, MAP) == ("1 of the file", "1", "2")
    assert labels_for(TEXT, PageMap("x.odt", "0", (Page(1), Page(2), Page(3)))) == ("1", "2", "3")
    assert labels_for(TEXT, PageMap("x.docx", "0")) == ()


def test_a_text_that_lost_a_form_feed_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"2 pages .* and its page map 3; put the form feeds back"):
        labels_for(TEXT.replace("\f", " ", 1), MAP)


def test_a_document_knows_the_page_of_every_character(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, {"paper": ("government", TEXT)})
    write_page_map(root / "paper.pages.json", MAP)
    with (root / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write('pages = "paper.pages.json"\n')
    document = read_document(root, load_manifest(root).documents[0])
    assert [document.page_at(TEXT.index(word)) for word in ("Cover", "leaks", "nobody", "mends")] == [
        "1 of the file", "1", "1", "2",
    ]  # fmt: skip
    (root / "paper.txt").write_text(TEXT.replace("\f", " ", 1), encoding="utf-8")
    with pytest.raises(DocumentError, match="document 'paper': the text has 2 pages"):
        read_document(root, load_manifest(root).documents[0])
