from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import DocumentError, ManifestError
from corpus.manifest import load_manifest, read_document
from corpus.models import Side
from corpus.settings import PACKAGED_CORPUS
from tests.fakes import write_corpus

ENTRY = """[[document]]
id = "one"
title = "One"
publisher = "Somebody"
side = "stakeholder"
date = "2020-05"
licence = "none"
source = "made up"
file = "one.txt"
"""


def manifest_of(root: Path, text: str) -> None:
    (root / "manifest.toml").write_text(text, encoding="utf-8")
    load_manifest(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text("Some text.", encoding="utf-8")
    return tmp_path


def test_the_shipped_corpus_has_the_five_documents_with_provenance() -> None:
    manifest = load_manifest(PACKAGED_CORPUS)
    sides = {entry.id: entry.side for entry in manifest.documents}
    assert sides == {
        "green-paper": Side.GOVERNMENT,
        "bps-response": Side.STAKEHOLDER,
        "mind-response": Side.STAKEHOLDER,
        "mind-roundtable": Side.STAKEHOLDER,
        "pni-blog": Side.STAKEHOLDER,
    }
    assert all(entry.licence and entry.source and entry.attribution for entry in manifest.documents)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('side = "stakeholder"', 'side = "opposition"'), "'one': unknown side 'opposition'"),
        (('date = "2020-05"', 'date = "May 2020"'), "'one': bad date 'May 2020'"),
        (('file = "one.txt"', 'file = "../one.txt"'), "'one': file '../one.txt' lies outside"),
        (('file = "one.txt"', 'file = "two.txt"'), "'one': file 'two.txt' does not exist"),
        (('title = "One"\n', ""), "'one': title is missing"),
        (('id = "one"', 'id = "One!"'), "'One!': an id is"),
        (('title = "One"', 'title = "One"\nsides = "x"'), "'one': unknown key 'sides'"),
        (('title = "One"', 'title = "One"\naliases = "x"'), "'one': aliases must be a list"),
    ],
)
def test_an_entry_that_is_wrong_is_named(root: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in ENTRY
    with pytest.raises(ManifestError, match="document " + message.replace("(", r"\(")):
        manifest_of(root, ENTRY.replace(*change))


def test_an_id_used_twice_is_refused(root: Path) -> None:
    with pytest.raises(ManifestError, match="'one': the id is used twice"):
        manifest_of(root, ENTRY + ENTRY)


def test_a_file_behind_a_link_out_of_the_corpus_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", encoding="utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "one.txt").symlink_to(outside)
    with pytest.raises(ManifestError, match="lies outside the corpus folder"):
        manifest_of(corpus, ENTRY)


def test_a_missing_folder_or_manifest_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="--corpus DIR"):
        load_manifest(tmp_path / "nowhere")
    with pytest.raises(ManifestError, match=r"has no manifest\.toml"):
        load_manifest(tmp_path)
    with pytest.raises(ManifestError, match="not valid TOML"):
        manifest_of(tmp_path, "[[document")
    with pytest.raises(ManifestError, match=r"lists no \[\[document\]\]"):
        manifest_of(tmp_path, "title = 'x'")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9", "not UTF-8"),
        (b"  \n", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04...", "Word or ZIP"),
        (b"<html><body><p>Ferries.</p></body></html>", "is a web page"),
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML>\n<html lang='en'>", "is a web page"),
    ],
)
def test_a_document_that_is_not_text_is_named(tmp_path: Path, data: bytes, message: str) -> None:
    root = write_corpus(tmp_path, {"one": ("stakeholder", "text")})
    (root / "one.txt").write_bytes(data)
    manifest = load_manifest(root)
    with pytest.raises(DocumentError, match=f"'one': .*{message}"):
        read_document(root, manifest.documents[0])


def test_line_ends_are_normalised_in_the_canonical_text(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, {"one": ("stakeholder", "a\r\nb\rc\n")})
    assert read_document(root, load_manifest(root).documents[0]).text == "a\nb\nc\n"


def test_a_manifest_may_begin_with_a_byte_order_mark(root: Path) -> None:
    (root / "manifest.toml").write_text(ENTRY, encoding="utf-8-sig")
    assert [entry.id for entry in load_manifest(root).documents] == ["one"]
