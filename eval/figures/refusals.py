"""Does the service refuse what the documents do not answer, and only that?

Kept apart from quality: figures that punish a right refusal as a bad answer (RAGAS, ALCE) make a service look better
the more it invents. Selective answering after El-Yaniv and Wiener (2010).
"""

from __future__ import annotations

from eval.cases import Case
from eval.figures.figure import UNDEFINED, Cell, once, pooled
from eval.gold_set import QuestionType


def refusal(case: Case) -> Cell:
    """Of questions that cannot be answered: whether it was refused."""
    if case.answer is None or case.question.answerable:
        return UNDEFINED
    return once(float(not case.answer.answered))


def refusal_of(case: Case, kind: QuestionType) -> Cell:
    """Like `refusal`, for one type."""
    return refusal(case) if case.question.type is kind else UNDEFINED


def false_refusal(case: Case) -> Cell:
    """Of answerable questions: whether it was refused."""
    if case.answer is None or not case.question.answerable:
        return UNDEFINED
    return once(float(not case.answer.answered))


def answered_answerable(case: Case) -> Cell:
    """Of answerable questions: whether it was answered."""
    value, weight = false_refusal(case)
    return once(1 - value) if weight else UNDEFINED


def reason_accuracy(case: Case) -> Cell:
    """Of right refusals: whether the reason given is the gold one."""
    if case.answer is None or case.question.answerable or case.answer.answered:
        return UNDEFINED
    return once(float(case.answer.reason == case.question.reason))


def cited_beside_refusal(case: Case) -> Cell:
    """Of refusals: whether a statement or a citation stands beside it, which none may."""
    if case.answer is None or case.answer.answered:
        return UNDEFINED
    return once(float(bool(case.answer.citations or case.answer.statements)))


def errors(case: Case) -> Cell:
    """Whether asking failed."""
    return pooled(int(case.answer is None), 1)
