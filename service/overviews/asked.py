"""Whether a question wants an overview, and of what. One that asks for a single fact, reason or position does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.models import Side, StatementKind
from corpus.quotes import squeeze
from service.answering.terms import content_words
from service.overviews.asked_lists import list_asked
from service.overviews.topics import topic_in
from service.retrieval.attribution import Named
from service.retrieval.naming import Naming

_NOT_OF_A_FACT = r"^(?!\W*(?:who|whom|whose|when|where|which|how|why|did|does|do|is|are|was|were|has|have|will)\b)"
# Summing up is asked for, whatever of.
_SUMS_UP = re.compile(
    rf"{_NOT_OF_A_FACT}.*?\b(?:summari[sz]e|sum up|summing up|brief me)\b|"
    rf"{_NOT_OF_A_FACT}.*?\b(?:overview|summary|briefing|run-?down|gist|digest)\b(?! (?:paper|report|document)s?\b)|"
    r"\bwhat(?:['’]s| is| are| were)\b.{0,60}?\b(?:main|key|principal|central|chief|major|big) "
    r"(?:points?|messages?|arguments?|themes?|takeaways?|issues?)\b",
    re.IGNORECASE,
)
# The whole of somebody's view is asked for, if nothing else is named in the question.
_ALL_OF_IT = re.compile(
    r"\b(?:main|key|principal|central|chief|major|headline|top) "
    r"(?:recommendations?|proposals?|concerns?|asks?|demands?|findings?|conclusions?|positions?|criticisms?)\b|"
    r"\bwhat (?:does|do|did|has|have|is|are)\b|\bwhat['’]s\b|\btell me\b",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"\b(?:disagree\w*|differ\w*|diverge\w*|clash\w*|at odds|apart|compar(?:e|es|ed|ing|ison)|contrast\w*|agree\w*)\b",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(r"\b(?:they|sides?|everybody|everyone|positions?|views?|responses|responders)\b", re.IGNORECASE)
_CHAPTER = re.compile(r"\b(?:chapter|part|section)\s+(?P<number>\d{1,2}|[ivx]{1,4})\b", re.IGNORECASE)
_CHAPTER_ON = re.compile(r"\b(?:chapter|part|section)\s+(?:on|about|dealing with|concerning)\b", re.IGNORECASE)
_ON_TOPIC = re.compile(
    r"^\W*(?:so )?what(?:['’]s| is| are) (?:all )?(?:the |their )?(?:main |key )?(?:proposals?|views?|positions?) "
    r"(?:on|about|for|regarding|concerning) (?P<first>.+)|"
    r"^\W*(?:so )?what (?:do|does|did) .{0,40}? make of (?P<second>.+)",
    re.IGNORECASE,
)
_ANSWERS_TO = re.compile(
    r"\b(?:respon|repl|answer|submi|evidence|react|comment|view)\w*[^.?!]* (?:to|on)\b", re.IGNORECASE
)
_THINKS_OF = re.compile(r"\b(?:think|feel|say|make|want)s?\b[^.?!]*\b(?:of|about|on|from)\b", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"\bwhat(?:['’]s| is| are| was)\b.*\babout\W*$", re.IGNORECASE)
_BARE_WORDS = 3
_ASKS = re.compile(r"[?]|^\W*(?:what|who|whom|whose|when|where|which|how|why|is|are|do|does|did|can|will)\b", re.I)


class OverviewKind(StrEnum):
    """What an overview is of."""

    ORGANISATION = "organisation"
    CONSULTATION = "consultation"
    CHAPTER = "chapter"
    TOPIC = "topic"
    DISAGREEMENT = "disagreement"
    LIST = "list"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class AskedOverview:
    """An overview as a question asks for it.

    `organisations` and `documents` are those named; `topic` what a topic's or chapter's overview is on, in the
    question's words; `chapter` a number as written; `stakeholders` that they alone are asked, without a name;
    `listed` what a list is to be of.
    """

    kind: OverviewKind
    organisations: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    topic: str = ""
    chapter: str = ""
    stakeholders: bool = False
    listed: StatementKind | None = None


class OverviewQuestions:
    """Recognises questions for an overview.

    `stands` tells whether a phrase stands in the documents, in any inflection: a few bare words are a topic only then.
    """

    def __init__(
        self,
        names: Callable[[str], Named],
        naming: Naming,
        consulting: frozenset[str],
        stands: Callable[[str], bool],
    ) -> None:
        """`consulting` are the organisations on the government's side."""
        self._consulting = consulting
        self._names = names
        self._naming = naming
        self._stands = stands

    def read(self, question: str) -> AskedOverview | None:
        """The overview that a question asks for; None for every other question."""
        text = squeeze(question)
        named = self._names(text)
        bare = text
        for name in self._naming.mentions(text):
            bare = bare.replace(name, " ", 1)
        of = AskedOverview(OverviewKind.ORGANISATION, named.organisations, named.documents)
        listed = self._listed(bare, named)
        if listed is not None:
            return listed
        sums_up = _SUMS_UP.search(bare) is not None
        chapter = self._chapter(bare, sums_up)
        if chapter is not None:
            return chapter
        topic = topic_in(bare)
        if topic:
            on_topic = _ON_TOPIC.match(bare)
            framed = topic_in((on_topic["first"] or on_topic["second"]) if on_topic else "")
            framed = framed if self._stands(framed) else ""
            if sums_up or framed:
                only = named.stakeholders_at_large and Side.GOVERNMENT not in named.sides
                return replace(of, kind=OverviewKind.TOPIC, topic=framed or topic, stakeholders=only)
            return self._bare(bare, topic) if not named.organisations else None
        if _DIFFER.search(bare) and (named.organisations or named.stakeholders_at_large or _EVERYBODY.search(bare)):
            return replace(of, kind=OverviewKind.DISAGREEMENT)
        if len(named.organisations) > 1 and (_ANSWERS_TO.search(bare) or _THINKS_OF.search(bare)):
            # "Mind's response to the green paper" is Mind's, and so is what it thinks of the government's proposals.
            own = tuple(name for name in named.organisations if name not in self._consulting)
            of = AskedOverview(OverviewKind.ORGANISATION, own)
        about = _WHAT_ABOUT.search(bare) is not None
        if named.organisations and not _is_of_consultation(text, about):
            alone = not content_words(bare) and not _ASKS.search(bare)
            if sums_up or about or alone or _ALL_OF_IT.search(bare):
                return of
            return None
        if sums_up or (about and re.search(r"\b(?:this|consultation|paper|document|it)\b", text, re.I)):
            return AskedOverview(OverviewKind.CONSULTATION)
        return None

    def _listed(self, bare: str, named: Named) -> AskedOverview | None:
        """A list of one kind of thing that somebody says, or of what the consultation asks."""
        asked = list_asked(bare)
        if asked is None:
            return None
        kind, topic, ordered = asked
        consulting = all(name in self._consulting for name in named.organisations)
        if kind is StatementKind.QUESTION:
            number = _CHAPTER.search(topic)
            topic = "" if number is not None else topic_in(topic)
            chapter = number["number"] if number is not None else ""
            of_all = consulting and not named.stakeholders_at_large
            return AskedOverview(OverviewKind.QUESTIONS, topic=topic, chapter=chapter) if of_all else None
        if not (named.organisations or named.stakeholders_at_large):
            return None
        topic = topic_in(topic)
        if consulting and named.organisations:
            # What it asks others for it proposes; the whole of that is told chapter by chapter.
            kind = StatementKind.PROPOSAL if kind is StatementKind.RECOMMENDATION else kind
            if kind is StatementKind.CONCERN or (kind is StatementKind.PROPOSAL and not topic):
                return None
        elif kind is StatementKind.PROPOSAL:
            kind = StatementKind.RECOMMENDATION
        elif kind is StatementKind.COMMITMENT:
            return None
        if topic and kind is StatementKind.CONCERN and not ordered:
            return None  # It is told in prose: what answers is in sentences of every kind.
        own = tuple(name for name in named.organisations if consulting or name not in self._consulting)
        return AskedOverview(
            OverviewKind.LIST, own, named.documents, topic, stakeholders=named.stakeholders_at_large, listed=kind
        )

    def _chapter(self, bare: str, sums_up: bool) -> AskedOverview | None:
        number = _CHAPTER.search(bare)
        if number is not None:
            rest = _CHAPTER.sub(" ", bare)
            asks = sums_up or _ALL_OF_IT.search(bare) or not _ASKS.search(bare)
            return (
                AskedOverview(OverviewKind.CHAPTER, chapter=number["number"]) if asks and not topic_in(rest) else None
            )
        named = _CHAPTER_ON.search(bare)
        if named is None or not (sums_up or _WHAT_ABOUT.search(bare)):
            return None
        topic = topic_in(bare[named.end() :])
        return AskedOverview(OverviewKind.CHAPTER, topic=topic) if topic else None

    def _bare(self, bare: str, topic: str) -> AskedOverview | None:
        """A few words and nothing else, which the documents use together: "fit notes"."""
        words = bare.split()
        if _ASKS.search(bare) or len(words) > _BARE_WORDS or len(words) != len(topic.split()) or re.search(r"\d", bare):
            return None
        return AskedOverview(OverviewKind.TOPIC, topic=topic) if self._stands(topic) else None


def _is_of_consultation(text: str, about: bool) -> bool:
    """Whether "the consultation" itself is meant by a name: what is it about?"""
    return about and re.search(r"\bconsultation\b", text, re.IGNORECASE) is not None
