"""An answer before it is numbered and shown."""

from __future__ import annotations

from dataclasses import dataclass

from service.found import FoundPassage, Statement
from service.schemas import Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """Statements, best first. `lead` is the model's own summary, if one wrote; `silent` names who says nothing on it.

    `compares` says that several positions were asked for; `speakers` are those quoted whom the question asks about.
    """

    statements: tuple[Statement, ...]
    lead: str | None = None
    silent: tuple[str, ...] = ()
    dropped: int = 0
    model: str = ""
    related: tuple[FoundPassage, ...] = ()
    compares: bool = False
    speakers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the passages found answer the question; `confidence` in [0, 1] that they do."""

    answered: bool
    confidence: float
    reason: Reason | None = None
    asks_back: str | None = None
