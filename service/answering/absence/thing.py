"""The thing asked for: a number of something, a share, a sum, a date …, and whether a sentence gives it for that thing.

A number must stand with what is counted: "how many advisers" is not how many vacancies. The noun counted stands in the
same clause as a figure, near it; a share, sum, date or length of time stands in a sentence that, with those beside it
and its heading, has what the question is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.models import Passage
from service.answering.absence.occurrences import WORD, key
from service.answering.absence.subject import Phrase
from service.answering.answer_types import CHECKABLE, AnswerType, asks_for_view, holds, where_asked
from service.answering.terms import Term

_COUNTED = re.compile(
    r"\b(?:how many|number of|by how many)\s+(?:(?:of|the|its|their|more|other|new|extra|different)\s+)*$", re.I
)
_WHO = re.compile(
    r"^\W*(?:and |so )?who(?:se|m)?\b(?! (?:says?|thinks?|wants?|supports?|opposes?|agrees?|disagrees?))", re.I
)
_CLAUSE = re.compile(r"[;:()]|,\s(?!\d)|\s[–—]\s|\b(?:but|while|whereas)\b", re.I)
_FIGURE = re.compile(
    r"\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|third|quarter|no|none|nobody)\b",
    re.I,
)
_MOST_BETWEEN = 5
_ASKED_AGAIN = re.compile(r"\b(?:what|which|who|whom|whose|why|when|where|how)\b", re.I)
# Several words with capitals in a row: somebody's name, unless the question has it.
_PERSON = re.compile(r"\b[A-Z][\w’'-]+(?: (?:de |of )?[A-Z][\w’'-]+)+")
_PLURAL = re.compile(r"\w+[^s\W]s|people|children|men|women|staff", re.I)
_WORD_WITH_FIGURES = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


class WordForms(Protocol):
    """The keys that a word is counted under, in any form."""

    def of(self, word: str, /) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked for: its `kind`, the noun `counted` where something is, and the `terms` it must stand with.

    `said` are the keys of all words of the question: what it gives itself is no answer to it.
    """

    kind: AnswerType
    counted: str | None
    terms: tuple[Term, ...]
    said: frozenset[str]

    def label(self, subject: str) -> str:
        """What a sentence names it by: the noun counted, and what the question is about where that is more."""
        if self.counted is None or self.counted.casefold() in subject.casefold():
            return subject
        return f"{self.counted}, {subject}"


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a sentence gives the thing: it `holds` one bound to its noun, beside this `share` of the question."""

    holds: bool
    share: float


def thing_asked(
    question: str, asks_for: frozenset[AnswerType], terms: Sequence[Term], phrases: Sequence[Phrase]
) -> Thing | None:
    """The figure, date, name … that a question asks for; None where it asks for no such thing, or for several."""
    if asks_for_view(question) or len(_ASKED_AGAIN.findall(question)) > 1:
        return None
    kinds = [kind for kind in AnswerType if kind in asks_for & CHECKABLE]
    if not kinds and AnswerType.PERSON in asks_for and _WHO.match(question):
        kinds = [AnswerType.PERSON]
    if not kinds:
        return None
    asking = where_asked(question, kinds[0])
    counted = next((_head(p.words) for p in phrases if _COUNTED.search(question[: p.start])), None)
    kind = AnswerType.COUNT if counted and AnswerType.COUNT in kinds else kinds[0]
    said = {key(word) for word in asking}
    return Thing(
        kind,
        counted if kind is AnswerType.COUNT else None,
        tuple(term for term in terms if key(term.word) not in said),
        frozenset(key(word) for word in WORD.findall(question)),
    )


def fit(thing: Thing, passage: Passage, position: int, forms: WordForms) -> Fit:
    """How far a sentence of a passage gives the thing asked for."""
    sentences = passage.sentences
    text = sentences[position].text
    beside = " ".join(
        [
            *(passage.section[-1:]),
            passage.lead_in or "",
            *(sentences[at].text for at in (position - 1, position, position + 1) if 0 <= at < len(sentences)),
        ]
    )
    keys = {key(word) for word in WORD.findall(beside)}
    own = {key(word) for word in WORD.findall(text)}
    itself = not thing.terms or any(not own.isdisjoint(forms.of(term.word)) for term in thing.terms)
    total = sum(term.weight for term in thing.terms)
    there = sum(term.weight for term in thing.terms if not keys.isdisjoint(forms.of(term.word)))
    return Fit(itself and _holds(thing, text, forms), there / total if total else 1.0)


def _head(words: Sequence[str]) -> str:
    """The noun of a phrase that is counted: "trees" of "trees cut", "coaches" of "work coaches"."""
    return next((word for word in words if _PLURAL.fullmatch(word)), words[-1])


def _holds(thing: Thing, text: str, forms: WordForms) -> bool:
    if thing.kind is AnswerType.PERSON:
        return any(thing.said.isdisjoint(map(key, WORD.findall(match.group()))) for match in _PERSON.finditer(text))
    if thing.counted is None:
        return holds(
            _WORD_WITH_FIGURES.sub(lambda m: "" if key(m.group()) in thing.said else m.group(), text), thing.kind
        )
    names = forms.of(thing.counted)
    for clause in _CLAUSE.split(text):
        words = list(WORD.finditer(clause))
        nouns = [at for at, word in enumerate(words) if key(word.group()) in names]
        figures = [at for at, word in enumerate(words) if _FIGURE.fullmatch(word.group())]
        if any(-1 <= noun - figure <= _MOST_BETWEEN for noun in nouns for figure in figures):
            return True
    return False
