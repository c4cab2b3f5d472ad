"""The questions a consultation document asks, once each and in order, with what it says where it asks them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.models import BlockKind, ConsultationQuestion, Document, Passage, Role, Span
from corpus.quotes import quote_at

_SUMMARY = re.compile(
    r"(?:appendix|annex)\b.*question.*|(?:full )?(?:list|summary) of (?:the )?(?:consultation "
    r")?questions.*|consultation questions",
    re.I,
)
_VIEWS = re.compile(r"your views|have your say|(?:consultation )?questions?(?: for consultation)?", re.I)
_GENERAL = re.compile(
    r"introduction|conclusions?|(?:chapter )?summary|background|action already taken|overview|next steps", re.I
)
_CHAPTER = re.compile(r"(?:chapter|part|section)\s+(?P<number>\w+)\b|(?P<digits>\d{1,2})\s*[:.]", re.I)
_SUMMED_UP = re.compile(r"(?:chapter|part|section)\s+\w+[:.]? +(?:summary|in brief|questions)\b.*", re.I)
_FRONT = re.compile(r"(?:ministerial |joint )?(?:foreword|preface)\b.*|(?:executive )?summary|introduction", re.I)
_SETTING = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.BOX, BlockKind.TABLE})
_SAME = 0.6
_LONG_STRETCH = 30


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as one place of the document asks it; `order` is the order of its first passage."""

    text: str
    spans: tuple[Span, ...]
    section: tuple[str, ...]
    order: int
    lead: str
    words: frozenset[str]

    @property
    def summed_up(self) -> bool:
        return any(_SUMMARY.fullmatch(heading) for heading in self.section)

    @property
    def appended(self) -> bool:
        return bool(self.section) and bool(_SUMMARY.fullmatch(self.section[0]))


def consultation_questions(document: Document, passages: Sequence[Passage]) -> list[ConsultationQuestion]:
    """The document's questions in order: from its list of them all, else from chapter summaries, else as they come.

    `setting` are the author's passages of the section that asks the question in the body. Empty where the document
    does not consult.
    """
    if not document.entry.consultation:
        return []
    asked = _asked(document, passages)
    listed = [question for question in asked if question.appended] or [
        question for question in asked if question.summed_up
    ]
    body = [question for question in asked if not question.summed_up]
    chapters = _chapters(passages)
    found: list[ConsultationQuestion] = []
    seen: list[_Asked] = []
    for question in listed or body:
        if any(_likeness(question, other) >= 0.9 and question.section[:2] == other.section[:2] for other in seen):
            continue
        seen.append(question)
        place = max(body, key=lambda other: _likeness(question, other), default=None)
        if place is not None and _likeness(question, place) < _SAME:
            place = None
        place = place or _in_a_list(question, passages)
        home = place or question
        section = tuple(
            heading for heading in home.section if not _VIEWS.fullmatch(heading) and not _SUMMARY.fullmatch(heading)
        )
        named = next(
            (heading for heading in question.section if _CHAPTER.match(heading)),
            question.section[0] if question.section else "",
        )
        found.append(
            ConsultationQuestion(
                number=len(found) + 1,
                text=question.text,
                chapter=_chapter_of(section, chapters)
                if place and section
                else chapters.get(_chapter_number(named), named),
                section=section,
                document_id=document.id,
                spans=question.spans,
                setting=_setting(question, place, body, passages) if place else (),
            )
        )
    return found


def _asked(document: Document, passages: Sequence[Passage]) -> list[_Asked]:
    """Every question passage, those that go on with a question's points joined to it."""
    found: list[_Asked] = []
    for passage in passages:
        if passage.block is not BlockKind.QUESTION:
            continue
        lead = passage.lead_in or ""
        first = passage.sentences[0].text
        if found and lead and found[-1].section == passage.section and _text(lead) == _text(found[-1].lead):
            last = found[-1]
            spans = (*last.spans, *passage.spans)
            found[-1] = replace(last, spans=spans, text=quote_at(document.text, spans))
            continue
        asking = next((sentence.text for sentence in passage.sentences if sentence.text.rstrip("* ").endswith(":")), "")
        opening = passage.text[: passage.text.find(asking) + len(asking)] if asking else first
        found.append(
            _Asked(
                passage.text,
                passage.spans,
                passage.section,
                passage.order,
                opening if asking else "",
                _words(opening if asking else passage.text),
            )
        )
    return found


def _in_a_list(question: _Asked, passages: Sequence[Passage]) -> _Asked | None:
    """The place in the body that asks the question outside any section of questions."""
    for passage in passages:
        asked_here = passage.block is not BlockKind.QUESTION and "?" in passage.text
        if asked_here and len(question.words & _words(passage.text)) >= 0.9 * len(question.words):
            return _Asked(passage.text, passage.spans, passage.section, passage.order, "", _words(passage.text))
    return None


def _setting(question: _Asked, place: _Asked, body: Sequence[_Asked], passages: Sequence[Passage]) -> tuple[str, ...]:
    """The author's passages since the questions before, in the section that a summary names if one does."""
    before = max(
        (other.order for other in body if other.order < place.order and other.section != place.section), default=-1
    )
    near = [
        passage
        for passage in passages
        if before < passage.order < place.order
        and _same_chapter(passage.section, place.section)
        and passage.block in _SETTING
        and passage.voice.role is Role.AUTHOR
    ]
    if place not in body:
        return tuple(passage.id for passage in near if passage.section == place.section)
    named = {_text(heading) for heading in question.section}
    if len(place.section) > 1 and _text(place.section[1]) in named:
        within = [passage for passage in near if passage.section[:2] == place.section[:2]]
        near = within or near
    elif len(near) > _LONG_STRETCH:
        near = [passage for passage in near if passage.section[:2] == place.section[:2]] or near
    telling = [passage for passage in near if not any(_GENERAL.fullmatch(heading) for heading in passage.section[1:])]
    return tuple(passage.id for passage in telling or near)


def _chapters(passages: Sequence[Passage]) -> dict[str, str]:
    """Chapter headings of the body by their number."""
    found: dict[str, str] = {}
    for passage in passages:
        if (
            passage.section
            and not _SUMMARY.fullmatch(passage.section[0])
            and (number := _chapter_number(passage.section[0]))
        ):
            found.setdefault(number, passage.section[0])
    return found


def _chapter_of(section: tuple[str, ...], chapters: Mapping[str, str]) -> str:
    """The heading of the chapter that a section is in: no foreword's, and for "Chapter 1 summary" that of chapter 1."""
    below = section[1:] if len(section) > 1 and _FRONT.fullmatch(section[0]) else section
    if _SUMMED_UP.fullmatch(below[0]):
        return chapters.get(_chapter_number(below[0]), below[0])
    return below[0]


def _same_chapter(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two sections are in one chapter, which its summary is too."""
    if one[:1] == other[:1]:
        return True
    heads = [section[0] for section in (one, other) if section]
    numbers = {_chapter_number(head) for head in heads}
    return len(heads) == 2 and any(map(_SUMMED_UP.fullmatch, heads)) and len(numbers) == 1 and "" not in numbers


def _chapter_number(heading: str) -> str:
    match = _CHAPTER.match(heading)
    return (match.group("number") or match.group("digits")).lower() if match else ""


def _text(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().lower()


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _text(text).split() if len(word) > 2)


def _likeness(one: _Asked, other: _Asked) -> float:
    """Shared words over all words of the two (Jaccard)."""
    return len(one.words & other.words) / max(1, len(one.words | other.words))
