"""Questions with what the answerer gathers for them: features, and whether each passage and sentence is on the
evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.models import Passage
from eval.gold_set import Evidence, GoldSet
from eval.overlap import Extract, Rules, lies_on
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
    sentence."""

    asked: Asked
    passages: Array
    on_evidence: Array
    sentences: tuple[Array, ...]
    sentences_on_evidence: tuple[Array, ...]
    refusal: Array
    first: bool


def gold_questions(gold: GoldSet, opened: OpenIndex) -> list[Asked]:
    """The questions of a gold set, follow-ups as the service understands them."""
    return [
        Asked(
            question.id,
            opened.follow_ups.standalone(
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


def examples_of(questions: Iterable[Asked], opened: OpenIndex) -> list[Example]:
    """What the answerer of an open index gathers for questions; one example for each part that has a candidate."""
    made: list[Example] = []
    for asked in questions:
        gathered = opened.gatherer.gather(asked.text, Filters())
        refusal = refusal_features(gathered).astype(np.float64)
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
        tuple(item.sentences.astype(np.float64) for item in passages),
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
