"""An index of each size, written and searched in processes of their own, whose memory is theirs alone.

Writing is timed without the embedding model, whose cost a passage is the same at any size, and without the making of
the text. Passages are made one at a time, so that no size has to fit into memory.
"""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus.embedding import Embedder, Vectors
from corpus.index import (
    FORMAT,
    Generations,
    Index,
    IndexManifest,
    write_consultation,
    write_documents,
    write_index_manifest,
)
from corpus.lexical import write_lexical
from corpus.matrices import write_matrices
from corpus.models import Side
from corpus.passage_store import write_passages
from corpus.vectors import write_vectors
from eval.scale.corpus import SEED, GrownCorpus
from service.found import Filters
from service.retrieval.pipeline import Query, Retriever

Result = TypeVar("Result")

_QUERIES = 60
_NEAREST = 10
_QUERY_WORDS = 14
_ROWS_COMPARED = 50_000
_REAL_AMONG = 5_000  # those of the index itself come first


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """What one size costs: times in ms, memory and disk in MiB.

    Memory is the most that the process held: `writing_mib` the one that wrote, `memory_mib` the one that searched.
    Filtered searches take one side, one organisation and one document in turn. `recall` is the share of the ten nearest
    passages by exact scan that dense search returns among its first ten. `stages` are medians of unfiltered searches.
    """

    passages: int
    written_per_second: float
    writing_mib: float
    memory_mib: float
    disk_mib: float
    p50: float
    p95: float
    filtered_p50: float
    filtered_p95: float
    recall: float
    stages: dict[str, float] = field(default_factory=dict)


def run_scale(
    index: Index,
    embedder: Callable[[], Embedder],
    sizes: Sequence[int],
    folder: Path,
    tell: Callable[[str], None],
    texts: Sequence[str] = (),
) -> list[ScaleRow]:
    """One row for each size; indexes are made under `folder` and removed again.

    `embedder` makes the index's embedding model anew; it has to be picklable. Text is made after that of the index's
    documents and `texts`.
    """
    learned = [*(document.text for document in index.documents.values()), *texts]
    rows = []
    for size in sizes:
        home = folder / f"scale-{size}"
        shutil.rmtree(home, ignore_errors=True)
        try:
            tell(f"{size:,} passages: writing")
            rate, memory = _alone(_grow, index.folder, home, size, learned)
            tell(f"{size:,} passages: {rate:,.0f} written a second with {memory:,.0f} MiB; searching")
            rows.append(_alone(_measure, home, embedder, size, rate, memory))
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


def _grow(source: Path, home: Path, size: int, texts: list[str]) -> tuple[float, float]:
    """Writes an index of `size` passages under `home` with the stores that ingest writes.

    Returns passages a second and the memory that it took, in MiB.
    """
    index = Index(source)
    generations = Generations(home)
    with generations.writing():
        building = generations.begin()
        grown = GrownCorpus(index, size, texts, home / "text")
        started = time.perf_counter()
        write_passages(building, grown.passages())
        write_matrices(building, grown.encodings(), index.manifest.dimension)
        write_documents(building, index.documents)
        write_consultation(building, index.title, index.description, (), index.abbreviations)
        write_vectors(building / "chroma", zip(grown.passages(), grown.vectors(), strict=True))
        write_lexical(building / "lexical", ((each, each.text, " ".join(each.section)) for each in grown.passages()))
        manifest = index.manifest
        write_index_manifest(building, IndexManifest(
            format=FORMAT, model=manifest.model, dimension=manifest.dimension, chunker=manifest.chunker,
            corpus_hash="generated", passages=size, documents=manifest.documents,
        ))  # fmt: skip
        generations.commit(building)
    index.close()
    return size / (time.perf_counter() - started), _memory_mib()


def _measure(home: Path, embedder: Callable[[], Embedder], size: int, rate: float, writing_mib: float) -> ScaleRow:
    folder = Generations(home).current()
    index = Index(folder)
    try:
        retriever = Retriever(index, embedder())
        queries = _questions(index)
        plain, stages = _times(retriever, queries, [Filters()])
        filtered, _ = _times(retriever, queries, _filters(index))
        memory = _memory_mib()  # before the exact scan, which no search makes
        recall = float(np.mean([_recall(retriever, retriever.query(query)) for query in queries]))
    finally:
        index.close()
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return ScaleRow(
        size, rate, writing_mib, memory, disk / 2**20, *_percentiles(plain), *_percentiles(filtered), recall, stages
    )


def _filters(index: Index) -> list[Filters]:
    """A side, an organisation and a document, which leave fewer and fewer passages."""
    by_length = sorted(index.documents, key=lambda id_: len(index.documents[id_].text))
    organisation = index.documents[by_length[len(by_length) // 2]].entry.organisation
    return [
        Filters(sides=frozenset([Side.STAKEHOLDER])),
        Filters(organisations=frozenset([organisation])),
        Filters(documents=frozenset(by_length[:1])),
    ]


def _times(
    retriever: Retriever, queries: Sequence[str], filters: Sequence[Filters]
) -> tuple[list[float], dict[str, float]]:
    """Milliseconds of every question under filters in turn, and the median of each stage."""
    asked = [(query, filters[number % len(filters)]) for number, query in enumerate(queries)]
    for query, narrowed in asked:  # once unmeasured: a service that has run for a while has its files in memory
        retriever.find(query, 10, narrowed)
    times: list[float] = []
    stages: list[dict[str, float]] = []
    for query, narrowed in asked:
        took: dict[str, float] = {}
        started = time.perf_counter()
        retriever.find(query, 10, narrowed, timings=took)
        times.append((time.perf_counter() - started) * 1000)
        stages.append(took)
    return times, {name: float(np.median([took.get(name, 0.0) for took in stages])) for name in stages[0]}


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th of a hundred."""
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def _recall(retriever: Retriever, query: Query) -> float:
    """The share of the ten nearest by exact scan among the first ten of dense search; equally near ones count."""
    index, vector = retriever.index, query.encoding.vector
    found = retriever.candidates.dense(vector, Filters(), retriever.weights.candidates)
    best = np.asarray(sorted(found, key=lambda row: -found[row])[:_NEAREST])
    exact = np.concatenate([
        np.asarray(index.matrices.passage_vectors[start : start + _ROWS_COMPARED], dtype=np.float32) @ vector
        for start in range(0, len(index.matrices), _ROWS_COMPARED)
    ])  # fmt: skip
    nearest: Vectors = np.partition(exact, -_NEAREST)[-_NEAREST:] if len(exact) > _NEAREST else exact
    return float(np.sum(exact[best] >= nearest.min() - 1e-6)) / len(nearest)


def _questions(index: Index) -> list[str]:
    """Questions from the passages' own words, the same each time: first sentences, real and made up in equal parts."""
    draw = np.random.default_rng(SEED)
    first = range(min(len(index.passages), _REAL_AMONG))
    real = [row for row in first if index.passages.at(row).sentences]
    texts = [index.passages.at(int(row)).sentences[0].text for row in draw.permutation(real)[: _QUERIES // 2]]
    made = draw.integers(len(index.passages), size=_QUERIES - len(texts))
    texts += [index.passages.at(int(row)).text for row in made]
    return [f"What is said about {' '.join(text.split()[:_QUERY_WORDS]).rstrip(' .')}?" for text in texts]
