"""The questions that a consultation asks: once each, in order, with the section that sets them out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import BlockKind, ConsultationQuestion, Document, Passage

_APPENDIX = re.compile(r"summary of (?:the )?(?:consultation )?questions", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


def consultation_questions(document: Document, passages: Sequence[Passage]) -> list[ConsultationQuestion]:
    """The questions of the summary at the end, else those asked in the body, each with the passages before it."""
    asked = [passage for passage in passages if passage.block is BlockKind.QUESTION and "?" in passage.text]
    summary = [p for p in asked if p.section and _APPENDIX.search(p.section[0])]
    questions: list[ConsultationQuestion] = []
    seen: set[str] = set()
    for passage in summary or asked:
        key = " ".join(_WORD.findall(passage.text.lower()))
        if key in seen:
            continue
        seen.add(key)
        chapter = passage.section[1] if passage in summary and len(passage.section) > 1 else passage.section[0]
        questions.append(
            ConsultationQuestion(
                number=len(questions) + 1,
                text=passage.text,
                chapter=chapter,
                section=passage.section,
                document_id=document.id,
                spans=passage.spans,
                setting=_setting(key, asked, passages),
            )
        )
    return questions


def _setting(key: str, asked: Sequence[Passage], passages: Sequence[Passage]) -> tuple[str, ...]:
    """Ids of the prose passages of the section where the question is asked in the body."""
    for passage in asked:
        if " ".join(_WORD.findall(passage.text.lower())) == key and not _APPENDIX.search(" ".join(passage.section)):
            section = passage.section[:-1] or passage.section
            return tuple(
                p.id for p in passages if p.section[: len(section)] == section and p.block is BlockKind.PARAGRAPH
            )
    return ()
