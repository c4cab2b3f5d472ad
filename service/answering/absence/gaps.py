"""What counting says is missing of a question, as the refusal weighs it beside what reading says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from service.answering.absence.coverage import Coverage
from service.answering.absence.missing import Nearest
from service.answering.absence.subject import Subject

GAP_FEATURES = ("outright_unsaid", "thing_missing", "thing_beside")


@dataclass(frozen=True, slots=True)
class Gaps:
    """Each from 0 to 1, in the order of GAP_FEATURES.

    `outright_unsaid`: the share of those asked who never say the subject that the question says in so many words that
    it is about. `thing_missing`: 1 where a figure, date or name is asked for that no sentence gives, `thing_beside`:
    how near one comes to it, 1 where no such thing is asked for.
    """

    outright_unsaid: float = 0.0
    thing_missing: float = 0.0
    thing_beside: float = 1.0

    @property
    def features(self) -> tuple[float, ...]:
        return astuple(self)


def gaps_of(subject: Subject, coverage: Sequence[Coverage], nearest: Sequence[Nearest] | None) -> Gaps:
    """The gaps of a question: `nearest` are the sentences that come near the thing asked for, None where no such thing
    is asked for."""
    unsaid = sum(item.silent for item in coverage) / len(coverage) if coverage and subject.outright else 0.0
    if nearest is None:
        return Gaps(unsaid)
    best = max((min(1.0, item.fit.share + item.likelihood) for item in nearest if item.fit.holds), default=0.0)
    missing = len(subject.positions) > 0 and not any(item.gives for item in nearest)
    return Gaps(unsaid, float(missing), best)
