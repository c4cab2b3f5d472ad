"""What retrieval hands to answering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.models import Passage, Side, Span, StatementKind, Voice


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


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words of one passage: `quote` is the canonical text of the passage's document at `spans`."""

    passage: Passage
    spans: tuple[Span, ...]
    quote: str
    score: float
    kind: StatementKind | None = None
    also: tuple[Passage, ...] = ()

    @property
    def voice(self) -> Voice:
        return self.passage.voice


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer with the quotations that carry it, all of one side."""

    text: str
    quotations: tuple[Quotation, ...]
    kind: StatementKind | None = None

    @property
    def side(self) -> Side:
        return self.quotations[0].passage.side

    @property
    def organisation(self) -> str:
        return self.quotations[0].passage.organisation


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
