"""Proof of a gold set: every quote, offset and id, and whether a question merely copies its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import QuoteError
from corpus.manifest import load_manifest, read_document
from corpus.quotes import verify_quote
from eval.gold_set import GoldSet, Question, QuestionType, split_of
from eval.phrases import contains, content_words, count_words, plain

COPIED_SHARE = 0.8
COPIED_RUN = 8
COPY_MINIMUM = 4
LONGEST_QUOTE = 90
REASONS = frozenset({"not_in_corpus", "off_topic", "unclear"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What validation found: `problems` make a set invalid; `copies` are questions in their evidence's own words and
    `repeats` pairs of questions about the very same evidence, for a person to judge."""

    gold: GoldSet
    problems: tuple[str, ...]
    copies: tuple[str, ...]
    repeats: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        questions = self.gold.questions
        evidence = [item for question in questions for item in question.evidence]
        return {
            "valid": not self.problems,
            "questions": len(questions),
            "by_type": _counted(question.type.value for question in questions),
            "by_side": _counted(side.value for question in questions for side in question.sides),
            "by_split": _counted(question.split.value for question in questions),
            "by_split_and_type": {
                split: _counted(q.type.value for q in questions if q.split == split) for split in ("dev", "test")
            },
            "evidence_sides": _counted(item.side.value for item in evidence),
            "roles": _counted(item.role.value for item in evidence),
            "documents": _counted(place.document_id for item in evidence for place in item.places),
            "answerable": sum(question.answerable for question in questions),
            "unanswerable": sum(not question.answerable for question in questions),
            "with_history": sum(bool(question.history) for question in questions),
            "both_sides": sum(len(question.sides) > 1 for question in questions),
            "evidence": len(evidence),
            "places": sum(len(item.places) for item in evidence),
            "facts": sum(len(question.facts) for question in questions),
            "problems": list(self.problems),
            "copies": list(self.copies),
            "repeats": list(self.repeats),
            "sha256": self.gold.sha256,
        }


def corpus_texts(corpus: Path) -> dict[str, str]:
    """Canonical text by document id of the corpus in the folder `corpus`."""
    manifest = load_manifest(corpus)
    return {entry.id: read_document(manifest.root, entry).text for entry in manifest.documents}


def prove(gold: GoldSet, texts: Mapping[str, str]) -> Proof:
    """Checks every question against the canonical `texts` by document id."""
    problems: list[str] = []
    seen: set[str] = set()
    asked: dict[tuple[str, ...], str] = {}
    for question in gold.questions:
        if question.id in seen:
            problems.append(f"question {question.id!r}: the id is used twice")
        seen.add(question.id)
        key = (plain(question.question), *(plain(turn.question) for turn in question.history))
        if key in asked:
            problems.append(f"question {question.id!r}: asks the same as {asked[key]!r}")
        asked[key] = question.id
        problems += [f"question {question.id!r}: {problem}" for problem in _problems(question, texts)]
    copies = tuple(f"question {q.id!r}: {why}" for q in gold.questions if (why := copied(q)))
    return Proof(gold, tuple(problems), copies, tuple(_repeats(gold.questions)))


def copied(question: Question) -> str | None:
    """Why the question is a copy of its evidence: nearly all its words, or a long run of them, stand there."""
    if question.type is QuestionType.DEFINITION or not question.evidence:
        return None
    quotes = [place.quote for item in question.evidence for place in item.places]
    words = set(content_words(question.question))
    there = set(content_words(" ".join(quotes)))
    if len(words) >= COPY_MINIMUM and len(words & there) > COPIED_SHARE * len(words):
        return f"{len(words & there)} of its {len(words)} content words stand in its evidence; reword it"
    run = re.findall(r"\w+", plain(question.question))
    evidence = [" ".join(re.findall(r"\w+", plain(quote))) for quote in quotes]
    for start in range(len(run) - COPIED_RUN + 1):
        phrase = " ".join(run[start : start + COPIED_RUN])
        if any(f" {phrase} " in f" {text} " for text in evidence):
            return f"it repeats {phrase!r} from its evidence; reword it"
    return None


def _repeats(questions: Sequence[Question]) -> Iterator[str]:
    """Pairs of questions all of whose evidence is the other's too: they would count one thing twice."""
    known = [question for question in questions if question.evidence]
    for number, first in enumerate(known):
        for second in known[number + 1 :]:
            if _within(first, second) and _within(second, first):
                yield f"questions {first.id!r} and {second.id!r} rest on the same evidence"


def _within(first: Question, second: Question) -> bool:
    return all(
        any(
            place.document_id == other.document_id and place.span.overlaps(other.span)
            for place in item.places
            for match in second.evidence
            for other in match.places
        )
        for item in first.evidence
    )


def _problems(question: Question, texts: Mapping[str, str]) -> Iterator[str]:
    refused = (QuestionType.UNANSWERABLE, QuestionType.OUT_OF_DOMAIN)
    if question.answerable == (question.type in refused):
        yield f"type {question.type.value!r} does not go with answerable {question.answerable}"
    if question.type is QuestionType.FOLLOW_UP and not question.history:
        yield "a follow-up needs a history"
    if question.split is not split_of(question.id):
        yield f"split {question.split.value!r} is not the one of its id's hash, {split_of(question.id).value!r}"
    if not question.answerable:
        if question.evidence or question.facts:
            yield "an unanswerable question has no evidence and no facts"
        if question.reason not in REASONS:
            yield f"reason {question.reason!r} is none of {', '.join(sorted(REASONS))}"
        return
    if not question.evidence:
        yield "an answerable question needs evidence"
    if not question.facts:
        yield "an answerable question needs facts"
    if question.sides != {item.side for item in question.evidence}:
        yield "its sides are not those of its evidence"
    if question.type is QuestionType.COMPARISON and len(question.sides) < 2:
        yield "a comparison needs evidence of both sides"
    for item in question.evidence:
        for place in item.places:
            text = texts.get(place.document_id)
            if text is None:
                yield f"unknown document {place.document_id!r}"
                continue
            try:
                verify_quote(text, [place.span], place.quote)
            except QuoteError as error:
                yield str(error)
            if count_words(place.quote) > LONGEST_QUOTE:
                yield f"the quotation {place.quote[:40]!r} is longer than {LONGEST_QUOTE} words"
    quotes = [place.quote for item in question.evidence for place in item.places]
    for fact in question.facts:
        if not any(contains(quote, form) for quote in quotes for form in fact.any_of):
            yield f"no wording of the fact {fact.fact!r} stands in its evidence"


def _counted(values: Iterator[str] | Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
