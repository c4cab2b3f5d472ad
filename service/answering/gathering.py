"""Finds the evidence for each part of a question and says how likely each passage holds the answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest

import numpy as np

from corpus.index import Index
from corpus.models import Passage, Side
from service.answering.calibration import Calibration
from service.answering.comparison import Comparison
from service.answering.display import is_reference
from service.answering.evidence import Evidence, weigh
from service.answering.fusion import Candidate, Fusion, Judge
from service.answering.plan import Part, Plan, plan
from service.answering.premise import contradicts, takes_for_granted
from service.answering.question import AskedQuestion, read_question
from service.answering.terms import IndexFrequencies, stems
from service.found import Filters, FoundPassage
from service.retrieval.attribution import Named
from service.retrieval.neighbours import join_neighbours
from service.retrieval.pipeline import Query, Retriever
from service.scoring import PackagedScorer

_DEPTH = 30
_PART_DEPTH = 16
# How many passages the scorer reads for a question, at least for each of several parts.
_READ, _READ_A_PART = 6, 4
# How many sentences it compares, at least for each of several parts.
_COMPARED, _COMPARED_A_PART = 8, 5
_MOST_CLAUSES = 3
_OTHER_SIDE, _NOT_CONSULTING = 0.35, 0.12
_SMALLEST = 1e-6
# What the words of a quoted speaker whom the question names count at least.
_NAMED_SPEAKER = 0.6
# What contradicts a premise counts at least this much; and how much of a question a passage must have to be on it.
_CONTRADICTS, _ON_SUBJECT = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Answering:
    """A part of the question with its candidates, best first."""

    part: Part
    question: AskedQuestion
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for a whole question: `found` in retrieval's order, `parts` as planned.

    `called` gives the stems of all that each document's author is called.
    """

    question: AskedQuestion
    plan: Plan
    evidence: tuple[Evidence, ...]
    parts: tuple[Answering, ...]
    found: tuple[FoundPassage, ...]
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def likeliest(self) -> list[Candidate]:
        """The candidates of all parts, likeliest first, each passage once."""
        seen: dict[str, Candidate] = {}
        for candidate in (candidate for part in self.parts for candidate in part.candidates):
            known = seen.get(candidate.passage.id)
            if known is None or candidate.probability > known.probability:
                seen[candidate.passage.id] = candidate
        return sorted(seen.values(), key=lambda c: (-c.probability, c.passage.id))


