"""Whether the passages found answer the question at all, and if not, why not."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.answering.answer_types import CHECKABLE, holds
from service.answering.calibration import Calibration
from service.answering.english import FUNCTION_WORDS
from service.answering.evidence import SENTENCE_FEATURES
from service.answering.gathering import Candidate, Gathered
from service.answering.terms import Term, stems
from service.draft import Verdict

REFUSAL_FEATURES = (
    "top_logit", "second_logit", "dense", "best_cosine", "best_late", "best_coverage", "pooled_coverage", "rarest_missing",
    "unknown_share", "names_missing", "numbers_missing", "asked_for_missing", "terms", "gap",
    "worst_match", "low_matches", "mean_match", "typed_gap", "typed_best", "expected",
)
_POOLED = 3
_TYPED = 10
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
        *_matches(gathered, candidates),
        *_typed(gathered, candidates),
        min(sum(c.probability for c in candidates[:8]), 3.0),
    ), dtype=np.float32)


def _matches(gathered: Gathered, candidates: Sequence[Candidate]) -> tuple[float, float, float]:
    """How well the content of the question is matched by the likeliest passages: worst, mean of the three worst, mean."""
    question = gathered.question
    width = len(question.encoding.token_ids)
    rows = [c.evidence.matches for c in candidates if len(c.evidence.matches) == width][:_POOLED]
    content = [i for i, piece in enumerate(question.encoding.words) if piece.casefold() not in FUNCTION_WORDS and piece[:1].isalnum()]
    if not rows or not content:
        return 0.0, 0.0, 0.0
    best = np.sort(np.max(np.stack(rows), axis=0)[content])
    return float(best[0]), float(best[:3].mean()), float(best.mean())


def _typed(gathered: Gathered, candidates: Sequence[Candidate]) -> tuple[float, float]:
    """For what can be checked: how much worse the best sentence that holds such a thing is than the best of all."""
    checkable = gathered.question.asks_for & CHECKABLE
    late = SENTENCE_FEATURES.index("late")
    every, typed = 0.0, 0.0
    for candidate in candidates[:_TYPED]:
        for position, row in enumerate(candidate.evidence.sentences):
            every = max(every, float(row[late]))
            sentence = candidate.evidence.passage.sentences[position].text
            if not checkable or all(holds(sentence, kind) for kind in checkable):
                typed = max(typed, float(row[late]))
    return every - typed, typed


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
