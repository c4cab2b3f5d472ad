"""Questions about the service itself: "what can you answer?" """

from __future__ import annotations

import re

from service.answering.terms import content_words
from service.understanding.vocabulary import WORD

# What is asked of a service, and no consultation's subject when nothing else is asked.
_OF_A_SERVICE = frozenset(
    word
    for line in (
        "help helps answer answers answering question questions ask asking work works use using used know cover covers",
        "covered document documents source sources topic topics subject subjects capable service tool bot start",
        "hello hi hey assistant find search look possible try talk about information info can menu instructions usage",
        "options",
    )
    for word in line.split()
)
_ADDRESSED = re.compile(r"\b(?:this|here)\b", re.IGNORECASE)
_ASKS_FOR_HELP = re.compile(r"\W*(?:help|how to use|instructions|usage|menu|options)\b", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?:you|your|i)\b", re.IGNORECASE)
_POINTS_ON = re.compile(r"\b(?:about|on|with) (?:it|that|them|those)\b|\bsay|\btell me more\b", re.IGNORECASE)


def asks_for_help(question: str) -> bool:
    """Whether it is asked what can be asked here, who answers or how: of nothing else, and of no subject."""
    words = [word.lower() for word in content_words(question) if WORD.match(word)]
    if any(word not in _OF_A_SERVICE for word in words) or _POINTS_ON.search(question):
        return False
    if _ASKS_FOR_HELP.match(question):
        return True
    asks = re.search(r"\b(?:what|who|which|how|can|could|do|are)\b", question, re.IGNORECASE)
    does = words or re.search(r"\b(?:who|what) (?:are|can|do) (?:you|i)\b", question, re.IGNORECASE)
    return bool(
        asks and does and (_PERSONAL.search(question) or (words and _ADDRESSED.search(question) and "work" in words))
    )
