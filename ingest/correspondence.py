"""Letters and messages that a document encloses: a minister's reply under an open letter, a forwarded email.

What they say is said by who signs them, not by the document's author; a document's own letter stays its author's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from corpus.lines import Line, plain, read_lines
from corpus.models import Document, OfficialVoices, Side, Span
from ingest.speakers import HONORIFIC, NAME, Speaker, is_official, make_speaker

_FORWARDED = re.compile(r"[-–—_>\s]*(?:begin )?(?:forwarded|original) (?:message|email|e-mail)[-–—_:\s]*", re.I)
_HEADER = re.compile(r"(?:from|to|cc|bcc|sent|date|subject|attachments?|reply-to)\s*:\s+(?=\S)", re.I)
_REFERENCE = re.compile(r"(?:[\w/ ]{2,15}/)?(?:our|your) ref(?:erence)?\s*:\s+\S{3,40}$", re.I)
_FROM = re.compile(r"from\s*:\s*(?P<who>[^<(\[]+)", re.I)
_SENT_IN = re.compile(
    r"(?:.{0,40}\b)?(?:(?:written|oral|further|supplementary) )?"
    r"(?:representation|submission|statement|evidence|letter|e-?mail|message|reply|response|comments?)s? "
    r"(?:received )?from (?:the )?(?P<who>[A-Z].{2,100})",
    re.I,
)
_ANSWER = re.compile(r".{0,60}[’']s? (?:reply|response|letter|answer)(?: in full)?", re.I)
_SALUTATION = re.compile(r"(?:Dear|To (?:the|all) (?:members|chair))\b[^.?!:;]{0,60}[,:]?")
_CLOSING = re.compile(
    r"(?:[A-Z][\w ]{2,20} / )?(?:yours(?: (?:sincerely|faithfully|truly|ever))?|sincerely|"
    r"(?:(?:with )?(?:kind|kindest|best|warm) )?(?:regards|wishes)|many thanks|respectfully)[,.]?",
    re.I,
)
_ANNEXED = re.compile(r"(?:appendix|annex|enclosure|attachment)\b", re.I)
_SIGNED_LINES, _SIGNED_WORDS = 14, 16
_LETTERHEAD = 6  # lines
_SMALL = frozenset(["of", "y", "the", "and", "for", "in", "on", "at", "de", "la"])
_PERSON = re.compile(
    rf"(?P<name>{NAME}|{HONORIFIC} (?:[A-Z]\. ?)*[A-Z][\w’'-]+)"
    rf"(?: [A-Z]{{2,5}}(?:/[A-Z]{{2,5}})?)*(?:,\s*(?P<title>.+))?"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that a document encloses: its canonical span, and who wrote it."""

    span: Span
    writer: Speaker


def writer_at(letters: Sequence[Letter], position: int) -> Speaker | None:
    """Who wrote the enclosed letter that a canonical offset lies in, the innermost; None outside of any."""
    around = [letter for letter in letters if letter.span.start <= position < letter.span.end]
    return min(around, key=lambda letter: letter.span.end - letter.span.start).writer if around else None


@dataclass(frozen=True, slots=True)
class _Signature:
    """Lines under "Yours sincerely", by their numbers [first, last], with the name and office they give."""

    first: int
    last: int
    name: str
    title: str


def enclosed_letters(document: Document, officials: OfficialVoices) -> list[Letter]:
    """The letters and messages in a document that somebody else than its author wrote, in order."""
    return _Reader(document, officials, read_lines(document.text)).enclosed()


def formal_spans(lines: Sequence[Line]) -> list[Span]:
    """What nobody says: headers of messages ("From: …"), references of letters, salutations and closings."""
    greeted = [line for line in lines if _SALUTATION.fullmatch(line.text.strip())]
    closed = [lines[at] for at in _signatures(lines)]
    headed = [Span(lines[first].start, lines[last].end) for first, last in _headers(lines).items()]
    return headed + [Span(line.start, line.end) for line in (*greeted, *closed)]


def signature_spans(lines: Sequence[Line]) -> list[Span]:
    """Where letters are signed: short lines that are no headings."""
    return [Span(lines[sign.first].start, lines[sign.last].end) for sign in _signatures(lines).values()]


def _signatures(lines: Sequence[Line]) -> Mapping[int, _Signature]:
    return {sign.first: sign for at in range(len(lines)) if (sign := _signature(lines, at)) is not None}


def _signature(lines: Sequence[Line], at: int) -> _Signature | None:
    """The signature that a closing at a line opens; None where the line is no closing."""
    if not _CLOSING.fullmatch(lines[at].text.strip()):
        return None
    below = takewhile(_signs, lines[at + 1 : at + 1 + _SIGNED_LINES])
    signed = [line.text.strip().rstrip(",.") for line in below]
    people = [(number, match) for number, text in enumerate(signed) if (match := _PERSON.fullmatch(text))]
    if not people:
        return _Signature(at, at + len(signed), signed[0] if signed else "", "")
    number, person = people[0]
    office = person.group("title") or (signed[number + 1] if number + 1 < len(signed) else "")
    return _Signature(at, at + len(signed), person.group("name"), office)


