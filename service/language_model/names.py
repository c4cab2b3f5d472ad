"""Proper names, months and abbreviations in a statement, and whether its evidence holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.language_model.quantities import quantities
from service.language_model.words import FUNCTION_WORDS, REPORTING_WORDS, listed, plain, sentences, stem

_TOKEN = re.compile(r"[^\W_]+(?:[-&'’][^\W_]+)*")
_CONNECTORS = frozenset(listed("""of and the for to in on at with & de la a an or"""))
_TITLES = frozenset(listed("""mr mrs ms miss dr prof professor sir dame lord lady baroness rt hon"""))
_INITIAL_WORDS = frozenset(
    listed("""
    people additionally moreover furthermore overall currently finally specifically generally
    instead similarly therefore according evidence research concerns support supporting ensuring
    providing yes none elsewhere
""")
)
_SPEAKS = REPORTING_WORDS | frozenset(
    listed("""
    recommends recommended calls called wants wanted proposes proposed supports supported opposes
    opposed urges urged welcomes welcomed agrees agreed disagrees disagreed asks asked plans planned
    intends intended will would has is warns warned highlights criticises criticised rejects
    rejected insists insisted commits committed seeks
""")
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a name may rest on: the `text` cited, `labels` (who speaks) and `context` (title, headings) around it.

    `vocabulary` are the words that the documents write small.
    """

    text: str
    labels: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    vocabulary: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NameCheck:
    """Looks for a statement's names in its evidence.

    `known` are names of organisations as readers write them, such as "Mind" or "the government", of which a statement
    may use those in its evidence only; `abbreviations` maps short forms to long ones.
    """

    known: tuple[str, ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)

    def missing(self, statement: str, evidence: Evidence) -> list[str]:
        """The names in `statement` that neither the evidence's text nor its labels hold."""
        haystack = _Haystack(evidence, self.abbreviations)
        written = " \n ".join([evidence.text, *evidence.labels, *evidence.context])
        # One word is compared as it is written: the verb "mind" in a passage does not name Mind. An abbreviation may be
        # spelled out there.
        found = [
            name
            for name in self._aliases(statement)
            if not (haystack.holds(name) if " " in name or name.isupper() else _stands(name, written))
        ]
        for run in _runs(statement, evidence, self._known_words()):
            found.extend(part for part in haystack.uncovered(run))
        counted = " ".join(quantity.text for quantity in quantities(statement)).casefold()
        for token in _TOKEN.findall(statement):
            mixed = any(c.isdigit() for c in token) and any(c.isalpha() for c in token)
            if mixed and token.casefold() not in counted and not haystack.holds(token):
                found.append(token)
        return list(dict.fromkeys(found))

    def _aliases(self, statement: str) -> list[str]:
        """Known names that stand in the statement, as they are written: "Mind" is one, the verb "mind" is none."""
        return [name for name in self.known if name[:1].isupper() and _stands(name, statement)]

    def _known_words(self) -> frozenset[str]:
        return frozenset(name for name in self.known if " " not in name)


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row with the small words between them."""

    tokens: tuple[str, ...]


def _runs(statement: str, evidence: Evidence, known: frozenset[str]) -> list[_Run]:
    runs: list[_Run] = []
    for sentence in sentences(statement):
        tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(sentence)]
        current: list[str] = []
        pending: list[str] = []
        last_end = -1
        for index, (token, start, end) in enumerate(tokens):
            broken = current and re.search(r"[,;:.()\"“”–—]", sentence[last_end:start])
            if broken:
                runs.append(_Run(tuple(current)))
                current, pending = [], []
            following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
            named = token[:1].isupper() and not (
                not index and token not in known and _ordinary_opening(token, following, evidence)
            )
            if token == "I" or token.casefold() in _TITLES:
                named = False
            if named:
                current.extend([*pending, token])
                pending = []
            elif current and token.casefold() in _CONNECTORS and len(pending) < 2:
                pending.append(token)
            elif current:
                runs.append(_Run(tuple(current)))
                current, pending = [], []
            last_end = end
        if current:
            runs.append(_Run(tuple(current)))
    return runs


def _ordinary_opening(token: str, following: str, evidence: Evidence) -> bool:
    """Whether a sentence's first word is capitalised only for being first.

    It is where it is a common word or a small word of the documents, but not before a verb of speech: "Scope says"
    names somebody even where a document has the word "scope".
    """
    low = token.casefold().replace("’", "'").split("'")[0]
    if low in FUNCTION_WORDS or low in _INITIAL_WORDS:
        return True
    if len(token) > 1 and token.isupper():
        return False
    plural = low.endswith("s") and not low.endswith("ss")
    if following.casefold() in _SPEAKS and not plural:
        return False
    return low in evidence.vocabulary or stem(low) in {stem(word) for word in _TOKEN.findall(plain(evidence.text))}


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text as it is written."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


class _Haystack:
    """Texts in which names are looked for: word by word, by stem, small words between them left out."""

    def __init__(self, evidence: Evidence, abbreviations: Mapping[str, str]) -> None:
        own = [evidence.text, *evidence.labels]
        self._rows = [_tokens(plain(text)) for text in (*own, *evidence.context)]
        self._stems = [[_key(token) for token in row] for row in self._rows]
        self._capitals = {_key(token) for row in self._rows[: len(own)] for token in row if not token.islower()}
        self._long = {short.casefold(): long for short, long in abbreviations.items()}
        self._short = {long.casefold(): short for short, long in abbreviations.items()}

    def holds(self, name: str) -> bool:
        tokens = _tokens(name)
        return not tokens or self._holds(tokens)

    def uncovered(self, run: _Run) -> list[str]:
        """The parts of a run that do not stand in the texts, the run being split only where it must be."""
        tokens = [token for token in run.tokens if token.casefold() not in _CONNECTORS]
        if self._holds(tokens):
            return []
        left: list[str] = []
        start = 0
        while start < len(tokens):
            for end in range(len(tokens), start, -1):
                if self._holds(tokens[start:end]) and (
                    end - start > 1 or len(tokens) == 1 or self._names(tokens[start])
                ):
                    start = end
                    break
            else:
                left.append(tokens[start])
                start += 1
        return left

    def _holds(self, tokens: Sequence[str]) -> bool:
        keys = [_key(token) for token in tokens]
        if any(_contains(row, keys) for row in self._stems):
            return True
        phrase = " ".join(tokens)
        if len(tokens) == 1 and (short := _singular(phrase)).isupper() and len(short) > 1:
            if (long := self._long.get(short.casefold())) and self._spelled(long):
                return True
            return any(_initials_in(row, short) for row in self._rows)
        if (known := self._short.get(phrase.casefold())) and any(_contains(row, [_key(known)]) for row in self._stems):
            return True
        initials = "".join(token[0] for token in tokens).upper()
        return len(initials) > 2 and any(initials in map(_singular, row) for row in self._rows)

    def _names(self, token: str) -> bool:
        """Whether a word that stands in the texts is a name there: an abbreviation, or written with a capital."""
        return (len(token) > 1 and _singular(token).isupper()) or _key(token) in self._capitals

    def _spelled(self, long: str) -> bool:
        keys = [_key(token) for token in _tokens(long)]
        return any(_contains(row, keys) for row in self._stems)


def _tokens(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if token.casefold() not in _CONNECTORS]


def _key(token: str) -> str:
    if len(token) > 1 and _singular(token).isupper():
        return _singular(token).casefold()
    return stem(token)


def _singular(token: str) -> str:
    """ "DEAs" and "ESA's" without the ending."""
    bare = re.sub(r"['’]s?$", "", token)
    return bare[:-1] if len(bare) > 2 and bare.endswith("s") and bare[:-1].isupper() else bare


def _contains(row: Sequence[str], keys: Sequence[str]) -> bool:
    size = len(keys)
    return any(row[start : start + size] == list(keys) for start in range(len(row) - size + 1))


def _initials_in(row: Sequence[str], short: str) -> bool:
    """Whether consecutive words begin with the letters of `short`: "Employment and Support Allowance" for ESA."""
    letters = short.casefold()
    firsts = "".join(token[0].casefold() for token in row)
    return len(letters) > 2 and letters in firsts


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand in small letters in `texts`."""
    return frozenset(token for text in texts for token in _TOKEN.findall(text) if token.islower())
