"""SQuAD 2.0 as open retrieval: all paragraphs are one corpus; is the paragraph, the answer, the sentence found?

Data: P. Rajpurkar, R. Jia, P. Liang, "Know What You Don't Know: Unanswerable Questions for SQuAD" (ACL 2018). Only the
answerable questions are asked here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvaluationError
from eval.external_chunking import Range

MEASURES = ("paragraph@1", "paragraph@5", "answer@1", "answer@5", "answer@10", "mrr", "sentence")


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question with its article, the range of its paragraph in it, and the ranges of the accepted answers."""

    text: str
    article: str
    paragraph: Range
    answers: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage retrieved: its article and ranges, and the ranges of its sentence that matches the question best."""

    article: str
    ranges: tuple[Range, ...]
    sentence: tuple[Range, ...]


Retrieve = Callable[[str, int], Sequence[Hit]]


def load_squad(path: Path, every: int = 1) -> tuple[dict[str, str], list[SquadQuestion]]:
    """Articles by title, paragraphs parted by a blank line, and each `every`-th answerable question.

    Raises EvaluationError where the file is missing or is not SQuAD's format.
    """
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    except (OSError, ValueError, KeyError) as error:
        raise EvaluationError(f"SQuAD cannot be read from {path}: {error}") from error
    texts: dict[str, str] = {}
    questions: list[SquadQuestion] = []
    for article in articles:
        text = ""
        for paragraph in article["paragraphs"]:
            start = len(text)
            text += paragraph["context"] + "\n\n"
            for qa in paragraph["qas"]:
                if not qa["is_impossible"]:
                    spans = {
                        (start + a["answer_start"], start + a["answer_start"] + len(a["text"])) for a in qa["answers"]
                    }
                    place = (start, start + len(paragraph["context"]))
                    questions.append(SquadQuestion(qa["question"], article["title"], place, tuple(sorted(spans))))
        texts[article["title"]] = text
    return texts, questions[::every]


def score_question(question: SquadQuestion, hits: Sequence[Hit]) -> dict[str, float]:
    """1 or 0 for each measure, and the reciprocal rank of the first passage that holds an answer."""
    of_paragraph = [_in_paragraph(question, hit) for hit in hits]
    holding = [_holds(question, hit.article, hit.ranges) for hit in hits]
    first = next((rank for rank, right in enumerate(holding, 1) if right), None)
    return {
        "paragraph@1": float(any(of_paragraph[:1])),
        "paragraph@5": float(any(of_paragraph[:5])),
        "answer@1": float(any(holding[:1])),
        "answer@5": float(any(holding[:5])),
        "answer@10": float(any(holding[:10])),
        "mrr": 1.0 / first if first else 0.0,
        "sentence": float(bool(hits) and _holds(question, hits[0].article, hits[0].sentence)),
    }


def _in_paragraph(question: SquadQuestion, hit: Hit) -> bool:
    start, end = question.paragraph
    return hit.article == question.article and any(s < end and start < e for s, e in hit.ranges)


def _holds(question: SquadQuestion, article: str, ranges: Sequence[Range]) -> bool:
    return article == question.article and any(s <= a and b <= e for a, b in question.answers for s, e in ranges)
