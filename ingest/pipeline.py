"""From a corpus folder to an index: read, divide into passages, embed what is new, write, swap."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.abbreviations import Expander, learn_abbreviations, load_glossary
from corpus.embedding import Embedder, EmbeddingInput, PassageEncoding
from corpus.errors import CorpusError, DocumentError, IndexMissingError, StoreError
from corpus.index import (
    FORMAT,
    Generations,
    Index,
    IndexManifest,
    read_index_manifest,
    write_consultation,
    write_documents,
    write_index_manifest,
)
from corpus.lexical import write_lexical
from corpus.manifest import MANIFEST_NAME, Manifest, load_manifest, read_document
from corpus.matrices import Matrices, write_matrices
from corpus.models import ConsultationQuestion, Document, Passage
from corpus.passage_store import write_passages
from corpus.settings import PACKAGED_CORPUS, Settings
from corpus.tokens import count_tokens
from corpus.vectors import write_vectors
from ingest.consultation import consultation_questions
from ingest.embedding_text import embedding_input, encoding_key, lexical_texts
from ingest.passages import build_passages
from ingest.speakers import with_people

_CORPUS = PACKAGED_CORPUS
_WRITERS = (
    *("abbreviations", "growing_array", "lexical", "ligatures", "lines", "matrices"),
    *("omissions", "page_map", "pages", "passage_codes", "passage_store", "quotes", "row_slices", "token_vectors"),
    "vectors",
)
_ENCODERS = ("bert", "embedder", "export", "models", "mpnet", "tensor_file")
_KEYS = "encoding_keys.json"
# Some 25,000 tokens at a time: enough for full batches of one length, and their states still fit into 100 MB.
_WINDOW_CHARACTERS = 100_000

Progress = Callable[[int, int], None]


_KEPT = "; the text of the earlier ingest is kept until it can be read or its entry is removed"


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an ingest did. `failed` maps the ids of documents that could not be read to why."""

    generation: str
    unchanged: bool
    passages: int
    embedded: int
    reused: int
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)


def ingest(
    settings: Settings,
    embedder: Callable[[], Embedder],
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    calibration: Mapping[str, Any] | None = None,
) -> IngestResult:
    """Brings the index in step with the corpus and returns what was done.

    `embedder` is called only where there is something to embed; `calibration` is recorded with the index. Raises
    ManifestError, CorpusError where no document can be read, IndexLockedError where another process is writing; the
    index in force is left as it was.
    """
    manifest = load_manifest(settings.corpus)
    glossary = load_glossary(settings.glossary) if settings.glossary else {}
    generations = Generations(settings.data_dir)
    with generations.writing():
        previous = None if rebuild else _previous(generations)
        documents, failed = _read_all(manifest, previous[0] if previous else None)
        model = settings.embedding_model
        chunker = f"{_code_version()}/{settings.passage_tokens}"
        corpus_hash = _corpus_hash(manifest, documents, glossary, chunker, model, repr(calibration))
        hashes = {document.id: document.sha256 for document in documents.values()}
        before = previous[1].documents if previous else {}
        if previous and previous[1].corpus_hash == corpus_hash:
            return IngestResult(previous[0].name, True, previous[1].passages, 0, previous[1].passages, failed=failed)
        passages, questions = _divide(manifest, documents, settings.passage_tokens)
        abbreviations = learn_abbreviations(document.text for document in documents.values()) | glossary
        expander = Expander(abbreviations)
        entries = {document.id: document.entry for document in documents.values()}
        inputs = [embedding_input(passage, entries[passage.document_id], expander) for passage in passages]
        loaded = embedder()
        encoder = f"{loaded.name}/{_hash_of(_encoders())}"
        keys = [encoding_key(encoder, item) for item in inputs]
        known = _known_encodings(previous[0], loaded.name) if previous else {}
        encodings, embedded = _encode(loaded, inputs, keys, known, progress)
        folder = generations.begin()
        write_passages(folder, passages)
        write_matrices(folder, encodings, loaded.dimension)
        write_documents(folder, documents)
        write_consultation(folder, manifest.title, manifest.description, tuple(questions), abbreviations)
        (folder / _KEYS).write_text(json.dumps(keys), encoding="utf-8")
        write_vectors(folder / "chroma", zip(passages, (each.vector for each in encodings), strict=True))
        write_lexical(folder / "lexical", ((p, *lexical_texts(p, entries[p.document_id], expander)) for p in passages))
        record = IndexManifest(
            format=FORMAT,
            model=loaded.name,
            dimension=loaded.dimension,
            chunker=chunker,
            corpus_hash=corpus_hash,
            passages=len(passages),
            documents=hashes,
            calibration=dict(calibration or {}),
        )
        write_index_manifest(folder, record)
        committed = generations.commit(folder)
    return IngestResult(
        generation=committed.name,
        unchanged=False,
        passages=len(passages),
        embedded=embedded,
        reused=len(passages) - embedded,
        new=tuple(id_ for id_ in hashes if id_ not in before),
        changed=tuple(id_ for id_, sha in hashes.items() if before.get(id_, sha) != sha),
        removed=tuple(id_ for id_ in before if id_ not in hashes),
        failed=failed,
    )


