"""A bad file is named in one sentence that says what to do; it never ends the program, takes long or much memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from ingest.readers.isolation import ReadingLimits, read_file
from tests.ingest.readers.hostile import broken, made_to_harm

LIMITS = ReadingLimits(seconds=60)
READ_ALL_THE_SAME = {"entity-bomb.html", "deep-list.md", "brackets.md", "wide.txt"}
SAID = {
    "empty.pdf": "is empty",
    "blank.txt": "is empty",
    "really-word.pdf": "is named .pdf but holds a Word file; rename it to .docx",
    "really-html.pdf": "is named .pdf but holds an HTML page; rename it to .html",
    "text.pdf": "is named .pdf but is not a PDF",
    "zip-bomb.docx": "unpacks to 300 MiB",
    "entity-bomb.docx": "cannot be read as a Word file",
    "old.doc": "save it as .docx",
    "picture.png": "OCR",
    "table.csv": "is a table without rows",
    "locked.pdf": "is protected by a password",
    "pages.pdf": "has 3,001 pages",
}


@pytest.mark.slow
def test_files_made_to_harm_are_named_and_the_others_go_on(good: dict[str, bytes], tmp_path: Path) -> None:
    said: dict[str, str] = {}
    for name, data in made_to_harm(good):
        (tmp_path / name).write_bytes(data)
        begun = time.monotonic()
        try:
            read_file(tmp_path / name, LIMITS)
        except DocumentError as error:
            said[name] = str(error)
        assert time.monotonic() - begun < LIMITS.seconds
    assert {name for name, _ in made_to_harm(good)} - set(said) == READ_ALL_THE_SAME
    for name, sentence in said.items():
        assert sentence.startswith(f"{name}: ")
        assert "\n" not in sentence
        assert len(sentence) < 300
        assert SAID.get(name, "") in sentence


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4])
def test_a_broken_file_of_any_format_is_read_or_named(good: dict[str, bytes], tmp_path: Path, seed: int) -> None:
    for suffix, data in good.items():
        path = tmp_path / f"broken.{suffix}"
        path.write_bytes(broken(data, seed))
        try:
            told = f"broken.{suffix}: " if read_file(path, LIMITS).text.strip() else ""
        except DocumentError as error:
            told = str(error)
        assert told.startswith(f"broken.{suffix}: ")


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "slow.txt"
    path.write_text("words", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"slow\.txt: was not read within 0\.01 seconds"):
        read_file(path, ReadingLimits(seconds=0.01))


def test_a_reader_that_wants_too_much_memory_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"words and words " * (4 << 20))
    with pytest.raises(DocumentError, match=r"large\.txt: (?:needs more than|the process that read it ended)"):
        read_file(path, ReadingLimits(memory=160 << 20))


def test_a_file_that_is_not_there_or_too_large_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"none\.pdf: is not there"):
        read_file(tmp_path / "none.pdf")
    with pytest.raises(DocumentError, match="is a folder"):
        read_file(tmp_path)
    (tmp_path / "big.txt").write_bytes(b"a" * 2_000_000)
    with pytest.raises(DocumentError, match=r"big\.txt: has 1 MiB, over the 0 allowed"):
        read_file(tmp_path / "big.txt", ReadingLimits(file_bytes=1_000_000))
