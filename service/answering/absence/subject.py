"""What a question is about: the noun phrase whose mentions are counted, found without a parser.

A question is cut into phrases at its function words and at the names of those it is put to. The phrase that it says it
is about ("… about benefit sanctions"), else a name of a thing ("the Personal Support Package"), else the phrase with
the rarest word is its subject. A phrase that holds a word which the corpus lacks is it only where it is asked about
outright or nothing else could be: people word things their own way.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

import numpy as np

from service.answering.absence.forms import Forms
from service.answering.absence.occurrences import WORD, Occurrences, Positions, key
from service.answering.terms import content_words

Spans = Sequence[tuple[int, int]]

_LINKS = frozenset({"of", "and", "to", "for", "in", "on", "the", "with", "at", "&"})
_OPTIONAL_LINKS = frozenset({"and", "the", "of", "&"})
_JOINS_A_PHRASE = frozenset({"of"})
_ABOUT = re.compile(
    r"(?:\b(?:about|on|regarding|concerning|mention(?:s|ed)?|think of|make of|towards?))"
    r"(?: (?:the|a|an|any|some|its|their|such|this|that|these|those))*\s*$",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(r"\b(?:to|who|be|been|being|not|they|it|we|you)\s+$", re.IGNORECASE)
_VERBAL = re.compile(r"\w+(?:ing|ed|en)$", re.IGNORECASE)
_DATED = re.compile(rf"\d|(?:{'|'.join(calendar.month_name[1:])})$")
# A word that this share of the texts has says little of what is spoken of: "benefit sanctions" are sanctions.
_COMMON = 0.05
# Where a word stands mostly in this phrase, it means something else without it: a "fit note" is no other note.
_BOUND = 0.5
_APART = 3
_MOST_REQUIRED = 3
_REMEMBERED = 64
_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a question that stand together, as typed; `name` says that they are what something is called."""

    text: str
    words: tuple[str, ...]
    start: int
    name: bool
    about: bool
    verbal: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: the words typed, and where the corpus says it in any form.

    `name` says that it is what something is called, `known` that the corpus has all its words, `outright` that the
    question says in so many words that it is about it, and `whole` that it is about nothing else.
    """

    text: str
    positions: Positions
    name: bool
    known: bool
    outright: bool
    whole: bool = True


class Subjects:
    """Finds the subject of questions in one corpus; made once, read by several threads."""

    def __init__(
        self,
        occurrences: Occurrences,
        forms: Forms,
        named: Callable[[str], Spans],
        also_called: Callable[[str], list[str]],
    ) -> None:
        self._occurrences = occurrences
        self._forms = forms
        self._named = named
        self._also_called = also_called
        # The parts of an answer, its refusal and its account each ask for the subject of one question.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._found)

    def of(self, question: str) -> Subject | None:
        """The subject of a question; None where it has no phrase but the names of those it is put to."""
        return self._remembered(question)

    def _found(self, question: str) -> Subject | None:
        phrases = self.phrases(question)
        if not phrases:
            return None
        best = max(phrases, key=lambda phrase: (*self._standing(phrase, phrases), -phrase.start))
        whole = all(phrase is best or phrase.verbal for phrase in phrases)
        return self._subject(best, whole)

    def _subject(self, phrase: Phrase, whole: bool) -> Subject:
        known = all(self._count(word) for word in phrase.words if word.casefold() not in _LINKS)
        return Subject(phrase.text, self._mentions(phrase), phrase.name, known, phrase.about, whole)

    def called_so(self, name: str) -> Positions:
        """Where the corpus has a name, or what it is short for."""
        return np.unique(np.concatenate([self._in_order(WORD.findall(name)), self._called(name)]))

    def phrases(self, question: str) -> list[Phrase]:
        """The phrases of a question, in order, without the names of those it is put to."""
        named = self._named(question)
        tokens = list(WORD.finditer(question))
        runs: list[list[re.Match[str]]] = []
        for at, token in enumerate(tokens):
            if _inside(token.span(), named) or not content_words(token.group()) or _DATED.match(token.group()):
                continue
            if runs and _continues(question, runs[-1], token, tokens, at, named):
                previous = tokens.index(runs[-1][-1])
                runs[-1] += tokens[previous + 1 : at + 1]
            else:
                runs.append([token])
        made: list[Phrase] = []
        for run in runs:
            before = question[: run[0].start()]
            about = _ABOUT.search(before) is not None
            after_name = any(end <= run[0].start() and not question[end : run[0].start()].strip() for _, end in named)
            if after_name and not about:
                run = run[1:]
            for part in _by_case(run):
                before = question[: part[0].start()]
                words = tuple(token.group() for token in part)
                name = _is_name(words, at_start=part[0].start() == 0) or self._is_called(words)
                verbal = _VERB_BEFORE.search(before) is not None or (len(words) == 1 and bool(_VERBAL.match(words[0])))
                made.append(
                    Phrase(
                        question[part[0].start() : part[-1].end()],
                        words,
                        part[0].start(),
                        name,
                        about,
                        verbal and not about,
                    )
                )
        return made

    def _standing(self, phrase: Phrase, among: Sequence[Phrase]) -> tuple[bool, bool, bool, bool, float]:
        counts = [self._count(word) for word in phrase.words if word.casefold() not in _LINKS]
        known = all(counts)
        alone = all(other is phrase or other.verbal for other in among)
        rarity = -float(min(counts)) if known else -float(self._occurrences.texts())
        telling = not known or min(counts) < _COMMON * self._occurrences.texts()
        return phrase.about, phrase.name and known, not phrase.verbal, telling and (known or alone), rarity

    def _count(self, word: str) -> int:
        return len(self._forms.positions(word))

    def _is_called(self, words: Sequence[str]) -> bool:
        """Whether the corpus writes a phrase with capitals, or has an abbreviation of it."""
        if len(words) < 2:
            return False
        if self._also_called(" ".join(words)):
            return True
        found = self._in_order(words)
        return (
            self._occurrences.written_large(found) > _BOUND
            and self._occurrences.written_large(found + len(words) - 1) > _BOUND
        )

    def _in_order(self, words: Sequence[str]) -> Positions:
        return self._occurrences.phrase([self._occurrences.of_any({key(word)}) for word in words], 0)

    def _mentions(self, phrase: Phrase) -> Positions:
        """Where the corpus says a phrase: as a whole where it is a name, else its telling words near one another."""
        content = [word for word in phrase.words if word.casefold() not in _LINKS]
        found = [self._called(phrase.text)]
        if len(content) > 1:
            found += [self._forms.joined(content), self._initials(content)]
        if phrase.name and len(phrase.words) > 1:
            short = [word for word in phrase.words if word.casefold() not in _OPTIONAL_LINKS]
            slots = [[self._forms.positions(word) for word in words] for words in (phrase.words, short)]
            found += [self._occurrences.phrase(each, 0) for each in slots]
        else:
            found.append(self._together(self._telling(content)))
        return np.unique(np.concatenate(found))

    def _telling(self, words: Sequence[str]) -> list[str]:
        """The words of a phrase that must stand together: those that few texts have, and what these are bound to."""
        texts = self._occurrences.texts()
        counted = [(len(self._forms.positions(word)), word) for word in words]
        rare = [word for count, word in counted if count < _COMMON * texts]
        if not rare:
            return list(words)
        if len(rare) == 1 and len(words) > 1:
            places = self._forms.positions(rare[0])
            whole = self._together(words)
            if len(places) and len(whole) >= _BOUND * len(places):
                return list(words)
        return rare

    def _together(self, words: Sequence[str]) -> Positions:
        """Where words stand near one another in any order."""
        slots = [self._forms.positions(word) for word in words[-_MOST_REQUIRED:]]
        return np.unique(np.concatenate([self._occurrences.phrase(order, _APART) for order in permutations(slots)]))

    def _called(self, text: str) -> Positions:
        """Where the abbreviation or the long form of a phrase stands."""
        found = [np.zeros(0, np.int64)]
        for other in self._also_called(text):
            slots = [self._forms.positions(word) for word in WORD.findall(other)]
            found.append(self._occurrences.phrase(slots, 0))
        return np.concatenate(found)

    def _initials(self, words: Sequence[str]) -> Positions:
        """Where the capitals stand that a phrase of three words or more is shortened to."""
        initials = "".join(word[0] for word in words).upper()
        return self._occurrences.positions(initials if len(initials) >= _INITIALS else "")


def _inside(span: tuple[int, int], spans: Spans) -> bool:
    return any(start <= span[0] < end for start, end in spans)


def _continues(
    question: str,
    run: Sequence[re.Match[str]],
    token: re.Match[str],
    tokens: Sequence[re.Match[str]],
    at: int,
    named: Spans,
) -> bool:
    """Whether a word goes on with a phrase: next to it, or after words that link the parts of a name."""
    previous = list(tokens).index(run[-1])
    between = tokens[previous + 1 : at]
    steps = [run[-1], *between, token]
    if any(not re.fullmatch(r"[\s&-]*", question[a.end() : b.start()]) for a, b in pairwise(steps)):
        return False
    if any(_inside(other.span(), named) for other in between):
        return False
    links = [other.group().casefold() for other in between]
    if not links:
        return True
    large = run[-1].group()[0].isupper() and token.group()[0].isupper() and run[-1].start() > 0
    return all(link in _LINKS for link in links) and (large or (len(links) == 1 and links[0] in _JOINS_A_PHRASE))


def _by_case(run: Sequence[re.Match[str]]) -> list[list[re.Match[str]]]:
    """A run cut where words with capitals end and at least one small word follows at its end: "Small Offer | run".

    What goes on with a noun ("Journey to Employment job clubs") is counted by its name alike.
    """
    if not run:
        return []
    large = [token.group()[0].isupper() or token.group().casefold() in _LINKS for token in run]
    first_small = next((at for at, is_large in enumerate(large) if not is_large), len(run))
    if first_small >= 2 and first_small < len(run) and not any(large[first_small:]):
        return [list(run[:first_small]), list(run[first_small:])]
    return [list(run)]


def _is_name(words: Sequence[str], *, at_start: bool) -> bool:
    """Whether words are written as a name: an abbreviation, or several with capitals."""
    capitals = [word for word in words if word[0].isupper()]
    if len(words) == 1:
        return sum(letter.isupper() for letter in words[0]) > 1
    return len(capitals) >= (3 if at_start else 2)
