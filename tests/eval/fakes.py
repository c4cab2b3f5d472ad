"""A small corpus with its gold set, and a service whose quality a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from corpus.models import Role, Side, Span
from eval.asker import CallableAsker
from eval.cases import Case, answer_from, results_from
from eval.errors import AskerError
from eval.gold_set import (
    Evidence,
    Fact,
    GoldSet,
    Place,
    Question,
    QuestionType,
    Split,
    Turn,
    dump_rows,
    load_gold,
    split_of,
)
from eval.overlap import Rules

Json = dict[str, Any]
TOPICS = (
    "training", "buses", "pensions", "harbours", "libraries", "orchards", "bridges", "clinics", "museums",
    "schools", "tariffs", "canals", "forests", "ferries", "mills", "markets", "quarries", "gardens", "theatres",
    "stations",
)  # fmt: skip
SPEAKERS = {"plan": "The Ministry", "reply": "The Guild"}
SIDES = {"plan": Side.GOVERNMENT, "reply": Side.STAKEHOLDER}


def _paragraph(document_id: str, number: int, topic: str) -> str:
    if document_id == "plan":
        return (
            f"{number}. We will spend £{number + 10} million on {topic} by next spring.\nThe money for {topic} is new."
        )
    asked = f"Members asked for {number + 30} more inspectors of {topic}."
    return f"{number}. We doubt that the sum for {topic} will last.\n{asked}"


TEXTS = {
    name: "\n\n".join(_paragraph(name, number, topic) for number, topic in enumerate(TOPICS, start=1)) + "\n"
    for name in SPEAKERS
}


def span_of(document_id: str, words: str) -> Span:
    start = TEXTS[document_id].index(words)
    return Span(start, start + len(words))


def paragraph_spans(document_id: str) -> list[Span]:
    return [
        span_of(document_id, _paragraph(document_id, number, topic)) for number, topic in enumerate(TOPICS, start=1)
    ]


def place(document_id: str, words: str) -> Place:
    return Place(document_id, words, span_of(document_id, words))


def evidence(document_id: str, words: str) -> Evidence:
    return Evidence(SIDES[document_id], SPEAKERS[document_id], Role.AUTHOR, (place(document_id, words),))


def question(question_id: str, **changes: Any) -> Question:
    """An answerable question about the sum for training, changed as asked."""
    fields: Json = {
        "id": question_id,
        "question": f"How much goes to that first thing, {question_id}?",
        "type": QuestionType.NUMBER,
        "split": split_of(question_id),
        "answerable": True,
        "reason": None,
        "sides": frozenset({Side.GOVERNMENT}),
        "history": (),
        "evidence": (evidence("plan", "We will spend £11 million on training by next spring."),),
        "facts": (Fact("£11 million", ("£11 million", "11 million pounds")),),
    }
    return Question(**{**fields, **changes})


def unanswerable(question_id: str, kind: QuestionType = QuestionType.UNANSWERABLE) -> Question:
    reason = "off_topic" if kind is QuestionType.OUT_OF_DOMAIN else "not_in_corpus"
    return question(question_id, type=kind, answerable=False, reason=reason, sides=frozenset(), evidence=(), facts=())


def gold_questions() -> list[Question]:
    """Two score and more questions: one on each paragraph, some on both sides, some not to be answered."""
    rows = []
    for number, topic in enumerate(TOPICS, start=1):
        sum_ = evidence("plan", f"We will spend £{number + 10} million on {topic} by next spring.")
        asked = evidence("reply", f"Members asked for {number + 30} more inspectors of {topic}.")
        rows.append(
            question(
                f"sum-{topic}",
                question=f"What is put into {topic}?",
                evidence=(sum_,),
                facts=(Fact("the sum", (f"£{number + 10} million",)),),
            )
        )
        rows.append(
            question(
                f"inspectors-{topic}",
                question=f"Do guild folk want {topic} looked at?",
                type=QuestionType.POSITION,
                sides=frozenset({Side.STAKEHOLDER}),
                evidence=(asked,),
                facts=(Fact("inspectors", (f"{number + 30} more inspectors",)),),
            )
        )
        if number % 4 == 0:
            rows.append(
                question(
                    f"both-{topic}",
                    question=f"Set the two sides on {topic} against each other.",
                    type=QuestionType.COMPARISON,
                    sides=frozenset({Side.GOVERNMENT, Side.STAKEHOLDER}),
                    evidence=(sum_, asked),
                    facts=(Fact("the sum", (f"£{number + 10} million",)), Fact("inspectors", ("more inspectors",))),
                )
            )
    rows.append(
        question(
            "again", type=QuestionType.FOLLOW_UP, question="How much?", history=(Turn("Is training paid for?", "Yes."),)
        )
    )
    rows += [unanswerable(f"nothing-{n}") for n in range(6)]
    rows += [unanswerable(f"weather-{n}", QuestionType.OUT_OF_DOMAIN) for n in range(3)]
    return rows


def write_gold(path: Path, questions: list[Question] | None = None) -> GoldSet:
    rows = questions or gold_questions()
    path.write_text(dump_rows(rows), encoding="utf-8")
    return load_gold(path)


class FakeService:
    """Answers the gold questions; `rank_of` says where a question's evidence stands among the results, from 1.

    Evidence within the first five is cited and said. `fails` are ids whose asking fails so many `times`.
    """

    def __init__(
        self,
        questions: list[Question] | None = None,
        rank_of: Callable[[Question], int] = lambda _: 1,
        *,
        fails: frozenset[str] = frozenset(),
        times: int = 10**9,
        retryable: bool = False,
        answers_anything: bool = False,
        facts: Json | None = None,
    ) -> None:
        self.questions = questions or gold_questions()
        self.rank_of = rank_of
        self.fails, self.times, self.retryable = fails, times, retryable
        self.answers_anything = answers_anything
        self.facts = facts or {}
        self.asked: list[str] = []

    def asker(self) -> CallableAsker:
        return CallableAsker("in-process", self.ask, self.search, lambda: TEXTS, self.facts)

    def ask(self, body: Mapping[str, Any]) -> Json:
        found = next(q for q in self.questions if q.request() == dict(body))
        self.asked.append(found.id)
        if found.id in self.fails and self.times > 0:
            self.times -= 1
            raise AskerError("the service is away", retryable=self.retryable)
        standalone = f"standalone {found.id}"
        if not found.answerable and not self.answers_anything:
            return {**_refusal(found), "standalone_question": standalone}
        places = [item.places[0] for item in found.evidence] if self.rank_of(found) <= 5 else []
        if not places:
            places = [place("plan", "The money for stations is new.")]
        citations = [citation(n, p.document_id, p.quote) for n, p in enumerate(places, start=1)]
        return {
            "question": found.question,
            "standalone_question": standalone,
            "answered": True,
            "reason": None,
            "answer": "See below.",
            "positions": [
                {
                    "side": c["side"],
                    "organisation": SPEAKERS[c["document_id"]],
                    "statements": [{"text": c["quote"], "citations": [c["number"]]}],
                }
                for c in citations
            ],
            "citations": citations,
            "related": [],
            "confidence": 0.9 if self.rank_of(found) <= 5 else 0.3,
        }

    def search(self, params: Mapping[str, Any]) -> Json:
        found = next(q for q in self.questions if params["q"] in (q.question, f"standalone {q.id}"))
        wanted = [item.places[0].span for item in found.evidence]
        on_gold, others = [], []
        for name in TEXTS:
            for span in paragraph_spans(name):
                holds = any(
                    item.places[0].document_id == name and span.overlaps(s)
                    for item, s in zip(found.evidence, wanted, strict=True)
                )
                (on_gold if holds else others).append(passage(name, span))
        rank = self.rank_of(found)
        ranked = others[: rank - 1] + on_gold + others[rank - 1 :]
        return {"results": ranked[: params["k"]]}


def passage(document_id: str, span: Span) -> Json:
    return {
        "passage_id": f"{document_id}-{span.start}",
        "document_id": document_id,
        "side": SIDES[document_id].value,
        "text": " ".join(TEXTS[document_id][span.start : span.end].split()),
        "spans": [[span.start, span.end]],
        "score": 1.0,
    }


def citation(number: int, document_id: str, words: str, **changes: Any) -> Json:
    span = span_of(document_id, words)
    return {
        "number": number,
        "passage_id": "p",
        "document_id": document_id,
        "side": SIDES[document_id].value,
        "voice": {"speaker": SPEAKERS[document_id], "role": "author"},
        "quote": words,
        "spans": [[span.start, span.end]],
        **changes,
    }


def answer_body(citations: list[Json], statements: list[tuple[str, str, list[int]]], **changes: Any) -> Json:
    """An answer with `statements` of (side, text, citation numbers)."""
    return {
        "answered": True,
        "reason": None,
        "answer": "",
        "positions": [
            {"side": side, "organisation": "x", "statements": [{"text": text, "citations": numbers}]}
            for side, text, numbers in statements
        ],
        "citations": citations,
        **changes,
    }


def case(asked: Question, body: Json | None, results: list[Json] | None = None, **changes: Any) -> Case:
    return Case(
        question=asked,
        answer=answer_from(body) if body is not None else None,
        results=results_from(results or []),
        texts=TEXTS,
        **{"rules": Rules(), **changes},
    )


def _refusal(found: Question) -> Json:
    return {
        "answered": False,
        "reason": found.reason,
        "answer": "The documents do not say.",
        "positions": [],
        "citations": [],
    }


def dev(questions: list[Question]) -> list[Question]:
    return [item for item in questions if item.split is Split.DEV]
