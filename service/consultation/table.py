"""Questions × organisations: the whole table of an open index, computed once."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from corpus.index import Index
from corpus.models import ConsultationQuestion, as_pairs
from service.consultation.answers import AnswerFinder, Answers
from service.consultation.outright import asks_for_anything
from service.consultation.stance import Balance, judge_stance, tone_of
from service.found import Quotation
from service.presentation import citation_body, passage_body
from service.retrieval.pipeline import Retriever
from service.schemas import ConsultationQuestionBody, StanceBody

_SUGGESTED = 4
_LONG_SUGGESTION = 160


class Consultation:
    """The questions of one open index; safe for several threads. The first call computes the table, which is kept."""

    def __init__(self, index: Index, retriever: Retriever) -> None:
        self._index = index
        self._retriever = retriever
        self._lock = threading.Lock()
        self._table: tuple[ConsultationQuestionBody, ...] | None = None

    def questions(self) -> Sequence[ConsultationQuestionBody]:
        """Every question in order, with every organisation, silent ones included."""
        if self._table is None:
            with self._lock:
                if self._table is None:
                    self._table = self._computed()
        return self._table

    def warm(self) -> threading.Thread:
        """Computes the table in the background, so that the first reader need not wait; returns the running thread."""
        thread = threading.Thread(target=self.questions, name="consultation-table")
        thread.start()
        return thread

    def suggestions(self) -> list[str]:
        """A few questions to begin with, short ones, from different chapters where there are several."""
        short = [q for q in self._index.questions if len(q.text) <= _LONG_SUGGESTION] or list(self._index.questions)
        first = {question.chapter: question for question in reversed(short)}
        chosen = sorted(first.values(), key=lambda question: question.number)
        chosen += [question for question in short if question not in chosen]
        return [question.text for question in chosen[:_SUGGESTED]]

    def _computed(self) -> tuple[ConsultationQuestionBody, ...]:
        if not self._index.questions:
            return ()
        finder = AnswerFinder(self._index, self._retriever.embedder)
        tones = {name: tone_of(finder.own_passages(name)) for name in finder.organisations}
        return tuple(self._row(question, finder, tones) for question in self._index.questions)

    def _row(
        self, question: ConsultationQuestion, finder: AnswerFinder, tones: dict[str, Balance]
    ) -> ConsultationQuestionBody:
        index = self._index
        answers = finder.find(question, index.questions)
        return ConsultationQuestionBody(
            number=question.number,
            text=question.text,
            chapter=question.chapter,
            section=list(question.section),
            document_id=question.document_id,
            spans=as_pairs(question.spans),
            government=[passage_body(passage, index.documents) for passage in finder.set_out(question)],
            organisations=[self._stance(question, found, tones[found.organisation]) for found in answers],
        )

    def _stance(self, question: ConsultationQuestion, answers: Answers, tone: Balance) -> StanceBody:
        documents = self._index.documents
        judged = judge_stance(answers, tone, proposes=not asks_for_anything(question.text))
        quotes = []
        for number, rest in enumerate(judged.rests, start=1):
            passage, sentence = rest.evidence.passage, rest.sentence
            quotation = Quotation(passage, sentence.spans, sentence.text, rest.evidence.relevance, sentence.kind)
            quotes.append(citation_body(number, quotation, documents))
        return StanceBody(
            organisation=answers.organisation,
            stance=judged.stance,
            passages=[passage_body(item.passage, documents, score=item.relevance) for item in answers.evidence],
            quotes=quotes,
        )
