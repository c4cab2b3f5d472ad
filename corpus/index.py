"""The index of a corpus: generations side by side, one of them current.

``<data_dir>/index/<generation>/`` holds passages, vectors, lexical index and ``index.json``, and the file ``CURRENT``
beside it names the generation that serves. A new generation is built beside the old and becomes current in one rename,
so that a failure midway leaves the old one serving, and whoever has it open keeps reading it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import IndexCorruptError, IndexLockedError, IndexMismatchError, IndexMissingError
from corpus.lexical import LexicalIndex
from corpus.matrices import Matrices
from corpus.models import ConsultationQuestion, Document, DocumentEntry, Side, Span
from corpus.passage_store import PassageStore
from corpus.vector_count import VectorCount
from corpus.vectors import VectorStore

FORMAT = 2
_MANIFEST = "index.json"
_CURRENT = "CURRENT"
_KEPT_GENERATIONS = 2
REBUILD = "rebuild: greenpaper ingest --rebuild"


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What an index was made from and with.

    `files` are sizes in bytes; `documents` maps id to SHA-256 of the file.
    """

    format: int
    model: str
    dimension: int
    chunker: str
    corpus_hash: str
    passages: int
    documents: dict[str, str]
    files: dict[str, int] = field(default_factory=dict)
    calibration: dict[str, Any] = field(default_factory=dict)


class Index:
    """One generation, open for reading.

    Raises IndexMismatchError where it was made with another model or format, IndexCorruptError where a file is cut
    short or the parts disagree.
    """

    def __init__(self, folder: Path, *, model: str | None = None) -> None:
        self.folder = folder
        self.generation = folder.name
        self.manifest = read_index_manifest(folder)
        if model is not None and self.manifest.model != model:
            raise IndexMismatchError(
                f"the index was made with the embedding model {self.manifest.model!r}, not {model!r}; "
                "set GREENPAPER_EMBEDDING_MODEL back, or " + REBUILD
            )
        _check_sizes(folder, self.manifest.files)
        self.passages = PassageStore(folder)
        self.matrices = Matrices(folder)
        self.lexical = LexicalIndex(folder / "lexical")
        self.documents: dict[str, Document] = {d.id: d for d in _read_documents(folder)}
        extras = json.loads((folder / "consultation.json").read_text(encoding="utf-8"))
        self.title: str = extras["title"]
        self.description: str = extras["description"]
        self.questions = tuple(_question(record) for record in extras["questions"])
        self.abbreviations: dict[str, str] = extras["abbreviations"]
        counts = {
            "manifest": self.manifest.passages,
            "passages": len(self.passages),
            "lexical index": self.lexical.count(),
            "matrices": len(self.matrices),
        }
        _check_counts(counts)
        self._vectors: VectorStore | None = None
        self._opening = threading.Lock()
        self._counting: VectorCount | None = None

    @property
    def vectors(self) -> VectorStore:
        """The vector store, opened at its first use.

        Raises IndexCorruptError where it cannot be read or disagrees with the other parts.
        """
        with self._opening:
            if self._vectors is None:
                opened = VectorStore(self.folder / "chroma")
                _check_counts({"manifest": self.manifest.passages, "vectors": opened.count()})
                self._vectors = opened
            return self._vectors

    def begin_verification(self) -> None:
        """Begins to count the vectors, in a process of its own; `verify` waits for that."""
        if self._counting is None:
            self._counting = VectorCount(self.folder / "chroma")

    def verify(self) -> None:
        """Makes sure of what is opened at its first use. Raises IndexCorruptError as `vectors` does."""
        with self._opening:
            if self._vectors is None:
                self.begin_verification()
                assert self._counting is not None
                _check_counts({"manifest": self.manifest.passages, "vectors": self._counting.result()})

    def close(self) -> None:
        if self._vectors is not None:
            self._vectors.close()


