"""Questions × organisations: the whole table of an open index, by rules, then by a reader where there is one."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.errors import AnswererError
from corpus.index import Index
from corpus.models import ConsultationQuestion, Passage, Sentence, as_pairs
from service.consultation.answers import AnswerFinder, Answers
from service.consultation.outright import asks_for_anything
from service.consultation.reader import ReadStance, StanceReader
from service.consultation.stance import Balance, judge_stance, tone_of
from service.found import Quotation
from service.presentation import citation_body, passage_body
from service.retrieval.pipeline import Retriever
from service.schemas import CitationBody, ConsultationQuestionBody, StanceBody

RULES = "rules"
_READERS = 4
_READ_AGAIN_AFTER_S = 60.0
_SUGGESTED = 4
_LONG_SUGGESTION = 160
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Pair:
    """What a reader reads: an organisation's answers to a question, and their place in the table."""

    row: int
    place: int
    question: ConsultationQuestion
    answers: Answers
    government: tuple[Passage, ...]
    before: str


class Consultation:
    """The questions of one open index; safe for several threads. The first call computes the table, which is kept.

    With a `reader` the labels by rules are replaced one by one, by `read` or in the background after `warm`.
    """

    def __init__(self, index: Index, retriever: Retriever, reader: StanceReader | None = None) -> None:
        self._index = index
        self._retriever = retriever
        self._reader = reader
        self._lock = threading.Lock()
        self._table: tuple[ConsultationQuestionBody, ...] | None = None
        self._unread: list[_Pair] = []
        self.obstacle = ""

    def questions(self) -> Sequence[ConsultationQuestionBody]:
        """Every question in order, with every organisation, silent ones included."""
        if self._table is None:
            with self._lock:
                if self._table is None:
                    self._table = self._computed()
        return self._table

    def warm(self, then: Callable[[], None] = lambda: None) -> threading.Thread:
        """Computes the table in the background, so that the first reader need not wait; returns the running thread.

        `then` is called when the table is there.
        """

        def work() -> None:
            self.questions()
            then()
            if self._reader is not None:
                self._read_twice()

        # A call to a model may take long and must not hold up the end of the program.
        thread = threading.Thread(target=work, name="consultation-table", daemon=self._reader is not None)
        thread.start()
        return thread

    def read(self, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Has the reader label what it has not yet; the number of pairs that keep the rules' label as it could not.

        `progress` is called with the pairs done and their number; `obstacle` then says why the last of them failed.
        """
        self.questions()
        with self._lock:
            pairs, self._unread = self._unread, []
        if self._reader is None or not pairs:
            return 0
        waiting: queue.SimpleQueue[_Pair] = queue.SimpleQueue()
        for pair in pairs:
            waiting.put(pair)
        done: queue.SimpleQueue[tuple[_Pair, ReadStance | str]] = queue.SimpleQueue()
        for number in range(min(_READERS, len(pairs))):
            # Daemons, as a call to a model may take long and must not hold up the end of the program.
            threading.Thread(
                target=_read_each,
                args=(self._reader, self._index, waiting, done),
                name=f"stances-{number}",
                daemon=True,
            ).start()
        failed = []
        for count in range(len(pairs)):
            pair, found = done.get()
            if isinstance(found, str):
                failed.append(pair)
                self.obstacle = found
            else:
                self._replace(pair, found, self._reader.name)
            progress(count + 1, len(pairs))
        with self._lock:
            self._unread += failed
        return len(failed)

    def suggestions(self) -> list[str]:
        """A few questions to begin with, short ones, from different chapters where there are several."""
        short = [q for q in self._index.questions if len(q.text) <= _LONG_SUGGESTION] or list(self._index.questions)
        first = {question.chapter: question for question in reversed(short)}
        chosen = sorted(first.values(), key=lambda question: question.number)
        chosen += [question for question in short if question not in chosen]
        return [question.text for question in chosen[:_SUGGESTED]]

    def _read_twice(self) -> None:
        """Reads the table, and what failed once more after a while: an endpoint may only have been busy."""
        failed = self.read()
        if failed:
            time.sleep(_READ_AGAIN_AFTER_S)
            failed = self.read()
        if failed:
            _log.warning(
                "the language model gave no stance that stands for %d pairs; they keep the rules' label", failed
            )

    def _replace(self, pair: _Pair, found: ReadStance, name: str) -> None:
        body = self._read_body(pair.answers, found, name)
        with self._lock:
            assert self._table is not None
            row = self._table[pair.row]
            organisations = [*row.organisations]
            organisations[pair.place] = body
            changed = row.model_copy(update={"organisations": organisations})
            self._table = (*self._table[: pair.row], changed, *self._table[pair.row + 1 :])

    def _computed(self) -> tuple[ConsultationQuestionBody, ...]:
        if not self._index.questions:
            return ()
        finder = AnswerFinder(self._index, self._retriever.embedder)
        tones = {name: tone_of(finder.own_passages(name)) for name in finder.organisations}
        return tuple(self._row(at, finder, tones) for at in range(len(self._index.questions)))

    def _row(self, at: int, finder: AnswerFinder, tones: dict[str, Balance]) -> ConsultationQuestionBody:
        index, question = self._index, self._index.questions[at]
        answers = finder.find(question, index.questions)
        government = tuple(finder.set_out(question))
        if self._reader is not None:
            before = index.questions[at - 1] if at else None
            context = before.text if before is not None and before.chapter == question.chapter else ""
            self._unread += [
                _Pair(at, place, question, found, government, context) for place, found in enumerate(answers)
            ]
        return ConsultationQuestionBody(
            number=question.number,
            text=question.text,
            chapter=question.chapter,
            section=list(question.section),
            document_id=question.document_id,
            spans=as_pairs(question.spans),
            government=[passage_body(passage, index.documents) for passage in government],
            organisations=[self._stance(question, found, tones[found.organisation]) for found in answers],
        )

    def _stance(self, question: ConsultationQuestion, answers: Answers, tone: Balance) -> StanceBody:
        judged = judge_stance(answers, tone, proposes=not asks_for_anything(question.text))
        rests = [(rest.evidence.passage, rest.sentence, rest.evidence.relevance) for rest in judged.rests]
        return StanceBody(
            organisation=answers.organisation,
            stance=judged.stance,
            labelled_by=RULES,
            passages=[
                passage_body(item.passage, self._index.documents, score=item.relevance) for item in answers.evidence
            ],
            quotes=self._quotes(rests),
        )

    def _read_body(self, answers: Answers, found: ReadStance, name: str) -> StanceBody:
        """The reader's label; the passages that it rests on stand before those that the rules found."""
        documents = self._index.documents
        relevance = {item.passage.id: item.relevance for item in answers.candidates}
        rests = [(passage, sentence, relevance[passage.id]) for passage, sentence in found.rests]
        spoken = [] if found.stance == "silent" else [item.passage for item in answers.evidence]
        passages = {passage.id: passage for passage in (*(passage for passage, _, _ in rests), *spoken)}
        return StanceBody(
            organisation=answers.organisation,
            stance=found.stance,
            labelled_by=name,
            passages=[passage_body(item, documents, score=relevance[item.id]) for item in passages.values()],
            quotes=self._quotes(rests),
        )

    def _quotes(self, rests: Sequence[tuple[Passage, Sentence, float]]) -> list[CitationBody]:
        return [
            citation_body(
                number,
                Quotation(passage, sentence.spans, sentence.text, relevance, sentence.kind),
                self._index.documents,
            )
            for number, (passage, sentence, relevance) in enumerate(rests, start=1)
        ]


def _read_each(
    reader: StanceReader,
    index: Index,
    waiting: queue.SimpleQueue[_Pair],
    done: queue.SimpleQueue[tuple[_Pair, ReadStance | str]],
) -> None:
    """Reads pairs until none waits; the reason for one that could not be read."""
    while True:
        try:
            pair = waiting.get_nowait()
        except queue.Empty:
            return
        found: ReadStance | str
        try:
            found = reader.read(
                pair.question.text,
                pair.answers.organisation,
                pair.government,
                [item.passage for item in pair.answers.candidates],
                documents=index.documents,
                before=pair.before,
            )
        except AnswererError as error:
            found = str(error)
            _log.info("no stance of %s on question %d: %s", pair.answers.organisation, pair.question.number, error)
        except Exception as error:
            found = f"a defect ({type(error).__name__})"
            _log.exception("the stance of %s on question %d failed", pair.answers.organisation, pair.question.number)
        done.put((pair, found))
