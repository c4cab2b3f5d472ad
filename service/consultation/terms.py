"""Content words, and headings of a response that repeat a question of the consultation or its chapter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_SENTENCE_END = re.compile(r"(?<=[?.!])\s+")
_NUMBERING = re.compile(r"^\W*(?:(?:chapter|section|part)\s+)?(?:\d+(?:\.\d+)*|[ivx]+\b)?[\s.:–—-]*", re.IGNORECASE)
_SUFFIXES = (
    *("ations", "ation", "ments", "ment", "ings", "ing", "ised", "ized", "ise", "ers", "er", "ies", "ied", "ed", "es"),
    *("s", "ly", "e", "y"),
)
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a about all also an and any are as at be been being best both but by can could do does for from had has have "
        "how i if in including into is it its may might more most must no not of on or other our please shall should "
        "so some such that the their them then there these they this those through to up us was we were what when "
        "where whether which who whom whose why will with within would you your",
    )
)
_PRINTED = re.compile(r"\W*(?:consultation )?(?:question|q)[\s-]*(\d{1,3})\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:questions?|qs?\.?)\s*(\d{1,3}(?:\s*(?:,|;|&|and|to|[-–])\s*(?:question |q)?\d{1,3})*)\b", re.IGNORECASE
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:to|[-–])\s*(?:question |q)?(\d{1,3})|(\d{1,3})", re.IGNORECASE)
_REPEATED = 0.7
_SAME_TITLE = 0.75
_LEAST_WORDS = 3
_SHORT_QUESTION = 4


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """The stems of the words of `text` that carry meaning."""
    return frozenset(_stem(word) for word in _WORD.findall(text) if word.lower() not in _FUNCTION_WORDS)


def _stem(word: str) -> str:
    stem = word.lower().replace("’", "'").removesuffix("'s")
    for suffix in _SUFFIXES:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= 4:
            return stem[: -len(suffix)]
    return stem


class RepeatedQuestions:
    """Which question a heading (or a quoted line) of a response repeats, by the content words that they share."""

    def __init__(self, questions: Sequence[tuple[int, str]]) -> None:
        """`questions` are numbers with texts."""
        printed = {int(match.group(1)): number for number, text in questions if (match := _PRINTED.match(text))}
        self._printed = printed if len(printed) > 1 else {}
        self._asked: list[tuple[int, frozenset[str]]] = []
        for number, text in questions:
            parts = [content_words(part) for part in _SENTENCE_END.split(text)]
            whole = content_words(text)
            kept = [part for part in (*parts, whole) if len(part) >= _LEAST_WORDS] or [whole]
            self._asked += [(number, part) for part in kept]

    def answered_under(self, heading: str) -> tuple[int, ...]:
        """The questions that a heading names by the number printed before them, or the one that it repeats."""
        named = _NAMED.search(heading) if self._printed else None
        if named:
            return tuple(dict.fromkeys(self._printed[n] for n in _numbers(named.group(1)) if n in self._printed))
        repeated = self.repeated_by(heading)
        return () if repeated is None else (repeated,)

    def repeated_by(self, heading: str) -> int | None:
        """The number of the question that most content words of stand in `heading`, None where there is none."""
        words = content_words(heading)
        best: tuple[float, float, int] | None = None
        for number, asked in self._asked:
            shared = len(words & asked)
            recall = shared / max(1, len(asked))
            # A short question has few words to share by chance: all but its own must be missing from the heading.
            if recall < _REPEATED or (len(asked) < _SHORT_QUESTION and shared < len(words) * _REPEATED):
                continue
            found = (round(recall + shared / max(1, len(words | asked)), 6), float(shared), -number)
            best = max(best, found) if best else found
        return -best[2] if best else None


def _numbers(listed: str) -> list[int]:
    """The numbers of "8 and 9" or "3–5"."""
    found: list[int] = []
    for match in _RANGE.finditer(listed):
        low, high, one = match.groups()
        found += [int(one)] if one else list(range(int(low), int(high) + 1))
    return found


def same_title(heading: str, title: str) -> bool:
    """Whether a response's heading names a chapter or section of the consultation, numbering aside."""
    ours, theirs = content_words(_NUMBERING.sub("", heading)), content_words(_NUMBERING.sub("", title))
    shared = len(ours & theirs)
    return bool(shared) and shared >= _SAME_TITLE * len(theirs) and shared >= _SAME_TITLE * len(ours)
