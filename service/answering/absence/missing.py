"""Whether the figure, date, name … that a question asks for stands anywhere beside its subject.

Looked through is every passage that has the subject, and the likeliest of those found. It is not stated where none of
them gives it for that thing; nothing is claimed where the subject itself cannot be told or stands nowhere near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.models import Passage
from service.answering.absence.forms import Forms
from service.answering.absence.occurrences import Occurrences
from service.answering.absence.subject import Subject
from service.answering.absence.thing import Fit, Thing, fit
from service.answering.gathering import Gathered

_LIKELIEST = 10
_ABOUT_IT = 5
_MOST_TERMS = 7
_MOST_PASSAGES = 120
# A sentence gives what is asked for where it stands with this much of the question, or is likely and has some of it.
_ENOUGH, _WITH_LIKELIHOOD = 0.7, 0.9


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence that comes nearest to giving what is asked for: how far it does, and how likely it answers."""

    fit: Fit
    likelihood: float

    @property
    def gives(self) -> bool:
        return self.fit.holds and (self.fit.share >= _ENOUGH or self.fit.share + self.likelihood >= _WITH_LIKELIHOOD)


class Missing:
    """Looks for what is asked for in one corpus; safe for several threads."""

    def __init__(self, occurrences: Occurrences, forms: Forms, passage_at: Callable[[int], Passage]) -> None:
        self._occurrences = occurrences
        self._forms = forms
        self._at = passage_at

    def is_missing(self, thing: Thing, subject: Subject, gathered: Gathered, *, answered: bool) -> bool:
        """Whether the thing asked for is stated of the subject by no sentence; never where the subject is not found."""
        about = self.having(subject)
        if not about:
            return False
        near = any(candidate.passage.id in about for candidate in gathered.likeliest[:_ABOUT_IT])
        # What is worded at length is worded otherwise than the documents do: its words cannot be counted on.
        if answered and (not near or len(thing.terms) > _MOST_TERMS):
            return False
        return not any(near.gives for near in self.nearest(thing, subject, gathered))

    def having(self, subject: Subject) -> frozenset[str]:
        """The ids of the passages that have a subject, or stand under a heading that has it."""
        return frozenset(self._at(row).id for row in self._occurrences.passage_rows(subject.positions))

    def nearest(self, thing: Thing, subject: Subject, gathered: Gathered) -> Iterator[Nearest]:
        """How near sentences come to giving the thing: those likeliest to answer, and those with the subject."""
        for candidate in gathered.likeliest[:_LIKELIEST]:
            most = max(candidate.sentences, default=1.0) or 1.0
            for position, share in enumerate(candidate.sentences):
                given = fit(thing, candidate.evidence.passage, position, self._forms)
                yield Nearest(given, candidate.probability * share / most)
        for row in self._occurrences.passage_rows(subject.positions)[:_MOST_PASSAGES]:
            passage = self._at(row)
            for position in range(len(passage.sentences)):
                yield Nearest(fit(thing, passage, position, self._forms), 0.0)
