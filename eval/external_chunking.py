"""The chunking benchmark: how much of what answers a question is retrieved, and how much else comes with it.

Data and measures of B. Smith and A. Troynikov, "Evaluating Chunking Strategies for Retrieval" (Chroma, 2024): over
characters, recall is relevant retrieved over relevant, precision relevant retrieved over retrieved, and IoU their
intersection over their union; what is retrieved twice counts once.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvaluationError

Range = tuple[int, int]
Retrieve = Callable[[str, int], Sequence[Sequence[Range]]]
"""From a question and k to the character ranges of each of the k best chunks."""

MEASURES = ("recall", "precision", "iou")


@dataclass(frozen=True, slots=True)
class ChunkingQuestion:
    """A question with the ranges of its corpus's text that answer it."""

    text: str
    corpus: str
    references: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class ChunkingBenchmark:
    """The corpora by id, and the questions, each searched in its own corpus."""

    texts: dict[str, str]
    questions: tuple[ChunkingQuestion, ...]

    def of(self, corpus: str) -> list[ChunkingQuestion]:
        return [question for question in self.questions if question.corpus == corpus]


def load_chunking(folder: Path) -> ChunkingBenchmark:
    """The benchmark in `folder`. Raises EvaluationError where a file is missing or an excerpt is not at its offsets."""
    try:
        paths = sorted((folder / "corpora").glob("*.md"))
        texts = {path.stem: path.read_bytes().decode("utf-8") for path in paths}
        with (folder / "questions.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise EvaluationError(f"the chunking benchmark cannot be read: {error}") from error
    questions = []
    for number, row in enumerate(rows, 1):
        text = texts.get(row["corpus_id"])
        if text is None:
            raise EvaluationError(f"question {number} of the chunking benchmark names no corpus: {row['corpus_id']!r}")
        excerpts = json.loads(row["references"])
        if any(text[x["start_index"] : x["end_index"]] != x["content"] for x in excerpts):
            raise EvaluationError(f"question {number} of the chunking benchmark: an excerpt is not at its offsets")
        ranges = tuple((int(x["start_index"]), int(x["end_index"])) for x in excerpts)
        questions.append(ChunkingQuestion(row["question"], row["corpus_id"], ranges))
    return ChunkingBenchmark(texts, tuple(questions))


def score_question(question: ChunkingQuestion, retrieved: Iterable[Sequence[Range]]) -> dict[str, float]:
    """Recall, precision and IoU of the chunks retrieved, and how many characters they are."""
    relevant = _union(question.references)
    found = _union(piece for chunk in retrieved for piece in chunk)
    shared = _size(_intersection(relevant, found))
    wanted, got = _size(relevant), _size(found)
    return {
        "recall": shared / wanted,
        "precision": shared / got if got else 0.0,
        "iou": shared / (wanted + got - shared),
        "characters": float(got),
    }


def _union(ranges: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _intersection(a: Sequence[Range], b: Sequence[Range]) -> list[Range]:
    return [(max(s, t), min(e, f)) for s, e in a for t, f in b if max(s, t) < min(e, f)]


def _size(ranges: Iterable[Range]) -> int:
    return sum(end - start for start, end in ranges)
