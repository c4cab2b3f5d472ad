"""What retrieval hands to answering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.models import Passage, Side, Span, StatementKind, Voice
from service import wording


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with its score (higher is better), each stage's share of it, and the duplicates it stands for.

    `parts` are the passages that were joined to make it, in reading order; empty for a passage as it is.
    """

    passage: Passage
    score: float
    features: Mapping[str, float] = field(default_factory=dict)
    also: tuple[Passage, ...] = ()
    parts: tuple[Passage, ...] = ()

    def at(self, spans: Sequence[Span]) -> Passage:
        """The passage as the place of some of its words: of one that was joined, the paragraphs that hold them.

        A part without a number of its own goes on with the paragraph before it.
        """
        number: str | None = None
        holding: list[Passage] = []
        numbers: list[str | None] = []
        for part in self.parts:
            number = part.paragraph or number
            if any(own.overlaps(span) for own in part.spans for span in spans):
                holding.append(part)
                numbers.append(number)
        if not holding:
            return self.passage
        return replace(self.passage, paragraph=paragraphs(numbers), page=holding[0].page)


def paragraphs(numbers: Iterable[str | None]) -> str | None:
    """How the paragraphs of these numbers, in order, are named; None where none has a number."""
    known = list(dict.fromkeys(number for number in numbers if number))
    if len(known) > 1:
        return wording.PARAGRAPHS.format(first=known[0], last=known[-1])
    return known[0] if known else None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words of one passage: `quote` is the canonical text of the passage's document at `spans`.

    `place` is the passage as the place of these words, where it was joined from several (see `FoundPassage.at`).
    """

    passage: Passage
    spans: tuple[Span, ...]
    quote: str
    score: float
    kind: StatementKind | None = None
    also: tuple[Passage, ...] = ()
    place: Passage | None = None

    @property
    def voice(self) -> Voice:
        return self.passage.voice


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose position words state: of which side and organisation, and who reports it where it is not their document."""

    side: Side
    organisation: str
    reported_by: str | None = None

    @property
    def reported(self) -> bool:
        return self.reported_by is not None

    @property
    def rank(self) -> int:
        """Where it stands in an answer: the government's own words, those reported of it, stakeholders'."""
        return 2 * list(Side).index(self.side) + self.reported

    @property
    def shown(self) -> str:
        """What the position is called: "HM Government, as reported by Politics and Insights"."""
        if self.reported_by is None:
            return self.organisation
        return wording.AS_REPORTED.format(organisation=self.organisation, reporter=self.reported_by)


@dataclass(frozen=True, slots=True)
class QuotedSentence:
    """A sentence that a statement quotes: how likely it answers, and its number in the passage.

    `note` is what a reader must know before the words: the list that it is an item of, or what a pronoun stands for;
    it `depends` where it points back to the sentence before it.
    """

    text: str
    probability: float
    position: int
    kind: StatementKind | None = None
    note: str = ""
    depends: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer with the quotations that carry it, all of one standing.

    `sentences` are those that its quotation holds, where they were chosen one by one; `items` are those of a list.
    """

    text: str
    quotations: tuple[Quotation, ...]
    kind: StatementKind | None = None
    sentences: tuple[QuotedSentence, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        return standing_of(self.quotations[0].passage)

    @property
    def side(self) -> Side:
        return self.standing.side

    @property
    def organisation(self) -> str:
        return self.standing.organisation


def standing_of(passage: Passage) -> Standing:
    """Whose position a passage states."""
    return Standing(passage.side, passage.organisation, passage.reported_by)


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be answered from; empty means everything.

    `speakers` are people and bodies quoted, as passages show them.
    """

    sides: frozenset[Side] = frozenset()
    organisations: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    kinds: frozenset[StatementKind] = frozenset()
    speakers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.sides or self.organisations or self.documents or self.kinds or self.speakers)
