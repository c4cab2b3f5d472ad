"""The body of a refusal: why, what lies nearest, and how a rewording could help."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from service import wording
from service.answering.extractive import ExtractiveAnswerer
from service.answering.suggestions import rewordings
from service.draft import Verdict
from service.found import FoundPassage
from service.opened import OpenIndex
from service.presentation import found_body
from service.schemas import AnswerBody, AnswererBody

_RELATED = 4
_EXAMPLES = 3


def new_answer_id() -> str:
    return uuid.uuid4().hex


def refused_body(
    opened: OpenIndex,
    question: str,
    found: Sequence[FoundPassage],
    verdict: Verdict,
    answerer: AnswererBody | None = None,
) -> AnswerBody:
    """No answer: nothing is stated and nothing cited; only on the subject are passages and questions offered.

    `answerer` says who found that there is none, the extractive answerer unless it is given.
    """
    near = both_sides(found) if verdict.reason == "not_in_corpus" else []
    if verdict.reason == "off_topic":
        answer = wording.OFF_TOPIC.format(title=opened.index.title)
    elif verdict.reason == "unclear":
        answer = verdict.says or wording.UNCLEAR.format(asks_back=verdict.asks_back or wording.ASK_WHAT_ABOUT)
    else:
        answer = wording.NOT_IN_CORPUS if near else wording.NOTHING_CLOSE
    entries = {document.id: document.entry for document in opened.documents.values()}
    return AnswerBody(
        id=new_answer_id(),
        question=question,
        standalone_question=question,
        answered=False,
        reason=verdict.reason,
        answer=answer,
        positions=[],
        citations=[],
        related=[found_body(item, opened.documents) for item in near],
        answerer=answerer or AnswererBody(kind="extractive", model=ExtractiveAnswerer.model),
        timings_ms={},
        confidence=round(verdict.confidence, 3),
        suggestions=rewordings(near, entries),
    )


def help_body(opened: OpenIndex, question: str) -> AnswerBody:
    """What can be asked here, of whose words, with questions to begin with; nothing of the documents is stated."""
    examples = opened.suggestions()
    organisations = list(dict.fromkeys(document.entry.organisation for document in opened.documents.values()))
    who = "; ".join(organisations)
    sentence = wording.HELP if examples else wording.HELP_BARE
    quoted = " ".join(f"“{example}”" for example in examples[:_EXAMPLES])
    return AnswerBody(
        id=new_answer_id(),
        question=question,
        standalone_question=question,
        answered=True,
        reason=None,
        answer=sentence.format(title=opened.index.title, who=who, examples=quoted),
        positions=[],
        citations=[],
        related=[],
        answerer=AnswererBody(kind="extractive", model=ExtractiveAnswerer.model),
        timings_ms={},
        confidence=1.0,
        suggestions=examples,
        form="help",
    )


def both_sides(found: Sequence[FoundPassage]) -> list[FoundPassage]:
    """The nearest passages, the last of them from the other side where one side alone came first."""
    near = list(found[:_RELATED])
    sides = {item.passage.side for item in near}
    other = next((item for item in found[_RELATED:] if item.passage.side not in sides), None)
    return [*near[: _RELATED - 1], other] if other is not None and len(sides) == 1 else near