class Generations:
    """The generations of an index under one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir / "index"

    def current(self) -> Path:
        """The folder of the generation that serves. Raises IndexMissingError where there is none."""
        try:
            name = (self.root / _CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise IndexMissingError(f"there is no index in {self.root.parent}; make one: greenpaper ingest") from None
        folder = self.root / name
        if not name or not folder.is_dir():
            raise IndexCorruptError(f"the index names a generation {name!r} that is not there; {REBUILD}")
        return folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the only right to write. Raises IndexLockedError at once where another process has it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "write.lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexLockedError(
                    f"another process is writing the index in {self.root.parent}; wait until it is done, then try again"
                ) from None
            yield

    def begin(self) -> Path:
        """An empty folder for a new generation; what earlier, interrupted writers left is removed."""
        for leftover in self.root.glob("*.building"):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = self.root / f"{time.strftime('%Y%m%dT%H%M%S')}-{uuid.uuid4().hex[:8]}.building"
        folder.mkdir(parents=True)
        return folder

    def commit(self, building: Path) -> Path:
        """Makes a built generation the current one in one step and removes those that nobody needs any more."""
        folder = building.with_suffix("")
        building.rename(folder)
        pointer = self.root / f"{_CURRENT}.new"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.root / _CURRENT)
        older = sorted((p for p in self.root.iterdir() if p.is_dir() and p != folder), key=lambda p: p.name)
        for stale in older[: -(_KEPT_GENERATIONS - 1)]:
            shutil.rmtree(stale, ignore_errors=True)
        return folder


def read_index_manifest(folder: Path) -> IndexManifest:
    """The manifest of `folder`; raises IndexCorruptError, or IndexMismatchError for another format."""
    try:
        record = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if record.get("format") != FORMAT:
            raise IndexMismatchError(
                f"the index has format {record.get('format')}, this program writes {FORMAT}; {REBUILD}"
            )
        return IndexManifest(**record)
    except (OSError, ValueError, TypeError) as error:
        raise IndexCorruptError(f"the manifest of the index cannot be read ({error}); {REBUILD}") from error


def write_index_manifest(folder: Path, manifest: IndexManifest) -> None:
    """Writes the manifest last, with the sizes of every file written before it."""
    files = {str(p.relative_to(folder)): p.stat().st_size for p in sorted(folder.rglob("*")) if _is_fixed(folder, p)}
    record = asdict(manifest) | {"files": files}
    (folder / _MANIFEST).write_text(json.dumps(record, indent=1), encoding="utf-8")


def write_documents(folder: Path, documents: Mapping[str, Document]) -> None:
    records = []
    for document in documents.values():
        entry = asdict(document.entry)
        records.append({"entry": entry, "sha256": document.sha256, "text": document.text, "pages": document.pages})
    (folder / "documents.json").write_text(json.dumps(records), encoding="utf-8")


def write_consultation(
    folder: Path,
    title: str,
    description: str,
    questions: tuple[ConsultationQuestion, ...],
    abbreviations: dict[str, str],
) -> None:
    record = {
        "title": title,
        "description": description,
        "questions": [asdict(question) for question in questions],
        "abbreviations": abbreviations,
    }
    (folder / "consultation.json").write_text(json.dumps(record), encoding="utf-8")


def _is_fixed(folder: Path, path: Path) -> bool:
    # Chroma and tantivy rewrite files of their own; they notice damage themselves.
    return path.is_file() and path.relative_to(folder).parts[0] not in ("chroma", "lexical")


def _check_counts(counts: Mapping[str, int]) -> None:
    if len(set(counts.values())) > 1:
        parts = ", ".join(f"{name} {count}" for name, count in counts.items())
        raise IndexCorruptError(f"the parts of the index disagree on how many passages there are ({parts}); {REBUILD}")


def _check_sizes(folder: Path, files: Mapping[str, int]) -> None:
    for name, size in files.items():
        path = folder / name
        found = path.stat().st_size if path.is_file() else None
        if found != size:
            state = "is missing" if found is None else f"has {found} bytes instead of {size}"
            raise IndexCorruptError(f"the index is damaged: {name} {state}; {REBUILD}")


def _read_documents(folder: Path) -> list[Document]:
    documents = []
    for record in json.loads((folder / "documents.json").read_text(encoding="utf-8")):
        fields = record["entry"]
        fields["side"] = Side(fields["side"])
        fields["aliases"] = tuple(fields["aliases"])
        pages = tuple(record.get("pages", ()))
        documents.append(Document(DocumentEntry(**fields), record["text"], record["sha256"], pages))
    return documents


def _question(record: dict[str, Any]) -> ConsultationQuestion:
    record["spans"] = tuple(Span(**span) for span in record["spans"])
    record["section"] = tuple(record["section"])
    record["setting"] = tuple(record["setting"])
    return ConsultationQuestion(**record)
