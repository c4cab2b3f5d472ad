"""What a question for an overview is on: what is left of it without words for texts as a whole."""

from __future__ import annotations

import re

from service.answering.terms import content_words, stems

# Words for a text as a whole, or for saying something in it.
_OF_ANY_TEXT = stems(
    "consultation response submission report paper document evidence text blog letter chapter part section view "
    "point message argument theme takeaway issue recommendation proposal concern demand finding conclusion "
    "position criticism recommend propose argue call suggest main key principal central chief major headline top "
    "big overall general short brief nutshell whole summarise summarize summary sum summing overview briefing "
    "rundown run down gist digest draft write prepare provide need quick asking asked wanted thinking saying "
    "stakeholder respondent everybody everyone government side organisation disagree differ difference "
    "disagreement diverge clash odds apart compare comparison contrast agree agreement"
)


def topic_in(text: str) -> str:
    """The words from the first to the last that no text as a whole is asked about with; empty where there are none."""
    kept = [word for word in content_words(text) if not stems(word) <= _OF_ANY_TEXT]
    if not kept:
        return ""
    start = re.search(rf"(?<!\w){re.escape(kept[0])}", text)
    ends = [match.end() for match in re.finditer(rf"(?<!\w){re.escape(kept[-1])}", text)]
    return text[start.start() : ends[-1]].strip() if start and ends else ""
