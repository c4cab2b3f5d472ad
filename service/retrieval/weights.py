"""The weights of the fusion, in one place; learned on the dev split, reported on others (docs/retrieval.md)."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each stage counts; a stage of weight 0 is switched off. Scores of stages lie in about [0, 1]."""

    dense: float = 1.0
    lexical: float = 0.35
    sentence: float = 0.5
    late: float = 1.2
    organisation: float = 0.12
    side: float = 0.04
    off_topic_block: float = -0.10
    candidates: int = 120
    reranked: int = 60

    def without(self, stage: str) -> Weights:
        return replace(self, **{stage: 0.0})


DEFAULT = Weights()
