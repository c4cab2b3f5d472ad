"""What a consultation, or one of its chapters, is about: what it is for, what is proposed and what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.embedding import Vectors
from corpus.index import Index
from corpus.models import Passage, StatementKind
from service import wording
from service.answering.display import is_generic_heading, without_number
from service.answering.terms import content_words, stems
from service.overviews.central import Candidate, CentralSentences, chosen
from service.overviews.lines import Line, fitting
from service.overviews.of_questions import lines_of_questions, questions_of
from service.overviews.own_words import OwnWords, has_summary, is_summed_up, sections_of

_AIMS_SHARE = 0.2
_QUESTIONS_SHARE = 0.35
_PROPOSED = 0.35
_ABOUT = 1.0
_SUMMED_UP, _ASKED_ON = 0.2, 0.25
_PROPOSALS = frozenset({StatementKind.PROPOSAL, StatementKind.COMMITMENT})
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def lines_of_consultation(
    index: Index, central: CentralSentences, own: OwnWords, document: str, about: Vectors, words: int
) -> list[Line]:
    """What it is for in a line or two, then what is proposed, first in the sections that questions are asked on.

    `about` (d,) is the vector of the consultation's title and description.
    """
    passages = own.of(document)
    chapters = [section for section in sections_of(passages, 1) if section and _is_chapter(section[0])]
    front = [passage for passage in passages if passage.section[:1] not in chapters]
    aims = _aims(central, front, about, int(words * _AIMS_SHARE))
    words -= sum(line.words for line in aims)
    said = {line.pieces for line in aims}
    body = [p for p in passages if p.section[:1] in chapters or is_summed_up(p.section)]
    asked = {question.section[:2] for question in index.questions if question.document_id == document}
    candidates = [
        replace(candidate, worth=candidate.worth + _ASKED_ON * (candidate.section in asked))
        for candidate in _proposals(central, body, 2)
        if candidate.line.pieces not in said
    ]
    return aims + [candidate.line for candidate in chosen(candidates, words)]


def lines_of_chapter(
    index: Index, central: CentralSentences, own: OwnWords, document: str, chapter: str, words: int
) -> list[Line]:
    """What is proposed in a chapter, section by section, then what is asked in it."""
    passages = [passage for passage in own.of(document) if passage.section[:1] == (chapter,)]
    asked = fitting(lines_of_questions(index, questions_of(index, document, chapter)), int(words * _QUESTIONS_SHARE))
    words -= sum(line.words for line in asked)
    return [candidate.line for candidate in chosen(_proposals(central, passages, 3), words)] + asked


def _proposals(central: CentralSentences, passages: Sequence[Passage], depth: int) -> list[Candidate]:
    """Candidates section by section; what proposes or commits is worth more, and where a chapter sums itself up."""
    found = []
    for section, mine in sections_of(passages, depth).items():
        more = _SUMMED_UP if has_summary(section) else 0.0
        found += [replace(c, worth=c.worth + more + _PROPOSED * _proposes(c)) for c in central.of(section, mine)]
    return found


def chapter_named(index: Index, document: str, number: str, topic: str) -> str | None:
    """The heading of the chapter with a number, or of the first whose heading has all words of a topic."""
    rows = index.passages.rows_of_document(document)
    headings = list(dict.fromkeys(p.section[0] for row in rows if (p := index.passages.at(row)).section))
    if number:
        written = str(_ROMAN.index(number.lower()) + 1) if number.lower() in _ROMAN else number
        pattern = re.compile(rf"\W*(?:(?:chapter|part|section)\s+)?{re.escape(written)}(?!\d|\.\d)", re.IGNORECASE)
        return next((heading for heading in headings if pattern.match(heading)), None)
    wanted = stems(" ".join(content_words(topic)))
    return next((heading for heading in headings if wanted and wanted <= stems(heading)), None)


def _is_chapter(heading: str) -> bool:
    """Whether a top heading is a chapter's, not the summary's, the foreword's or an annex's."""
    return not (
        is_summed_up((heading,)) or is_generic_heading(without_number(heading)) or "foreword" in heading.lower()
    )


def _aims(central: CentralSentences, front: Sequence[Passage], about: Vectors, words: int) -> list[Line]:
    """The nearest to the consultation's title and description that its front matter says, lists left out."""
    candidates = [
        replace(candidate, worth=candidate.worth + _ABOUT * float(candidate.vector @ about))
        for candidate in central.of((), front)
        if not candidate.line.lead_in
    ]
    return [replace(c.line, topic=wording.OVERVIEW_AIMS) for c in chosen(candidates, words, most=2)]


def _proposes(candidate: Candidate) -> bool:
    kinds = {piece.passage.sentences[at].kind for piece in candidate.line.pieces for at in piece.positions}
    return bool(kinds & _PROPOSALS)
