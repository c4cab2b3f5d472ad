"""Is the question taken as it was meant?"""

from __future__ import annotations

from eval.cases import Case
from eval.figures.figure import UNDEFINED, Cell, once
from eval.phrases import plain


def follow_up_left_alone(case: Case) -> Cell:
    """Of questions with a history that stand alone (gold `stands_alone`): whether no word of the history is put in."""
    return left_alone(case) if case.question.history and case.question.stands_alone else UNDEFINED


def left_alone(case: Case) -> Cell:
    """Whether a question after a history was taken as it stands.

    `understood.changes` tells; in a body without it, whether `standalone_question` is the question as it was typed.
    """
    if case.answer is None:
        return UNDEFINED
    if case.answer.changes is not None:
        return once(float("history" not in case.answer.changes))
    if not case.answer.standalone_question:
        return UNDEFINED
    return once(float(plain(case.answer.standalone_question) == plain(case.question.question)))
