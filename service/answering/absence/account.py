"""An account of what a question asks about: how often everyone asked about says it, and what does not stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.index import Index
from corpus.models import Side
from service import wording
from service.answering.absence.coverage import Coverage, coverage_of
from service.answering.absence.forms import Forms
from service.answering.absence.gaps import Gaps, gaps_of
from service.answering.absence.missing import Missing
from service.answering.absence.occurrences import Occurrences, Words
from service.answering.absence.subject import Subject, Subjects
from service.answering.absence.thing import Thing, thing_asked
from service.answering.asked_names import speakers_asked_for
from service.answering.gathering import Answering, Gathered
from service.answering.plan import Part
from service.answering.terms import stems
from service.found import Filters
from service.retrieval.attribution import Named
from service.retrieval.naming import Naming

# From here on a passage answers what is asked in passing of something that it does not call by its name.
_LIKELY_ANYHOW = 0.4
_ON_A_TOPIC = "What is said about {topic}?"


@dataclass(frozen=True, slots=True)
class Account:
    """`coverage` by everyone asked about; `silent` are those of them that are asked by name and never say the subject.

    `not_stated` are plain sentences on what was asked for and does not stand there, what matters most first.
    """

    coverage: tuple[Coverage, ...] = ()
    silent: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()


class Accounts:
    """Gives accounts from one open index; safe for several threads.

    `named` finds whom a text names, `also_called` gives what its abbreviations stand for and the other way round.
    """

    def __init__(
        self,
        index: Index,
        naming: Naming,
        named: Callable[[str], Named],
        also_called: Callable[[str], list[str]],
    ) -> None:
        self._occurrences = Occurrences(index)
        forms = Forms(self._occurrences)
        self._subjects = Subjects(self._occurrences, forms, naming.places, also_called)
        self._missing = Missing(self._occurrences, forms, index.passages.at)
        self._naming = naming
        self._named = named
        self._authors = tuple(
            dict.fromkeys(Words(d.entry.organisation, d.entry.side) for d in index.documents.values())
        )
        # A name may stand where no passage is: under a foreword, on a title page.
        self._texts = tuple(document.text for document in index.documents.values())
        self._by_document = {
            id_: Words(document.entry.organisation, document.entry.side) for id_, document in index.documents.items()
        }

    def of(self, question: str, gathered: Gathered, filters: Filters, *, answered: bool) -> Account:
        """The account of a question, with what was found for it and whether that is given as its answer."""
        subject = self._subjects.of(question)
        if subject is None:
            return Account()
        called = self._called(question)
        asked = self._asked(gathered, filters, called)
        coverage = coverage_of(subject, asked or self._within(filters), self._occurrences)
        # A side that a filter alone asks for is silent where all of it is.
        nobody = bool(filters.sides) and all(item.silent for item in coverage)
        unheard = [item for item in coverage if item.silent and (item.words in asked or nobody)]
        return Account(
            coverage,
            tuple(item.words.organisation for item in unheard),
            self._not_stated(question, subject, coverage, unheard, called, gathered, answered),
        )

    def gaps(self, question: str, gathered: Gathered, filters: Filters) -> Gaps:
        """What counting finds missing of a question, whether or not it is said."""
        subject = self._subjects.of(question)
        if subject is None:
            return Gaps()
        asked = self._asked(gathered, filters, self._called(question))
        thing = self._thing(question, gathered)
        return gaps_of(
            subject,
            coverage_of(subject, asked or self._within(filters), self._occurrences),
            None if thing is None else list(self._missing.nearest(thing, subject, gathered)),
        )

    def _thing(self, question: str, gathered: Gathered) -> Thing | None:
        asked = gathered.question
        return thing_asked(question, asked.asks_for, asked.terms, self._subjects.phrases(question))

    def of_topic(self, topic: str, organisations: Sequence[tuple[str, Side]]) -> tuple[Coverage, ...]:
        """How often each of some organisations has a topic; none where the topic is only somebody's name.

        An empty topic is all that they say: every passage of theirs counts, once.
        """
        if not topic:
            speaking = [Words(*each) for each in organisations]
            return tuple(Coverage(each, *[self._occurrences.passages(each)] * 3) for each in speaking)
        subject = self._subjects.of(_ON_A_TOPIC.format(topic=topic))
        return coverage_of(subject, [Words(*each) for each in organisations], self._occurrences) if subject else ()

    def is_silent(self, part: Answering, parts: Sequence[Answering], least: float) -> bool:
        """Whether a part of a question has nothing to show: the likeliest passage is less likely than `least`, or what
        is asked about by its name, or outright and alone, is never said by those the part is put to, and is by others.
        """
        if not part.candidates or part.candidates[0].probability < least:
            return True
        subject = self._subjects.of(part.question.text)
        if subject is None or not (subject.name or (subject.outright and subject.whole and subject.known)):
            return False
        if not subject.outright and part.candidates[0].probability >= _LIKELY_ANYHOW:
            return False
        own, others = (
            [self._says(subject, each.part) for each in parts if (each is part) is mine] for mine in (True, False)
        )
        return not any(own) and any(others)

    def _says(self, subject: Subject, part: Part) -> bool:
        words = [words for words in self._authors if self._is_put_to(part, words)]
        found = coverage_of(subject, words, self._occurrences)
        return part.speakers != () or any(not item.silent for item in found)

    @staticmethod
    def _is_put_to(part: Part, words: Words) -> bool:
        return words.organisation in part.organisations or (not part.organisations and words.side is part.side)

    def _called(self, question: str) -> dict[str, str]:
        """The organisations that a question names, each as it names them."""
        called: dict[str, str] = {}
        for mention in self._naming.mentions(question):
            for organisation in self._named(mention).organisations:
                called.setdefault(organisation, mention)
        return called

    def _strangers(self, question: str) -> list[str]:
        """Those asked what they say who stand nowhere in the documents, under no name."""
        known = {mention.casefold() for mention in self._naming.mentions(question)}
        return [
            name
            for name in speakers_asked_for(question)
            if name.casefold() not in known
            and not len(self._subjects.called_so(name))
            and not any(name in text for text in self._texts)
        ]

    def _asked(self, gathered: Gathered, filters: Filters, called: Iterable[str]) -> list[Words]:
        """Everyone whose words are asked for by name, in a filter or as all of a side; none where nobody is."""
        named = gathered.question.named
        chosen = set(filters.organisations) | {self._by_document[id_].organisation for id_ in filters.documents}
        if not chosen:
            chosen = {*named.organisations, *called} - set(named.addressed)
            put_to = [part for part in gathered.plan.parts if part.required]
            chosen |= {w.organisation for w in self._authors if any(self._is_put_to(part, w) for part in put_to)}
        return [words for words in self._within(filters) if words.organisation in chosen]

    def _within(self, filters: Filters) -> list[Words]:
        """The authors of the sides that a filter allows."""
        sides = filters.sides or frozenset(Side)
        return [words for words in self._authors if words.side in sides]

    def _not_stated(
        self,
        question: str,
        subject: Subject,
        coverage: Sequence[Coverage],
        unheard: Sequence[Coverage],
        called: dict[str, str],
        gathered: Gathered,
        answered: bool,
    ) -> tuple[str, ...]:
        if unheard and subject.outright and (subject.whole or subject.name):
            names = [called.get(item.words.organisation, item.words.organisation) for item in unheard]
            return tuple(
                wording.not_mentioned(name, subject.text, item.of) for name, item in zip(names, unheard, strict=True)
            )
        if not answered and subject.outright and all(item.silent for item in coverage):
            passages = sum(item.of for item in coverage)
            return (wording.NOBODY_MENTIONS.format(subject=subject.text, passages=f"{passages:,}"),)
        if not answered and (strangers := self._strangers(question)):
            return tuple(wording.NO_WORDS_OF.format(who=name) for name in strangers)
        thing = self._thing(question, gathered)
        who = next(iter(called.values())) if len(called) == 1 else ""
        if thing is not None and self._missing.is_missing(thing, subject, gathered, answered=answered):
            label = thing.label(subject.text)
            if not stems(label) <= stems(wording.name_of(thing.kind)):  # "no date for date" says nothing
                return (wording.not_given(thing.kind, who, label),)
        return () if answered else (wording.NOT_ANSWERED.format(subject=subject.text),)
