"""The default answerer: chooses sentences of the passages found and quotes them; deterministic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.index import Index
from corpus.models import Document, Passage, Span, StatementKind
from corpus.quotes import quote_at
from service.answering.absence.account import Accounts
from service.answering.answer_types import AnswerType, asks_for_view
from service.answering.calibration import Calibration
from service.answering.display import ELLIPSIS, opens_with_pronoun, readable, spoken_note
from service.answering.gathering import Answering, Gathered
from service.answering.joining import join_extracts
from service.answering.lists import with_items
from service.answering.selection import Extract, choose
from service.draft import Draft
from service.found import FoundPassage, Quotation, QuotedSentence, Statement

MAX_CITATIONS = 8
MAX_WORDS = 200
_WORDS_PER_CITATION = 45
_RELATED = 4
_LIST_AMONG = 2
_LIST_WORDS = 40
_DEPENDENT = 0.5
_OF_ANOTHER_KIND = 0.7
# What somebody wants or holds is told by these.
_VIEWS = frozenset(
    {
        StatementKind.COMMITMENT,
        StatementKind.PROPOSAL,
        StatementKind.POSITION,
        StatementKind.RECOMMENDATION,
        StatementKind.CONCERN,
        StatementKind.SUPPORT,
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may hold."""

    citations: int
    words: int


class ExtractiveAnswerer:
    """Answers from one open index."""

    model = "extractive"

    def __init__(self, index: Index, calibration: Calibration, accounts: Accounts) -> None:
        self._index = index
        self._documents: Mapping[str, Document] = index.documents
        self._thresholds = calibration.thresholds
        self._accounts = accounts

    def draft(self, gathered: Gathered, *, max_citations: int | None = None) -> Draft:
        """The words that answer, part by part, up to the limits on words and citations."""
        parts = gathered.parts
        limits = _limits(max_citations)
        chosen: list[Extract] = []
        silent: list[str] = []
        for number, part in enumerate(parts):
            left = len(parts) - number
            share = Limits(
                max(1, (limits.citations - len(chosen)) // left),
                max(40, (limits.words - sum(extract.words for extract in chosen)) // left),
            )
            if len(chosen) >= limits.citations:
                break
            mute = part.part.required and self._accounts.is_silent(part, parts, self._thresholds.shown)
            own = [] if mute else self._chosen(part, share, chosen)
            heard = own if part.part.speakers else [extract for extract in own if extract.passage.reported_by is None]
            if part.part.required and not heard:
                silent.append(part.part.label)
            chosen += own
        quoted = {extract.passage.id for extract in chosen}
        chosen = join_extracts(chosen, self._documents)
        compares = gathered.plan.compares
        preferred = _VIEWS if compares or asks_for_view(gathered.question.text) else frozenset()
        return Draft(
            tuple(self._statement(extract, preferred) for extract in chosen),
            silent=tuple(silent),
            related=self._related(gathered, quoted),
            compares=compares,
            lists=AnswerType.LIST in gathered.question.asks_for,
            speakers=frozenset(extract.passage.voice.speaker for extract in chosen if extract.candidate.is_named),
        )

    def _chosen(self, part: Answering, limits: Limits, taken: Sequence[Extract]) -> list[Extract]:
        chosen = choose(part, self._thresholds, max_citations=limits.citations, max_words=limits.words, taken=taken)
        listed = AnswerType.LIST in part.question.asks_for
        if listed or any(extract.text.rstrip().endswith(":") for extract in chosen):
            among = _LIST_AMONG if listed else 1
            chosen = with_items(
                chosen,
                part,
                self._index,
                limits.citations,
                min(limits.words + _LIST_WORDS, max(limits.words, MAX_WORDS)),
                among=among,
            )
        return chosen

    def _statement(self, extract: Extract, preferred: frozenset[StatementKind]) -> Statement:
        sentences = tuple(_quoted(extract, position, preferred) for position in extract.sentences)
        best = max(sentences, key=lambda s: (s.probability, -s.position))
        kind = best.kind or extract.passage.kind
        text = readable(extract.passage, extract.sentences, self._documents[extract.passage.document_id].text)
        return Statement(text, (self._quotation(extract, kind),), kind, sentences)

    def _quotation(self, extract: Extract, kind: StatementKind | None) -> Quotation:
        passage = extract.passage
        spans = _merged_spans(passage, extract.sentences, self._documents[passage.document_id].text)
        quote = quote_at(self._documents[passage.document_id].text, spans)
        found = extract.candidate.evidence.found
        also = (*found.also, *extract.also)
        return Quotation(passage, spans, quote, extract.candidate.probability, kind, also, found.at(spans))

    def _related(self, gathered: Gathered, quoted: set[str]) -> tuple[FoundPassage, ...]:
        """What else was found, once each; the best of the side that the answer leaves out comes first."""
        sides = {item.passage.side for item in gathered.found if item.passage.id in quoted}
        others = [item for item in gathered.found if item.passage.id not in quoted]
        first = next((item for item in others if item.passage.side not in sides), None)
        rest = [item for item in others if item is not first]
        return tuple(([first] if first else []) + rest)[:_RELATED]


def _merged_spans(passage: Passage, positions: Sequence[int], text: str) -> tuple[Span, ...]:
    """The spans of some sentences, as one where only white space lies between."""
    spans: list[Span] = []
    for span in (span for position in positions for span in passage.sentences[position].spans):
        if spans and span.start >= spans[-1].end and not text[spans[-1].end : span.start].strip():
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return tuple(spans)


def _limits(max_citations: int | None) -> Limits:
    """More words where more citations are asked for."""
    if max_citations is None or max_citations <= MAX_CITATIONS:
        return Limits(max_citations or MAX_CITATIONS, MAX_WORDS)
    return Limits(max_citations, max(MAX_WORDS, max_citations * _WORDS_PER_CITATION))


def _quoted(extract: Extract, position: int, preferred: frozenset[StatementKind]) -> QuotedSentence:
    """A sentence as it may open the answer; one that needs the one before it, or is of another kind, does so less."""
    chances, sentence = extract.candidate.sentences, extract.passage.sentences[position]
    chance = chances[position] if position < len(chances) else 0.0
    depends = opens_with_pronoun(sentence.text)
    if depends and position - 1 not in extract.sentences:
        chance *= _DEPENDENT
    if preferred and sentence.kind not in preferred:
        chance *= _OF_ANOTHER_KIND
    note = spoken_note(extract.passage, position, sentence.text)
    return QuotedSentence(sentence.text, chance, position, sentence.kind, "" if ELLIPSIS in note else note, depends)
