"""What each document says in its author's own voice, section by section, with the heading that names the topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.index import Index
from corpus.models import BlockKind, Passage, Role
from service.answering.display import is_generic_heading, is_summary_heading, without_number
from service.consultation.terms import RepeatedQuestions, content_words

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.RECOMMENDATION, BlockKind.BOX})
_LABEL_WORDS = 12
_LARGE_PART = 0.1
_NAMES_QUESTIONS = re.compile(r"\s*\((?:questions?|qs?\.?)\b[^)]*\)", re.IGNORECASE)
Section = tuple[str, ...]


class OwnWords:
    """The authors' own passages of one open index. Nobody quoted, reported or told of speaks in them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._own: dict[str, tuple[Passage, ...]] = {}
        self._topics: dict[int, str] = {}
        self._asked = {question.number: question for question in index.questions}
        self._repeated = RepeatedQuestions([(question.number, question.text) for question in index.questions])

    def of(self, document_id: str) -> tuple[Passage, ...]:
        """The prose of a document that its author says, on the author's own side, in reading order."""
        if document_id not in self._own:
            rows = self._index.passages.rows_of_document(document_id)
            passages = (self._index.passages.at(row) for row in rows)
            self._own[document_id] = tuple(passage for passage in passages if self.is_own(passage))
        return self._own[document_id]

    def is_own(self, passage: Passage) -> bool:
        """Whether a passage is prose of its document's author: a minister's words in somebody else's are not."""
        entry = self._index.documents[passage.document_id].entry
        voice = passage.voice
        authored = voice.role is Role.AUTHOR and voice.side is entry.side and voice.organisation == entry.organisation
        return authored and passage.block in _PROSE

    def topic(self, section: Section) -> str:
        """What a section is called, as the label of a line; empty where no heading says it in a few words.

        A heading that repeats a question of the consultation is called as the consultation calls what it asks on.
        """
        for depth in range(len(section), 0, -1):
            heading = section[depth - 1]
            if is_summary_heading(heading) or is_generic_heading(without_number(heading)):
                continue
            label = _NAMES_QUESTIONS.sub("", without_number(heading)).rstrip(" :.?")
            asked = self._repeated.answered_under(heading) if "?" in heading else ()
            named = self.topic_asked(asked[0]) if asked else ""
            if named:
                return named
            if label and len(label.split()) <= _LABEL_WORDS and not heading.rstrip().endswith("?"):
                return label
        return ""

    def answers(self, section: Section, number: int) -> bool:
        """Whether a section repeats or names a question of the consultation in one of its headings."""
        return number in self.answered(section)

    def answered(self, section: Section) -> frozenset[int]:
        """The questions of the consultation that a section repeats or names in its headings."""
        return frozenset(number for heading in section for number in self._repeated.answered_under(heading))

    def topic_asked(self, number: int) -> str:
        """What a question of the consultation is on: the heading in its chapter that shares most words with it.

        Questions may stand together at a chapter's end. Where no heading shares half of its words with the question, it
        is the one that the question stands under.
        """
        if number not in self._topics:
            question = self._asked[number]
            words = content_words(question.text)
            sections = {
                passage.section: None
                for passage in self.of(question.document_id)
                if passage.section[:1] == question.section[:1] and len(passage.section) > 1
            }
            near = max(sections, key=lambda section: len(words & content_words(section[-1])), default=question.section)
            named = content_words(near[-1]) if near else frozenset()
            shares = len(words & named) >= max(1, len(named) / 2)
            self._topics[number] = self.topic(near if shares else question.section)
        return self._topics[number]


def is_summed_up(section: Section) -> bool:
    """Whether a section is where a document sums itself up as a whole, not one of its chapters."""
    return bool(section) and is_summary_heading(section[0])


def has_summary(section: Section) -> bool:
    """Whether a section sums up a document or one of its chapters."""
    return any(is_summary_heading(heading) for heading in section)


def sections_of(passages: Sequence[Passage], depth: int) -> dict[Section, list[Passage]]:
    """Passages by the first `depth` headings that they stand under, in reading order."""
    found: dict[Section, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.section[:depth], []).append(passage)
    return found


def divided(passages: Sequence[Passage]) -> dict[Section, list[Passage]]:
    """Passages by section in reading order, a section divided into those under it while it is a large part of all."""
    found: dict[Section, list[Passage]] = {}
    most = max(2.0, _LARGE_PART * len(passages))

    def divide(section: Section, mine: list[Passage], depth: int) -> None:
        if depth and (len(mine) <= most or all(len(passage.section) < depth + 1 for passage in mine)):
            found.setdefault(section, []).extend(mine)
            return
        for under, theirs in sections_of(mine, depth + 1).items():
            if len(under) <= depth:
                found.setdefault(under, []).extend(theirs)
            else:
                divide(under, theirs, depth + 1)

    divide((), list(passages), 0)
    return found