@dataclass(frozen=True, slots=True)
class Attention:
    """How many passages the scorer reads for a part of a question, and how many of their sentences it compares."""

    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question or a clause of it, as retrieval takes it and as the answer is weighed by it."""

    query: Query
    question: AskedQuestion

    def put_to(self, named: Named) -> _Asked:
        return _Asked(replace(self.query, named=named), replace(self.question, named=named))


class Gatherer:
    """Gathers from one open index; safe for several threads."""

    def __init__(
        self, index: Index, retriever: Retriever, calibration: Calibration, judge: Judge | None = None
    ) -> None:
        self._index = index
        self._retriever = retriever
        self._calibration = calibration
        scorer = PackagedScorer()
        self._judge = judge or Fusion(scorer, calibration.fusion)
        self._comparison = Comparison(scorer, calibration.comparison)
        self._frequencies = IndexFrequencies(index.lexical)
        entries = {document.id: document.entry for document in index.documents.values()}
        self._entries = entries
        self._called = {
            id_: stems(" ".join((entry.organisation, entry.publisher, *entry.aliases)))
            for id_, entry in entries.items()
        }

    def gather(
        self, text: str, filters: Filters, timings: dict[str, float] | None = None, *, context: Sequence[str] = ()
    ) -> Gathered:
        """Evidence for a question that stands on its own, and for each of its parts where it has several.

        `context` are other wordings of it, with what was said before it: what they find is weighed too.
        """
        planned = self._planned(text, self._retriever.named(text), filters)
        planned = replace(planned, parts=tuple(_with_context(part, context) for part in planned.parts))
        asked = self._asked([text, *(clause for part in planned.parts for clause in part.clauses)])
        whole = asked[text]
        found = self._find(whole.query, filters, _DEPTH, timings)
        evidence = weigh(whole.question, found, self._index)
        among = max(1, len(planned.parts))
        attention = Attention(max(_READ_A_PART, _READ // among), max(_COMPARED_A_PART, _COMPARED // among))
        parts = tuple(self._part(part, whole, asked, filters, evidence, attention, timings) for part in planned.parts)
        return Gathered(whole.question, planned, tuple(evidence), parts, self._merged(found, parts), self._called)

    def search(self, text: str, k: int, filters: Filters) -> list[FoundPassage]:
        """The `k` best passages; where a question asks for several positions, each one's best in turn."""
        named = self._retriever.named(text)
        parts = self._planned(text, named, filters).parts
        if len(parts) == 1:
            return self._retriever.find(text, k, filters, joined=True)
        wordings = [part.clauses or (text,) for part in parts]
        texts = list(dict.fromkeys(chain.from_iterable(wordings)))
        queries = dict(zip(texts, self._retriever.queries(texts), strict=True))
        by_part = []
        for part, wording in zip(parts, wordings, strict=True):
            own = [queries[asked] for asked in wording]
            if not part.alone:
                own = [replace(query, named=named) for query in own]
            by_part.append(self._searched(own, _narrowed(filters, part), k))
        found = _in_turn(by_part)
        if len(found) < k:
            found = _once(chain(found, self._find(self._retriever.query(text), filters, k)))
        return join_neighbours(found, k, self._index.documents)

    def _searched(self, queries: Sequence[Query], filters: Filters, k: int) -> list[FoundPassage]:
        """What any of these finds, each passage by the best of its scores."""
        best: dict[str, FoundPassage] = {}
        for query in queries:
            for item in self._find(query, filters, max(k, _PART_DEPTH)):
                known = best.setdefault(item.passage.id, item)
                if item.score > known.score:
                    best[item.passage.id] = item
        return sorted(best.values(), key=lambda item: -item.score)

    def _planned(self, text: str, named: Named, filters: Filters) -> Plan:
        return plan(text, named, self._entries, filters, self._retriever.named)

    def _asked(self, texts: Sequence[str]) -> Mapping[str, _Asked]:
        unique = list(dict.fromkeys(texts))
        also_called = self._retriever.expander.additions
        return {
            text: _Asked(query, read_question(query, self._frequencies, also_called))
            for text, query in zip(unique, self._retriever.queries(unique), strict=True)
        }

    def _find(
        self, query: Query, filters: Filters, k: int, timings: dict[str, float] | None = None
    ) -> list[FoundPassage]:
        found = self._retriever.find(query, k, filters, timings=timings)
        return [item for item in found if item.passage.block.answers and not is_reference(item.passage)]

    def _part(
        self,
        part: Part,
        whole: _Asked,
        asked: Mapping[str, _Asked],
        filters: Filters,
        evidence: Sequence[Evidence],
        attention: Attention,
        timings: dict[str, float] | None,
    ) -> Answering:
        narrowed = _narrowed(filters, part)
        if part.alone:
            own: Sequence[Evidence] = ()
        elif narrowed == filters:
            own = evidence
        else:
            own = weigh(whole.question, self._find(whole.query, narrowed, _PART_DEPTH, timings), self._index)
        best = self._candidates(own)
        for text in part.clauses:
            clause = asked[text] if part.alone else asked[text].put_to(whole.query.named)
            more = weigh(clause.question, self._find(clause.query, narrowed, _PART_DEPTH, timings), self._index)
            best = _joined(best, self._candidates(more))
        # Whom the part asks decides what is read, and then how likely what was read is to be meant.
        best = _preferred(best, part, whole.question)
        put = " ".join(part.clauses) if part.alone else whole.query.text
        started = time.perf_counter()
        judged = _preferred(self._judge.judged(put, best, attention.passages), part, whole.question)
        best = self._comparison.compared(put, judged, attention.sentences)
        if timings is not None:
            timings["scorer"] = timings.get("scorer", 0.0) + (time.perf_counter() - started) * 1000
        ordered = sorted(best, key=lambda candidate: (-candidate.probability, candidate.evidence.rank))
        return Answering(part, whole.question, tuple(ordered))

    def _candidates(self, evidence: Sequence[Evidence]) -> list[Candidate]:
        if not evidence:
            return []
        probabilities = self._calibration.passage.probabilities(np.stack([item.features for item in evidence]))
        return [
            Candidate(item, float(probability), ()) for item, probability in zip(evidence, probabilities, strict=True)
        ]

    def _merged(self, found: Sequence[FoundPassage], parts: Sequence[Answering]) -> tuple[FoundPassage, ...]:
        """Everything found, the parts' best in turn before the rest, each passage once."""
        best = _in_turn([[candidate.evidence.found for candidate in part.candidates] for part in parts])
        return tuple(_once(chain(best, found)))


