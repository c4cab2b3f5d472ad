"""Questions with what the answerer gathers for them: features, and whether each passage and sentence is on the
evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document, Passage, Role, Span
from eval.gold_set import Evidence, GoldSet, Place
from eval.overlap import Extract, Rules, lies_on
from eval.training.written import answers_in_words
from service.answering.fusion import Candidate
from service.answering.refusal import refusal_features
from service.found import Filters
from service.opened import OpenIndex
from service.schemas import Turn

_OWN = Path(__file__).with_name("questions.jsonl")
_COVER = Rules().cover
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stands on its own with its evidence, if there is any."""

    id: str
    text: str
    kind: str
    answerable: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One part of a question with its candidates (n): features (n, f), which are on evidence (n,), and the same a
    sentence, as the scorer has read it and as it has compared it."""

    asked: Asked
    passages: Array
    on_evidence: Array
    sentences: tuple[Array, ...]
    compared: tuple[Array, ...]
    sentences_on_evidence: tuple[Array, ...]
    refusal: Array
    first: bool


def gold_questions(gold: GoldSet, opened: OpenIndex) -> list[Asked]:
    """The questions of a gold set, follow-ups as the service understands them."""
    return [
        Asked(
            question.id,
            opened.understanding.follow_ups.standalone(
                question.question, [Turn(question=t.question, answer=t.answer) for t in question.history]
            ),
            question.type.value,
            question.answerable,
            question.evidence,
        )
        for question in gold.questions
    ]


def own_questions() -> list[Asked]:
    """Questions on the corpus of which is known only whether it answers them."""
    rows = (json.loads(line) for line in _OWN.read_text(encoding="utf-8").splitlines())
    return [Asked(row["id"], row["question"], row["type"], row["answerable"], ()) for row in rows]


class Unread:
    """Leaves candidates as retrieval found them: what decides which of them the scorer reads is fitted on all."""

    def judged(self, question: str, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
        return list(candidates)


def written_questions(file: Path, opened: OpenIndex) -> list[Asked]:
    """Questions written on an invented consultation (`eval.training.written`), with the sentences that answer."""
    asked = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        evidence = []
        for document_id, sentence in answers_in_words(row, opened.documents):
            document = opened.documents[document_id]
            place = _place(document, sentence)
            if place is not None:
                evidence.append(Evidence(document.entry.side, document.entry.speaker, Role.AUTHOR, (place,)))
        if evidence or not row["a"]:
            kind = row["k"] if row["a"] else "unanswerable"
            asked.append(Asked(f"{file.stem}-{number}", row["q"], kind, bool(row["a"]), tuple(evidence)))
    return asked


def _place(document: Document, sentence: str) -> Place | None:
    """Where the words of a sentence stand in the canonical text, white space aside."""
    found = re.search(r"\s+".join(map(re.escape, sentence.split())), document.text)
    return Place(document.id, sentence, Span(*found.span())) if found else None


def examples_of(questions: Iterable[Asked], opened: OpenIndex) -> list[Example]:
    """What the answerer of an open index gathers for questions; one example for each part that has a candidate."""
    made: list[Example] = []
    for asked in questions:
        gathered = opened.gatherer.gather(asked.text, Filters())
        gaps = opened.accounts.gaps(asked.text, gathered, Filters())
        refusal = refusal_features(gathered, gaps).astype(np.float64)
        first = True
        for part in gathered.parts:
            if not part.candidates:
                continue
            wanted = [item for item in asked.evidence if part.part.side is None or item.side is part.part.side]
            made.append(_example(asked, part.candidates, wanted, refusal, first))
            first = False
        if first:
            made.append(_example(asked, (), (), refusal, True))
    return made


def _example(
    asked: Asked, candidates: Sequence[Candidate], wanted: Sequence[Evidence], refusal: Array, first: bool
) -> Example:
    passages = [candidate.evidence for candidate in candidates]
    return Example(
        asked,
        np.asarray([item.features for item in passages], dtype=np.float64),
        np.asarray([_on_any((item.passage, *item.found.also), wanted) for item in passages], dtype=np.float64),
        tuple(candidate.features.astype(np.float64) for candidate in candidates),
        tuple(candidate.compared.astype(np.float64) for candidate in candidates),
        tuple(
            np.asarray(
                [_lies(Extract(item.passage.document_id, s.spans), wanted) for s in item.passage.sentences],
                dtype=np.float64,
            )
            for item in passages
        ),
        refusal,
        first,
    )


def _on_any(passages: Sequence[Passage], wanted: Sequence[Evidence]) -> bool:
    return any(_lies(Extract(passage.document_id, passage.spans), wanted) for passage in passages)


def _lies(extract: Extract, wanted: Sequence[Evidence]) -> bool:
    return any(lies_on(extract, item, _COVER) for item in wanted)
