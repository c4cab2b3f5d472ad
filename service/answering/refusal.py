"""Whether the passages found answer the question at all."""

from __future__ import annotations

from collections.abc import Sequence

from service.draft import Verdict
from service.found import FoundPassage
from service.retrieval.pipeline import Query

OFF_TOPIC_BELOW = 0.25


def judge(query: Query, found: Sequence[FoundPassage]) -> Verdict:
    best = max((item.features.get("dense", 0.0) for item in found), default=0.0)
    if not found or best < OFF_TOPIC_BELOW:
        return Verdict(False, max(0.0, best), "off_topic")
    return Verdict(True, min(1.0, best))
