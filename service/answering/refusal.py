"""Whether the passages found answer the question at all, and if not, why not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.models import Role
from service.answering.absence.gaps import GAP_FEATURES, Gaps
from service.answering.answer_types import CHECKABLE, holds
from service.answering.asked_names import AskedName, number_asked_for
from service.answering.calibration import Calibration, log_odds
from service.answering.comparison import best_compared
from service.answering.english import FUNCTION_WORDS
from service.answering.fusion import Candidate
from service.answering.gathering import Gathered
from service.answering.terms import stems
from service.draft import Verdict

REFUSAL_FEATURES = (
    "scored",
    "compared",
    "top_logit",
    "second_logit",
    "expected",
    "dense",
    "best_cosine",
    "best_late",
    "mean_match",
    "low_matches",
    "pooled_coverage",
    "unknown_share",
    "names_missing",
    "numbers_missing",
    "asked_for_missing",
    "typed_elsewhere",
    *GAP_FEATURES,
)
CONFIDENCE_FEATURES = ("refusal", "top_logit", "expected", "dense", "best_late", "mean_match")
_POOLED = 3
_TYPED = 10
_SUMMED = 8
_MUCH_LESS = 1.5


def refusal_features(gathered: Gathered, gaps: Gaps) -> NDArray[np.float32]:
    """The features (f,) of a question with what was found and what is missing, in the order of REFUSAL_FEATURES."""
    question = gathered.question
    candidates = gathered.likeliest
    if not candidates:
        return np.zeros(len(REFUSAL_FEATURES), np.float32)
    first = candidates[0]
    said = _said(gathered, candidates)
    pooled = frozenset[str]().union(*said[:_POOLED])
    total = sum(term.weight for term in question.terms) or 1.0
    missing = [term for term in question.terms if term.stem not in pooled]
    checkable = question.asks_for & CHECKABLE
    held = any(holds(c.evidence.passage.text, kind) for c in candidates[:_POOLED] for kind in checkable)
    second = candidates[1].probability if len(candidates) > 1 else 0.0
    numbers = [number_asked_for(term.word) for term in question.terms if term.word[0].isdigit()]
    return np.asarray(
        (
            max(c.scored for c in candidates),
            best_compared(candidates),
            log_odds(first.probability),
            log_odds(second),
            min(sum(c.probability for c in candidates[:_SUMMED]), 3.0),
            max(c.evidence.feature("dense") for c in candidates),
            max(c.evidence.best("cosine") for c in candidates),
            max(c.evidence.best("late") for c in candidates),
            *_matches(gathered, candidates),
            1.0 - sum(term.weight for term in missing) / total,
            sum(term.weight for term in question.terms if not term.known) / total,
            _missing(question.names, candidates, said),
            _missing(numbers, candidates, said),
            float(bool(checkable) and not held),
            _typed_elsewhere(gathered, candidates),
            *gaps.features,
        ),
        dtype=np.float32,
    )


def _matches(gathered: Gathered, candidates: Sequence[Candidate]) -> tuple[float, float]:
    """How well the content of the question is matched by the likeliest passages: mean, and mean of the three worst."""
    question = gathered.question
    width = len(question.encoding.token_ids)
    rows = [c.evidence.matches for c in candidates if len(c.evidence.matches) == width][:_POOLED]
    content = [
        i
        for i, piece in enumerate(question.encoding.words)
        if piece[:1].isalnum() and piece.casefold() not in FUNCTION_WORDS
    ]
    if not rows or not content:
        return 0.0, 0.0
    best = np.sort(np.max(np.stack(rows), axis=0)[content])
    return float(best.mean()), float(best[:3].mean())


def _typed_elsewhere(gathered: Gathered, candidates: Sequence[Candidate]) -> float:
    """Whether the figure or date asked for is missing where the answer should stand, 0 to 1.

    It is 0 where the likeliest sentence holds such a thing, or nothing of the kind is asked for, and grows with how
    much less likely the likeliest sentence is that does, in logarithms.
    """
    checkable = gathered.question.asks_for & CHECKABLE
    if not checkable:
        return 0.0
    likeliest = likeliest_typed = 1e-4
    for candidate in candidates[:_TYPED]:
        for sentence, worth in zip(candidate.evidence.passage.sentences, candidate.sentences, strict=False):
            likeliest = max(likeliest, worth)
            if all(holds(sentence.text, kind) for kind in checkable):
                likeliest_typed = max(likeliest_typed, worth)
    return min(1.0, float(np.log(likeliest / likeliest_typed)) / _MUCH_LESS)


def judge(gathered: Gathered, gaps: Gaps, calibration: Calibration) -> Verdict:
    """Whether to answer; `confidence` is the calibrated probability that the answer given is right."""
    if not gathered.found:
        return Verdict(False, 0.0, "not_in_corpus")
    features = refusal_features(gathered, gaps)[None, :]
    answerable = float(calibration.refusal.probabilities(features)[0])
    topic = float(calibration.topic.probabilities(features)[0])
    confidence = float(calibration.confidence.probabilities(confidence_features(features, calibration))[0])
    named = gathered.question.named
    if topic < calibration.thresholds.on_topic and not named.unmistakable and not named.by_full_name:
        return Verdict(False, confidence, "off_topic")
    if answerable < calibration.thresholds.answer or _nobody_speaks(gathered, calibration.thresholds.unheard):
        return Verdict(False, confidence, "not_in_corpus")
    return Verdict(True, confidence)


def _nobody_speaks(gathered: Gathered, unheard: float) -> bool:
    """Whether it is asked what somebody says who is in next to none of the passages found."""
    asked = [name for name in gathered.question.names if name.speaks]
    candidates = gathered.likeliest if asked else []
    return bool(candidates) and float(_missing_each(asked, candidates, _said(gathered, candidates)).max()) >= unheard


def confidence_features(features: NDArray[np.float32], calibration: Calibration) -> NDArray[np.float32]:
    """The features (n, c) of CONFIDENCE_FEATURES for refusal features (n, f)."""
    columns = [REFUSAL_FEATURES.index(name) for name in CONFIDENCE_FEATURES[1:]]
    return np.column_stack([calibration.refusal.logits(features), features[:, columns]]).astype(np.float32)


def _missing(names: Sequence[AskedName], candidates: Sequence[Candidate], said: Sequence[frozenset[str]]) -> float:
    """The share of some names that passages lack; where somebody is asked for their view, at least of theirs.

    It is 0 for no names.
    """
    if not names:
        return 0.0
    shares = _missing_each(names, candidates, said)
    spoken = (share for name, share in zip(names, shares, strict=True) if name.speaks)
    return float(max(shares.mean(), *spoken, 0.0))


def _missing_each(
    names: Sequence[AskedName], candidates: Sequence[Candidate], said: Sequence[frozenset[str]]
) -> NDArray[np.float64]:
    """For each name (n,) how many passages lack it, each counted by how likely it answers.

    A passage has what another of those found has under the same heading: who is named once goes on as "she".
    """
    passages = [candidate.evidence.passage for candidate in candidates[:_TYPED]]
    chances = np.asarray([candidate.probability for candidate in candidates[:_TYPED]])
    total = float(chances.sum()) or 1.0
    sections = [(passage.document_id, passage.section) for passage in passages]
    missing = np.zeros(len(names))
    for at, name in enumerate(names):
        has = [name.is_in(passage.text, words) for passage, words in zip(passages, said, strict=False)]
        named = {section for section, there in zip(sections, has, strict=True) if there and section[1]}
        lacks = [not there and section not in named for section, there in zip(sections, has, strict=True)]
        missing[at] = float(chances @ np.asarray(lacks)) / total
    return missing


def _said(gathered: Gathered, candidates: Sequence[Candidate]) -> list[frozenset[str]]:
    """The stems of each passage with its headings and speaker; an author's with all that they are called."""
    found = []
    for passage in (candidate.evidence.passage for candidate in candidates):
        said = stems(" ".join((passage.text, *passage.section, passage.voice.speaker)))
        by_author = passage.voice.role is Role.AUTHOR
        found.append(said | gathered.called.get(passage.document_id, frozenset()) if by_author else said)
    return found
