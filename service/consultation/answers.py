"""Which passages of an organisation answer a question of the consultation, and whether any does.

Passages under a heading that repeats the question answer it. Others are found by what they say: similarity of the whole
passage, of its best sentence and of the heading over it, and late interaction, measured against how near the
consultation's own text comes to its questions, so that no threshold hangs on the embedding model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.abbreviations import Expander
from corpus.embedding import Embedder, QueryEncoding, Vectors
from corpus.index import Index
from corpus.models import BlockKind, ConsultationQuestion, Passage, Role, Side
from service.consultation.names import Wording, names_asked_about
from service.consultation.outright import asks_for_anything, keeps_to_its_questions
from service.consultation.speaking import Fit, RareWords, ranks
from service.consultation.terms import RepeatedQuestions, content_words, same_title

_NO_ANSWER = frozenset({BlockKind.FOOTNOTE, BlockKind.QUESTION})


@dataclass(frozen=True, slots=True)
class Calibration:
    """Set by leave-one-question-out on the 96 labelled pairs that were developed on (docs/stances.md).

    An organisation speaks from the probability `spoken` on; a passage is listed from `listed`, a share of the
    consultation's own nearness to its questions, and the nearest `breadth` are where none reaches it.
    """

    dense: float = 1.0
    sentence: float = 0.5
    heading: float = 0.5
    late: float = 1.2
    same_section: float = 0.05
    spoken: float = 0.5
    listed: float = 0.60
    breadth: int = 3
    shortlist: int = 32
    most: int = 8


CALIBRATION = Calibration()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that answers: `relevance` as a share of the consultation's own, `sentences` cosine by sentence (s,)."""

    passage: Passage
    relevance: float
    direct: bool
    sentences: tuple[float, ...]

    def same_place(self, other: Evidence) -> bool:
        """Whether two passages stand under the same headings of one document."""
        mine, theirs = self.passage, other.passage
        return (mine.document_id, mine.section) == (theirs.document_id, theirs.section)


@dataclass(frozen=True, slots=True)
class Answers:
    """What an organisation says on a question, best first, a repeated question's own section before the rest.

    `probability` is that the organisation speaks on the question; `candidates` are all that was looked at, in the same
    order: what may answer, for a reader who can tell.
    """

    organisation: str
    evidence: tuple[Evidence, ...]
    probability: float
    candidates: tuple[Evidence, ...] = ()

    @property
    def silent(self) -> bool:
        return not self.evidence