def _code_version() -> str:
    """A hash of the code that an index depends on: what it wrote is made anew when it changes, never mixed."""
    own = sorted(Path(__file__).resolve().parent.glob("*.py"))
    return _hash_of([*own, *(_CORPUS / f"{name}.py" for name in _WRITERS), *_encoders()])


def _encoders() -> list[Path]:
    """The code that vectors depend on: they are made anew when it changes."""
    return [_CORPUS / "embedding" / f"{name}.py" for name in _ENCODERS]


def _hash_of(files: Sequence[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _previous(generations: Generations) -> tuple[Path, IndexManifest] | None:
    try:
        folder = generations.current()
        return folder, read_index_manifest(folder)
    except IndexMissingError:
        return None
    except StoreError:
        return None  # damaged or of another format: everything is made anew


def _read_all(manifest: Manifest, previous: Path | None) -> tuple[dict[str, Document], dict[str, str]]:
    """Every document that can be read; one that no longer can keeps the text it was last ingested with."""
    documents: dict[str, Document] = {}
    failed: dict[str, str] = {}
    kept: dict[str, Document] | None = None
    for entry in manifest.documents:
        try:
            documents[entry.id] = read_document(manifest.root, entry)
        except DocumentError as error:
            failed[entry.id] = str(error)
            if previous is not None:
                kept = kept if kept is not None else _documents_of(previous)
                if entry.id in kept:
                    documents[entry.id] = kept[entry.id]
                    failed[entry.id] += _KEPT
    if not documents:
        raise CorpusError(f"no document of the corpus can be read: {next(iter(failed.values()))}")
    return documents, failed


def _documents_of(folder: Path) -> dict[str, Document]:
    index = Index(folder)
    try:
        return dict(index.documents)
    finally:
        index.close()


def _corpus_hash(manifest: Manifest, documents: dict[str, Document], glossary: dict[str, str], *made_with: str) -> str:
    digest = hashlib.sha256()
    digest.update((manifest.root / MANIFEST_NAME).read_bytes())
    parts = [*made_with, repr(sorted(glossary.items()))]
    for part in parts + [f"{document.id}={document.sha256}{document.pages}" for document in documents.values()]:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _divide(
    manifest: Manifest, documents: dict[str, Document], max_tokens: int
) -> tuple[list[Passage], list[ConsultationQuestion]]:
    passages: list[Passage] = []
    questions: list[ConsultationQuestion] = []
    officials = with_people(manifest.officials, [document.text for document in documents.values()])
    for document in documents.values():
        own = build_passages(document, officials, max_tokens=max_tokens, count_tokens=count_tokens)
        passages += own
        if document.entry.consultation:
            questions += consultation_questions(document, own)
    if not passages:
        raise CorpusError("the documents of the corpus hold no text that could be quoted")
    return passages, questions


def _known_encodings(folder: Path, model: str) -> dict[str, PassageEncoding]:
    """Encodings of the generation in `folder` by key, where the same model made them and its files are whole."""
    try:
        if read_index_manifest(folder).model != model:
            return {}
        matrices = Matrices(folder)
        keys: list[str] = json.loads((folder / _KEYS).read_text(encoding="utf-8"))
    except (OSError, ValueError, StoreError):
        return {}
    return {key: matrices.encoding(row) for row, key in enumerate(keys)} if len(keys) == len(matrices) else {}


def _encode(
    embedder: Embedder,
    inputs: Sequence[EmbeddingInput],
    keys: Sequence[str],
    known: dict[str, PassageEncoding],
    progress: Progress | None,
) -> tuple[list[PassageEncoding], int]:
    """Encodings in the order of `inputs`, and how many had to be made."""
    missing = sorted(
        {key: row for row, key in enumerate(keys) if key not in known}.values(), key=lambda row: len(inputs[row].text)
    )
    done = 0
    for window in _windows(missing, [len(item.text) for item in inputs]):
        for row, encoding in zip(window, embedder.encode_passages([inputs[row] for row in window]), strict=True):
            known[keys[row]] = encoding
        done += len(window)
        if progress:
            progress(done, len(missing))
    return [known[key] for key in keys], len(missing)


def _windows(rows: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """The rows in pieces of about _WINDOW_CHARACTERS; `lengths` are characters by row."""
    window: list[int] = []
    characters = 0
    for row in rows:
        window.append(row)
        characters += lengths[row]
        if characters >= _WINDOW_CHARACTERS:
            yield window
            window, characters = [], 0
    if window:
        yield window
