"""Files come into a corpus that ingests and answers with pages; nothing is written over that a person wrote."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ManifestError
from corpus.manifest import load_manifest, read_document
from corpus.models import Side
from corpus.page_map import read_page_map
from corpus.quotes import verify_quote
from ingest.intake.add import prepare, write
from tests.ingest.conftest import count_words


def test_the_corpus_has_the_files_their_texts_and_their_entries(added: Callable[[], Path]) -> None:
    root = added()
    manifest = load_manifest(root)
    assert manifest.title == "Consultation Paper on Ferry Fares"
    assert "Ferry Authority of Tamble" in manifest.officials.official_bodies
    paper = manifest.entry("paper")
    assert paper is not None
    assert (paper.publisher, paper.side, paper.date) == ("Ferry Authority of Tamble", Side.GOVERNMENT, "2031-03-09")
    assert paper.consultation
    assert paper.original == "originals/paper.pdf"
    assert {entry.id: entry.organisation for entry in manifest.documents if entry.side is Side.STAKEHOLDER} == {
        "anglers": "Anglers",
        "boats-response-final": "BOATS",
    }
    assert [read_document(root, entry).text[:1] for entry in manifest.documents] == ["#", "#", "#"]


def test_passages_of_a_pdf_quote_its_text_and_name_its_pages(added: Callable[[], Path]) -> None:
    from ingest.passages import build_passages

    root = added()
    manifest = load_manifest(root)
    entry = manifest.entry("paper")
    assert entry is not None
    assert entry.pages is not None
    document = read_document(root, entry)
    passages = build_passages(document, manifest.officials, count_tokens=count_words)
    pages = {passage.page for passage in passages}
    assert pages == {page.printed for page in read_page_map(root / entry.pages).pages}
    for passage in passages:
        verify_quote(document.text, passage.spans, passage.text)
        assert passage.page == document.page_at(passage.spans[0].start)
    assert not any("FAT, ferry fares" in passage.text for passage in passages)


def test_a_bad_file_is_named_and_the_others_go_on(files: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "empty.pdf"
    bad.write_bytes(b"")
    prepared = prepare([bad, *files], tmp_path / "corpus")
    assert [addition.taken.path.name for addition in prepared.additions] == [path.name for path in files]
    assert prepared.failed == {bad: "empty.pdf: is empty; save it again from the program that made it"}


def test_the_same_file_twice_is_there_once(files: list[Path], tmp_path: Path) -> None:
    twin = tmp_path / "copy-of-paper.pdf"
    shutil.copyfile(next(path for path in files if path.name == "paper.pdf"), twin)
    failed = prepare([*files, twin], tmp_path / "corpus").failed
    assert list(failed) == [twin]
    assert "is the same file as paper.pdf" in failed[twin]


def test_adding_again_makes_the_text_anew_and_keeps_the_entry_that_a_person_mended(
    added: Callable[[], Path], files: list[Path]
) -> None:
    root = added()
    manifest = root / "manifest.toml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace('"BOATS"', '"Boaters of Tamble"'), encoding="utf-8"
    )
    mended = manifest.read_text(encoding="utf-8")
    (root / "paper.md").write_text("spoilt", encoding="utf-8")
    write(prepare(files, root).additions, root)
    assert manifest.read_text(encoding="utf-8").strip() == mended.strip()
    assert "five pounds" in (root / "paper.md").read_text(encoding="utf-8")


def test_a_later_response_joins_a_corpus_that_has_its_consultation(added: Callable[[], Path], tmp_path: Path) -> None:
    root = added()
    later = tmp_path / "walkers.txt"
    later.write_text(
        "Comments of the Walkers\n\nThe Walkers of Tamble think that ferries should be free.\n", encoding="utf-8"
    )
    write(prepare([later], root).additions, root)
    manifest = load_manifest(root)
    assert len(manifest.documents) == 4
    assert [entry.id for entry in manifest.documents if entry.consultation] == ["paper"]
    assert manifest.documents[-1].side is Side.STAKEHOLDER


def test_a_manifest_that_is_wrong_is_left_as_it_is(
    added: Callable[[], Path], files: list[Path], tmp_path: Path
) -> None:
    root = added()
    manifest = root / "manifest.toml"
    manifest.write_text("[[document]]\nid = 'x'\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="title is missing"):
        prepare(files, root)
    assert manifest.read_text(encoding="utf-8") == "[[document]]\nid = 'x'\n"
