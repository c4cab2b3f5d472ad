"""Questions to offer: rewordings beside a refusal, and first questions that the corpus is sure to answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.index import Index
from corpus.models import DocumentEntry, Passage, Side
from service import wording
from service.answering.calibration import Calibration
from service.answering.display import is_generic_heading, tidy
from service.answering.gathering import Gatherer
from service.answering.refusal import judge
from service.answering.topics import lower_first
from service.found import Filters, FoundPassage

_OFFERED = 3
_FIRST = 4
_TRIED = 40
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


def first_questions(index: Index, gatherer: Gatherer, calibration: Calibration) -> list[str]:
    """A few questions about headings of the corpus, both sides in turn, that are answered with the most confidence."""
    entries = {document.id: document.entry for document in index.documents.values()}
    tried: dict[str, tuple[float, Side]] = {}
    step = max(1, len(index.passages) // _TRIED)
    for row in range(0, len(index.passages), step):
        passage = index.passages.at(row)
        question = question_about(passage, entries[passage.document_id])
        if question is None or question in tried:
            continue
        verdict = judge(gatherer.gather(question, Filters()), calibration)
        tried[question] = (verdict.confidence if verdict.answered else 0.0, entries[passage.document_id].side)
    best: list[str] = []
    by_side = [
        sorted((q for q, (sure, own) in tried.items() if own is side and sure > 0), key=lambda q: (-tried[q][0], q))
        for side in Side
    ]
    for rank in range(_FIRST):
        for questions in by_side:
            if rank < len(questions) and len(best) < _FIRST:
                best.append(questions[rank])
    return best


def question_about(passage: Passage, entry: DocumentEntry) -> str | None:
    """ "What does X say about …?" of the nearest heading that says what is under it; a heading that asks, as it
    stands."""
    for heading in reversed(passage.section):
        text = _NUMBERED.sub("", tidy(heading)).strip(" :–-")
        if is_generic_heading(text) or len(text.split()) not in _HEADING_WORDS:
            continue
        if text.endswith("?"):
            return text
        if text.endswith("."):
            continue
        return wording.SUGGEST_SECTION.format(who=entry.organisation, topic=lower_first(text))
    return None
