"""Misspelt words put right, and names typed in small letters given their capitals, by the corpus's own vocabulary."""

from __future__ import annotations

import re

from service.answering.english import FUNCTION_WORDS
from service.understanding.vocabulary import OWNER, WORD, Vocabulary

_LEAST_LETTERS = 4
# So many letters must a word have for two of its letters to be wrong.
_LONG = 7
_NAME_LETTERS = 5
_OTHER_INITIAL = 0.1
_FURTHER = 0.001
_COMMON = 5e-5
# From this share of its letters wrong, a word among words that are none is only taken for one of the documents' own.
_MUCH_WRONG = 0.2
_PASSES = 3
_NO_WORD = re.compile(r"(?<=\w)[\s,;–-]+([bcdfghj-np-tv-z]{2,5})[\s.!]*$")


def repaired(text: str, vocabulary: Vocabulary) -> str:
    """`text` with each word that nobody knows replaced by the likeliest near it, if there is one; else unchanged.

    Numbers, abbreviations, words of the corpus and correct English words stay; a name is only taken for another name.
    Where most words are none ("asdf qwer"), more evidence is needed: few letters wrong, or a word that the corpus is
    about.
    """
    if _shouts(text):
        text = text.lower()
    for _ in range(_PASSES):  # what is put right makes the rest less strange
        text = _with_repairs(text, vocabulary)
    return _without_noise(text, vocabulary)


def _with_repairs(text: str, vocabulary: Vocabulary) -> str:
    doubtful = _mostly_strange(text, vocabulary)
    pieces: list[str] = []
    at = 0
    for match in WORD.finditer(text):
        word = match.group()
        pieces.append(text[at : match.start()])
        free = not _beside_digit(text, match.start(), match.end())
        first = not pieces[0].strip() and len(pieces) == 1
        pieces.append(_repair(word, vocabulary, first=first, doubtful=doubtful) if free else word)
        at = match.end()
    return "".join(pieces) + text[at:]


def _without_noise(text: str, vocabulary: Vocabulary) -> str:
    """Without a last word that nobody knows and nobody could say: "thx", "pls"."""
    noise = _NO_WORD.search(text)
    return text[: noise.start()] if noise is not None and not vocabulary.knows(noise.group(1)) else text


def with_capitals(text: str, vocabulary: Vocabulary) -> str:
    """`text` with names and abbreviations as the corpus writes them, where it was typed without capitals.

    After a first capital only abbreviations and whoever speaks are taken for names: the rest was typed with care.
    """
    if any(letter.isupper() for letter in text[1:]) or not text.strip():
        return text
    careful = text.lstrip()[0].isupper()
    pieces: list[str] = []
    at, before = 0, ""
    for match in WORD.finditer(text):
        word = match.group()
        pieces.append(text[at : match.start()])
        bare, apostrophe, ending = word.partition("’" if "’" in word else "'")
        written = vocabulary.written(bare, OWNER if apostrophe else before) if bare.islower() else bare
        kept = careful and not (written.isupper() or vocabulary.is_speaker(bare))
        kept = kept or _beside_digit(text, match.start(), match.end())
        pieces.append(word if kept else written + apostrophe + ending)
        at, before = match.end(), word
    return "".join(pieces) + text[at:]


def _mostly_strange(text: str, vocabulary: Vocabulary) -> bool:
    """Whether more than half of a text's content words are no words: hardly all of them are slips."""
    words = [word for word in WORD.findall(text) if word.lower() not in FUNCTION_WORDS]
    return sum(not vocabulary.knows(word) for word in words) > len(words) / 2


def _repair(word: str, vocabulary: Vocabulary, *, first: bool, doubtful: bool) -> str:
    bare, ending = _without_ending(word)
    name = bare[0].isupper() and not first
    if bare.isupper() or vocabulary.knows(bare) or vocabulary.knows(word) or not bare.isascii():
        return word
    if len(bare) < _LEAST_LETTERS:
        swapped = [near for near in _swaps(bare.lower()) if vocabulary.has(near)]
        best = max(swapped, key=vocabulary.likelihood, default=None)
        return _like(best, bare) + ending if best and not name else word
    if name and len(bare) < _NAME_LETTERS:
        return word
    near = vocabulary.near(bare, 2 if len(bare) >= _LONG and not name else 1)
    if name:
        common = _COMMON if len(bare) >= _LONG else 1.0
        near = {
            other: distance
            for other, distance in near.items()
            if vocabulary.name_like(other) or vocabulary.likelihood(other) >= common
        }
    elif bare[0].isupper():  # It may be a name that nobody here knows.
        near = {other: distance for other, distance in near.items() if vocabulary.likelihood(other) >= _COMMON}

    if doubtful:
        near = {
            other: distance
            for other, distance in near.items()
            if distance < _MUCH_WRONG * len(bare) or vocabulary.characteristic(other) or other in FUNCTION_WORDS
        }

    def likelihood(other: str) -> float:
        worth = vocabulary.likelihood(other) * _FURTHER ** (near[other] - 1)
        return worth if other[0] == bare[0].lower() else worth * _OTHER_INITIAL

    best = max(near, key=lambda other: (likelihood(other), other), default=None)
    clipped = best is not None and not best.startswith(bare.lower()) and vocabulary.clips(bare)
    if best is None or len(best) < 3 or clipped:
        return word
    return _like(vocabulary.written(best) if name else best, bare) + ending


def _without_ending(word: str) -> tuple[str, str]:
    for mark in ("’", "'"):
        if mark in word:
            bare, _, rest = word.partition(mark)
            return bare, mark + rest
    return word, ""


def _like(word: str, typed: str) -> str:
    """`word` with a capital where it was typed with one."""
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def _swaps(word: str) -> list[str]:
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def _beside_digit(text: str, start: int, end: int) -> bool:
    return any(beside.isdigit() for beside in (text[max(0, start - 1) : start], text[end : end + 1]))


def _shouts(text: str) -> bool:
    """Whether everything is typed in capitals, abbreviations alone apart."""
    words = WORD.findall(text)
    return len(words) > 3 and all(word.isupper() for word in words)
