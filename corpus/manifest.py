"""The manifest of a corpus: which documents there are, whose they are, and who counts as the government."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError, ManifestError
from corpus.models import Document, DocumentEntry, OfficialVoices, Side
from corpus.page_map import labels_for, read_page_map

MANIFEST_NAME = "manifest.toml"
MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
_WEB_PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_REQUIRED = ("id", "title", "publisher", "side", "date", "licence", "source", "file")
_OPTIONAL = (
    *("organisation", "speaker", "attribution", "aliases", "consultation", "quoted_speaker"),
    *("original", "pages"),
)
_ADD = "add it with `greenpaper add`, which converts it"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The validated manifest; `root` is the corpus folder, to which every `file` is relative."""

    root: Path
    title: str
    description: str
    officials: OfficialVoices
    documents: tuple[DocumentEntry, ...]

    def entry(self, document_id: str) -> DocumentEntry | None:
        return next((entry for entry in self.documents if entry.id == document_id), None)


def load_manifest(root: Path) -> Manifest:
    """The manifest of the corpus in `root`.

    Raises ManifestError naming the entry for a missing or unknown key, an unknown side, a duplicate id, a bad date or a
    file that is missing or lies outside the corpus folder.
    """
    path = root / MANIFEST_NAME
    if not root.is_dir():
        raise ManifestError(f"there is no corpus folder {root}; name one with --corpus DIR")
    if not path.is_file():
        raise ManifestError(
            f"the corpus folder {root} has no {MANIFEST_NAME}; see docs/bring-your-own.md for one to copy"
        )
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} is not valid TOML in UTF-8: {error}") from error
    entries = raw.get("document", [])
    if not isinstance(entries, list) or not entries:
        raise ManifestError(f"{path} lists no [[document]]")
    documents: list[DocumentEntry] = []
    for position, table in enumerate(entries, start=1):
        entry = _entry(root, table, position)
        if any(entry.id == other.id for other in documents):
            raise ManifestError(f"document {entry.id!r}: the id is used twice; give each document an id of its own")
        documents.append(entry)
    consultation = raw.get("consultation", {})
    return Manifest(
        root=root,
        title=str(consultation.get("title", documents[0].title)),
        description=str(consultation.get("description", "")),
        officials=_officials(raw.get("government", {}), documents),
        documents=tuple(documents),
    )


def read_document(root: Path, entry: DocumentEntry) -> Document:
    """The document's canonical text. Raises DocumentError where it is empty, too large or not UTF-8 text."""
    path = root / entry.file
    try:
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            raise DocumentError(f"document {entry.id!r}: {entry.file} is over {MAX_DOCUMENT_BYTES >> 20} MiB; split it")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"document {entry.id!r}: {entry.file} cannot be read: {error.strerror}") from error
    for magic, kind in ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a Word or ZIP file"), (b"\x1f\x8b", "a gzip file")):
        if data.startswith(magic):
            raise DocumentError(f"document {entry.id!r}: {entry.file} is {kind}, not text; {_ADD}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"document {entry.id!r}: {entry.file} is not UTF-8 (byte {error.start}); save it as UTF-8, or {_ADD}"
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DocumentError(f"document {entry.id!r}: {entry.file} is empty")
    if _WEB_PAGE.match(text):
        raise DocumentError(
            f"document {entry.id!r}: {entry.file} is a web page (HTML), not text; save it as text, or {_ADD}"
        )
    return Document(entry, text, hashlib.sha256(data).hexdigest(), _page_labels(root, entry, text))


def _page_labels(root: Path, entry: DocumentEntry, text: str) -> tuple[str, ...]:
    """The labels of the pages that the document's page map gives; empty without one."""
    if entry.pages is None:
        return ()
    try:
        return labels_for(text, read_page_map(root / entry.pages))
    except DocumentError as error:
        raise DocumentError(f"document {entry.id!r}: {error}") from None


def _entry(root: Path, table: object, position: int) -> DocumentEntry:
    if not isinstance(table, dict):
        raise ManifestError(f"document {position}: expected a table")
    name = f"document {table.get('id', f'number {position}')!r}"
    for key in _REQUIRED:
        if not str(table.get(key, "")).strip():
            raise ManifestError(f"{name}: {key} is missing")
    if unknown := set(table) - set(_REQUIRED) - set(_OPTIONAL):
        raise ManifestError(f"{name}: unknown key {sorted(unknown)[0]!r}; known are {', '.join(_REQUIRED + _OPTIONAL)}")
    if not _ID.fullmatch(str(table["id"])):
        raise ManifestError(f"{name}: an id is lower-case letters, digits and hyphens")
    try:
        side = Side(table["side"])
    except ValueError:
        raise ManifestError(f"{name}: unknown side {table['side']!r}; it is 'government' or 'stakeholder'") from None
    if not _DATE.fullmatch(str(table["date"])):
        raise ManifestError(f"{name}: bad date {str(table['date'])!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
    file = _inside(root, str(table["file"]), name)
    organisation = str(table.get("organisation", table["publisher"]))
    aliases = _strings(table, "aliases", name)
    return DocumentEntry(
        id=str(table["id"]),
        title=str(table["title"]),
        publisher=str(table["publisher"]),
        organisation=organisation,
        speaker=str(table.get("speaker", organisation)),
        side=side,
        date=str(table["date"]),
        licence=str(table["licence"]),
        attribution=str(table.get("attribution", "")),
        source=str(table["source"]),
        file=file,
        aliases=aliases,
        consultation=bool(table.get("consultation", False)),
        quoted_speaker=str(table["quoted_speaker"]) if "quoted_speaker" in table else None,
        original=_inside(root, str(table["original"]), name) if "original" in table else None,
        pages=_inside(root, str(table["pages"]), name) if "pages" in table else None,
    )


def _inside(root: Path, file: str, name: str) -> str:
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()):
        raise ManifestError(f"{name}: file {file!r} lies outside the corpus folder; put it inside")
    if not path.is_file():
        raise ManifestError(f"{name}: file {file!r} does not exist in {root}")
    return file


def _strings(table: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ManifestError(f"{name}: {key} must be a list of strings")
    return tuple(value)


def _officials(table: Mapping[str, Any], documents: Sequence[DocumentEntry]) -> OfficialVoices:
    organisation = next((entry.organisation for entry in documents if entry.side is Side.GOVERNMENT), "Government")
    return OfficialVoices(
        official_titles=_strings(table, "official_titles", "[government]"),
        official_bodies=_strings(table, "official_bodies", "[government]"),
        unofficial_titles=_strings(table, "unofficial_titles", "[government]"),
        official_people=_strings(table, "official_people", "[government]"),
        organisation=str(table.get("organisation", organisation)),
    )
