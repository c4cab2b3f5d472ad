"""Is what a person reads first the answer: whole, short, and from whoever was asked?

The lead is the body's `answer` without its markers of citations. A piece of it is what stands before a marker: the
words in quotation marks where there are any, else the words after the speaker's name and colon.
"""

from __future__ import annotations

import re

from eval.boundaries import Edge, edges
from eval.cases import MARKER, Case, Citation
from eval.figures.figure import UNDEFINED, Cell, once, share
from eval.gold_set import QuestionType
from eval.phrases import STOP_WORDS, count_words, same_speaker

PER_WORDS = 60
LIMIT, LIMIT_OF_SEVERAL, LIMIT_OF_OVERVIEW = 60, 120, 400
"""Words that the contract allows a lead: for one position, for a list or several positions, for an overview."""

_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
_QUOTED = re.compile(r"“(.+)”", re.DOTALL)
_ATTRIBUTED = re.compile(r"^[^:“”]{1,120}:\s+")


def lead_fact_recall(case: Case) -> Cell:
    """Share of the facts that stand in the lead, strict; a refusal says none."""
    if case.answer is None or not case.question.facts:
        return UNDEFINED
    said = case.facts_in_lead()
    return share(sum(said), len(said))


def lead_facts_per_words(case: Case) -> Cell:
    """Facts in the leads of answers for every 60 words of them, pooled."""
    if not case.answered or not case.question.facts:
        return UNDEFINED
    return (float(PER_WORDS * sum(case.facts_in_lead())), float(_words(case)))


def lead_words(case: Case) -> Cell:
    """Words of an answer's lead."""
    return once(_words(case)) if case.answered else UNDEFINED


def lead_over_limit(case: Case) -> Cell:
    """Whether an answer's lead is longer than the contract allows."""
    if case.answer is None or not case.answered:
        return UNDEFINED
    several = case.question.type is QuestionType.LIST or len(case.question.sides) > 1
    limit = LIMIT_OF_OVERVIEW if case.answer.form == "overview" else LIMIT_OF_SEVERAL if several else LIMIT
    return once(float(_words(case) > limit))


def lead_cut_short(case: Case) -> Cell:
    """Whether a lead has an ellipsis in it, or a piece that begins or ends inside a sentence of the canonical text.

    Undefined where no end of a piece is found in the text.
    """
    worst = _worst_edge(case)
    return UNDEFINED if worst is None else once(float(worst is Edge.INSIDE))


def lead_cut_at_clause(case: Case) -> Cell:
    """Whether a lead that is not cut short has a piece that begins or ends at a clause's edge inside a sentence."""
    worst = _worst_edge(case)
    return UNDEFINED if worst is None else once(float(worst is Edge.CLAUSE))


def lead_of_another(case: Case) -> Cell:
    """Of answers to questions that name a side or a speaker of the gold evidence: whether the lead begins with another.

    It begins with the citation of its first marker. Its side must be a gold one, and unless the question names that
    side, its speaker one of the gold evidence.
    """
    first = _first_cited(case)
    if first is None or not case.question.evidence:
        return UNDEFINED
    sides = _named_sides(case)
    if not sides and not _names_a_speaker(case):
        return UNDEFINED
    right = first.side in sides or (_on_gold_side(case, first) and _by_gold_speaker(case, first))
    return once(float(not right))


def lead_by_gold_speaker(case: Case) -> Cell:
    """Of answers to answerable questions, whoever they name: whether the lead begins with a speaker of the evidence."""
    first = _first_cited(case)
    if first is None or not case.question.evidence:
        return UNDEFINED
    return once(float(_on_gold_side(case, first) and _by_gold_speaker(case, first)))


def pieces(lead: str) -> list[tuple[str, tuple[int, ...]]]:
    """The pieces of a lead with the numbers of the citations that stand behind each; unmarked words are no piece."""
    found: list[tuple[str, tuple[int, ...]]] = []
    at = 0
    for marker in MARKER.finditer(lead):
        words = lead[at : marker.start()].strip()
        numbers = tuple(int(number) for number in re.findall(r"\d+", marker.group()))
        at = marker.end()
        if not re.search(r"\w", words):
            if found:
                found[-1] = (found[-1][0], found[-1][1] + numbers)
            continue
        quoted = _QUOTED.search(words)
        found.append((quoted.group(1) if quoted else _ATTRIBUTED.sub("", words), numbers))
    return found


def _worst_edge(case: Case) -> Edge | None:
    if case.answer is None or not case.answered or not case.answer.lead:
        return None
    if _ELLIPSIS.search(case.answer.lead):
        return Edge.INSIDE
    known = []
    for words, numbers in pieces(case.answer.text):
        # The one of its citations that knows the piece best; a piece in a narrator's words is found in none.
        ends = [_edges(case, words, number) for number in numbers]
        best = max(ends, key=lambda pair: sum(edge is not None for edge in pair), default=(None, None))
        known += [edge for edge in best if edge is not None]
    return max(known, default=None)


def _edges(case: Case, words: str, number: int) -> tuple[Edge | None, Edge | None]:
    citation = case.answer.citation(number) if case.answer is not None else None
    if citation is None or citation.extract is None:
        return None, None
    text = case.texts.get(citation.extract.document_id)
    return (None, None) if text is None else edges(words, text, citation.extract.spans)


def _first_cited(case: Case) -> Citation | None:
    if case.answer is None or not case.answered:
        return None
    cited = (case.answer.citation(number) for _, numbers in pieces(case.answer.text) for number in numbers)
    return next((citation for citation in cited if citation is not None), None)


def _named_sides(case: Case) -> set[str]:
    asked = set(re.findall(r"\w+", case.question.question.lower()))
    return {side.value for side in case.question.sides if side.value in asked or f"{side.value}s" in asked}


def _names_a_speaker(case: Case) -> bool:
    # By capitals, since names are ordinary words too ("Mind").
    asked = set(re.findall(r"\w+", case.question.question))
    names = {word for item in case.question.evidence for word in re.findall(r"\b[A-Z]\w+", item.speaker)}
    return any(name in asked for name in names if name.lower() not in STOP_WORDS)


def _on_gold_side(case: Case, citation: Citation) -> bool:
    return any(item.side == citation.side for item in case.question.evidence)


def _by_gold_speaker(case: Case, citation: Citation) -> bool:
    return any(same_speaker(citation.speaker, item.speaker) for item in case.question.evidence)


def _words(case: Case) -> int:
    return count_words(case.answer.lead) if case.answer is not None else 0
