"""Does the answer say what a right answer says?

Nuggets as in TREC's RAG track (Pradeep et al., "AutoNuggetizer", 2024): strict counts a fact said or not, partial gives
half for a fact said in part. Matching is by accepted wordings (`eval.phrases`) over the answer, its statements and the
quotations, each on its own; no model decides.
"""

from __future__ import annotations

from eval.cases import Case
from eval.figures.effort import words_with_quotes
from eval.figures.figure import UNDEFINED, Cell, once, share
from eval.phrases import half_says

PER_WORDS = 200


def fact_recall(case: Case) -> Cell:
    """Strict: share of the facts of which an accepted wording stands in the answer. Refusing says none."""
    if case.answer is None or not case.question.facts:
        return UNDEFINED
    said = case.facts_said()
    return share(sum(said), len(said))


def fact_recall_answered(case: Case) -> Cell:
    """Strict fact recall of answered questions only: quality apart from refusing."""
    return fact_recall(case) if case.answered else UNDEFINED


def fact_recall_partial(case: Case) -> Cell:
    """Like `fact_recall`, with half for a fact of which one text says a part."""
    if case.answer is None or not case.question.facts:
        return UNDEFINED
    credit = 0.0
    units = case.answer.units if case.answered else []
    for fact, said in zip(case.question.facts, case.facts_said(), strict=True):
        if said:
            credit += 1.0
        elif any(half_says(unit, form) for form in fact.any_of for unit in units):
            credit += 0.5
    return once(credit / len(case.question.facts))


def facts_per_words(case: Case) -> Cell:
    """Facts said by answers for every 200 words of everything they show, quotations with it, pooled."""
    if not case.answered or not case.question.facts:
        return UNDEFINED
    return (float(PER_WORDS * sum(case.facts_said())), words_with_quotes(case)[0])


def all_facts(case: Case) -> Cell:
    """Whether every fact is said."""
    if case.answer is None or not case.question.facts:
        return UNDEFINED
    return once(float(all(case.facts_said())))
