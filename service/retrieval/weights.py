"""The weights of the fusion, in one place; how they were chosen is in docs/retrieval.md."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each stage counts; a stage of weight 0 is switched off. Scores of stages lie in about [0, 1].

    `candidates` passages come from each of dense and lexical search, `reranked` of them reach late interaction.
    `duplicates` switches on the merging of repeats.
    """

    dense: float = 0.6
    lexical: float = 0.3
    sentence: float = 0.5
    heading: float = 0.1
    late: float = 1.2
    organisation: float = 0.18
    side: float = 0.04
    speaker: float = 0.2
    quiet: float = -0.2
    candidates: int = 120
    reranked: int = 60
    duplicates: bool = True

    def without(self, stage: str) -> Weights:
        """These weights with one stage switched off."""
        changes: dict[str, Any] = {stage: type(getattr(self, stage))(0)}
        return replace(self, **changes)


DEFAULT = Weights()
