"""One good file of each format for all tests of readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers.isolation import read_file
from ingest.readers.port import Reading
from tests.ingest.readers.hostile import sound_files


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return sound_files(tmp_path_factory.mktemp("good"))


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str, bytes], Reading]:
    """Reads a file of that name and content."""

    def _read(name: str, data: bytes) -> Reading:
        path = tmp_path / name
        path.write_bytes(data)
        return read_file(path)

    return _read
