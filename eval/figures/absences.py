"""Is what the documents do not say stated, and only that?

`not_stated` and `coverage` are fields of newer bodies: where a body has none, a figure on it is undefined, never 0.
"""

from __future__ import annotations

from eval.cases import Case
from eval.figures.figure import UNDEFINED, Cell, once, pooled
from eval.gold_set import QuestionType
from eval.phrases import same_speaker


def absence_stated(case: Case) -> Cell:
    """Absences of the gold set that the body states, pooled.

    A near miss is one absence, stated by a sentence in `not_stated`; so is each organisation that the question lists as
    `silent`, stated by its `silent` in `coverage`.
    """
    if case.answer is None:
        return UNDEFINED
    stated = wanted = 0
    if case.question.type is QuestionType.UNANSWERABLE and case.answer.not_stated is not None:
        wanted += 1
        stated += bool(case.answer.not_stated)
    if case.answer.coverage is not None:
        wanted += len(case.question.silent)
        stated += sum(_called_silent(case, name) is True for name in case.question.silent)
    return pooled(stated, wanted)


def near_miss_owned(case: Case) -> Cell:
    """Of near misses: whether it was refused, or answered with a sentence on what is not stated."""
    if case.answer is None or case.question.type is not QuestionType.UNANSWERABLE:
        return UNDEFINED
    return once(float(not case.answer.answered or bool(case.answer.not_stated)))


def absence_false(case: Case) -> Cell:
    """Of answers that say every gold fact: whether they call something not stated all the same."""
    if case.answer is None or not case.answered or case.answer.not_stated is None:
        return UNDEFINED
    said = case.facts_said()
    return once(float(bool(case.answer.not_stated))) if said and all(said) else UNDEFINED


def silence_false(case: Case) -> Cell:
    """Speakers of the gold evidence whom `coverage` calls silent, of those it lists, pooled."""
    if case.answer is None or case.answer.coverage is None:
        return UNDEFINED
    speakers = sorted({item.speaker for item in case.question.evidence})
    known = [called for speaker in speakers if (called := _called_silent(case, speaker)) is not None]
    return pooled(sum(known), len(known))


def _called_silent(case: Case, name: str) -> bool | None:
    """Whether the body calls the organisation silent; None where it does not list it."""
    assert case.answer is not None
    listed = [entry for entry in case.answer.coverage or () if same_speaker(entry.organisation, name)]
    return listed[0].silent if listed else None
