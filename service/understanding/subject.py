"""Questions that are only a subject: "sanctions", "ESA support group changes"."""

from __future__ import annotations

from service.answering.gathering import Gathered
from service.answering.terms import stems
from service.understanding.clarity import ASKING

_MOST_WORDS = 8
_MARKED = 2  # "Sanctions?" asks no more than "sanctions"
_LOOKED_AT = 5


def is_subject(question: str) -> bool:
    """Whether a question only says what it is about and asks nothing of it."""
    words = question.split()
    asks = len(words) > _MARKED and question.rstrip().endswith("?")
    return 0 < len(words) <= _MOST_WORDS and not asks and not ASKING.match(question)


def speaks_of(gathered: Gathered) -> bool:
    """Whether one of the likeliest passages has every word of the subject that the corpus knows, and there is one."""
    known = {term.stem for term in gathered.question.terms if term.known}
    if not known or not any(part.candidates for part in gathered.parts):
        return False
    best = [candidate.evidence.passage for part in gathered.parts for candidate in part.candidates[:_LOOKED_AT]]
    return any(
        known <= stems(" ".join((passage.text, *passage.section, passage.organisation, passage.voice.speaker)))
        for passage in best
    )
