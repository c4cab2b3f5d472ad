"""The consultation's own questions as they are asked: all of them, those of a chapter, or those on a topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.index import Index
from corpus.models import BlockKind, ConsultationQuestion
from service import wording
from service.answering.display import tidy
from service.overviews.lines import Line, Piece
from service.overviews.of_list import Forms, speaks_of
from service.overviews.phrases import has_phrase


def lines_of_questions(index: Index, questions: Sequence[ConsultationQuestion]) -> list[Line]:
    """A line a question, in order, with its number where its own words do not begin with it."""
    lines = []
    for question in questions:
        passages = (index.passages.at(row) for row in index.passages.rows_of_document(question.document_id))
        passage = next(
            (
                p
                for p in passages
                if p.block is BlockKind.QUESTION
                and p.sentences
                and any(a.overlaps(b) for a in p.spans for b in question.spans)
            ),
            None,
        )
        if passage is not None:
            topic = wording.OVERVIEW_QUESTION.format(number=question.number)
            topic = "" if tidy(passage.text).startswith(topic) else topic
            lines.append(Line(topic, (Piece(passage, tuple(range(len(passage.sentences)))),)))
    return lines


def questions_of(index: Index, document: str, chapter: str | None = None) -> list[ConsultationQuestion]:
    """The questions that a document asks, or one of its chapters, by its heading."""
    return [q for q in index.questions if q.document_id == document and chapter in (None, *q.section[:1])]


def on_topic(
    questions: Sequence[ConsultationQuestion], names: Sequence[str], forms: Forms
) -> list[ConsultationQuestion]:
    """Questions that have, or stand under a heading that has, one of a topic's `names` to the letter.

    Where none has, those with the name in any inflection, and then those with nearly all of its words.
    """
    tests: tuple[Callable[[str], bool], ...] = (
        lambda text: any(_has_letters(text, name) for name in names),
        lambda text: any(has_phrase(text, name) for name in names),
        lambda text: speaks_of(text, forms),
    )
    for test in tests:
        if any(test(question.text) for question in questions):
            return [q for q in questions if test(q.text) or any(map(test, q.section))]
    return [q for q in questions if any(map(tests[1], q.section))]


def _has_letters(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
