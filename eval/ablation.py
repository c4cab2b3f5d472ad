"""What each stage of retrieval gains and costs: the gold questions with each stage switched off in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.embedding import QueryEncoding
from eval.bootstrap import Difference, Interval, drawings, interval, paired, ratio
from eval.gold_set import Evidence, Question, QuestionType
from eval.overlap import Extract, finds
from service.found import FoundPassage
from service.retrieval.pipeline import Query, Retriever
from service.retrieval.weights import Weights

MEASURES = ("recall@5", "recall@10", "mrr")
STAGES = (
    "dense", "lexical", "sentence", "heading", "late", "organisation", "side", "speaker", "quiet", "duplicates",
)  # fmt: skip
DEPTH = 20
IN_PARTS = "whole pipeline, in parts"
_COVER = 0.5

Search = Callable[[str, int], Sequence[FoundPassage]]
"""From a question and k to the k best passages."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A pipeline to measure: `weights`, whether neighbours are joined, and which query it searches with."""

    name: str
    weights: Weights
    joined: bool = True
    bare: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A variant's figures, its differences from the whole pipeline, the words of ten results and milliseconds."""

    name: str
    figures: Mapping[str, Interval]
    gains: Mapping[str, Difference]
    words: float
    milliseconds: float


def variants(whole: Weights) -> list[Variant]:
    """The whole pipeline, the whole less each stage, and single stages."""
    off = whole
    for stage in STAGES:
        off = off.without(stage)
    return [
        Variant("whole pipeline", whole),
        *(Variant(f"without {stage}", whole.without(stage)) for stage in STAGES),
        Variant("without neighbours", whole, joined=False),
        Variant("without taking names out", whole, bare=False),
        Variant("dense alone", replace(off, dense=1.0), joined=False, bare=False),
        Variant("lexical alone", replace(off, lexical=1.0), joined=False, bare=False),
        Variant("dense and lexical", replace(off, dense=whole.dense, lexical=whole.lexical), joined=False, bare=False),
    ]


def run_ablation(
    retriever: Retriever, in_parts: Search, questions: Sequence[Question], tell: Callable[[str], None] = lambda _: None
) -> list[Row]:
    """Every variant on the answerable questions that stand alone; queries are embedded once for all.

    `in_parts` is the search that takes a question's parts in turn; its time has their embedding in it.
    """
    asked = [q for q in questions if q.answerable and q.type is not QuestionType.FOLLOW_UP]
    whole = retriever.weights
    bare = [retriever.query(question.question) for question in asked]
    named = [_with_names(retriever, query) for query in bare]
    measured: list[tuple[str, dict[str, list[float]]]] = []
    try:
        for variant in variants(whole):
            tell(variant.name)
            retriever.weights = variant.weights
            queries = bare if variant.bare else named
            measured.append((variant.name, _measure(_finding(retriever, variant.joined), asked, queries)))
    finally:
        retriever.weights = whole
    measured.append((IN_PARTS, _measure(lambda query: in_parts(query.text, DEPTH), asked, bare)))
    return _rows(measured)


def _finding(retriever: Retriever, joined: bool) -> Callable[[Query], Sequence[FoundPassage]]:
    return lambda query: retriever.find(query, DEPTH, joined=joined)


def _measure(
    find: Callable[[Query], Sequence[FoundPassage]], questions: Sequence[Question], queries: Sequence[Query]
) -> dict[str, list[float]]:
    values: dict[str, list[float]] = {name: [] for name in (*MEASURES, "words", "ms")}
    for question, query in zip(questions, queries, strict=True):
        started = time.perf_counter()
        found = find(query)
        values["ms"].append((time.perf_counter() - started) * 1000)
        values["words"].append(float(sum(len(item.passage.text.split()) for item in found[:10])))
        ranks = [_rank(found, evidence) for evidence in question.evidence]
        values["recall@5"].append(float(np.mean([rank is not None and rank <= 5 for rank in ranks])))
        values["recall@10"].append(float(np.mean([rank is not None and rank <= 10 for rank in ranks])))
        values["mrr"].append(max((1.0 / rank for rank in ranks if rank), default=0.0))
    return values


def _rank(found: Sequence[FoundPassage], evidence: Evidence) -> int | None:
    for rank, item in enumerate(found, 1):
        for passage in (item.passage, *item.also):
            if finds(Extract(passage.document_id, passage.spans), evidence, _COVER):
                return rank
    return None


def _with_names(retriever: Retriever, query: Query) -> Query:
    spelled_out = retriever.expander.spell_out(query.text)
    lexical = " ".join([query.text, *retriever.expander.additions(query.text)])
    encoding: QueryEncoding = (
        query.encoding if spelled_out == query.spelled_out else retriever.embedder.encode_queries([spelled_out])[0]
    )
    return Query(query.text, query.text, spelled_out, lexical, encoding, query.named)


def _rows(measured: Sequence[tuple[str, dict[str, list[float]]]]) -> list[Row]:
    whole = {name: _cells(values) for name, values in measured[0][1].items()}
    drawn = drawings(len(whole["mrr"]))
    rows = []
    for name, values in measured:
        cells = {measure: _cells(values[measure]) for measure in MEASURES}
        rows.append(
            Row(
                name,
                {measure: interval(cells[measure], ratio, drawn) for measure in MEASURES},
                {measure: paired(cells[measure], whole[measure], ratio, drawn) for measure in MEASURES},
                float(np.mean(values["words"])),
                float(np.median(values["ms"])),
            )
        )
    return rows


def markdown(rows: Sequence[Row], title: str) -> str:
    """The table of docs/ablation.md."""
    lines = [
        "# What each stage of retrieval gains",
        "",
        "Made by `greenpaper eval ablation --out docs/ablation.md`. A gain is what the whole pipeline has over a row,",
        "with its 95% bootstrap interval, paired by question. A piece of evidence is found by a result, or one of its",
        "other places, that covers half of it. Milliseconds are the median of a search, the question embedded already.",
        "The last row is what the service does: where several positions are asked for, each is searched for by itself",
        "and they take turns; its milliseconds have the embedding in them.",
        "",
        f"| {title} | recall@5 | gain | recall@10 | gain | MRR | gain | words in ten | ms |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for number, row in enumerate(rows):
        cells = [row.name]
        for measure in MEASURES:
            figure, gain = row.figures[measure], row.gains[measure]
            cells.append(f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})")
            cells.append(f"{gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})" if number else "")
        lines.append(f"| {' | '.join(cells)} | {row.words:.0f} | {row.milliseconds:.1f} |")
    return "\n".join(lines) + "\n"


def _cells(values: Sequence[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.asarray([(value, 1.0) for value in values], dtype=np.float64)