def _signs(line: Line) -> bool:
    words = line.text.split()
    return (
        len(words) <= _SIGNED_WORDS
        and line.gap <= 1
        and not (_FORWARDED.fullmatch(line.text) or _ANNEXED.match(line.text) or set(line.text) <= set("*_-–— "))
    )


def _headers(lines: Sequence[Line]) -> Mapping[int, int]:
    """The first and the last line of every run of two or more such as "From: …", and of every "Our ref: …"."""
    found = {at: at for at, line in enumerate(lines) if _REFERENCE.match(line.text) or _FORWARDED.fullmatch(line.text)}
    opened: int | None = None
    for at, line in enumerate(lines):
        if _HEADER.match(line.text) is None:
            opened = None
        elif opened is None:
            opened = at
        else:
            found[opened] = at
    return found


class _Reader:
    def __init__(self, document: Document, officials: OfficialVoices, lines: Sequence[Line]) -> None:
        entry = document.entry
        self._government = entry.side is Side.GOVERNMENT
        self._own = {
            plain(name) for name in (entry.organisation, entry.publisher, entry.speaker, *entry.aliases) if name
        }
        self._officials = officials
        self._lines = lines
        self._signatures = _signatures(lines)
        self._headers = _headers(lines)

    def enclosed(self) -> list[Letter]:
        """Every letter by somebody else than the document's author."""
        openings = {at: writer for at in range(len(self._lines)) if (writer := self._sent_in(at)) is not None}
        found = []
        for at, following in pairwise([*openings, len(self._lines)]):
            annexed = next((n for n in range(at + 1, following) if _ANNEXED.match(self._lines[n].text)), following)
            found.append(Letter(self._span(at, annexed - 1), openings[at]))
        salutations = [at for at, line in enumerate(self._lines) if _SALUTATION.fullmatch(line.text.strip())]
        for number, at in enumerate(salutations):
            if any(letter.span.start <= self._lines[at].start < letter.span.end for letter in found):
                continue
            until = salutations[number + 1] if number + 1 < len(salutations) else len(self._lines)
            sign = next((self._signatures[n] for n in range(at, until) if n in self._signatures), None)
            if sign is not None and self._is_anothers(at, sign):
                found.append(Letter(self._span(at, sign.last), make_speaker(sign.name, sign.title, self._officials)))
        return found

    def _span(self, first: int, last: int) -> Span:
        return Span(self._lines[first].start, self._lines[last].end)

    def _sent_in(self, at: int) -> Speaker | None:
        """Who sent what a line announces: a forwarded message, "Written representation from …" over a letter."""
        text = self._lines[at].text.strip()
        if _FORWARDED.fullmatch(text):
            who = next((match.group("who") for line in self._header(at + 1) if (match := _FROM.match(line.text))), None)
            return make_speaker(_in_order(who), "", self._officials) if who else None
        announced = _SENT_IN.fullmatch(text)
        if announced is None or text[-1] in ".:;," or not self._letter_below(at):
            return None
        who = re.sub(r"\s*\([^)]*\)\s*$", "", announced.group("who"))
        who = _capitalised(who) if who.isupper() else who
        person = _PERSON.fullmatch(who)
        return make_speaker(person.group("name") if person else who, "", self._officials)

    def _header(self, at: int) -> Sequence[Line]:
        return self._lines[at : self._headers[at] + 1] if at in self._headers else self._lines[at : at + 1]

    def _letter_below(self, at: int) -> bool:
        """Whether a letter begins right below, with a salutation."""
        near = self._lines[at + 1 : at + 4]
        return any(_SALUTATION.fullmatch(line.text.strip()) for line in near)

    def _is_anothers(self, at: int, sign: _Signature) -> bool:
        """Whether a letter in the document is signed by somebody else than its author."""
        if not sign.name:
            return False
        signed = plain(" ".join(line.text for line in self._lines[sign.first : sign.last + 1]))
        if any(re.search(rf"\b{re.escape(name)}\b", signed) for name in self._own):
            return False
        official = is_official(f"{sign.name}, {sign.title}", self._officials)
        announced = any(
            _ANSWER.fullmatch(line.text.strip()) or _SENT_IN.fullmatch(line.text.strip())
            for line in self._lines[max(0, at - 2 * _LETTERHEAD) : at]
        )
        return not self._government if official else announced


def _in_order(name: str) -> str:
    """ "Moor, Ann" as "Ann Moor"."""
    last, comma, first = name.strip().strip('"').partition(", ")
    return f"{first} {last}" if comma else last


def _capitalised(name: str) -> str:
    """ "FRIENDS OF THE PARK" as "Friends of the Park"."""
    words = name.lower().split()
    return " ".join(
        word if number and word in _SMALL else word[:1].upper() + word[1:] for number, word in enumerate(words)
    )
