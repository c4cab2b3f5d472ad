"""From a draft to the body of an answer: numbers the citations, groups by side and organisation, proves every quote."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import QuoteError
from corpus.models import Document, Side, StatementKind
from corpus.quotes import verify_quote
from service import wording
from service.draft import Draft
from service.found import Quotation, Statement
from service.presentation import citation_body
from service.schemas import CitationBody, PositionBody, StatementBody

_LEAD_WORDS = 60
_LEADS = {
    StatementKind.COMMITMENT: wording.LEAD_COMMITMENT,
    StatementKind.PROPOSAL: wording.LEAD_PROPOSAL,
    StatementKind.QUESTION: wording.LEAD_QUESTION,
    StatementKind.RECOMMENDATION: wording.LEAD_RECOMMENDATION,
    StatementKind.CONCERN: wording.LEAD_CONCERN,
    StatementKind.SUPPORT: wording.LEAD_SUPPORT,
}


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
    markers: dict[int, str] = {}
    for side, organisation in ordered:
        bodies = []
        for statement in groups[side, organisation]:
            cited = [_number(quotation, numbers, citations, documents) for quotation in statement.quotations]
            markers[id(statement)] = "".join(f"[{number}]" for number in cited)
            bodies.append(StatementBody(text=statement.text, citations=cited, kind=statement.kind))
        positions.append(PositionBody(side=side, organisation=organisation, statements=bodies))
    answer = _lead([groups[key] for key in ordered], markers, draft.silent)
    return Assembled(answer, positions, citations, dropped)


def new_answer_id() -> str:
    return uuid.uuid4().hex


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


def _number(
    quotation: Quotation,
    numbers: dict[tuple[str, tuple[object, ...]], int],
    citations: list[CitationBody],
    documents: Mapping[str, Document],
) -> int:
    key = (quotation.passage.id, tuple(quotation.spans))
    if key not in numbers:
        numbers[key] = len(citations) + 1
        citations.append(citation_body(numbers[key], quotation, documents))
    return numbers[key]


def _lead(groups: Sequence[Sequence[Statement]], markers: Mapping[int, str], silent: Sequence[str]) -> str:
    """One sentence for the first organisation of each side, saying who says what, then who is silent."""
    sentences = []
    seen: set[Side] = set()
    for group in groups:
        first = group[0]
        if first.side in seen:
            continue
        seen.add(first.side)
        template = _LEADS.get(first.kind, wording.LEAD_STATES) if first.kind else wording.LEAD_STATES
        speaker = first.quotations[0].voice.speaker
        sentences.append(template.format(who=speaker, quote=_shortened(first.text), markers=markers[id(first)]))
    sentences += [wording.SILENT.format(who=who) for who in silent]
    return " ".join(sentences)


def _shortened(text: str) -> str:
    words = re.sub(r"\*+", "", text).split(" ")
    return f"“{' '.join(words)}”" if len(words) <= _LEAD_WORDS else f"“{' '.join(words[:_LEAD_WORDS])} …”"
