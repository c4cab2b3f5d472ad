"""How ingest and search hold up as a corpus grows: the corpus with generated passages added to it.

A generated passage has the shuffled words of a real one and its vectors with noise added, so that neighbourhoods stay
crowded, which is the hard case for an approximate index. Writing is timed without the embedding model, whose cost a
passage is the same at any size; passages are made one at a time, so that no size has to fit into memory. Searching is
measured in a process of its own, whose memory is what a service needs.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus.embedding import Embedder, PassageEncoding, Vectors
from corpus.index import Generations, Index, IndexManifest, write_consultation, write_documents, write_index_manifest
from corpus.lexical import write_lexical
from corpus.matrices import write_matrices
from corpus.models import Passage, Side
from corpus.passage_store import write_passages
from corpus.vectors import write_vectors
from service.found import Filters
from service.retrieval.pipeline import Query, Retriever

Result = TypeVar("Result")

SEED = 20161031
NOISE = 0.6
_QUERIES = 60
_NEAREST = 10
_TOKEN_PASSAGES = 150_000


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """What one size costs: times in ms, memory and disk in MiB.

    Memory is the most that the process held: `writing_mib` the one that wrote, `memory_mib` the one that searched.

    `recall` is the share of the ten nearest passages by exact scan that dense search returns among its first ten.
    """

    passages: int
    ingest_per_second: float
    writing_mib: float
    memory_mib: float
    disk_mib: float
    p50: float
    p95: float
    filtered_p50: float
    filtered_p95: float
    recall: float


def run_scale(
    index: Index, embedder: Callable[[], Embedder], sizes: Sequence[int], folder: Path, tell: Callable[[str], None]
) -> list[ScaleRow]:
    """One row for each size; indexes are made under `folder` and removed again.

    `embedder` makes the index's embedding model anew; it has to be picklable.
    """
    queries = _questions(index)
    rows = []
    for size in sizes:
        home = folder / f"scale-{size}"
        shutil.rmtree(home, ignore_errors=True)
        try:
            tell(f"{size:,} passages: writing")
            rate, memory = _alone(_grow, index.folder, home, size)
            tell(f"{size:,} passages: {rate:,.0f} written a second with {memory:,.0f} MiB; searching")
            rows.append(_alone(_measure, home, embedder, queries, size, rate, memory))
        finally:
            shutil.rmtree(home, ignore_errors=True)
    return rows


def _alone(function: Callable[..., Result], *arguments: object) -> Result:
    """What `function` returns in a new process, whose memory is its alone."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


def _memory_mib() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _grow(source: Path, home: Path, size: int) -> tuple[float, float]:
    """Writes an index of `size` passages under `home` with the stores that ingest writes.

    Returns passages a second and the memory that it took, in MiB.
    """
    started = time.perf_counter()
    index = Index(source)
    generations = Generations(home)
    with generations.writing():
        building = generations.begin()
        write_passages(building, _passages(index, size))
        write_matrices(building, _encodings(index, size), index.manifest.dimension)
        write_documents(building, index.documents)
        write_consultation(building, index.title, index.description, (), index.abbreviations)
        vectors = (encoding.vector for encoding in _encodings(index, size))
        write_vectors(building / "chroma", zip(_passages(index, size), vectors, strict=True))
        texts = ((passage, passage.text, " ".join(passage.section)) for passage in _passages(index, size))
        write_lexical(building / "lexical", texts)
        manifest = index.manifest
        write_index_manifest(building, IndexManifest(
            format=manifest.format, model=manifest.model, dimension=manifest.dimension, chunker=manifest.chunker,
            corpus_hash="generated", passages=size, documents=manifest.documents,
        ))  # fmt: skip
        generations.commit(building)
    index.close()
    return size / (time.perf_counter() - started), _memory_mib()


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


def _encodings(index: Index, size: int) -> Iterator[PassageEncoding]:
    real, dimension = len(index.passages), index.manifest.dimension
    draw = np.random.default_rng(SEED)
    known = [index.matrices.encoding(row) for row in range(min(real, size))]
    nothing = np.zeros((0, dimension), dtype=np.float32)
    yield from known
    for number in range(real, size):
        base = known[number % real]
        noise = draw.standard_normal(dimension, dtype=np.float32) * (NOISE / np.sqrt(dimension))
        vector = _unit(base.vector + noise)
        tokens = base.tokens if size <= _TOKEN_PASSAGES else nothing
        yield PassageEncoding(vector, vector[None, :], tokens, base.token_ids, base.heading)


def _measure(
    home: Path, embedder: Callable[[], Embedder], queries: Sequence[str], size: int, rate: float, writing_mib: float
) -> ScaleRow:
    folder = Generations(home).current()
    index = Index(folder)
    try:
        retriever = Retriever(index, embedder())
        filtered = Filters(documents=frozenset([next(iter(index.documents))]))
        plain, narrow = _times(retriever, queries, Filters()), _times(retriever, queries, filtered)
        memory = _memory_mib()  # before the exact scan, which no search makes
        recall = float(np.mean([_recall(retriever, retriever.query(query)) for query in queries]))
    finally:
        index.close()
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return ScaleRow(
        size, rate, writing_mib, memory, disk / 2**20,
        _percentile(plain, 50), _percentile(plain, 95), _percentile(narrow, 50), _percentile(narrow, 95), recall,
    )  # fmt: skip


def _times(retriever: Retriever, queries: Sequence[str], filters: Filters) -> list[float]:
    for query in queries:  # once unmeasured: a service that has run for a while has its files in memory
        retriever.find(query, 10, filters)
    times = []
    for query in queries:
        started = time.perf_counter()
        retriever.find(query, 10, filters)
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
        "| passages | written a second | memory writing, MiB | memory searching | disk | p50, ms | p95 "
        "| filtered p50 | p95 | recall@10 |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.passages:,} | {row.ingest_per_second:,.0f} | {row.writing_mib:,.0f} "
        f"| {row.memory_mib:,.0f} | {row.disk_mib:,.0f} "
        f"| {row.p50:.1f} | {row.p95:.1f} | {row.filtered_p50:.1f} | {row.filtered_p95:.1f} | {row.recall:.3f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"
