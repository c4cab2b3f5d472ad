"""A reading: answers set out for a person who judges each from 0 to 3, and what the judgements come to.

The rubric is in docs/evaluation.md. A sheet shows what a person would be shown and nothing of the gold set, so that the
reader judges as an adviser would. It is JSON lines, or Markdown where its name ends in ``.md``.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.asker import Asker
from eval.bootstrap import drawings, interval, ratio
from eval.cases import answer_from
from eval.errors import EvaluationError
from eval.figures.figure import UNDEFINED, cells_array, once
from eval.gold_set import Question, QuestionType
from eval.runs import write_text
from eval.scoring import number

Json = dict[str, Any]
SCORES = (0, 1, 2, 3)
WORST = 10
_SCORE = "Score (0 to 3):"
_HEADING = re.compile(r"^## \d+\. (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer to judge; `score` is None until a reader gives one of 0 to 3."""

    id: str
    question: str
    earlier: tuple[str, ...]
    lead: str
    statements: tuple[str, ...]
    not_stated: tuple[str, ...]
    score: int | None = None


def chosen(questions: Sequence[Question], count: int, seed: int) -> list[Question]:
    """At most `count` questions, the types taken in turn so that each is there; the same for the same seed."""
    chance = random.Random(seed)
    by_type = {kind: [q for q in questions if q.type is kind] for kind in QuestionType}
    for group in by_type.values():
        chance.shuffle(group)
    picked: list[Question] = []
    while len(picked) < count and any(by_type.values()):
        picked += [group.pop() for group in by_type.values() if group][: count - len(picked)]
    # In no order that tells the type.
    chance.shuffle(picked)
    return picked


def ask_sheets(
    asker: Asker, questions: Sequence[Question], on_answer: Callable[[object], None] = lambda _: None
) -> list[Sheet]:
    """A sheet of every question; raises what the asker raises."""
    sheets = []
    for question in questions:
        answer = answer_from(asker.ask(question.request()))
        sheets.append(
            Sheet(
                id=question.id,
                question=question.question,
                earlier=tuple(turn.question for turn in question.history),
                lead=answer.lead,
                statements=tuple(f"{s.organisation or s.side}: {_line(s.text)}" for s in answer.statements),
                not_stated=answer.not_stated or (),
            )
        )
        on_answer(question)
    return sheets


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Writes the sheets. Raises EvaluationError where a file is there, so that nobody's scores are lost."""
    if path.exists():
        raise EvaluationError(f"{path} exists already; name another file, so that no scores are lost")
    if path.suffix == ".md":
        text = "\n".join(_markdown(at, sheet) for at, sheet in enumerate(sheets, start=1))
    else:
        text = "".join(json.dumps(asdict(sheet), ensure_ascii=False) + "\n" for sheet in sheets)
    try:
        write_text(path, text)
    except OSError as error:
        raise EvaluationError(f"{path} cannot be written: {error.strerror}") from error


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets with their scores. Raises EvaluationError that names the sheet for a score that is not 0 to 3."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"reading {path} cannot be read: {error}") from error
    try:
        sheets = _from_markdown(text) if path.suffix == ".md" else [_sheet(json.loads(x)) for x in _lines(text)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"{path} is not a reading that `greenpaper eval reading --out` wrote: {error}") from error
    if not sheets:
        raise EvaluationError(f"{path} holds no answer to judge")
    return sheets


def summary(sheets: Sequence[Sheet]) -> Json:
    """Mean score with its interval, counts by score, and the worst ten. Raises EvaluationError where none is scored."""
    cells = cells_array([UNDEFINED if s.score is None else once(float(s.score)) for s in sheets], 2)
    scored = [sheet for sheet in sheets if sheet.score is not None]
    if not scored:
        raise EvaluationError("no answer has a score yet; give each one of 0, 1, 2 or 3")
    found = interval(cells, ratio, drawings(len(sheets)))
    worst = sorted(scored, key=lambda sheet: (sheet.score, sheet.id))[:WORST]
    return {
        "answers": len(sheets),
        "scored": len(scored),
        "mean": number(found.value),
        "low": number(found.low),
        "high": number(found.high),
        "counts": {str(score): sum(sheet.score == score for sheet in scored) for score in SCORES},
        "worst": [
            {"id": s.id, "question": s.question, "lead": s.lead, "score": s.score, "not_stated": list(s.not_stated)}
            for s in worst
        ],
    }


def _sheet(row: Mapping[str, Any]) -> Sheet:
    return Sheet(
        id=str(row["id"]),
        question=str(row["question"]),
        earlier=tuple(row.get("earlier", ())),
        lead=str(row["lead"]),
        statements=tuple(row.get("statements", ())),
        not_stated=tuple(row.get("not_stated", ())),
        score=_score(str(row["id"]), row.get("score")),
    )


def _score(sheet: str, value: object) -> int | None:
    if value is None or value == "":
        return None
    try:
        return {str(score): score for score in SCORES}[str(value).strip()]
    except KeyError:
        raise EvaluationError(f"the score of {sheet} is {value!r}; it is 0, 1, 2 or 3") from None


def _markdown(at: int, sheet: Sheet) -> str:
    lines = [f"## {at}. {sheet.id}", ""]
    lines += [f"- Earlier: {_line(question)}" for question in sheet.earlier]
    lines += [f"- Question: {_line(sheet.question)}", f"- Read first: {_line(sheet.lead)}"]
    lines += [f"- Not stated: {_line(sentence)}" for sentence in sheet.not_stated]
    lines += [f"- Statement: {_line(statement)}" for statement in sheet.statements]
    return "\n".join([*lines, "", f"{_SCORE} {'' if sheet.score is None else sheet.score}".rstrip(), ""])


def _from_markdown(text: str) -> list[Sheet]:
    parts = _HEADING.split(text)
    sheets = []
    for sheet_id, body in zip(parts[1::2], parts[2::2], strict=True):
        score = next(line for line in body.split("\n") if line.startswith(_SCORE))
        sheets.append(
            Sheet(
                id=sheet_id,
                question=_items(body, "Question")[0],
                earlier=_items(body, "Earlier"),
                lead=_items(body, "Read first")[0],
                statements=_items(body, "Statement"),
                not_stated=_items(body, "Not stated"),
                score=_score(sheet_id, score.removeprefix(_SCORE).strip()),
            )
        )
    return sheets


def _items(body: str, name: str) -> tuple[str, ...]:
    start = f"- {name}: "
    return tuple(line.removeprefix(start).strip() for line in body.split("\n") if f"{line} ".startswith(start))


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
