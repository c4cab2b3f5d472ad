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


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a question: `text` with the topic before it; `asks` whether it is put as a question."""

    text: str
    asks: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    joint: str
    kind: str | None


def clauses_of(question: str, names_somebody: Callable[[str], bool]) -> tuple[Clause, ...]:
    """The clauses of a question; one that is short or of one piece stays whole.

    The topic is what stands before the first colon or dash, a statement before the question, or a question before what
    is none ("The council against the guild."), where it names nobody: what it is put to them.
    """
    pieces = _pieces(question)
    topic = ""
    if len(pieces) > 1 and _is_topic(pieces[0], pieces[1]) and not names_somebody(pieces[0].text):
        topic, pieces = pieces[0].text, pieces[1:]
    least_words, least_content = (1, 1) if topic else (_LEAST_WORDS, _LEAST_CONTENT)
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
        return (Clause(question.strip(), True),)
    return tuple(Clause(_under(topic, text), bool(_ASKS.match(text))) for text in clauses)


def _under(topic: str, text: str) -> str:
    if not topic:
        return text
    return f"{topic} {text}" if topic.endswith((".", "?", "!")) else f"{topic}: {text}"


def _pieces(question: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    start = 0
    for cut in _CUT.finditer(question):
        pieces.append(_Piece(question[start : cut.start()].strip(_EDGES), cut.group(), cut.lastgroup))
        start = cut.end()
    pieces.append(_Piece(question[start:].strip(_EDGES), "", None))
    return [piece for piece in pieces if piece.text]


def _is_topic(first: _Piece, second: _Piece) -> bool:
    if first.kind == "topic":
        return True
    asks = _ASKS.match(first.text) is not None or first.text.endswith("?")
    return first.kind == "sentence" and asks != bool(_ASKS.match(second.text))
