"""The gold set: questions with the evidence, the facts and the side that a right answer has. One JSON object a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import GoldError
from corpus.models import Role, Side, Span
from eval.errors import EvaluationError

PACKAGED_GOLD = Path(__file__).resolve().parent / "gold" / "questions.jsonl"


class QuestionType(StrEnum):
    """What kind of question it is; the last two are the ones to refuse."""

    NUMBER = "number"
    FACT = "fact"
    LIST = "list"
    DEFINITION = "definition"
    REASON = "reason"
    POSITION = "position"
    RECOMMENDATION = "recommendation"
    COMPARISON = "comparison"
    WHO_SAID_WHAT = "who-said-what"
    FALSE_PREMISE = "false-premise"
    FOLLOW_UP = "follow-up"
    UNANSWERABLE = "unanswerable"
    OUT_OF_DOMAIN = "out-of-domain"


class Split(StrEnum):
    """`dev` is for tuning, `test` is touched only to report."""

    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of evidence stands: `quote` is the canonical text at `span`, white space squeezed."""

    document_id: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a right answer rests on, with every place that says it; any one of them will do."""

    side: Side
    speaker: str
    role: Role
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a right answer says; `any_of` are the wordings accepted."""

    fact: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A gold question; unanswerable ones have no evidence, no facts and a `reason`.

    `silent` names organisations that say nothing on its subject; `stands_alone` marks one that needs no history.
    """

    id: str
    question: str
    type: QuestionType
    split: Split
    answerable: bool
    reason: str | None
    sides: frozenset[Side]
    history: tuple[Turn, ...]
    evidence: tuple[Evidence, ...]
    facts: tuple[Fact, ...]
    silent: tuple[str, ...] = ()
    stands_alone: bool = False

    def request(self) -> dict[str, Any]:
        """The body to send to ``POST /v1/ask``."""
        body: dict[str, Any] = {"question": self.question}
        if self.history:
            body["history"] = [{"question": turn.question, "answer": turn.answer} for turn in self.history]
        return body


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The questions in file order and the SHA-256 of the file they came from."""

    questions: tuple[Question, ...]
    sha256: str

    def of_split(self, split: Split | None) -> GoldSet:
        """Only the questions of one split; all of them for None."""
        if split is None:
            return self
        return GoldSet(tuple(question for question in self.questions if question.split is split), self.sha256)


def split_of(question_id: str) -> Split:
    """The split that an id falls into, by its hash, so that nobody chooses what is held out."""
    digest = hashlib.sha256(question_id.encode("utf-8")).digest()
    return Split.DEV if digest[-1] % 2 == 0 else Split.TEST


def load_gold(path: Path) -> GoldSet:
    """The gold set in `path`. Raises GoldError naming the question for anything missing, unknown or malformed."""
    data, rows = read_rows(path)
    return GoldSet(tuple(question_from(row, where) for row, where in rows), hashlib.sha256(data).hexdigest())


def questions_of(path: Path, split: str) -> GoldSet:
    """The questions in `path` of a split: dev, test or all. Raises EvaluationError for another name or no question."""
    if split not in ("all", *Split):
        raise EvaluationError(f"unknown split {split!r}; it is dev, test or all")
    chosen = load_gold(path).of_split(None if split == "all" else Split(split))
    if not chosen.questions:
        raise EvaluationError(f"{path} has no question in split {split}")
    return chosen


def read_rows(path: Path) -> tuple[bytes, list[tuple[dict[str, Any], str]]]:
    """The file's bytes and its JSON objects, each with words that say where it stands."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise GoldError(f"gold set {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"gold set {path} is not UTF-8 (byte {error.start})") from error
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path.name} line {number} is not JSON: {error.msg}") from error
        if not isinstance(row, dict):
            raise GoldError(f"{path.name} line {number} is not a JSON object")
        rows.append((row, f"{path.name} line {number}, question {row.get('id')!r}"))
    if not rows:
        raise GoldError(f"gold set {path} holds no question")
    return data, rows


def question_from(row: Mapping[str, Any], where: str) -> Question:
    """A question from its JSON. Raises GoldError that starts with `where`."""
    try:
        question_id = _text(row, "id")
        return Question(
            id=question_id,
            question=_text(row, "question"),
            type=QuestionType(row["type"]),
            split=Split(row["split"]) if row.get("split") else split_of(question_id),
            answerable=_flag(row, "answerable"),
            reason=row.get("reason"),
            sides=frozenset(Side(side) for side in row.get("sides", [])),
            history=tuple(
                Turn(_text(turn, "question"), str(turn.get("answer", ""))) for turn in row.get("history", [])
            ),
            evidence=tuple(_evidence(item) for item in row.get("evidence", [])),
            facts=tuple(
                Fact(_text(item, "fact"), tuple(str(form) for form in item["any_of"])) for item in row.get("facts", [])
            ),
            silent=tuple(str(name) for name in row.get("silent", [])),
            stands_alone="stands_alone" in row and _flag(row, "stands_alone"),
        )
    except KeyError as error:
        raise GoldError(f"{where}: {error.args[0]} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise GoldError(f"{where}: {error}") from error


def dump_rows(questions: Iterable[Question]) -> str:
    """The questions as the lines of a gold file."""
    return "".join(json.dumps(_row(question), ensure_ascii=False) + "\n" for question in questions)


def _evidence(item: Mapping[str, Any]) -> Evidence:
    places = tuple(_place(place) for place in item["places"])
    if not places:
        raise ValueError("a piece of evidence has no place")
    return Evidence(Side(item["side"]), _text(item, "speaker"), Role(item["role"]), places)


def _place(place: Mapping[str, Any]) -> Place:
    if "start" not in place or "end" not in place:
        raise ValueError("a place has no offsets; `greenpaper eval resolve` finds them")
    return Place(_text(place, "document_id"), _text(place, "quote"), Span(int(place["start"]), int(place["end"])))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} must be a text that is not empty")
    return value


def _flag(row: Mapping[str, Any], key: str) -> bool:
    if not isinstance(row[key], bool):
        raise ValueError(f"{key} must be true or false")
    return bool(row[key])


def _row(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "split": question.split.value,
        "type": question.type.value,
        "question": question.question,
        "history": [{"question": turn.question, "answer": turn.answer} for turn in question.history],
        "answerable": question.answerable,
        "reason": question.reason,
        "sides": sorted(side.value for side in question.sides),
        "evidence": [
            {
                "side": item.side.value,
                "speaker": item.speaker,
                "role": item.role.value,
                "places": [
                    {"document_id": p.document_id, "quote": p.quote, "start": p.span.start, "end": p.span.end}
                    for p in item.places
                ],
            }
            for item in question.evidence
        ],
        "facts": [{"fact": fact.fact, "any_of": list(fact.any_of)} for fact in question.facts],
        **({"silent": list(question.silent)} if question.silent else {}),
        **({"stands_alone": True} if question.stands_alone else {}),
    }
