"""Vectors are counted in a process of its own; a store that cannot be read, or not in time, is a clear error."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.errors import IndexCorruptError
from corpus.index import Index
from corpus.vector_count import VectorCount


def test_it_counts_what_is_there(index: Index) -> None:
    assert VectorCount(index.folder / "chroma").result() == len(index.passages)


def test_verifying_leaves_chroma_unopened(index: Index) -> None:
    opened = Index(index.folder)
    opened.begin_verification()
    opened.verify()
    assert opened._vectors is None


def test_a_folder_without_a_store_says_how_to_rebuild(tmp_path: Path) -> None:
    with pytest.raises(IndexCorruptError, match=r"greenpaper ingest --rebuild"):
        VectorCount(tmp_path / "chroma").result()


def test_a_store_that_does_not_open_in_time_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = tmp_path / "sleeps"
    sleeper.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n", encoding="utf-8")
    sleeper.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(sleeper))
    with pytest.raises(IndexCorruptError, match="did not open within"):
        VectorCount(tmp_path, timeout_s=0.2).result()
