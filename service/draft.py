"""An answer before it is numbered and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.models import StatementKind
from service.found import FoundPassage, Statement
from service.schemas import Reason

_OF_ANOTHER_KIND = 0.5


def preference(kind: StatementKind | None, preferred: frozenset[StatementKind]) -> float:
    """What a sentence or statement of `kind` counts for in the short answer; all alike where no kind is preferred."""
    return 1.0 if not preferred or kind in preferred else _OF_ANOTHER_KIND


@dataclass(frozen=True, slots=True)
class Draft:
    """Statements, best first. `lead` is the model's own summary, if one wrote; `silent` names who says nothing on it.

    `cores` are the sentences that answer best, by passage id and spans of the quotation they are in; `wanted` the words
    that a short answer should hold, and `preferred` the kinds of statement, where any are; `compares` says that several
    positions were asked for.
    """

    statements: tuple[Statement, ...]
    lead: str | None = None
    silent: tuple[str, ...] = ()
    dropped: int = 0
    model: str = ""
    related: tuple[FoundPassage, ...] = ()
    cores: Mapping[tuple[str, tuple[object, ...]], str] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    preferred: frozenset[StatementKind] = frozenset()
    compares: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the passages found answer the question; `confidence` in [0, 1] that they do.

    Of a question that is not clear `asks_back` is what to ask, or `says` all that there is to say.
    """

    answered: bool
    confidence: float
    reason: Reason | None = None
    asks_back: str | None = None
    says: str | None = None
