"""A comparison hears everybody it names: their best passages take turns at the top."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import Passage
from service.retrieval.attribution import Named


def take_turns(order: Sequence[int], passages: Sequence[Passage], named: Named) -> list[int]:
    """Positions of `passages` in a new order.

    Where a question compares organisations, or the government with stakeholders at large, the best passage of each
    comes first, then the second of each and so on; whoever stands highest begins. The rest keep their order.
    """
    speakers = _compared(named)
    if len(speakers) < 2:
        return list(order)
    queues: dict[str, list[int]] = {}
    rest: list[int] = []
    for position in order:
        passage = passages[position]
        speaker = next((s for s in (passage.organisation, passage.side.value) if s in speakers), None)
        if speaker is None:
            rest.append(position)
        else:
            queues.setdefault(speaker, []).append(position)
    taken = [
        queue[depth]
        for depth in range(max(map(len, queues.values()), default=0))
        for queue in queues.values()
        if depth < len(queue)
    ]
    return taken + rest


def _compared(named: Named) -> frozenset[str]:
    organisations = [organisation for organisation in named.organisations if organisation not in named.addressed]
    if named.stakeholders_at_large and len(named.sides) == 1 and len(organisations) == 1:
        return frozenset({"government", "stakeholder"})
    return frozenset(organisations)
