"""Questions to offer beside a refusal, made of the headings over what came nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import DocumentEntry, Passage
from service import wording
from service.answering.display import is_generic_heading, tidy
from service.answering.topics import lower_first
from service.found import FoundPassage

_OFFERED = 3
_HEADING_WORDS = range(2, 9)
_NUMBERED = re.compile(r"^(?:chapter |annex |section )?[\dA-Z]{1,3}[.:)]\s*|^\d+\s+", re.IGNORECASE)


def rewordings(found: Sequence[FoundPassage], entries: dict[str, DocumentEntry]) -> list[str]:
    """Questions made of the headings over the nearest passages, each with the document that it is put to."""
    offered: dict[str, None] = {}
    for item in found:
        question = question_about(item.passage, entries[item.passage.document_id])
        if question is not None:
            offered[question] = None
        if len(offered) == _OFFERED:
            break
    return list(offered)


def question_about(passage: Passage, entry: DocumentEntry) -> str | None:
    """ "What does X say about …?" of the nearest heading that says what is under it; one that asks, as it stands."""
    for heading in reversed(passage.section):
        text = topic_of_heading(heading)
        if text is not None:
            asks = text.endswith("?")
            return text if asks else wording.SUGGEST_SECTION.format(who=entry.organisation, topic=lower_first(text))
    return None


def topic_of_heading(heading: str) -> str | None:
    """A heading without its number, where it says what is under it in a few words."""
    text = _NUMBERED.sub("", tidy(heading)).strip(" :–-")
    says = not is_generic_heading(text) and len(text.split()) in _HEADING_WORDS and not text.endswith(".")
    return text if says else None
