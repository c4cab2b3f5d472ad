"""Public benchmarks with our passages and our retrieval: chunking, beside recursive splitters, and SQuAD."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.embedding import TransformerEmbedder
from corpus.index import Generations, Index
from corpus.models import Span
from corpus.settings import Settings
from eval import external_chunking, external_squad
from eval.bootstrap import Interval, drawings, interval, ratio
from eval.composition import Ingest
from eval.external_chunking import ChunkingBenchmark, Range, load_chunking
from eval.external_splitters import SPLITTERS, retrieval_by_cosine
from eval.external_squad import Hit, load_squad
from service.found import FoundPassage
from service.retrieval.pipeline import Retriever

CHUNKS = 5
OURS = "greenpaper"

Progress = Callable[[str], None]
Measured = dict[str, list[float]]
"""A measure's value for each question."""


@dataclass(frozen=True, slots=True)
class ExternalFigures:
    """For each system the measures with their intervals, over all questions and for each corpus."""

    chunking: dict[str, dict[str, Interval]]
    by_corpus: dict[str, dict[str, dict[str, Interval]]]
    squad: dict[str, Interval]


class Bench:
    """Makes an index of any texts with the real pipeline, once, under `folder`, and opens a retriever on it."""

    def __init__(self, settings: Settings, ingest: Ingest, embedder: TransformerEmbedder, folder: Path) -> None:
        self.settings, self.embedder, self.folder = settings, embedder, folder
        self._ingest = ingest

    @contextmanager
    def retriever(self, name: str, texts: Mapping[str, str]) -> Iterator[Retriever]:
        """A retriever over `texts` by title; each is a document of its own."""
        corpus = self.folder / name / "corpus"
        write_corpus(corpus, texts)
        settings = self.settings.model_copy(update={"corpus": corpus, "data_dir": self.folder / name / "data"})
        self._ingest(settings, lambda: self.embedder)
        index = Index(Generations(settings.data_dir).current(), model=self.embedder.name)
        try:
            yield Retriever(index, self.embedder)
        finally:
            index.close()


def run_external(
    data: Path, bench: Bench, *, splitters: bool = True, every: int = 1, tell: Progress
) -> ExternalFigures:
    """Runs what of the benchmarks there is in `data`; `every`-th questions of SQuAD."""
    chunking = load_chunking(data / "chunking")
    systems: dict[str, dict[str, Measured]] = {OURS: {}}
    for corpus, text in chunking.texts.items():
        tell(f"chunking benchmark, {corpus}: {OURS}")
        with bench.retriever(corpus, {corpus: text}) as retriever:
            systems[OURS][corpus] = _measure(chunking, corpus, _finding(retriever))
        for splitter in SPLITTERS if splitters else ():
            tell(f"chunking benchmark, {corpus}: {splitter.name}")
            retrieve = retrieval_by_cosine(
                splitter, text, bench.embedder.encode_texts, bench.folder / "vectors", bench.embedder.name
            )
            systems.setdefault(splitter.name, {})[corpus] = _measure(chunking, corpus, retrieve)
    tell("SQuAD 2.0 as open retrieval")
    squad = _squad(data / "squad2" / "dev.json", bench, every)
    together = {name: _joined(list(measured.values())) for name, measured in systems.items()}
    return ExternalFigures(
        {name: _intervals(measured) for name, measured in together.items()},
        {name: {corpus: _intervals(m) for corpus, m in measured.items()} for name, measured in systems.items()},
        _intervals(squad),
    )


def _finding(retriever: Retriever) -> external_chunking.Retrieve:
    return lambda question, k: [_ranges(found) for found in retriever.find(question, k)]


def _measure(benchmark: ChunkingBenchmark, corpus: str, retrieve: external_chunking.Retrieve) -> Measured:
    scored = [external_chunking.score_question(q, retrieve(q.text, CHUNKS)) for q in benchmark.of(corpus)]
    return {name: [score[name] for score in scored] for name in scored[0]}


def _squad(path: Path, bench: Bench, every: int) -> Measured:
    texts, questions = load_squad(path, every)
    with bench.retriever("squad", texts) as retriever:
        titles = {document.id: document.entry.title for document in retriever.index.documents.values()}
        scored = []
        for question in questions:
            query = retriever.query(question.text)
            hits = [
                Hit(
                    titles[f.passage.document_id],
                    tuple(_ranges(f)),
                    _best_sentence(retriever, query.encoding.vector, f),
                )
                for f in retriever.find(query, 10)
            ]
            scored.append(external_squad.score_question(question, hits))
    return {name: [score[name] for score in scored] for name in external_squad.MEASURES}


def _best_sentence(retriever: Retriever, vector: np.ndarray, found: FoundPassage) -> tuple[Range, ...]:
    row = retriever.index.passages.row(found.passage.id)
    if row is None or not found.passage.sentences:
        return ()
    best = int(np.argmax(retriever.index.matrices.sentences(row) @ vector))
    return tuple(_pairs(found.passage.sentences[best].spans))


def _ranges(found: FoundPassage) -> list[Range]:
    return _pairs(found.passage.spans)


def _pairs(spans: Sequence[Span]) -> list[Range]:
    return [(span.start, span.end) for span in spans]


def _joined(parts: Sequence[Measured]) -> Measured:
    return {name: [value for part in parts for value in part[name]] for name in parts[0]}


def _intervals(measured: Measured) -> dict[str, Interval]:
    intervals = {}
    for name, values in measured.items():
        cells = np.asarray([(value, 1.0) for value in values], dtype=np.float64)
        intervals[name] = interval(cells, ratio, drawings(len(cells)))
    return intervals


def write_corpus(folder: Path, texts: Mapping[str, str]) -> None:
    """A corpus folder of `texts` by title, written only where it differs from what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = []
    for title, text in texts.items():
        id_ = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        _write(folder / f"{id_}.txt", text)
        fields = {
            "id": id_,
            "title": title,
            "publisher": title.replace("_", " "),
            "side": "stakeholder",
            "date": "2020",
            "licence": "see the benchmark",
            "source": "benchmark",
            "file": f"{id_}.txt",
        }
        tables.append("[[document]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in fields.items()))
    _write(folder / "manifest.toml", "\n".join(tables))


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(path: Path, text: str) -> None:
    data = text.encode("utf-8")
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)


def markdown(figures: ExternalFigures) -> str:
    """Both benchmarks as tables."""
    measures = external_chunking.MEASURES
    lines = [
        f"| chunking benchmark, k = {CHUNKS}, over characters | recall | precision | IoU |",
        "| --- | --- | --- | --- |",
    ]
    for name, intervals in figures.chunking.items():
        lines.append(f"| {name} | {' | '.join(_shown(intervals[measure]) for measure in measures)} |")
    lines += ["", f"| {OURS} by corpus | recall | precision | IoU |", "| --- | --- | --- | --- |"]
    for corpus, intervals in figures.by_corpus[OURS].items():
        lines.append(f"| {corpus} | {' | '.join(_shown(intervals[measure]) for measure in measures)} |")
    lines += ["", "| SQuAD 2.0 as open retrieval | share of questions |", "| --- | --- |"]
    lines += [f"| {name} | {_shown(value)} |" for name, value in figures.squad.items()]
    return "\n".join(lines) + "\n"


def _shown(value: Interval) -> str:
    return f"{value.value:.3f} ({value.low:.3f}–{value.high:.3f})"
