"""How often each organisation's own words have a question's subject. Counting only: the same figures each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.answering.absence.occurrences import Occurrences, Words
from service.answering.absence.subject import Subject


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often somebody has a subject: `mentions` of it, in `passages` of the `of` that are theirs."""

    words: Words
    mentions: int
    passages: int
    of: int

    @property
    def silent(self) -> bool:
        return self.mentions == 0


def coverage_of(subject: Subject, asked: Iterable[Words], occurrences: Occurrences) -> tuple[Coverage, ...]:
    """The coverage of a subject by everyone asked about, in their order."""
    return tuple(
        Coverage(words, *occurrences.rows(subject.positions, words), occurrences.passages(words)) for words in asked
    )
