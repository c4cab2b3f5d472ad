"""greenpaper and its peers side by side: the same documents, questions, embedding model and machine, in one run.

Each system has processes of its own, one after the other: none warms another's caches, and the memory is its own.
Where the machine is shared, compare the ratios: all figures of a run suffer alike.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import ConfigurationError
from corpus.manifest import load_manifest
from corpus.settings import Settings
from eval.asker import Asker
from eval.cases import Result, results_from
from eval.figures.retrieval import BUDGETS
from eval.gold_check import corpus_texts
from eval.gold_set import Question
from eval.overlap import Rules, finds
from eval.peers.pipeline import PeerAsker, Retriever, embed
from eval.peers.table import retriever

Json = dict[str, Any]
T = TypeVar("T")
OURS = "greenpaper"
_DEPTH = 20
_TOP = 5
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Own:
    """Our own program in functions that another process can be given: it indexes under the settings, and answers."""

    ingest: Callable[[Settings], object]
    asker: Callable[[Settings], Asker]


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """What one system takes. Seconds and milliseconds are of the clock, `*_cpu_s` of the processor, memory is MiB.

    `start_s` is from the start of a process to the first result, without what `ingest_s` counts.
    """

    name: str
    title: str
    ingest_s: float
    ingest_cpu_s: float
    start_s: float
    start_cpu_s: float
    search_ms: float
    search_cpu_ms: float
    recall_at_5: float
    recall_within_1500_words: float
    memory_mib: float


@dataclass(frozen=True, slots=True)
class _Timed:
    """Seconds of the clock and of the processor."""

    clock: float
    processor: float

    def __sub__(self, other: _Timed) -> _Timed:
        return _Timed(self.clock - other.clock, self.processor - other.processor)


def run_speed(
    names: Sequence[str],
    own: Own,
    settings: Settings,
    questions: Sequence[Question],
    folder: Path,
    tell: Callable[[str], None],
) -> tuple[list[SpeedRow], dict[str, str]]:
    """A row for each system, and for those that are not installed why; our index is made under `folder`."""
    rows, missing = [], {}
    for name in names:
        tell(name)
        try:
            rows.append(_ours(own, settings, questions, folder) if name == OURS else _peer(name, settings, questions))
        except ConfigurationError as error:
            missing[name] = str(error)
            tell(f"{name}: {error}")
    return rows, missing


def _ours(own: Own, settings: Settings, questions: Sequence[Question], folder: Path) -> SpeedRow:
    settings = settings.model_copy(update={"data_dir": folder})
    ingested = _alone(_ingest_own, own.ingest, settings)
    return _alone(_measure_own, own.asker, settings, questions, ingested, time.time())


def _peer(name: str, settings: Settings, questions: Sequence[Question]) -> SpeedRow:
    return _alone(_measure_peer, name, settings.corpus, questions, time.time())


def _ingest_own(ingest: Callable[[Settings], object], settings: Settings) -> _Timed:
    before = _now()
    ingest(settings)
    return _now() - before


def _measure_own(
    asker: Callable[[Settings], Asker],
    settings: Settings,
    questions: Sequence[Question],
    ingested: _Timed,
    started: float,
) -> SpeedRow:
    return _row(OURS, OURS, asker(settings), questions, ingested, _Timed(started, 0.0))


def _measure_peer(name: str, corpus: Path, questions: Sequence[Question], started: float) -> SpeedRow:
    texts, manifest = corpus_texts(corpus), load_manifest(corpus)
    peer = retriever(name)
    peer_asker = PeerAsker(peer, manifest, texts)
    embed(["The model is loaded."])
    before = _now()
    peer_asker.search({"q": questions[0].question, "k": 1})  # which makes the index
    ingested = _now() - before
    beginning = _Timed(started + ingested.clock, ingested.processor)
    return _row(name, _title(peer), peer_asker, questions, ingested, beginning)


def _title(peer: Retriever) -> str:
    return peer.title


def _row(
    name: str, title: str, asker: Asker, questions: Sequence[Question], ingested: _Timed, beginning: _Timed
) -> SpeedRow:
    _search(asker, questions[0])
    start = _now() - beginning
    for question in questions[1:]:  # once unmeasured, as in a service that has run for a while
        _search(asker, question)
    found, clocks = [], []
    before = time.process_time()
    for question in questions:
        begun = time.perf_counter()
        found.append(_search(asker, question))
        clocks.append(time.perf_counter() - begun)
    spent = time.process_time() - before
    results = [results_from(body["results"]) for body in found]
    return SpeedRow(
        name=name,
        title=title,
        ingest_s=ingested.clock,
        ingest_cpu_s=ingested.processor,
        start_s=start.clock,
        start_cpu_s=start.processor,
        search_ms=1000 * statistics.median(clocks),
        search_cpu_ms=1000 * spent / len(questions),
        recall_at_5=_recall(questions, results, lambda own: own[:_TOP]),
        recall_within_1500_words=_recall(questions, results, lambda own: _within(own, BUDGETS[0])),
        memory_mib=_resident_mib(),
    )


def _search(asker: Asker, question: Question) -> Mapping[str, Any]:
    return asker.search({"q": question.question, "k": _DEPTH})


def _recall(
    questions: Sequence[Question],
    results: Sequence[tuple[Result, ...]],
    kept: Callable[[Sequence[Result]], Sequence[Result]],
) -> float:
    """The mean share of a question's evidence that what is kept of its results covers."""
    cover = Rules().cover
    shares = [
        statistics.fmean(any(finds(r.extract, item, cover) for r in kept(own)) for item in question.evidence)
        for question, own in zip(questions, results, strict=True)
        if question.evidence
    ]
    return statistics.fmean(shares)


