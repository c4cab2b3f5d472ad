"""A list that a language model wrote: one statement, each of whose items is verified on its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from corpus.models import Document, Span
from corpus.quotes import quote_at, squeeze
from service.found import FoundPassage, Quotation, Statement
from service.language_model.quantities import Reading, quantities
from service.language_model.quotation import fold, join_spans
from service.language_model.reply import Proposed
from service.language_model.support import coverage
from service.language_model.verification import Fault, StatementVerifier

_ENDS = " .:;,"
_OWN_WORDS = 0.5  # the share of an item's words that its quotation must have: the lead-in alone carries no item


def verified_list(
    proposed: Proposed, passages: Sequence[FoundPassage], verifier: StatementVerifier
) -> tuple[Statement | None, Counter[Fault]]:
    """The statement with the items that stand, and why others do not; None where none does.

    An item is verified together with the words that lead into the list, against the quotation that holds most of it.
    Items of another position than the first one's are left out: a statement speaks for one. A number of the lead-in
    that counts the items ("three things") needs no words that say it, and goes where an item does.
    """
    written = proposed.text.strip().rstrip(_ENDS)
    lead = _without_count(written, len(proposed.items))
    whole = f"{lead}: {'; '.join(proposed.items)}."
    faults: Counter[Fault] = Counter()
    kept: list[tuple[str, Statement]] = []
    for item in proposed.items:
        words = item.strip().strip(_ENDS)
        verbatim = any(fold(words).text in fold(quote).text for _, quote in proposed.quotes)
        verdict = verifier.verify(_alone(proposed, f"{lead}: {words}."), passages, whole=whole if verbatim else "")
        if verdict.fault is not None:
            faults[verdict.fault] += 1
        elif coverage(words, [q.quote for q in verdict.statements[0].quotations]) < _OWN_WORDS:
            faults[Fault.UNSUPPORTED] += 1
        elif kept and verdict.statements[0].standing != kept[0][1].standing:
            faults[Fault.MIXED_SIDES] += 1
        else:
            kept.append((words, verdict.statements[0]))
    if not kept:
        return None, faults
    quotations = _merged([q for _, statement in kept for q in statement.quotations], passages, verifier.documents)
    items = tuple(words for words, _ in kept)
    lead = lead if faults else written
    return Statement(f"{lead}: {'; '.join(items)}.", quotations, kept[0][1].kind, items=items), faults


def _without_count(lead: str, items: int) -> str:
    """The lead-in without the number that counts the items, if it has one."""
    for number in quantities(lead):
        if Reading(Fraction(items)) in number.readings:
            return squeeze(re.sub(rf"(?<!\w){re.escape(number.text)}(?!\w)", "", lead, count=1))
    return lead


def _alone(proposed: Proposed, text: str) -> Proposed:
    """One item with the quotation that holds most of its words; without quotations, with all that the list cites."""
    quotes = sorted(proposed.quotes, key=lambda quote: -coverage(text, [quote[1]]))[:1]
    return Proposed(text, tuple(number for number, _ in quotes) or proposed.citations, tuple(quotes))


def _merged(
    quotations: Sequence[Quotation], passages: Sequence[FoundPassage], documents: Mapping[str, Document]
) -> tuple[Quotation, ...]:
    """One quotation a passage, of all the words that are quoted from it."""
    by_passage: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        by_passage.setdefault(quotation.passage.id, []).append(quotation)
    merged: list[Quotation] = []
    for same in by_passage.values():
        text = documents[same[0].passage.document_id].text
        spans: tuple[Span, ...] = join_spans(text, (span for quotation in same for span in quotation.spans))
        place = next(found.at(spans) for found in passages if found.passage.id == same[0].passage.id)
        merged.append(replace(same[0], spans=spans, quote=quote_at(text, spans), place=place))
    return tuple(merged)
