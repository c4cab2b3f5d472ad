"""A case: a gold question with what the service answered and found, read tolerantly from the interface's JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.models import Span
from eval.gold_set import Question
from eval.overlap import Extract, Rules
from eval.phrases import contains


@dataclass(frozen=True, slots=True)
class Result:
    """A search result: its place and its length in words."""

    passage_id: str
    extract: Extract
    words: int
    side: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of an answer; `extract` is None where its document or spans make no sense."""

    number: int
    extract: Extract | None
    side: str
    speaker: str
    role: str
    quote: str
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement under the side of its position, with the numbers of the citations it carries.

    `reported` says that it stands with what others report of the government.
    """

    side: str
    organisation: str
    text: str
    citations: tuple[int, ...]
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer."""

    answered: bool
    reason: str | None
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    confidence: float
    standalone_question: str
    related: int = 0

    def citation(self, number: int) -> Citation | None:
        return next((citation for citation in self.citations if citation.number == number), None)

    def cited_by(self, statement: Statement) -> list[Citation]:
        """The citations of a statement; numbers that lead nowhere are left out."""
        found = (self.citation(number) for number in statement.citations)
        return [citation for citation in found if citation is not None]

    @property
    def units(self) -> list[str]:
        """Every text in which a fact may be said: the answer, its statements, the quotations."""
        texts = [self.text, *(s.text for s in self.statements), *(c.quote for c in self.citations)]
        return list(dict.fromkeys(text for text in texts if text.strip()))


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the figures of one question need; `answer` is None where asking failed."""

    question: Question
    answer: Answer | None
    results: tuple[Result, ...]
    texts: Mapping[str, str]
    rules: Rules = field(default_factory=Rules)
    ask_ms: float = math.nan
    search_ms: float = math.nan

    @property
    def answered(self) -> bool:
        return self.answer is not None and self.answer.answered

    def facts_said(self) -> list[bool]:
        """For each fact, whether one of its wordings stands in the answer."""
        units = self.answer.units if self.answer is not None and self.answered else []
        return [any(contains(unit, form) for form in fact.any_of for unit in units) for fact in self.question.facts]

    @property
    def right(self) -> bool:
        """A refusal of what cannot be answered; an answer that says at least the share `rules.right` of the facts."""
        if self.answer is None:
            return False
        if not self.question.answerable:
            return not self.answer.answered
        said = self.facts_said()
        return self.answered and bool(said) and sum(said) >= self.rules.right * len(said)


def answer_from(body: Mapping[str, Any]) -> Answer:
    """An answer from its JSON; what is missing or malformed reads as empty, so that it is scored and not skipped."""
    return Answer(
        answered=body.get("answered") is True,
        reason=_text(body, "reason") or None,
        text=_text(body, "answer"),
        statements=tuple(
            Statement(
                side=_text(position, "side"),
                organisation=_text(position, "organisation"),
                text=_text(statement, "text"),
                citations=tuple(n for n in _list(statement, "citations") if isinstance(n, int)),
                reported=position.get("reported") is True,
            )
            for position in _objects(body, "positions")
            for statement in _objects(position, "statements")
        ),
        citations=tuple(_citation(item) for item in _objects(body, "citations")),
        confidence=_number(body.get("confidence")),
        standalone_question=_text(body, "standalone_question"),
        related=len(_objects(body, "related")),
    )


def results_from(items: Sequence[Mapping[str, Any]]) -> tuple[Result, ...]:
    """Search results from their JSON, in order; one without sense in its place finds nothing but keeps its rank."""
    return tuple(
        Result(
            passage_id=_text(item, "passage_id"),
            extract=Extract(_text(item, "document_id"), _spans(item)),
            words=int(_number(item.get("words"), 0.0)) or len(_text(item, "text").split()),
            side=_text(item, "side"),
            text=_text(item, "text"),
        )
        for item in items
    )


def _citation(item: Mapping[str, Any]) -> Citation:
    spans = _spans(item)
    voice = item.get("voice")
    voice = voice if isinstance(voice, dict) else {}
    number = item.get("number")
    return Citation(
        number=number if isinstance(number, int) else -1,
        extract=Extract(_text(item, "document_id"), spans) if spans else None,
        side=_text(item, "side"),
        speaker=_text(voice, "speaker"),
        role=_text(voice, "role"),
        quote=_text(item, "quote"),
        reported=bool(_text(item, "reported_by")),
    )


def _spans(item: Mapping[str, Any]) -> tuple[Span, ...]:
    spans = []
    for pair in _list(item, "spans"):
        try:
            start, end = pair
            spans.append(Span(start, end))
        except (TypeError, ValueError):
            return ()
    return tuple(spans)


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _list(item: Mapping[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _objects(item: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [value for value in _list(item, key) if isinstance(value, dict)]


def _number(value: object, otherwise: float = math.nan) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise
