"""A question cut into what can be asked on its own, each piece under the topic that the question opens with.

"Quays: what is planned, and why is the guild uneasy?" asks two things, both of quays; so does "Should quays be free?
The council's plan against the guild's view."
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from service.answering.terms import content_words

ASKING = (
    r"(?:what|which|who|whom|whose|why|when|where|how|do|does|did|is|are|was|were|would|should|could|can|will|has|have)"
)
_ASKS = re.compile(rf"{ASKING}\b", re.IGNORECASE)
_CUT = re.compile(
    r"(?P<sentence>(?<=[?.!;])\s+)|(?P<topic>(?<=:)\s+|\s+[–—-]\s+)|"
    rf",?\s+(?:and|but|while|whereas)\s+(?=(?:on |in |to |from |for )?{ASKING}\b)",
    re.IGNORECASE,
)
_EDGES = " ,;:–—"
_LEAST_WORDS = 3
_LEAST_CONTENT = 2
_LEAST_UNDER_TOPIC = 2


# What an earlier clause said is meant: "…, and does the guild accept that?".
_POINTS_BACK = re.compile(
    r"\b(?:that|this|those|these|it|them)(?=\s*(?:$|[?,.;:]|and\b|or\b))|\b(?:it|its|they|their)\b", re.IGNORECASE
)


# Only asks for a view of what an earlier clause said: "Should quays be free? What does the guild think?".
_BARE_VIEW = re.compile(
    r"(?:what|how|where) (?:do|does|did|would|is|are|was|were) (?:[\w’'&/.-]+ ){1,7}?(?:think|say|see|view|feel|argue|"
    r"react|respond|stand|reply|answer|make|reckon|believe)(?: (?:of|on|about|to))?\W*$|"
    r"what (?:is|are|was|were) (?:[\w’'&/.-]+ ){1,6}?(?:views?|positions?|response|reply|answer|opinions?|reaction|"
    r"stance)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a question: `own` words, and `text` with what it is about before them; `asks` if put as a question."""

    text: str
    own: str
    asks: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    joint: str
    kind: str | None


def clauses_of(question: str, names_somebody: Callable[[str], bool]) -> tuple[Clause, ...]:
    """The clauses of a question; one that is short or of one piece stays whole.

    The topic is a statement before the question; or, where it names nobody, what stands before the first colon or dash
    or a question before what is none ("The council against the guild."). A clause that points back ("does the guild
    accept that?") has the one before it for its topic. A statement that names somebody is a clause of its own too: it
    tells what they hold.
    """
    pieces = _pieces(question)
    topic = ""
    if len(pieces) > 1 and _is_topic(pieces[0], pieces[1], names_somebody):
        topic, pieces = pieces[0].text, pieces[1:]
    least_words, least_content = (_LEAST_UNDER_TOPIC, 0) if topic else (_LEAST_WORDS, _LEAST_CONTENT)
    clauses: list[str] = []
    waiting = joint = ""
    for piece in pieces:
        text = f"{waiting}{piece.text}"
        if len(text.split()) >= least_words and len(content_words(text)) >= least_content:
            clauses.append(text)
            waiting = ""
        elif clauses:
            clauses[-1] = f"{clauses[-1]}{joint}{text}"
        else:
            waiting = f"{text}{piece.joint}"
        joint = piece.joint
    if not clauses:
        return (Clause(question.strip(), question.strip(), True),)
    told = bool(topic) and topic.endswith(".") and names_somebody(topic)
    made = [Clause(topic, topic, False)] if told else []
    for own in clauses:
        about = topic or (made[-1].text if made and _POINTS_BACK.search(own) else "")
        made.append(Clause(_under(about, own), own, bool(_ASKS.match(own))))
    return tuple(made)


def _under(topic: str, text: str) -> str:
    if not topic:
        return text
    return f"{topic} {text}" if topic.endswith((".", "?", "!")) else f"{topic}: {text}"


def _pieces(question: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    start = 0
    for cut in _CUT.finditer(question):
        joint = ": " if cut.lastgroup == "topic" else cut.group()
        pieces.append(_Piece(question[start : cut.start()].strip(_EDGES), joint, cut.lastgroup))
        start = cut.end()
    pieces.append(_Piece(question[start:].strip(_EDGES), "", None))
    return [piece for piece in pieces if piece.text]


def _is_topic(first: _Piece, second: _Piece, names_somebody: Callable[[str], bool]) -> bool:
    asks = _ASKS.match(first.text) is not None or first.text.endswith("?")
    if first.kind == "sentence" and not asks:
        return bool(_ASKS.match(second.text))
    if names_somebody(first.text):
        return False
    bare = not _ASKS.match(second.text) or _BARE_VIEW.match(second.text) is not None
    return first.kind == "topic" or (first.kind == "sentence" and bare)
