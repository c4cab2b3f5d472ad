"""What a question is about: its content words as stems, weighted by how rare they are in the corpus."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Protocol

from service.answering.english import FUNCTION_WORDS, REPORTING_WORDS, stem

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTED = 400

# What a question is asked with, on top of closed-class words: it says nothing of what is asked about.
_ASKING = frozenset(
    [
        "tell",
        "give",
        "list",
        "name",
        "set",
        "explain",
        "describe",
        "outline",
        "summarise",
        "summarize",
        "show",
        "mention",
        "mentioned",
        "know",
        "want",
        "wants",
        "asked",
        "ask",
        "please",
        "does",
        "did",
        "according",
        "exactly",
        "actually",
        "really",
        "quick",
        "line",
        "sort",
        "kind",
        "kinds",
        "type",
        "types",
        "way",
        "ways",
        "thing",
        "things",
        "anything",
        "something",
        "regarding",
        "concerning",
        "regard",
        "terms",
        "able",
        "put",
        "forward",
        "there’s",
        "view",
        "views",
        "think",
        "thinks",
        "thought",
        "feel",
        "feels",
        "opinion",
        "position",
        "stance",
        "said",
        "say",
        "says",
        "much",
        "many",
        "example",
        "examples",
        "lot",
        "let",
    ]
)


class WordFrequencies(Protocol):
    """How common words are in the corpus."""

    def passages(self) -> int: ...

    def passages_with(self, word: str, /) -> int:
        """Passages that hold the word in any inflection; counting may stop at a few hundred."""


class IndexFrequencies:
    """Frequencies counted in the lexical index of one generation, each word once."""

    def __init__(self, lexical: _Lexical) -> None:
        self._lexical = lexical
        self._known: dict[str, int] = {}
        self._lock = Lock()

    def passages(self) -> int:
        return self._lexical.count()

    def passages_with(self, word: str, /) -> int:
        with self._lock:
            known = self._known.get(word)
        if known is None:
            known = len(self._lexical.search(word, _COUNTED))
            with self._lock:
                self._known[word] = known
        return known


class _Lexical(Protocol):
    def count(self) -> int: ...

    def search(self, query: str, k: int, /) -> list[tuple[int, float]]: ...


@dataclass(frozen=True, slots=True)
class Term:
    """A content word: `weight` is ln(1 + n / (1 + df)), `known` whether the corpus has it at all."""

    word: str
    stem: str
    weight: float
    known: bool


def question_terms(question: str, frequencies: WordFrequencies) -> tuple[Term, ...]:
    """The content words of a question in order, each stem once."""
    found: dict[str, Term] = {}
    for word in content_words(question):
        root = _root(word)
        if root not in found:
            count = frequencies.passages_with(word)
            weight = math.log1p(frequencies.passages() / (1.0 + count))
            found[root] = Term(word, root, weight, count > 0)
    return tuple(found.values())


def content_words(text: str) -> list[str]:
    """Words and numbers that carry meaning, as written, in order."""
    return [word for word in _WORD.findall(text) if _carries(word)]


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """Stems of every word and number of a text; hyphenated words by their parts."""
    return frozenset(_root(word) for word in _WORD.findall(text))


@lru_cache(maxsize=50_000)
def _root(word: str) -> str:
    # A stemmer would make "25,000" one with "25".
    return word.replace(",", "").casefold() if word[0].isdigit() else stem(word)


def coverage(terms: tuple[Term, ...], there: frozenset[str]) -> float:
    """Share of the terms' weight whose stems are `there`; 0 for no terms."""
    total = sum(term.weight for term in terms)
    return sum(term.weight for term in terms if term.stem in there) / total if total else 0.0


def _carries(word: str) -> bool:
    low = word.casefold().replace("’", "'").split("'")[0]
    if _NUMBER.fullmatch(low):
        return True
    return len(low) > 1 and low not in FUNCTION_WORDS and low not in REPORTING_WORDS and low not in _ASKING
