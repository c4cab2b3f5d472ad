"""Is the gold evidence among the passages found? Scored by spans, not by chunk ids, so that chunking may change.

Recall at k and reciprocal rank as in Manning, Raghavan and Schütze (2008), chapter 8; by spans as in Smith and
Troynikov, "Evaluating Chunking Strategies for Retrieval" (2024). A word budget keeps long passages from flattering
themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.cases import Case, Result
from eval.figures.figure import UNDEFINED, Cell, once, share
from eval.overlap import finds

DEPTHS = (1, 3, 5, 10, 20)
BUDGETS = (1_500, 3_000)


def found_among(case: Case, results: Sequence[Result]) -> int:
    """How many of the question's pieces of evidence at least one of the results covers."""
    return sum(
        any(finds(result.extract, item, case.rules.cover) for result in results) for item in case.question.evidence
    )


def first_rank(case: Case) -> int | None:
    """The rank, from 1, of the first result that covers a piece of the evidence."""
    for rank, result in enumerate(case.results, start=1):
        if found_among(case, [result]):
            return rank
    return None


def recall_at(case: Case, k: int) -> Cell:
    """Share of the question's evidence among its first k results."""
    if not _measured(case):
        return UNDEFINED
    return share(found_among(case, case.results[:k]), len(case.question.evidence))


def reciprocal_rank(case: Case) -> Cell:
    """One over the rank of the first result on evidence; 0 where none is among those asked for."""
    if not _measured(case):
        return UNDEFINED
    rank = first_rank(case)
    return once(1 / rank if rank else 0.0)


def recall_within(case: Case, words: int) -> Cell:
    """Share of the evidence in the results that fit into so many words, taken whole from the top."""
    if not _measured(case):
        return UNDEFINED
    taken, used = 0, 0
    for result in case.results:
        used += result.words
        if used > words:
            break
        taken += 1
    return share(found_among(case, case.results[:taken]), len(case.question.evidence))


def words_of_first_ten(case: Case) -> Cell:
    """Words in the first ten results."""
    return once(sum(result.words for result in case.results[:10])) if case.results else UNDEFINED


def _measured(case: Case) -> bool:
    # A failed question has no results: it is counted under errors, not as evidence missed.
    return case.answer is not None and bool(case.question.evidence)
