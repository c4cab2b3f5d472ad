"""The names of people, places, bodies and things in a question, each in the forms that a passage may say it in."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.answering.terms import WordFrequencies, content_words, stems


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name: the stems of each way to say it, and the abbreviation that it is, if nobody knows what it stands for.

    `speaks`: what its bearer says is asked for.
    """

    forms: tuple[frozenset[str], ...]
    initials: str = ""
    speaks: bool = False

    def is_in(self, text: str, words: frozenset[str]) -> bool:
        """Whether a text with the stems `words` has the name: in one of its forms, or words with its initials."""
        return any(form <= words for form in self.forms) or (
            len(self.initials) >= _TELLING_INITIALS and _spelled(self.initials).search(text) is not None
        )


@lru_cache(maxsize=256)
def _spelled(initials: str) -> re.Pattern[str]:
    return re.compile(r"\b" + r"\w*[ -](?:of |for |and |the )?".join(initials), re.IGNORECASE)


_WORD = r"[A-Z][\w’'&-]*"
_NAME = re.compile(rf"(?<!^)(?<![.?!:]\s)\b{_WORD}(?:(?: (?:of|for|the|on))* {_WORD})*")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
# A body that is named by what it is, where its view is asked: "what do the dock workers' unions say?".
_BODY = (
    r"(?:unions?|federations?|associations?|societ(?:y|ies)|colleges?|charit(?:y|ies)|councils?|part(?:y|ies)|institutes?|"
    r"insurers|regulators?|think tanks?|lobb(?:y|ies)|chambers? of commerce)"
)
_SAY = (
    r"(?:\w+ )?(?:say|said|think|thought|feel|want|propose|recommend|argue|respond|react|make of|believe|suggest|back|"
    r"support|oppose|view|call)"
)
_VIEW = r"(?:views?|position|opinion|response|reaction)"
_BODY_ASKED = re.compile(
    rf"\b(?:do|does|did|would|have|has) (?:the |any )?(?P<asked>(?:[\w’'-]+ ){{1,3}}{_BODY}) {_SAY}\b|"
    rf"\b{_VIEW} of (?:the |any )?(?P<viewed>(?:[\w’'-]+ ){{1,3}}{_BODY})\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?P<letters>[A-Z]{2,})s?")
_SHORT_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(k|m|bn|b)", re.IGNORECASE)
_UNITS = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion"}
_MONTHS = frozenset(calendar.month_name[1:])
# What somebody is and not what they are called: "Which MP said so?".
_ROLES = frozenset(f"{role}{plural}" for role in ("MP", "MSP", "MEP", "GP", "CEO", "MD") for plural in ("", "s"))
_TELLING_INITIALS = 3
# A word that more of the passages have than this says nothing of which of them is meant.
_COMMON = 0.03
_NATIONS = (
    ("Britain", "British", "UK", "England", "English"),
    ("Scotland", "Scottish"),
    ("Wales", "Welsh"),
    ("Ireland", "Irish"),
    ("France", "French"),
    ("Germany", "German"),
    ("Netherlands", "Dutch"),
    ("Denmark", "Danish"),
    ("Sweden", "Swedish"),
    ("Norway", "Norwegian"),
    ("Finland", "Finnish"),
    ("Spain", "Spanish"),
    ("Italy", "Italian"),
    ("Poland", "Polish"),
    ("Canada", "Canadian"),
    ("Australia", "Australian"),
    ("Japan", "Japanese"),
    ("America", "American", "USA", "US"),
)


def names_asked_for(
    text: str, also_called: Callable[[str], Sequence[str]], frequencies: WordFrequencies
) -> tuple[AskedName, ...]:
    """The names in a question: with what abbreviations stand for, and a nation with its people.

    The nation that the corpus is about is none, since its documents need not say that their firms are British; nor is
    a word that the corpus is full of.
    """
    found: dict[AskedName, None] = {}
    for name, speaks in _names(text):
        nation = next((nation for nation in _NATIONS if name in nation), None)
        common = " " not in name and frequencies.passages_with(name) > _COMMON * frequencies.passages()
        if common or (nation is not None and nation == _home(frequencies)):
            continue
        abbreviation = _ABBREVIATION.fullmatch(name)
        if abbreviation:
            name = abbreviation.group("letters")
        others = nation or also_called(name)
        forms = [form for form in map(_stems, (name, *others)) if any(len(stem) > 1 for stem in form)]
        initials = name if abbreviation and not others else ""
        found[AskedName(tuple(dict.fromkeys(forms)), initials, speaks)] = None
    return tuple(name for name in found if name.forms)


def speakers_asked_for(text: str) -> list[str]:
    """Those whom a question names and asks what they say or think, as it names them."""
    return [name for name, speaks in _names(text) if speaks]


def number_asked_for(word: str) -> AskedName:
    """A number in the ways of writing it: "25k", "25,000" and "25000", "15m" and "15 million"."""
    forms = [word]
    match = _SHORT_NUMBER.fullmatch(word)
    if match:
        number, unit = match.groups()
        forms += [f"{number} {_UNITS[unit.lower()]}", f"{number}000" if unit.lower() == "k" else word]
    return AskedName(tuple(dict.fromkeys(stems(form) for form in forms)))


def _names(text: str) -> Iterator[tuple[str, bool]]:
    """Each name, and whether what its bearer says is asked for."""
    for match in _NAME.finditer(text):
        if match.group() not in _MONTHS | _ROLES:
            name = _POSSESSIVE.sub("", match.group())
            yield name, _speaks(name, text)
    for match in _BODY_ASKED.finditer(text):
        body = _POSSESSIVE.sub("", match.group("asked") or match.group("viewed"))
        if len(content_words(body)) > 1:
            yield body, True


def _speaks(name: str, text: str) -> bool:
    """Whether a question asks what somebody of this name says or thinks."""
    who = re.escape(name)
    asked = rf"\b(?:do|does|did|would|have|has) (?:the |any )?{who} {_SAY}\b|\b{_VIEW} of (?:the |any )?{who}\b"
    return re.search(rf"{asked}|\b{who}['’]s? (?:\w+ )?{_VIEW}\b", text, re.IGNORECASE) is not None


def _stems(name: str) -> frozenset[str]:
    return stems(" ".join(content_words(name)) or name)


def _home(frequencies: WordFrequencies) -> tuple[str, ...]:
    return max(_NATIONS, key=lambda nation: sum(frequencies.passages_with(word) for word in nation))
