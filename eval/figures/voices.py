"""Is the right side, and the right speaker, shown with the evidence that is cited?"""

from __future__ import annotations

from collections import Counter

from corpus.models import Side
from eval.cases import Case, Citation
from eval.figures.figure import UNDEFINED, Cell, once, pooled
from eval.gold_set import Evidence
from eval.overlap import lies_on
from eval.phrases import same_speaker


def cited_evidence(case: Case) -> list[tuple[Citation, Evidence]]:
    """Each citation on gold evidence with the evidence it lies on; where two sides share a place, the side it names."""
    if case.answer is None:
        return []
    pairs = []
    for citation in case.answer.citations:
        if citation.extract is None:
            continue
        items = [item for item in case.question.evidence if lies_on(citation.extract, item, case.rules.cover)]
        if items:
            pairs.append((citation, next((item for item in items if item.side == citation.side), items[0])))
    return pairs


def side_accuracy(case: Case) -> Cell:
    """Citations on gold evidence that name its side, of all citations on gold evidence, pooled."""
    pairs = cited_evidence(case)
    return pooled(sum(citation.side == item.side for citation, item in pairs), len(pairs))


def speaker_accuracy(case: Case) -> Cell:
    """Citations on gold evidence that name its speaker (`phrases.same_speaker`), pooled."""
    pairs = cited_evidence(case)
    return pooled(sum(same_speaker(citation.speaker, item.speaker) for citation, item in pairs), len(pairs))


def role_accuracy(case: Case) -> Cell:
    """Citations on gold evidence with its role (author, quoted, case study), pooled."""
    pairs = cited_evidence(case)
    return pooled(sum(citation.role == item.role for citation, item in pairs), len(pairs))


def statements_under_side(case: Case) -> Cell:
    """Statements that stand under the side of all their citations, its own or reported, of all statements, pooled."""
    if case.answer is None:
        return UNDEFINED
    answer = case.answer
    held = sum(
        bool(cited := answer.cited_by(statement))
        and all((citation.side, citation.reported) == (statement.side, statement.reported) for citation in cited)
        for statement in answer.statements
    )
    return pooled(held, len(answer.statements))


def both_sides(case: Case) -> Cell:
    """Of questions that want both sides: whether the answer has a statement under each.

    What others report of the government is its position only where the gold evidence of it stands in the same words.
    """
    if case.answer is None or len(case.question.sides) < 2:
        return UNDEFINED
    shown = {statement.side for statement in case.answer.statements if not statement.reported}
    shown |= {item.side.value for citation, item in cited_evidence(case) if citation.reported}
    return once(float(case.answered and all(side.value in shown for side in case.question.sides)))


def confusion(cases: list[Case]) -> dict[str, dict[str, int]]:
    """Counts of citations on gold evidence, by the evidence's side and then by the side shown."""
    counts = Counter((item.side.value, citation.side) for case in cases for citation, item in cited_evidence(case))
    sides = [side.value for side in Side]
    return {gold: {shown: counts[gold, shown] for shown in sides} for gold in sides}
