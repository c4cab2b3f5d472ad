"""A case as the report shows it: every text in pieces, those on gold evidence marked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import QuoteError
from corpus.models import Span
from corpus.quotes import joint, squeeze, verify_quote
from eval.cases import Case, Citation
from eval.figures.citations import on_gold
from eval.gold_set import Evidence
from eval.overlap import Extract, finds, merged, together_find
from eval.phrases import contains

CONTEXT = 180
RESULTS_SHOWN = 8

Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class CaseView:
    """What the template needs of one question; `fields` are plain values and pieces of text."""

    case: Case
    outcome: str
    fields: dict[str, Any]


def view(case: Case) -> CaseView:
    """The case ready for the template."""
    answer = case.answer
    question = case.question
    fields: dict[str, Any] = {
        "facts": list(zip(question.facts, _said_by(case), strict=True)),
        "evidence": [_evidence(case, item) for item in question.evidence],
        "positions": _positions(case),
        "citations": [_citation(case, citation) for citation in answer.citations] if answer else [],
        "results": [
            {
                "rank": rank,
                "document": result.extract.document_id,
                "side": result.side,
                "words": result.words,
                "text": squeeze(result.text)[:220],
                "gold": any(finds(result.extract, item, case.rules.cover) for item in question.evidence),
            }
            for rank, result in enumerate(case.results[:RESULTS_SHOWN], start=1)
        ],
        "confidence": None if answer is None or math.isnan(answer.confidence) else answer.confidence,
        "ms": None if math.isnan(case.ask_ms) else case.ask_ms,
    }
    return CaseView(case, outcome(case), fields)


def outcome(case: Case) -> str:
    """One of: failed, right, wrong, refused rightly, refused wrongly."""
    if case.answer is None:
        return "failed"
    if not case.answer.answered:
        return "refused wrongly" if case.question.answerable else "refused rightly"
    return "right" if case.right else "wrong"


def pieces(text: str, spans: Sequence[Span], marked: Iterable[Span]) -> list[Piece]:
    """The words of `text` at `spans`, white space squeezed, cut where `marked` spans begin and end."""
    marks = merged(marked)
    result: list[Piece] = []
    for before, span in zip((None, *spans), spans, strict=False):
        if before is not None:
            result.append((joint(text, before, span), False))
        at = span.start
        for mark in marks:
            start, end = max(mark.start, span.start), min(mark.end, span.end)
            if start < end:
                result += [(text[at:start], False), (text[start:end], True)]
                at = end
        result.append((text[at : span.end], False))
    return [(_single_spaced(piece), on) for piece, on in result if piece]


def _evidence(case: Case, item: Evidence) -> dict[str, Any]:
    cited = [c for c in (case.answer.citations if case.answer else ()) if c.extract is not None]
    ranks = [rank for rank, r in enumerate(case.results, start=1) if finds(r.extract, item, case.rules.cover)]
    extracts = [c.extract for c in cited if c.extract is not None]
    return {
        "side": item.side.value,
        "speaker": item.speaker,
        "role": item.role.value,
        "rank": ranks[0] if ranks else None,
        "cited": together_find(extracts, item, case.rules.cover),
        "places": [
            {
                "document": place.document_id,
                "start": place.span.start,
                "end": place.span.end,
                "pieces": _in_context(case, place.document_id, place.span),
            }
            for place in item.places
        ],
    }


def _in_context(case: Case, document_id: str, span: Span) -> list[Piece]:
    text = case.texts.get(document_id, "")
    start, end = max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)
    if start >= end:
        return []
    return [("… ", False), *pieces(text, [Span(start, end)], [span]), (" …", False)]


def _citation(case: Case, citation: Citation) -> dict[str, Any]:
    extract = citation.extract
    shown: list[Piece] = [(citation.quote, False)]
    verified = False
    if extract is not None and extract.document_id in case.texts:
        text = case.texts[extract.document_id]
        try:
            verify_quote(text, extract.spans, citation.quote)
        except QuoteError:
            pass
        else:
            verified = True
            shown = pieces(text, extract.spans, _gold_spans(case, extract))
    return {
        "number": citation.number,
        "document": extract.document_id if extract else "?",
        "side": citation.side,
        "speaker": citation.speaker,
        "pieces": shown,
        "verified": verified,
        "gold": on_gold(case, citation),
    }


def _gold_spans(case: Case, extract: Extract) -> list[Span]:
    return [
        place.span
        for item in case.question.evidence
        for place in item.places
        if place.document_id == extract.document_id
    ]


def _positions(case: Case) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for statement in case.answer.statements if case.answer else ():
        row = {"text": statement.text, "numbers": statement.citations}
        grouped.setdefault((statement.side, statement.organisation), []).append(row)
    return [{"side": side, "organisation": name, "statements": rows} for (side, name), rows in grouped.items()]


def _said_by(case: Case) -> list[str]:
    """For each fact the wording that was found, or an empty text."""
    units = case.answer.units if case.answer is not None and case.answered else []
    return [
        next((form for form in fact.any_of if any(contains(unit, form) for unit in units)), "")
        for fact in case.question.facts
    ]


def _single_spaced(text: str) -> str:
    """Runs of white space as one space, kept at the ends, since a piece is part of a longer text."""
    middle = squeeze(text)
    if not middle:
        return " "
    return (" " if text[0].isspace() else "") + middle + (" " if text[-1].isspace() else "")
