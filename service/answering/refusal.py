"""Whether the passages found answer the question at all, and if not, why not."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from service.answering.answer_types import CHECKABLE, holds
from service.answering.calibration import Calibration
from service.answering.gathering import Candidate, Gathered
from service.answering.terms import Term, stems
from service.draft import Verdict

REFUSAL_FEATURES = (
    "top_logit", "second_logit", "dense", "best_cosine", "best_late", "best_coverage", "pooled_coverage", "rarest_missing",
    "unknown_share", "names_missing", "numbers_missing", "asked_for_missing", "terms", "gap",
)
_POOLED = 3
_RARE = 4.0
_NAME = re.compile(r"(?<!^)(?<![.?!:]\s)\b[A-Z][\w’'&-]*[\w]")


def refusal_features(gathered: Gathered) -> NDArray[np.float32]:
    """The features (f,) of a question with what was found, in the order of REFUSAL_FEATURES."""
    question = gathered.question
    candidates = _best(gathered)
    if not candidates:
        return np.zeros(len(REFUSAL_FEATURES), np.float32)
    first = candidates[0]
    said = [stems(" ".join((c.evidence.passage.text, *c.evidence.passage.section, c.evidence.passage.voice.speaker))) for c in candidates]
    pooled = frozenset[str]().union(*said[:_POOLED])
    total = sum(term.weight for term in question.terms) or 1.0
    missing = [term for term in question.terms if term.stem not in pooled]
    checkable = question.asks_for & CHECKABLE
    held = any(holds(c.evidence.passage.text, kind) for c in candidates[:_POOLED] for kind in checkable)
    second = candidates[1].probability if len(candidates) > 1 else 0.0
    names = [term for term in question.terms if _is_name(term, question.text)]
    numbers = [term for term in question.terms if term.word[0].isdigit()]
    return np.asarray((
        _logit(first.probability),
        _logit(second),
        max(c.evidence.feature("dense") for c in candidates),
        max(c.evidence.best("cosine") for c in candidates),
        max(c.evidence.best("late") for c in candidates),
        max(c.evidence.best("coverage") for c in candidates),
        1.0 - sum(term.weight for term in missing) / total,
        max((term.weight for term in missing), default=0.0),
        sum(term.weight for term in question.terms if not term.known) / total,
        _share(names, pooled),
        _share(numbers, pooled),
        float(bool(checkable) and not held),
        min(len(question.terms), 12) / 12,
        first.probability - second,
    ), dtype=np.float32)


def judge(gathered: Gathered, calibration: Calibration) -> Verdict:
    """Whether to answer; `confidence` is the calibrated probability that what was found answers the question."""
    if not gathered.found:
        return Verdict(False, 0.0, "not_in_corpus")
    features = refusal_features(gathered)[None, :]
    confidence = float(calibration.refusal.probabilities(features)[0])
    topic = float(calibration.topic.probabilities(features)[0])
    if topic < calibration.thresholds.on_topic:
        return Verdict(False, confidence, "off_topic")
    if confidence < calibration.thresholds.answer:
        return Verdict(False, confidence, "not_in_corpus")
    return Verdict(True, confidence)


def _best(gathered: Gathered) -> list[Candidate]:
    """The candidates of all parts, likeliest first, each passage once."""
    seen: dict[str, Candidate] = {}
    for part in gathered.parts:
        for candidate in part.candidates:
            known = seen.get(candidate.evidence.passage.id)
            if known is None or candidate.probability > known.probability:
                seen[candidate.evidence.passage.id] = candidate
    return sorted(seen.values(), key=lambda c: (-c.probability, c.evidence.passage.id))


def _share(terms: list[Term], there: frozenset[str]) -> float:
    return sum(term.stem not in there for term in terms) / len(terms) if terms else 0.0


def _is_name(term: Term, text: str) -> bool:
    return any(match.group() == term.word for match in _NAME.finditer(text))


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(bounded / (1 - bounded)))
