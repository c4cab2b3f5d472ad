"""Noun phrases that name who speaks: a person, an office, a body, a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import OfficialVoices
from ingest.speakers import NAME, NO_NAME, Register, Speaker, is_official

DOCUMENT = (
    r"(?:letter|guidance|report|document|paper|study|form|response|speech|inquiry|website|statement|"
    r"review|leaflet|manual|notice|submission|publication|release|briefing)"
)
_INSTITUTION = (
    r"\b(?:Committee|Council|Society|Association|College|Institute|Foundation|Trust|Commission|"
    r"University|Office|Tribunal)\b"
)
# A sentence is no name of a document.
_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|does|did)\b")
_ONCE = re.compile(r"\b(?:shadow|former|ex-?|then-?opposition|opposition)\b", re.I)
_OWN_DOCUMENT = re.compile(r"(?:in |throughout )?(?:this|our) (?!same\b)", re.I)
_PLACE = re.compile(r"(?:(?:North|South|East|West|Midlands|England|Scotland|Wales|Ireland|London)[ -]?)+")
_AN_OFFICIAL = re.compile(r"(?:An?|One) (?P<who>(?:senior )?(?:official|civil servant|minister))\b")
_GENERIC = r"minister|secretary of state|cabinet secretary|first minister|prime minister"
_DOES = "who|spoke|came|moved|visited|told|asked|runs|works|lives|nursed|keeps|looks|stood|rang|wrote|joined"
_FIRST_SAYS = re.compile(
    rf"^(?:[A-Z][a-z]+ (?:[\w’'-]+ ){{0,5}}[\w’'-]+, )?(?P<name>{NAME})"
    rf"(?= \((?:[A-Z]|\d)|,? (?:{_DOES})\b|, (?:\d\d|a|an|the|from|of|in)\b)"
)

# "I've a woman in Slough, Dr Nour Hafez, a specialist": by name in an apposition.
_BROUGHT_IN = re.compile(rf"(?:(?<=, )|(?<=met )|(?<=with ))(?P<name>{NAME})(?=, (?:a|an|the|who|\d\d)\b)")


def _full_office(officials: OfficialVoices) -> re.Pattern[str] | None:
    """An official title with what it is for, at the end: "Minister for Canals"; None where there are no titles."""
    titles = sorted(officials.official_titles, key=len, reverse=True)
    named = "|".join(re.escape(title) for title in titles if title[:1].isupper())
    ending = r" (?:for|of) (?:the )?[A-Z][\w’'&]*(?: (?:and |& )?[A-Z][\w’'&]*)*$"
    return re.compile(rf"\b(?:{named}){ending}") if named else None


class Namer:
    """Finds who or what a noun phrase of one document names."""

    def __init__(self, register: Register, officials: OfficialVoices) -> None:
        self._register = register
        self._officials = officials
        self._full_office = _full_office(officials)
        titles = "|".join(
            re.escape(title) for title in sorted(officials.official_titles, key=len, reverse=True) if " " in title
        )
        self._by_office = re.compile(
            rf"\b(?:[Tt]he|[Oo]ur|[Tt]his|[Aa]) (?:present |current |new |same |then )?"
            rf"(?P<title>{titles + '|' if titles else ''}(?i:{_GENERIC}))\b"
        )

    def office(self, words: str) -> Speaker | None:
        """An official who is named by office alone: "the Minister for Canals"."""
        match = self._full_office.search(words) if self._full_office else None
        if match is None or not is_official(words, self._officials):
            return None
        return Speaker(match.group(), body=self._officials.organisation, official=True)

    def person(self, name: str) -> Speaker | None:
        return self._register.find(name)

    def people_in(self, words: str) -> list[Speaker]:
        """The people of the document whom words name, in order."""
        named = (self.person(match.group()) for match in re.finditer(rf"\b{NAME}\b", words))
        return [person for person in named if person is not None]

    def introduced_in(self, sentence: str) -> Speaker | None:
        """Somebody whom a sentence brings in, known or not: "On the second, Jean Moor (Tolby) spoke"."""
        match = _FIRST_SAYS.match(sentence.strip()) or _BROUGHT_IN.search(sentence)
        if match is None or any(word.lower() in NO_NAME for word in match.group("name").split()):
            return None
        return self.person(match.group("name")) or Speaker(match.group("name"), body=match.group("name"))

    def official_in(self, sentence: str) -> Speaker | None:
        """The official whom a sentence names by office alone, the last one: "We met the present Minister in May"."""
        for match in reversed(list(self._by_office.finditer(sentence))):
            if not _ONCE.search(sentence[max(0, match.start() - 30) : match.end()]):
                title = re.sub(r"^[Tt]he ", "", match.group("title"))
                held = self._register.in_office(title)
                return held or Speaker(f"The {title}", body=self._officials.organisation, official=True)
        one = _AN_OFFICIAL.match(sentence.strip())
        if one is not None and is_official(sentence, self._officials):
            return Speaker(one.group("who").capitalize(), body=self._officials.organisation, official=True)
        return None

    def body(self, words: str, department: str) -> Speaker | None:
        named = re.match(r"(?P<who>.{3,60}?),\s+(?P<name>[A-Z][a-z]+)$", words)
        if named and re.search(r"[a-z]$", named.group("who")):
            return Speaker(named.group("name"), named.group("who"), named.group("name"))
        match = re.search(
            r"(?:^|,\s|\band\s|\bthe |\b(?:organisation|charity|campaign|network|union|company|firm) )"
            r"(?:The )?(?P<body>[A-Z][\w’'&.-]*(?: (?:of|for|and|the|in|on|"
            r"[A-Z][\w’'&.-]*))*)(?P<also> also)?$",
            words,
        )
        if match and match.group("body").lower() not in {
            "the",
            "a",
            "an",
            "this",
            "that",
            "these",
            "we",
            "i",
            "however",
        }:
            body = self._register.expand(match.group("body"))
            if " " not in body and match.start("body") == 0 and not self._register.is_proper(body):
                return None
            if not re.fullmatch(r"(?:Government|Department|Ministers?)", body) and not _PLACE.fullmatch(body):
                return Speaker(body, body=body, official=is_official(body, self._officials))
        if re.search(r"\b(?:government|ministers?|department)$", words, re.I) and not _ONCE.search(words):
            name = department if department and words.lower().endswith("department") else "The government"
            return Speaker(name, body=self._officials.organisation, official=True)
        if len(words.split()) <= 14:
            for match in re.finditer(rf"\b{NAME}\b", words):
                if found := self._register.find(match.group()):
                    return found
        if re.match(r"(?:an? )(?:[\w-]+ ){0,4}(?:manager|director|official|adviser|minister)\b", words, re.I):
            shown = re.sub(r"^an? ", "", words)
            return Speaker(shown[:1].upper() + shown[1:], body=shown, official=is_official(words, self._officials))
        return None

    def document(self, words: str, earlier: Sequence[str], department: str) -> Speaker | None:
        """The document that the words name, or who is named as its author; None for the author's own."""
        if _OWN_DOCUMENT.match(words):
            return None
        official = is_official(words, self._officials)
        if not official and not re.search(rf"[A-Z]{{2,}}|[’']s? |(?:[A-Z][a-z]+ ){{3,}}|{_INSTITUTION}", words):
            near = " ".join(earlier[-3:])
            official = is_official(near, self._officials)
        name = re.sub(r"^(?:for example|in|from|however|yet|and|but|according to),?\s+", "", words, flags=re.I)
        match = re.search(
            rf"(?:\b(?:an?|the|another|its|their|current) )?(?:[\w’'-]+ ){{0,7}}?{DOCUMENT}\b", name, re.I
        )
        shown = match.group().strip() if match else name
        shown = re.sub(r"^(?:an?|the|another) ", "", shown, flags=re.I)
        capital = re.search(r"\b[A-Z]", shown[1:])
        shown = shown[capital.start() + 1 :] if capital and shown[:1].islower() else shown
        if official and department and not re.search(r"[A-Z]", shown[1:]) and "government" not in shown.lower():
            shown = f"{shown} from the {department}"
        people = [person for person in self.people_in(words) if person.title]
        if people:
            return people[0]
        if _SENTENCE.search(shown):
            return None
        return Speaker(shown[:1].upper() + shown[1:], body=shown, official=official)