def _in_turn(lists: Sequence[Sequence[FoundPassage]]) -> list[FoundPassage]:
    """The first of each list, then the second of each, and so on; each passage once."""
    return _once(item for items in zip_longest(*lists) for item in items if item is not None)


def _once(found: Iterable[FoundPassage]) -> list[FoundPassage]:
    """Each passage once, where it comes first."""
    first: dict[str, FoundPassage] = {}
    for item in found:
        first.setdefault(item.passage.id, item)
    return list(first.values())


def _with_context(part: Part, context: Sequence[str]) -> Part:
    return replace(part, clauses=(*(part.clauses[:_MOST_CLAUSES]), *context)) if context and not part.alone else part


def _narrowed(filters: Filters, part: Part) -> Filters:
    if part.side is None or not (part.required or part.documents):
        return filters
    documents = frozenset(part.documents) & filters.documents if filters.documents else frozenset(part.documents)
    speakers = frozenset(part.speakers)
    return replace(filters, sides=frozenset({part.side}), documents=documents, speakers=speakers)


def _preferred(candidates: Sequence[Candidate], part: Part, question: AskedQuestion) -> list[Candidate]:
    """Candidates as likely as they are for whom the part asks, and for a question that takes something for granted."""
    best = list(candidates)
    if part.side is not None and not part.required:
        others = _NOT_CONSULTING if part.alone else _OTHER_SIDE
        best = [_asked_of_one(candidate, part.side, others) for candidate in best]
    best = _in_their_own_words(best)
    return _against_the_premise(best, question) if takes_for_granted(question.text) else best


def _lifted(candidate: Candidate, factor: float) -> Candidate:
    """The same, so many times as likely."""
    return replace(
        candidate,
        probability=candidate.probability * factor,
        sentences=tuple(chance * factor for chance in candidate.sentences),
    )


def _asked_of_one(candidate: Candidate, side: Side, others: float) -> Candidate:
    """One side is asked: the other's words must be much likelier to be what was meant, as a person whom it quotes."""
    if candidate.evidence.passage.side is side:
        return candidate
    return _lifted(candidate, others)


def _in_their_own_words(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Whoever is asked about by name is heard: their words count nearly as much as the likeliest that speak of them."""
    likeliest = max((candidate.probability for candidate in candidates), default=0.0)
    return [
        _lifted(candidate, max(1.0, _NAMED_SPEAKER * likeliest / max(candidate.probability, _SMALLEST)))
        if candidate.is_named
        else candidate
        for candidate in candidates
    ]


def _against_the_premise(candidates: Sequence[Candidate], question: AskedQuestion) -> list[Candidate]:
    """What contradicts a question counts nearly as much as the likeliest, in passages on what it is about."""
    likeliest = max((candidate.probability for candidate in candidates), default=0.0)
    lifted = []
    for candidate in candidates:
        passage = candidate.evidence.passage
        against = [contradicts(sentence.text, question.text, sentence.kind) for sentence in passage.sentences]
        if not any(against) or not _is_about(passage, question):
            lifted.append(candidate)
            continue
        least = max(candidate.probability, _CONTRADICTS * likeliest)
        chances = tuple(
            least if denies else chance for chance, denies in zip(candidate.sentences, against, strict=False)
        )
        lifted.append(replace(candidate, probability=least, sentences=chances))
    return lifted


def _is_about(passage: Passage, question: AskedQuestion) -> bool:
    """Whether a passage, with its headings, has a question's names, or most of its words where it names nothing."""
    said = stems(" ".join((passage.text, *passage.section)))
    if question.names:
        return all(name.is_in(passage.text, said) for name in question.names)
    total = sum(term.weight for term in question.terms) or 1.0
    return sum(term.weight for term in question.terms if term.stem in said) >= _ON_SUBJECT * total


def _joined(first: Sequence[Candidate], second: Sequence[Candidate]) -> list[Candidate]:
    """Candidates of the whole question and of a clause of it; what both found is as likely as its likelier."""
    by_id = {candidate.evidence.passage.id: candidate for candidate in first}
    for candidate in second:
        known = by_id.get(candidate.evidence.passage.id)
        if known is None:
            by_id[candidate.evidence.passage.id] = _lifted(candidate, 0.9)
        elif candidate.probability > known.probability:
            by_id[candidate.evidence.passage.id] = replace(
                candidate, evidence=replace(candidate.evidence, rank=known.evidence.rank)
            )
    return list(by_id.values())
