"""ZIP archives, which Word and OpenDocument files are: what they hold, and whether they are bombs."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.readers.port import UnreadableError

_MOST_BYTES = 512 << 20
_MOST_MEMBERS = 20_000
_DENSEST = 400  # bytes unpacked for each packed one; real documents stay under 50
_SMALL = 16 << 20


def members(path: Path) -> dict[str, int]:
    """The names in a ZIP archive with their unpacked sizes in bytes; empty where it is none or is damaged."""
    return {info.filename: info.file_size for info in _infos(path) or ()}


def check_archive(path: Path) -> None:
    """Raises UnreadableError for an archive that is damaged, encrypted, or unpacks to more than a document can be."""
    infos = _infos(path)
    if infos is None:
        raise UnreadableError("is damaged (its ZIP archive cannot be opened); save it again")
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableError("is protected by a password; save it without one and add it again")
    size = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if size > _MOST_BYTES or len(infos) > _MOST_MEMBERS or (size > _SMALL and size / packed > _DENSEST):
        raise UnreadableError(
            f"unpacks to {size >> 20} MiB in {len(infos)} parts, which no document does; it was not opened"
        )


def _infos(path: Path) -> list[zipfile.ZipInfo] | None:
    """What a ZIP archive says of its members; None where it is none or is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):  # the last for a compression unknown here
        return None
