"""What counting says is missing of a question, as the refusal weighs it beside what reading says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from service.answering.absence.coverage import Coverage
from service.answering.absence.missing import Nearest
from service.answering.absence.subject import Subject
from service.answering.fusion import Candidate

GAP_FEATURES = ("unsaid", "outright_unsaid", "subject_apart", "thing_missing", "thing_beside")
_READ = 3


@dataclass(frozen=True, slots=True)
class Gaps:
    """Each from 0 to 1, in the order of GAP_FEATURES.

    `unsaid`: the share of those asked who never say the question's subject; `outright_unsaid` the same where the
    question says in so many words that it is about it. `subject_apart`: how much of what is likeliest to answer does
    not have the subject. `thing_missing`: 1 where a figure, date or name is asked for that no sentence gives,
    `thing_beside`: how near one comes to it, 1 where no such thing is asked for.
    """

    unsaid: float = 0.0
    outright_unsaid: float = 0.0
    subject_apart: float = 0.0
    thing_missing: float = 0.0
    thing_beside: float = 1.0

    @property
    def features(self) -> tuple[float, ...]:
        return astuple(self)


def gaps_of(
    subject: Subject,
    coverage: Sequence[Coverage],
    having: frozenset[str],
    likeliest: Sequence[Candidate],
    nearest: Sequence[Nearest] | None,
) -> Gaps:
    """The gaps of a question: `having` are the ids of the passages that have its subject, `likeliest` its candidates,
    best first, `nearest` the sentences that come near the thing asked for, None where no such thing is.
    """
    unsaid = sum(item.silent for item in coverage) / len(coverage) if coverage else 0.0
    read = likeliest[:_READ]
    total = sum(candidate.probability for candidate in read) or 1.0
    apart = sum(candidate.probability for candidate in read if candidate.passage.id not in having) / total
    if nearest is None:
        return Gaps(unsaid, unsaid * subject.outright, apart)
    best = max((min(1.0, item.fit.share + item.likelihood) for item in nearest if item.fit.holds), default=0.0)
    missing = bool(having) and not any(item.gives for item in nearest)
    return Gaps(unsaid, unsaid * subject.outright, apart, float(missing), best)
