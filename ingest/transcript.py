"""Transcripts, where people speak in turns: "Q7 Chair: …", "Professor Crowther: …", "AUDIENCE MEMBER: …".

In a parliament's debates the name stands over the turn: "Ann Moor (Tolby) (Ind)", "The Minister for Trade (Jo Hill)".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.sentences import sentences_of
from ingest.speakers import HONORIFIC, NAME, POSTNOMINALS, WORD

_CHAIR = r"(?:The )?(?:(?:Deputy |Vice-)?Chair(?:man|woman|person)?|Moderator|Interviewer|Facilitator|Witness)"
_WHO = rf"{_CHAIR}|{NAME}|{HONORIFIC} {WORD}|(?![IVXLC]+\b)[A-Z][A-Z .’'&()-]+"
_TURN = re.compile(
    rf"[*_]*(?:Q\s?\d{{1,4}}\.?[*_]*\s+)?[*_]*(?P<who>{_WHO}){POSTNOMINALS}"
    rf"(?: \((?P<office>[^)]{{2,60}})\))?[*_]*:[*_]*\s+(?=\S)"
)
_SURNAME = re.compile(rf"(?P<who>{WORD}):\s+(?=\S)")
_OVER = re.compile(
    rf"(?P<who>(?:The )?[A-Z][\w’'-]*(?:,? (?:of|for|and|the|to|[A-Z][\w’'-]*)){{0,16}}){POSTNOMINALS}"
    r"(?P<brackets>(?: \([^()]{2,80}\)){0,3})(?: Share this contribution)?"
)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_OFFICE = re.compile(r"^The |\b(?:Speaker|Chair\w*|Minister|Secretary|Leader|Chancellor|President|Spokes\w+)\b")
_COMMENTS = re.compile(r"(?:\d{1,4} )?comments?(?: \((?:showing )?\d{1,4}(?: of \d{1,4})?\))?", re.I)
_COMMENT = re.compile(
    r"(?P<who>[A-Za-z][\w.’'-]*(?: [\w.’'-]+){0,3}?)(?: (?:says|wrote|said|replies|replied))?:\s+(?=\S)"
)
_FEWEST = 5
_SHARE = 1 / 3
_ASKED_WORDS = 40
_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks from a paragraph on, with the office in brackets after the name, and where their words begin.

    `over` says that the paragraph is only the name, over the paragraphs that they speak.
    """

    who: str
    office: str
    start: int
    over: bool = False


def turns_of(paragraphs: Sequence[str]) -> Mapping[int, Turn]:
    """The paragraphs that open a turn, by their index; none where the text is no transcript.

    A transcript is made of turns for a third of it, from the first to the last, and at least two of those who speak do
    so more than once. Where names stand over the turns, these have no words of their own: the paragraphs below do.
    """
    over = _names_over(paragraphs)
    if over:
        return over
    found = _labelled(paragraphs)
    again = sum(count > 1 for count in Counter(turn.who for turn in found.values()).values())
    if len(found) < _FEWEST or again < 2:
        return {}
    return found if len(found) >= _SHARE * (max(found) - min(found) + 1) else {}


def _labelled(paragraphs: Sequence[str]) -> Mapping[int, Turn]:
    """Paragraphs with a label that may be a speaker's; a bare surname only where the full name stands elsewhere."""
    found = {at: turn for at, text in enumerate(paragraphs) if (turn := _turn(_TURN, text)) is not None}
    bare = {at: turn for at, text in enumerate(paragraphs) if (turn := _turn(_SURNAME, text)) is not None}
    whole = "\n".join(paragraphs) if bare else ""
    known = {who for who in {turn.who for turn in bare.values()} if re.search(rf"\b{WORD} {re.escape(who)}\b", whole)}
    return dict(sorted((found | {at: turn for at, turn in bare.items() if turn.who in known}).items()))


def _names_over(paragraphs: Sequence[str]) -> Mapping[int, Turn]:
    """Lines that are only a speaker's name, with constituency and party, or an office with the name, in brackets.

    Who was named so once is known by the bare name or surname afterwards.
    """
    found: dict[int, Turn] = {}
    people: dict[str, tuple[str, str]] = {}
    for at, text in enumerate(paragraphs):
        match = _OVER.fullmatch(" ".join(text.split()))
        if match is None:
            continue
        who, brackets = match.group("who"), _IN_BRACKETS.findall(match.group("brackets"))
        if brackets and _OFFICE.search(who):
            name, office = brackets[0], who.removeprefix("The ")
        elif brackets and re.fullmatch(NAME, who):
            name, office = who, next((words for words in brackets if _OFFICE.search(words)), ", ".join(brackets))
        elif (known := people.get(who.split()[-1])) is not None and len(who.split()) <= _NAME_WORDS:
            name, office = known
        else:
            continue
        people.setdefault(name.split()[-1], (name, office))
        found[at] = Turn(name, office, len(text), over=True)
    return found if len(found) >= _FEWEST and len({turn.who for turn in found.values()}) > 1 else {}


def spoken_lines(paragraphs: Sequence[str]) -> frozenset[int]:
    """The paragraphs that are no headings because somebody speaks them: turns, interjections, readers' comments."""
    turns = turns_of(paragraphs)
    if any(turn.over for turn in turns.values()):
        return frozenset(range(min(turns), len(paragraphs)))
    labelled = {at for at, text in enumerate(paragraphs) if (turn := _turn(_TURN, text)) and turn.who.isupper()}
    spoken = set(turns) | (labelled if len(labelled) >= _FEWEST else set())
    commenting = False
    for at, text in enumerate(paragraphs):
        if commenting and comment_of(text) is not None:
            spoken.add(at)
        else:
            commenting = opens_comments(text)
    return frozenset(spoken)


def comment_of(paragraph: str) -> Turn | None:
    """Who wrote a comment under an article: "Pam T: Well said."."""
    return _turn(_COMMENT, paragraph)


def opens_comments(heading: str) -> bool:
    """Whether readers' comments follow a heading: "Comments (3)"."""
    return _COMMENTS.fullmatch(heading.strip()) is not None


def question_before(words: str) -> str | None:
    """The last sentences of a turn that asks, for the turn that answers; None where it asks nothing, or at length."""
    if not words.rstrip("*_ ").endswith("?"):
        return None
    sentences = sentences_of(words)
    tails = (" ".join(sentences[at:]) for at in range(len(sentences)))
    return next((tail for tail in tails if len(tail.split()) <= _ASKED_WORDS), None)


def _turn(pattern: re.Pattern[str], text: str) -> Turn | None:
    match = pattern.match(text)
    if match is None:
        return None
    groups = match.groupdict()
    return Turn(" ".join(groups["who"].split()), groups.get("office") or "", match.end())
