"""Takes files into a corpus: reads them, drafts their entries, and writes texts, page maps and manifest."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DocumentError
from corpus.manifest import MANIFEST_NAME, Manifest, load_manifest
from corpus.models import DocumentEntry, Side
from corpus.page_map import PageMap, write_page_map
from ingest.intake.draft import Draft, Taken, drafts_for, with_id
from ingest.intake.manifest_file import append_entries, corpus_head, entry_table
from ingest.readers.isolation import ReadingLimits, read_file

ORIGINALS = "originals"
_PLAIN = (".txt", ".text", ".eml")

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Addition:
    """A file to be added: what it holds and its drafted entry; `replaces` is the entry that it was added as before."""

    taken: Taken
    draft: Draft
    replaces: DocumentEntry | None = None


@dataclass(frozen=True, slots=True)
class Additions:
    """What can be added, and why each other file cannot, by its path."""

    additions: tuple[Addition, ...]
    failed: dict[Path, str]


def prepare(
    files: Sequence[Path], corpus: Path, *, limits: ReadingLimits | None = None, progress: Progress | None = None
) -> Additions:
    """Reads the files and drafts their entries; writes nothing.

    `progress` is told how many files are read, of how many, and the next one's name. Raises ManifestError where the
    corpus has a manifest that is wrong.
    """
    manifest = load_manifest(corpus) if (corpus / MANIFEST_NAME).is_file() else None
    taken: list[Taken] = []
    failed: dict[Path, str] = {}
    hashes = _hashes(manifest)
    for done, path in enumerate(files):
        if progress:
            progress(done, len(files), path.name)
        try:
            reading = read_file(path, limits)
            digest = _sha256(path)
            twin = hashes.get(digest)
            if twin is not None and Path(twin).name != path.name:
                raise DocumentError(f"{path.name}: is the same file as {twin}; it is in the corpus once")
            hashes[digest] = path.name
            taken.append(Taken(path, reading))
        except DocumentError as error:
            failed[path] = str(error)
    if progress:
        progress(len(files), len(files), "")
    return Additions(_with_drafts(taken, manifest), failed)


def _with_drafts(taken: Sequence[Taken], manifest: Manifest | None) -> tuple[Addition, ...]:
    entries = manifest.documents if manifest else ()
    before = {Path(entry.original).name: entry for entry in entries if entry.original}
    official = [
        name for entry in entries if entry.side is Side.GOVERNMENT for name in (entry.publisher, *entry.aliases)
    ]
    drafts = drafts_for(
        taken,
        [entry.id for entry in entries],
        consults=any(entry.consultation for entry in entries),
        government=official,
    )
    found: list[Addition] = []
    for one, draft in zip(taken, drafts, strict=True):
        replaced = before.get(one.path.name)
        found.append(Addition(one, with_id(draft, replaced.id) if replaced else draft, replaced))
    return tuple(found)


def _hashes(manifest: Manifest | None) -> dict[str, str]:
    """The files that the corpus was made from, by their SHA-256."""
    if manifest is None:
        return {}
    originals = [entry.original for entry in manifest.documents if entry.original]
    return {_sha256(manifest.root / original): original for original in originals}


def write(additions: Sequence[Addition], corpus: Path) -> Manifest:
    """Writes texts, page maps, originals and entries. A file that was added before keeps its entry as it is by now.

    Raises ManifestError where the manifest could not be extended; it is then as it was.
    """
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / ORIGINALS).mkdir(exist_ok=True)
    tables = []
    for addition in additions:
        table = _write_one(addition, corpus)
        if addition.replaces is None:
            tables.append(table)
    return append_entries(corpus, tables, corpus_head([addition.draft for addition in additions]))


def _write_one(addition: Addition, corpus: Path) -> str:
    """Writes one document's files and returns its entry in TOML."""
    path, reading, replaced = addition.taken.path, addition.taken.reading, addition.replaces
    suffix = ".txt" if path.suffix.lower() in _PLAIN else ".md"
    file = replaced.file if replaced else _free(corpus, addition.draft.id, suffix)
    original = replaced.original if replaced and replaced.original else _free_original(corpus, path.name)
    if (corpus / original).resolve() != path.resolve():
        shutil.copyfile(path, corpus / original)
    (corpus / file).write_text(reading.text, encoding="utf-8", newline="\n")
    told = reading.pages or reading.scanned or reading.left_out or reading.notices
    pages = (replaced.pages if replaced else None) or (f"{Path(file).stem}.pages.json" if told else None)
    if pages:
        page_map = PageMap(original, _sha256(path), reading.pages, reading.scanned, reading.left_out, reading.notices)
        write_page_map(corpus / pages, page_map)
    return entry_table(addition.draft, file, pages, original)


def _free(corpus: Path, stem: str, suffix: str) -> str:
    """A file name in the corpus that nothing has yet."""
    name, number = f"{stem}{suffix}", 2
    while (corpus / name).exists():
        name, number = f"{stem}-{number}{suffix}", number + 1
    return name


def _free_original(corpus: Path, name: str) -> str:
    path = Path(name)
    return f"{ORIGINALS}/{_free(corpus / ORIGINALS, path.stem, path.suffix)}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
