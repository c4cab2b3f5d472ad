"""How ingest and search hold up as a corpus grows: the corpus with generated passages added to it.

A generated passage has the shuffled words of a real one and its vectors with noise added, so that neighbourhoods stay
crowded, which is the hard case for an approximate index. Writing is timed without the embedding model, whose cost a
passage is the same at any size.
"""

from __future__ import annotations

import hashlib
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.embedder import Embedder, PassageEncoding, Vectors
from corpus.index import Generations, Index, IndexManifest, write_consultation, write_documents, write_index_manifest
from corpus.lexical import write_lexical
from corpus.matrices import write_matrices
from corpus.models import Passage, Side
from corpus.passage_store import write_passages
from corpus.vectors import write_vectors
from service.found import Filters
from service.retrieval.pipeline import Query, Retriever

SEED = 20161031
NOISE = 0.6
_QUERIES = 60
_NEAREST = 10
_TOKEN_PASSAGES = 150_000


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """What one size costs: times in ms unless named, memory of the process in MiB, disk in MiB.

    `recall` is the share of the ten nearest passages by exact scan that dense search returns among its first ten.
    """

    passages: int
    ingest_per_second: float
    memory_mib: float
    disk_mib: float
    p50: float
    p95: float
    filtered_p50: float
    filtered_p95: float
    recall: float


def run_scale(
    index: Index, embedder: Embedder, sizes: Sequence[int], folder: Path, tell: Callable[[str], None]
) -> list[ScaleRow]:
    """One row for each size; indexes are made under `folder` and removed again."""
    queries = _questions(index)
    rows = []
    for size in sizes:
        tell(f"{size:,} passages: writing")
        home = folder / f"scale-{size}"
        shutil.rmtree(home, ignore_errors=True)
        try:
            started = time.perf_counter()
            _grow(index, home, size)
            seconds = time.perf_counter() - started
            tell(f"{size:,} passages: searching")
            rows.append(_measure(home, embedder, queries, size, seconds))
        finally:
            shutil.rmtree(home, ignore_errors=True)
    return rows


def _grow(index: Index, home: Path, size: int) -> None:
    """Writes an index of `size` passages under `home` with the stores that ingest writes."""
    generations = Generations(home)
    with generations.writing():
        building = generations.begin()
        passages = list(_passages(index, size))
        encodings = _encodings(index, size)
        write_passages(building, passages)
        write_matrices(building, encodings, index.manifest.dimension)
        write_documents(building, index.documents)
        write_consultation(building, index.title, index.description, (), index.abbreviations)
        write_vectors(building / "chroma", passages, np.stack([encoding.vector for encoding in encodings]))
        write_lexical(
            building / "lexical", ((passage, passage.text, " ".join(passage.section)) for passage in passages)
        )
        manifest = index.manifest
        write_index_manifest(building, IndexManifest(
            format=manifest.format, model=manifest.model, dimension=manifest.dimension, chunker=manifest.chunker,
            corpus_hash="generated", passages=size, documents=manifest.documents,
        ))  # fmt: skip
        generations.commit(building)


def _passages(index: Index, size: int) -> Iterator[Passage]:
    real = len(index.passages)
    draw = np.random.default_rng(SEED)
    for number in range(size):
        passage = index.passages.at(number % real)
        if number >= real:
            words = passage.text.split()
            text = " ".join(words[i] for i in draw.permutation(len(words)))
            id_ = f"{passage.document_id}-{hashlib.sha256(f'{number}'.encode()).hexdigest()[:12]}"
            passage = replace(passage, id=id_, text=text, sentences=(), order=number)
        yield passage


def _encodings(index: Index, size: int) -> list[PassageEncoding]:
    real, dimension = len(index.passages), index.manifest.dimension
    draw = np.random.default_rng(SEED)
    known = [index.matrices.encoding(row) for row in range(min(real, size))]
    nothing = np.zeros((0, dimension), dtype=np.float32)
    encodings = list(known)
    for number in range(real, size):
        base = known[number % real]
        noise = draw.standard_normal(dimension, dtype=np.float32) * (NOISE / np.sqrt(dimension))
        vector = _unit(base.vector + noise)
        tokens = base.tokens if size <= _TOKEN_PASSAGES else nothing
        encodings.append(PassageEncoding(vector, vector[None, :], tokens, base.token_ids, base.heading))
    return encodings


def _measure(home: Path, embedder: Embedder, queries: Sequence[str], size: int, seconds: float) -> ScaleRow:
    folder = Generations(home).current()
    index = Index(folder)
    try:
        retriever = Retriever(index, embedder)
        asked = [retriever.query(query) for query in queries]
        filtered = Filters(documents=frozenset([next(iter(index.documents))]))
        plain, narrow = _times(retriever, asked, Filters()), _times(retriever, asked, filtered)
        recall = float(np.mean([_recall(retriever, query) for query in asked]))
    finally:
        index.close()
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return ScaleRow(
        size, size / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, disk / 2**20,
        _percentile(plain, 50), _percentile(plain, 95), _percentile(narrow, 50), _percentile(narrow, 95), recall,
    )  # fmt: skip


def _times(retriever: Retriever, queries: Sequence[Query], filters: Filters) -> list[float]:
    retriever.find(queries[0], 10, filters)
    times = []
    for query in queries:
        started = time.perf_counter()
        retriever.find(retriever.query(query.text), 10, filters)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _percentile(times: Sequence[float], q: int) -> float:
    return float(np.percentile(times, q))


def _recall(retriever: Retriever, query: Query) -> float:
    index, vector = retriever.index, query.encoding.vector
    found = [pair for side in Side for pair in index.vectors.nearest(side, vector, retriever.weights.candidates)]
    ids = {id_ for id_, _ in sorted(found, key=lambda pair: -pair[1])[:_NEAREST]}
    exact = np.concatenate([
        np.asarray(index.matrices.passage_vectors[start : start + 50_000], dtype=np.float32) @ vector
        for start in range(0, len(index.matrices), 50_000)
    ])  # fmt: skip
    nearest = {index.passages.ids[row] for row in np.argpartition(-exact, _NEAREST)[:_NEAREST]}
    return len(ids & nearest) / _NEAREST


def _questions(index: Index) -> list[str]:
    """Questions from the corpus's own headings and sentences, the same each time."""
    draw = np.random.default_rng(SEED)
    rows = draw.permutation(len(index.passages))
    texts = [index.passages.at(int(row)).sentences for row in rows[: 4 * _QUERIES]]
    return [f"What is said about {s[0].text[:120].rstrip(' .')}?" for s in texts if s][:_QUERIES]


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def markdown(rows: Sequence[ScaleRow]) -> str:
    """The table of docs/retrieval.md."""
    lines = [
        "| passages | written a second | memory, MiB | disk, MiB | p50, ms | p95 | filtered p50 | p95 | recall@10 |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.passages:,} | {row.ingest_per_second:,.0f} | {row.memory_mib:,.0f} | {row.disk_mib:,.0f} "
        f"| {row.p50:.1f} | {row.p95:.1f} | {row.filtered_p50:.1f} | {row.filtered_p95:.1f} | {row.recall:.3f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"