class AnswerFinder:
    """Finds the answers of every author organisation among the stakeholders of one open index."""

    def __init__(self, index: Index, embedder: Embedder, calibration: Calibration = CALIBRATION) -> None:
        self._index = index
        self._embedder = embedder
        self._calibration = calibration
        self._expander = Expander(index.abbreviations)
        self._rows = _author_rows(index)
        self._queries: dict[int, QueryEncoding] = {}
        self._consulting: dict[str, NDArray[np.int64]] = {}
        self._titles: dict[tuple[tuple[str, ...], tuple[str, str]], bool] = {}
        self._repeats: dict[int, list[int]] | None = None
        self._yardsticks: dict[int, float] = {}
        self._wordings: dict[str, Wording] = {}
        self._keeping: dict[str, bool] = {}
        self._known_fits: dict[str, Mapping[int, Fit]] = {}
        self._rare: RareWords | None = None

    @property
    def organisations(self) -> Sequence[str]:
        return list(self._rows)

    def own_passages(self, organisation: str) -> list[Passage]:
        """Everything that the organisation says itself, in all its documents."""
        return [self._index.passages.at(int(row)) for row in self._rows[organisation]]

    def find(self, question: ConsultationQuestion, questions: Sequence[ConsultationQuestion]) -> list[Answers]:
        """One entry for each organisation; `questions` are all that the consultation asks, `question` among them."""
        query = self._query(question)
        yardstick = self._yardstick(questions)
        direct = self._direct(questions)
        return [
            self._of(name, rows, question, query, yardstick, direct, self._fits(name, questions)[question.number])
            for name, rows in self._rows.items()
        ]

    def _of(
        self,
        organisation: str,
        rows: NDArray[np.int64],
        question: ConsultationQuestion,
        query: QueryEncoding,
        yardstick: float,
        direct: Mapping[int, Sequence[int]],
        fit: Fit,
    ) -> Answers:
        calibration = self._calibration
        mine = set(rows.tolist()) & set(direct.get(question.number, ()))
        near, scores = self._nearest(rows, query, must=sorted(mine))
        relevance = scores / yardstick
        titles = (question.section[-1] if question.section else question.chapter, question.chapter)
        for at, row in enumerate(near.tolist()):
            if self._same_section(self._index.passages.at(row).section, titles):
                relevance[at] += calibration.same_section
        order = [int(at) for at in np.argsort(-relevance, kind="stable")]
        under = [at for at in order if int(near[at]) in mine]
        others = [at for at in order if int(near[at]) not in mine]
        probability = fit.probability()
        spoken = bool(under) or (
            bool(order)
            and probability >= calibration.spoken
            and not asks_for_anything(question.text)
            and self._speaks_of(organisation, question)
            and not self._keeps_to_others(organisation, direct)
        )
        candidates = [self._evidence(int(near[at]), float(relevance[at]), at in under, query) for at in under + others]
        listed = [item for item in candidates[len(under) :] if item.relevance >= calibration.listed]
        listed = listed or candidates[len(under) : len(under) + calibration.breadth]
        kept = candidates[: len(under)] + listed[: max(0, calibration.most - len(under))] if spoken else []
        return Answers(organisation, tuple(kept), probability, tuple(candidates))

    def _speaks_of(self, organisation: str, question: ConsultationQuestion) -> bool:
        """Whether the organisation ever names what the question names; true where that names nothing."""
        names = names_asked_about(self._expander.spell_out(question.text))
        if not names:
            return True
        asking = self._wordings.get(question.document_id)
        if asking is None:
            asking = self._wordings[question.document_id] = Wording([self._index.documents[question.document_id].text])
        own = self._wordings.get(organisation)
        if own is None:
            passages = self.own_passages(organisation)
            texts = [self._expander.spell_out(text) for p in passages for text in (p.text, *p.section)]
            own = self._wordings[organisation] = Wording(texts)
        return own.has_any(names, asking)

    def _keeps_to_others(self, organisation: str, direct: Mapping[int, Sequence[int]]) -> bool:
        """Whether the organisation answers questions one by one and says that it has no more to say on the others."""
        if organisation not in self._keeping:
            rows = set(self._rows[organisation].tolist())
            answered = sum(not rows.isdisjoint(under) for under in direct.values())
            said = (sentence.text for p in self.own_passages(organisation) for sentence in p.sentences)
            self._keeping[organisation] = answered > 1 and keeps_to_its_questions(list(said))
        return self._keeping[organisation]

    def _same_section(self, section: tuple[str, ...], titles: tuple[str, str]) -> bool:
        key = (section, titles)
        if key not in self._titles:
            self._titles[key] = any(same_title(heading, title) for heading in section for title in titles)
        return self._titles[key]

    def _evidence(self, row: int, relevance: float, direct: bool, query: QueryEncoding) -> Evidence:
        similar = self._index.matrices.sentences(row) @ query.vector
        return Evidence(self._index.passages.at(row), relevance, direct, tuple(float(value) for value in similar))

    def _nearest(
        self, rows: NDArray[np.int64], query: QueryEncoding, *, must: Sequence[int] = ()
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The shortlist by whole-passage similarity, with `must`, and its scores (n,)."""
        if not len(rows):
            return rows, np.zeros(0, dtype=np.float32)
        calibration, matrices = self._calibration, self._index.matrices
        dense = matrices.passages(rows) @ query.vector
        first = set(np.argsort(-dense, kind="stable")[: calibration.shortlist].tolist())
        wanted = set(must)
        first |= {at for at, row in enumerate(rows.tolist()) if row in wanted}
        chosen = np.asarray(sorted(first), dtype=np.int64)
        near = rows[chosen]
        return near, self._scores(near, query)

    def _scores(self, rows: NDArray[np.int64], query: QueryEncoding) -> Vectors:
        """How near passages are to a question (n,)."""
        calibration, matrices = self._calibration, self._index.matrices
        scores = (
            calibration.dense * (matrices.passages(rows) @ query.vector)
            + calibration.sentence * matrices.best_sentences(rows, query.vector)
            + calibration.heading * (matrices.headings(rows) @ query.vector)
            + calibration.late * matrices.late_interaction(rows, query)
        )
        return np.asarray(scores, dtype=np.float32)

    def _fits(self, organisation: str, questions: Sequence[ConsultationQuestion]) -> Mapping[int, Fit]:
        """How the organisation's nearest passages fit each question, by number."""
        if organisation not in self._known_fits:
            self._known_fits[organisation] = self._fitted(self._rows[organisation], questions)
        return self._known_fits[organisation]

    def _fitted(self, rows: NDArray[np.int64], questions: Sequence[ConsultationQuestion]) -> Mapping[int, Fit]:
        if not len(rows):
            return {question.number: Fit(0.0, 0.0, 0.0, 0.0, 0.0) for question in questions}
        queries = [self._query(question) for question in questions]
        tops = []
        for query in queries:
            near, scores = self._nearest(rows, query)
            tops.append(near[np.argsort(-scores, kind="stable")[: self._calibration.breadth]])
        contested = np.unique(np.concatenate(tops))
        table = np.stack([self._scores(contested, query) for query in queries])
        passages = [self._index.passages.at(int(row)) for row in rows]
        words = [content_words(self._expander.spell_out(" ".join((*p.section[-1:], p.text)))) for p in passages]
        rare, yardstick = self._rare_words(questions), self._yardstick(questions)
        fits = {}
        for at, (question, query, top) in enumerate(zip(questions, queries, tops, strict=True)):
            places = np.searchsorted(contested, top).tolist()
            late = self._index.matrices.late_interaction(top, query)
            fits[question.number] = Fit(
                float(table[at, places[0]]) / yardstick,
                float(late.mean()),
                *ranks(table, at, places),
                rare.share(question.number, words),
            )
        return fits

    def _rare_words(self, questions: Sequence[ConsultationQuestion]) -> RareWords:
        if self._rare is None:
            spell_out = self._expander.spell_out
            asking = {question.document_id for question in questions}
            rows = [row for own in self._rows.values() for row in own.tolist()]
            rows += [row for document in sorted(asking) for row in self._index.passages.rows_of_document(document)]
            texts = [spell_out(self._index.passages.at(int(row)).text) for row in rows]
            self._rare = RareWords({question.number: spell_out(question.text) for question in questions}, texts)
        return self._rare

    def set_out(self, question: ConsultationQuestion) -> list[Passage]:
        """The consultation's passages that set the question out; its nearest prose where ingest found no section."""
        passages = [p for id_ in question.setting if (p := self._index.passages.get(id_)) is not None]
        if not passages:
            rows, scores = self._own_nearest(question, self._query(question))
            best = rows[np.argsort(-scores, kind="stable")][: self._calibration.breadth]
            passages = [self._index.passages.at(row) for row in sorted(best.tolist())]
        return passages

    def _query(self, question: ConsultationQuestion) -> QueryEncoding:
        if question.number not in self._queries:
            self._queries[question.number] = self._embedder.encode_queries([self._expander.spell_out(question.text)])[0]
        return self._queries[question.number]

    def _yardstick(self, questions: Sequence[ConsultationQuestion]) -> float:
        """How near the consultation's own prose comes to its questions: mean of the nearest passages, over them all.

        One for all questions: that a question is far from everything is itself a sign that few speak on it.
        """
        means = []
        for question in questions:
            key = question.number
            if key not in self._yardsticks:
                _, scores = self._own_nearest(question, self._query(question))
                best = np.sort(scores)[::-1][: self._calibration.breadth]
                self._yardsticks[key] = float(best.mean()) if len(best) else 1.0
            means.append(self._yardsticks[key])
        return max(float(np.mean(means)), 1e-6)

    def _own_nearest(self, question: ConsultationQuestion, query: QueryEncoding) -> tuple[NDArray[np.int64], Vectors]:
        store, document = self._index.passages, question.document_id
        if document not in self._consulting:
            rows = [
                row
                for row in store.rows_of_document(document)
                if _prose(passage := store.at(row)) and passage.voice.role is Role.AUTHOR
            ]
            self._consulting[document] = np.asarray(rows, dtype=np.int64)
        return self._nearest(self._consulting[document], query)

    def _direct(self, questions: Sequence[ConsultationQuestion]) -> Mapping[int, list[int]]:
        """Rows under a heading, or after a quoted line, that repeats a question, by the question's number."""
        if self._repeats is None:
            spell_out = self._expander.spell_out
            repeated = RepeatedQuestions([(question.number, spell_out(question.text)) for question in questions])
            known: dict[str, tuple[int, ...]] = {}
            self._repeats = {}
            for document in self._index.documents.values():
                if document.entry.side is Side.GOVERNMENT:
                    continue
                quoted: tuple[tuple[str, ...], int] | None = None
                for row in self._index.passages.rows_of_document(document.id):
                    passage = self._index.passages.at(row)
                    asked = _quoted_question(passage, document.entry.side, repeated)
                    if asked is not None:
                        quoted = (passage.section, asked)
                        continue
                    for heading in passage.section:
                        if heading not in known:
                            known[heading] = repeated.answered_under(spell_out(heading))
                    # The innermost heading that repeats a question rules: an outer one ends where it begins.
                    numbers = next((known[heading] for heading in reversed(passage.section) if known[heading]), ())
                    if not numbers and quoted is not None and quoted[0] == passage.section:
                        numbers = (quoted[1],)
                    for number in numbers:
                        self._repeats.setdefault(number, []).append(row)
        return self._repeats


def _quoted_question(passage: Passage, own_side: Side, repeated: RepeatedQuestions) -> int | None:
    """The question that a response copies out as a line of its own, before it answers."""
    asks = passage.text.rstrip(" *_”\"'").endswith("?")
    copied = passage.block is BlockKind.QUESTION or (passage.side is not own_side and asks)
    return repeated.repeated_by(passage.text) if copied else None


def _prose(passage: Passage) -> bool:
    return passage.block.answers and passage.block not in _NO_ANSWER


def _author_rows(index: Index) -> dict[str, NDArray[np.int64]]:
    """Rows of what the stakeholders' authors say in their own voice, by organisation in the corpus's order."""
    rows: dict[str, list[int]] = {}
    for document in index.documents.values():
        if document.entry.side is Side.GOVERNMENT:
            continue
        own = rows.setdefault(document.entry.organisation, [])
        for row in index.passages.rows_of_document(document.id):
            passage = index.passages.at(row)
            if passage.voice.role is Role.AUTHOR and passage.side is document.entry.side and _prose(passage):
                own.append(row)
    return {organisation: np.asarray(found, dtype=np.int64) for organisation, found in rows.items()}
