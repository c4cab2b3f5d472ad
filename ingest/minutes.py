"""Minutes of a meeting, which report in the third person what each of those present said, sentence after sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import split_sentences
from ingest.speakers import HONORIFIC, NAME, WORD

_TITLED = re.compile(r"\b(?:minutes|notes?|record) of (?:the|a|an)\b.*\bmeeting\b|\bminutes\b", re.I)
_PRESENT = re.compile(r"(?:also )?(?:present|in attendance|attendees|attending|members present)\s*:", re.I)
_HEAD = 15  # blocks
_OFFICE = (
    rf"[Tt]he (?:(?:Vice-|Deputy )?Chair(?:man|woman|person)?|Leader|Mayor|"
    rf"(?:{WORD} ){{0,3}}(?:Officer|Director|Manager|Secretary|Clerk|Engineer|Member)|"
    rf"(?:Head|Director|Cabinet Member|Secretary) (?:of|for) {WORD}(?: (?:and )?{WORD}){{0,3}})"
)
_WHO = rf"(?P<who>{_OFFICE}|(?:{HONORIFIC} )?(?:{NAME}|(?<=\. ){WORD})|{HONORIFIC} (?:[A-Z]\. ?)*{WORD}(?: {WORD})?)"
_VERB = (
    r"(?:said|stated|told|asked|replied|responded|answered|added|reported|advised|explained|confirmed|thought|felt|believed|"
    r"considered|noted|reminded|proposed|suggested|stressed|emphasised|estimated|accepted|agreed|disagreed|welcomed|"
    r"described|declared|undertook|wanted|wished|hoped|expressed|commented|observed|pointed out|drew|requested|"
    r"supported|opposed|questioned|warned|gave|presented|outlined|introduced|argued|remarked|acknowledged|"
    r"was (?:content|concerned|of the view|clear|not)|had (?:said|asked|been))"
)
_SPEAKS = re.compile(
    r"(?:(?:In|On|At|As|To|With|For|Before|After|Following|Regarding|Responding|Asked|Turning|Replying)\b"
    r"[^.;:“”\"]{2,90}?, )?"
    rf"{_WHO}(?:, (?:who|whose)\b[^,.]{{2,80}},)?(?: (?:then|also|further|again|later|therefore|[a-z]+ly))? {_VERB}\b"
)
# What the meeting did, which nobody says.
_MEETING = re.compile(
    r"(?:A |The )(?:motion|amendment|vote|meeting|committee|council|panel|board|item|minutes|report|recommendation)\b|"
    r"It was (?:\w+ )?(?:agreed|resolved|moved|noted|proposed|recommended)\b|RESOLVED|AGREED|NOTED|Members\b|"
    r"There (?:was|were)\b",
    re.I,
)
_TOGETHER = re.compile(rf"{_WHO}(?:,? and |, )(?:{HONORIFIC} )?{WORD}")


@dataclass(frozen=True, slots=True)
class Reported:
    """The offsets [start, end) in a paragraph of sentences that report one person's words, and how it calls them."""

    start: int
    end: int
    who: str


def are_minutes(paragraphs: Sequence[str], title: str) -> bool:
    """Whether a document is the minutes of a meeting: it says so, and lists at its head who was present."""
    head = paragraphs[:_HEAD]
    return any(_PRESENT.match(text) for text in head) and any(_TITLED.search(text) for text in (title, *head))


def reported_in(paragraph: str) -> list[Reported]:
    """Whose words each run of sentences reports; sentences of the meeting's own ("It was agreed …") are left out."""
    found: list[Reported] = []
    who: str | None = None
    for start, end in split_sentences(paragraph):
        sentence = paragraph[start:end]
        speaks = _SPEAKS.match(sentence)
        if _MEETING.match(sentence) or _TOGETHER.match(sentence):
            who = None
        elif speaks is not None:
            who = speaks.group("who")
        if who is None:
            continue
        if found and found[-1].who == who and speaks is None:
            found[-1] = Reported(found[-1].start, end, who)
        else:
            found.append(Reported(start, end, who))
    return found
