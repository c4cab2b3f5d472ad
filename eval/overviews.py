"""Overviews measured: the share of the topics that a reader wants named, and how many words it takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import GoldError
from eval.asker import Asker, Json
from eval.gold_set import Fact, Split
from eval.phrases import contains

PACKAGED_OVERVIEWS = Path(__file__).resolve().parent / "gold" / "overviews.jsonl"
PACKAGED_LISTS = PACKAGED_OVERVIEWS.with_name("lists.jsonl")
SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class OverviewQuestion:
    """A question for an overview; `corpus` is "shipped" or a folder under tests/, `topics` what is to be named."""

    id: str
    split: Split
    corpus: str
    kind: str
    question: str
    topics: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class OverviewScore:
    """One overview as given: `named` tells of each topic whether it stands in the answer."""

    question: OverviewQuestion
    form: str
    words: int
    named: tuple[bool, ...]

    @property
    def share(self) -> float:
        """The share of the topics that the answer names; 0 where the reply is not an overview."""
        return sum(self.named) / len(self.named) if self.form == "overview" else 0.0

    @property
    def missing(self) -> list[str]:
        return [topic.fact for topic, named in zip(self.question.topics, self.named, strict=True) if not named]


def load_overviews(path: Path = PACKAGED_OVERVIEWS) -> tuple[OverviewQuestion, ...]:
    """The questions of a file, one JSON object a line. Raises GoldError where a line cannot be read."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            topics = tuple(Fact(topic["fact"], tuple(topic["any_of"])) for topic in row["topics"])
            questions.append(
                OverviewQuestion(row["id"], Split(row["split"]), row["corpus"], row["kind"], row["question"], topics)
            )
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path}, line {number}: not a question for an overview ({error!r})") from error
        if not topics:
            raise GoldError(f"{path}, line {number}: no topics")
    return tuple(questions)


def score(question: OverviewQuestion, body: Json) -> OverviewScore:
    """What the answer `body` to a question names."""
    answer = str(body["answer"])
    named = tuple(any(contains(answer, form) for form in topic.any_of) for topic in question.topics)
    return OverviewScore(question, str(body.get("form", "answer")), len(answer.split()), named)


def measure(asker: Asker, questions: Iterable[OverviewQuestion]) -> list[OverviewScore]:
    """The questions put to a service that serves their corpus."""
    return [score(question, asker.ask({"question": question.question})) for question in questions]


def taken_for_overviews(asker: Asker, questions: Iterable[str]) -> list[str]:
    """Those of some ordinary questions that get an overview, which they should not."""
    return [question for question in questions if asker.ask({"question": question}).get("form") == "overview"]


def mean_share(scores: Sequence[OverviewScore]) -> float:
    """The mean share of topics named; NaN for no overviews."""
    return sum(item.share for item in scores) / len(scores) if scores else float("nan")
