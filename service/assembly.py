"""From a draft to the body of an answer: numbers the citations, groups by whose position it is, proves every quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corpus.errors import QuoteError
from corpus.models import Document, Side
from corpus.quotes import verify_quote
from service import wording
from service.answering.lead import Answer, lead, listed, may_open, sentence_to_read, who_says
from service.draft import Draft
from service.found import Quotation, QuotedSentence, Standing, Statement
from service.presentation import citation_body
from service.schemas import CitationBody, PositionBody, StatementBody

_ALSO_LIKELY = 0.4
_ITEMS = 3


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
    groups: dict[Standing, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(statement.standing, []).append(statement)
    ordered = sorted(groups, key=lambda standing: standing.rank)  # stable: best organisation first within a rank
    numbers: dict[tuple[str, tuple[object, ...]], int] = {}
    citations: list[CitationBody] = []
    positions: list[PositionBody] = []
    for standing in ordered:
        bodies = []
        for statement in groups[standing]:
            cited = [_number(quotation, numbers, citations, documents) for quotation in statement.quotations]
            bodies.append(
                StatementBody(text=statement.text, citations=cited, kind=statement.kind, items=list(statement.items))
            )
        positions.append(
            PositionBody(
                side=standing.side,
                organisation=standing.shown,
                reported=standing.reported,
                reported_by=standing.reported_by,
                statements=bodies,
            )
        )
    answer = _answer(draft, {standing: groups[standing] for standing in ordered}, numbers, documents)
    return Assembled(answer, positions, citations, dropped)


def _verified(statements: Sequence[Statement], documents: Mapping[str, Document]) -> tuple[list[Statement], int]:
    kept: list[Statement] = []
    for statement in statements:
        try:
            for quotation in statement.quotations:
                verify_quote(documents[quotation.passage.document_id].text, quotation.spans, quotation.quote)
            if len({(q.passage.side, q.passage.reported_by) for q in statement.quotations}) != 1:
                raise QuoteError("a statement rests on one side's words only, its own or reported")
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
    groups: Mapping[Standing, Sequence[Statement]],
    numbers: Mapping[tuple[str, tuple[object, ...]], int],
    documents: Mapping[str, Document],
) -> str:
    """The sentences that answer best, of each position where several are asked for, then who is silent."""
    statements = _own_words_first([statement for own in groups.values() for statement in own], draft.speakers)
    answers = [_answers(statement, number, numbers, documents) for number, statement in enumerate(statements)]
    if statements and not any(answers):  # nothing can be read out by itself: the likeliest is, as it stands
        likeliest = max(statements, key=_likelihood)
        answers = [_answers(replace(likeliest, sentences=()), 0, numbers, documents)]
    items = _list_asked_for(answers) if draft.lists else []
    opening = listed(items) if items else lead(list(chain.from_iterable(answers)), several=draft.compares)
    reported = {standing.organisation for standing in groups if standing.reported}
    silent = [(wording.SILENT_ITSELF if who in reported else wording.SILENT).format(who=who) for who in draft.silent]
    return " ".join([opening, *silent])


def _answers(
    statement: Statement,
    number: int,
    numbers: Mapping[tuple[str, tuple[object, ...]], int],
    documents: Mapping[str, Document],
) -> list[Answer]:
    """The sentences of a statement that may open the answer; all of its words where it was not chosen by sentences."""
    quotation = statement.quotations[0]
    quoting = documents[quotation.passage.document_id].entry.organisation
    whole = QuotedSentence(quotation.quote, _likelihood(statement), 0, statement.kind)
    sentences = [s for s in statement.sentences if may_open(s.text)] if statement.sentences else [whole]
    return [
        Answer(
            who_says(quotation, quoting),
            sentence_to_read(sentence.text),
            sentence.probability,
            sentence.kind,
            number,
            sentence.position,
            "".join(f"[{numbers[_key(other)]}]" for other in statement.quotations),
            statement.standing.reported_by,
            sentence.note,
            sentence.depends,
        )
        for sentence in sentences
    ]


def _list_asked_for(answers: Sequence[Sequence[Answer]]) -> Sequence[Answer]:
    """The items of the list that the likeliest sentence is in; none where it is in no list of several."""
    best = max((own for own in answers if own), key=lambda own: max(a.probability for a in own), default=[])
    return best if len(best) >= _ITEMS and len({a.note for a in best}) == 1 and best[0].note else []


def _likelihood(statement: Statement) -> float:
    return max(quotation.score for quotation in statement.quotations)


def _own_words_first(statements: Sequence[Statement], speakers: frozenset[str]) -> list[Statement]:
    """Without what is only reported of the government where its own words answer.

    They do wherever they are shown, save that a speaker whom the question names is heard where they are far less likely
    to be what was asked for.
    """
    own: dict[Side, float] = {}
    for statement in statements:
        if not statement.standing.reported:
            own[statement.side] = max(own.get(statement.side, 0.0), _likelihood(statement))

    def leads(statement: Statement) -> bool:
        if not statement.standing.reported or statement.side not in own:
            return True
        named = statement.quotations[0].voice.speaker in speakers
        return named and own[statement.side] < _ALSO_LIKELY * _likelihood(statement)

    return [statement for statement in statements if leads(statement)]
