"""A format is added in one line, or by another package without touching this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.isolation import read_file
from ingest.readers.port import UnreadableError
from ingest.readers.registry import reader_for, readers

MADE_UP = """
from ingest.readers.port import Reading


class TelegramReader:
    name = "telegram"
    suffixes = (".tlg",)

    def recognises(self, head, path):
        return head.startswith(b"STOP")

    def read(self, path):
        return Reading(text=path.read_text().replace("STOP", ".") + "\\n")
"""


def test_a_format_of_another_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site"
    (package / "telegrams-1.0.dist-info").mkdir(parents=True)
    (package / "telegrams.py").write_text(MADE_UP, encoding="utf-8")
    (package / "telegrams-1.0.dist-info" / "METADATA").write_text("Name: telegrams\nVersion: 1.0\n", encoding="utf-8")
    points = "[greenpaper.readers]\ntelegram = telegrams:TelegramReader\n"
    (package / "telegrams-1.0.dist-info" / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(package))
    (tmp_path / "reply.tlg").write_text("STOP Locks leak STOP", encoding="utf-8")
    assert read_file(tmp_path / "reply.tlg").text == ". Locks leak .\n"


def test_what_a_file_holds_counts_and_not_its_name(tmp_path: Path, good: dict[str, bytes]) -> None:
    expected = {"pdf": "PDF", "docx": "Word file", "odt": "OpenDocument text", "html": "HTML page"}
    for suffix, name in expected.items():
        path = tmp_path / "unnamed"
        path.write_bytes(good[suffix])
        assert reader_for(path).name == name
    path.write_bytes(good["txt"])
    with pytest.raises(UnreadableError, match="in no format that is read"):
        reader_for(path)


def test_every_reader_names_itself_and_its_files() -> None:
    suffixes = [suffix for reader in readers() for suffix in reader.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(reader.name and reader.suffixes for reader in readers())
