"""From a draft to the body of an answer: numbers the citations, groups by side and organisation, proves every quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import QuoteError
from corpus.models import Document, Side
from corpus.quotes import verify_quote
from service import wording
from service.answering.lead import lead_sentence, who_says
from service.draft import Draft, preference
from service.found import Quotation, Statement
from service.presentation import citation_body
from service.schemas import CitationBody, PositionBody, StatementBody

_LEAD_WORDS = 36
_MOST_LEADS = 3
_ALSO_LIKELY = 0.4


@dataclass(frozen=True, slots=True)
class Assembled:
    """The parts of an answer that rest on quotations."""

    answer: str
    positions: list[PositionBody]
    citations: list[CitationBody]
    dropped: int


def assemble(draft: Draft, documents: Mapping[str, Document]) -> Assembled:
    """Numbers and groups the statements; one with a quotation that is not in its document is left out and counted."""
    statements, dropped = _verified(draft.statements, documents)
    groups: dict[tuple[Side, str], list[Statement]] = {}
    for statement in statements:
        groups.setdefault((statement.side, statement.organisation), []).append(statement)
    sides = list(Side)
    ordered = sorted(groups, key=lambda key: sides.index(key[0]))  # stable: best organisation first within a side
    numbers: dict[tuple[str, tuple[object, ...]], int] = {}
    citations: list[CitationBody] = []
    positions: list[PositionBody] = []
    for side, organisation in ordered:
        bodies = []
        for statement in groups[side, organisation]:
            cited = [_number(quotation, numbers, citations, documents) for quotation in statement.quotations]
            bodies.append(
                StatementBody(text=statement.text, citations=cited, kind=statement.kind, items=list(statement.items))
            )
        positions.append(PositionBody(side=side, organisation=organisation, statements=bodies))
    answer = _answer(draft, [groups[key] for key in ordered], numbers, documents)
    return Assembled(answer, positions, citations, dropped)


def _verified(statements: Sequence[Statement], documents: Mapping[str, Document]) -> tuple[list[Statement], int]:
    kept: list[Statement] = []
    for statement in statements:
        try:
            for quotation in statement.quotations:
                verify_quote(documents[quotation.passage.document_id].text, quotation.spans, quotation.quote)
            if len({quotation.passage.side for quotation in statement.quotations}) != 1:
                raise QuoteError("a statement rests on one side's words only")
        except (QuoteError, KeyError):
            continue
        kept.append(statement)
    return kept, len(statements) - len(kept)


def _key(quotation: Quotation) -> tuple[str, tuple[object, ...]]:
    return quotation.passage.id, tuple(quotation.spans)


def _number(
    quotation: Quotation,
    numbers: dict[tuple[str, tuple[object, ...]], int],
    citations: list[CitationBody],
    documents: Mapping[str, Document],
) -> int:
    key = _key(quotation)
    if key not in numbers:
        numbers[key] = len(citations) + 1
        citations.append(citation_body(numbers[key], quotation, documents))
    return numbers[key]


def _answer(
    draft: Draft,
    groups: Sequence[Sequence[Statement]],
    numbers: Mapping[tuple[str, tuple[object, ...]], int],
    documents: Mapping[str, Document],
) -> str:
    """One sentence for the best statement of each side or organisation asked about, then who is silent."""
    firsts = [max(group, key=lambda s: _likelihood(s) * preference(s.kind, draft.preferred)) for group in groups]
    if not draft.compares:
        firsts = _of_each_side(sorted(firsts, key=_likelihood, reverse=True))
    words = _LEAD_WORDS if len(firsts) == 1 else _LEAD_WORDS - 12
    sentences = []
    for statement in firsts[:_MOST_LEADS]:
        quotation = statement.quotations[0]
        quoting = documents[quotation.passage.document_id].entry.organisation
        sentences.append(
            lead_sentence(
                who_says(quotation, quoting),
                draft.cores.get(_key(quotation), quotation.quote),
                statement.kind,
                [numbers[_key(other)] for other in statement.quotations],
                words=words,
                wanted=draft.wanted,
            )
        )
    sentences += [wording.SILENT.format(who=who) for who in draft.silent]
    return " ".join(sentences)


def _likelihood(statement: Statement) -> float:
    return max(quotation.score for quotation in statement.quotations)


def _of_each_side(statements: Sequence[Statement]) -> list[Statement]:
    """The likeliest statement, and the other side's where it is nearly as likely to be what was asked for."""
    kept: list[Statement] = []
    for statement in statements:
        new_side = statement.side not in {other.side for other in kept}
        if new_side and (not kept or _likelihood(statement) >= _ALSO_LIKELY * _likelihood(kept[0])):
            kept.append(statement)
    return kept