def _within(results: Sequence[Result], words: int) -> list[Result]:
    """The results from the top that fit into so many words."""
    taken: list[Result] = []
    for result in results:
        words -= result.words
        if words < 0:
            break
        taken.append(result)
    return taken


def _alone(work: Callable[..., T], *arguments: object) -> T:
    """The result of `work` in a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _now() -> _Timed:
    return _Timed(time.time(), time.process_time())


def _resident_mib() -> float:
    """Resident memory of this process now; NaN where the system does not tell."""
    if not _STATUS.exists():
        return float("nan")
    found = re.search(r"^VmRSS:\s+(\d+) kB", _STATUS.read_text(encoding="utf-8"), re.MULTILINE)
    return int(found.group(1)) / 1024 if found else float("nan")


def as_json(rows: Sequence[SpeedRow], missing: Mapping[str, str], questions: int) -> Json:
    """The table's figures, with how busy the machine was: processes that ran or waited, a minute's mean."""
    return {
        "questions": questions,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "date": time.strftime("%Y-%m-%d"),
        "systems": [asdict(row) for row in rows],
        "missing": dict(missing),
    }


COLUMNS = (
    ("ingest_s", "ingest, s", ",.1f"),
    ("ingest_cpu_s", "of the processor", ",.1f"),
    ("start_s", "cold start, s", ",.1f"),
    ("start_cpu_s", "of the processor", ",.1f"),
    ("search_ms", "search, median ms", ",.1f"),
    ("search_cpu_ms", "of the processor, mean", ",.1f"),
    ("recall_at_5", "recall@5", ".2f"),
    ("recall_within_1500_words", "recall within 1,500 words", ".2f"),
    ("memory_mib", "memory, MiB", ",.0f"),
)
_SHARES = ("recall_at_5", "recall_within_1500_words")


def markdown(table: Json) -> str:
    """The figures as a table, and the commands for what is not installed."""
    lines = [_header(), *(f"| {s['title']} | {' | '.join(_cell(s, *c) for c in COLUMNS)} |" for s in table["systems"])]
    lines += ["", f"{_words(table)}."]
    return "\n".join([*lines, *(f"Not installed: {why}" for why in table["missing"].values())]) + "\n"


def ratios(table: Json) -> str:
    """The figures in multiples of ours, shares as they are: what a shared machine can tell."""
    own = next(system for system in table["systems"] if system["name"] == OURS)
    lines = [_header()]
    for system in table["systems"]:
        cells = [
            _cell(system, *column) if column[0] in _SHARES else f"{system[column[0]] / own[column[0]]:.2f}"
            for column in COLUMNS
        ]
        lines.append(f"| {system['title']} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", f"Times and memory in multiples of greenpaper's. {_words(table)}."])


def _header() -> str:
    return "| system | " + " | ".join(c[1] for c in COLUMNS) + " |\n| --- |" + " ---: |" * len(COLUMNS)


def _cell(system: Json, name: str, _title: str, form: str) -> str:
    return f"{system[name]:{form}}"


def _words(table: Json) -> str:
    return (
        f"{table['questions']} questions, {table['date']}, {table['cores']} cores with a load of {table['load']}: "
        "greenpaper reads its index from disk, the others keep theirs in the process that made it"
    )
