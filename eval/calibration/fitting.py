"""From examples to ``calibration.json``: what is fitted on what, with the figures that show how well it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.calibration.examples import Example
from eval.calibration.logistic import Fitted, area_under_curve, fit
from service.answering.absence.gaps import GAP_FEATURES
from service.answering.comparison import COMPARISON_FEATURES
from service.answering.evidence import PASSAGE_FEATURES
from service.answering.fusion import FUSION_FEATURES
from service.answering.refusal import CONFIDENCE_FEATURES, REFUSAL_FEATURES

Array = NDArray[np.float64]
Json = dict[str, Any]

# How much one public example counts beside one of the corpus's own, and a near miss beside an answerable question.
PUBLIC_PASSAGES = 0.15
PUBLIC_REFUSALS = 0.05
PUBLIC_CONFIDENCE = 0.1
OFF_TOPIC = 0.02
NEAR_MISS = 2.0
_RIDGE = {"passage": 0.002, "fusion": 0.002, "comparison": 0.002, "refusal": 0.03, "topic": 0.003, "confidence": 0.01}
_FOLDS = 8
_SEED = 1
# What may be refused of what is answerable, and what may be called off topic of what is about the corpus.
ANSWERABLE_REFUSED = 0.033
ON_TOPIC_REFUSED = 0.004
# The fewer passages there are, the less near is the nearest: how much lower the off-topic cut is, in log odds, for
# every unit of the natural logarithm of their number. By hand, on two invented corpora of 143 and 240 passages.
TOPIC_SLOPE = 0.87
_SIGNS: Mapping[str, int] = {
    "scored": 1,
    "compared": 1,
    "top_logit": 1,
    "second_logit": 1,
    "expected": 1,
    "dense": 1,
    "best_cosine": 1,
    "best_late": 1,
    "mean_match": 1,
    "low_matches": 1,
    "pooled_coverage": 1,
    "unknown_share": -1,
    "names_missing": -1,
    "numbers_missing": -1,
    "asked_for_missing": -1,
    "typed_elsewhere": -1,
    "outright_unsaid": -1,
    "thing_missing": -1,
    "thing_beside": 1,
}
# What is missing of the question says nothing of what it is about.
_TOPIC_SIGNS = {
    **_SIGNS,
    **dict.fromkeys(("typed_elsewhere", "asked_for_missing", "numbers_missing", "names_missing", *GAP_FEATURES), 0),
}


@dataclass(frozen=True, slots=True)
class Samples:
    """Features (n, f), labels (n,), how much each counts (n,) and a number that tells questions apart (n,)."""

    features: Array
    labels: Array
    counts: Array
    groups: NDArray[np.int64]


def fit_passages(own: Sequence[Example], public: Sequence[Example]) -> tuple[Fitted, Json]:
    """Whether a passage is on evidence, from those of answerable questions that somebody was asked."""
    samples = _passages(own, 1.0, 0), _passages(public, PUBLIC_PASSAGES, len(own))
    fitted = _fit("passage", PASSAGE_FEATURES, samples)
    held_out = _cross_validated("passage", PASSAGE_FEATURES, samples[0], samples[1])
    ranked = {f"recall@{k}": _recall(samples[0], held_out, k) for k in (1, 3, 5, 8)}
    return fitted, {"auc": area_under_curve(samples[0].labels, held_out), **ranked}


def fit_fusion(own: Sequence[Example]) -> tuple[Fitted, Json]:
    """Whether a sentence answers, from those of answerable questions that the scorer has read."""
    return _fit_sentences("fusion", FUSION_FEATURES, _sentences(own, lambda example: example.sentences))


def fit_comparison(own: Sequence[Example]) -> tuple[Fitted, Json]:
    """Whether a sentence answers once it was compared with the others, from those of answerable questions."""
    signs = dict.fromkeys(COMPARISON_FEATURES, 1)
    return _fit_sentences("comparison", COMPARISON_FEATURES, _sentences(own, lambda example: example.compared), signs)


def _fit_sentences(
    what: str, names: Sequence[str], samples: Samples, signs: Mapping[str, int] | None = None
) -> tuple[Fitted, Json]:
    fitted = _fit(what, names, (samples,), signs)
    held_out = _cross_validated(what, names, samples, None, signs)
    ranked = {f"recall@{k}": _recall(samples, held_out, k) for k in (1, 2, 3)}
    return fitted, {"auc": area_under_curve(samples.labels, held_out), **ranked}


def fit_refusal(
    own: Sequence[Example], public: Sequence[Example], off_topic: Sequence[Example]
) -> tuple[Fitted, float, Json]:
    """Whether the documents answer a question, the threshold, and what is refused at it of questions held out."""
    mine = _questions(
        own, lambda e: 1.0 if e.asked.answerable else NEAR_MISS if e.asked.kind == "unanswerable" else 1.0, 0
    )
    beside = _questions(
        [*public, *off_topic], lambda e: OFF_TOPIC if e.asked.kind == "off-topic" else PUBLIC_REFUSALS, len(own)
    )
    fitted = _fit("refusal", REFUSAL_FEATURES, (mine, beside), _SIGNS)
    held_out = _cross_validated("refusal", REFUSAL_FEATURES, mine, beside, _SIGNS)
    cut = float(np.quantile(held_out[mine.labels == 1], ANSWERABLE_REFUSED))
    kinds = np.asarray([e.asked.kind for e in own if e.first])
    known = mine.labels == 1
    figures = {
        "auc_near_misses": _auc(held_out, known, kinds == "unanswerable"),
        "auc_other_subjects": _auc(held_out, known, kinds == "out-of-domain"),
        "refused_near_misses": float((held_out[kinds == "unanswerable"] < cut).mean()),
        "refused_answerable": float((held_out[known] < cut).mean()),
        "auc_public": area_under_curve(beside.labels, fitted.logits(beside.features)),
    }
    own_cut = float(np.quantile(fitted.logits(mine.features)[known], ANSWERABLE_REFUSED))
    return fitted, 1 / (1 + float(np.exp(-(cut + own_cut) / 2))), figures


def fit_topic(own: Sequence[Example], off_topic: Sequence[Example]) -> tuple[Fitted, float, Json]:
    """Whether a question is about the corpus, answerable or not, against questions on other subjects."""
    mine = _questions(own, lambda _: 1.0, 0)
    mine = Samples(
        mine.features,
        np.asarray([float(e.asked.kind != "out-of-domain") for e in own if e.first]),
        mine.counts,
        mine.groups,
    )
    beside = _questions(off_topic, lambda _: 1.0, len(own))
    fitted = _fit("topic", REFUSAL_FEATURES, (mine, beside), _TOPIC_SIGNS)
    held_out = _cross_validated("topic", REFUSAL_FEATURES, mine, beside, _TOPIC_SIGNS)
    cut = float(np.quantile(held_out[mine.labels == 1], ON_TOPIC_REFUSED))
    threshold = 1 / (1 + float(np.exp(-cut)))
    figures = {
        "auc": area_under_curve(mine.labels, held_out),
        "refused_other_subjects": float((held_out[mine.labels == 0] < cut).mean()),
        "refused_public_subjects": float((fitted.logits(beside.features) < cut).mean()),
        "refused_own_subject": float((held_out[mine.labels == 1] < cut).mean()),
    }
    return fitted, threshold, figures


def fit_confidence(features: Array, right: Array, public: Array, public_right: Array) -> tuple[Fitted, Json]:
    """Whether an answer given is right, from CONFIDENCE_FEATURES (n, c) of the dev split's and public answers."""
    mine = Samples(features, right, np.ones(len(right)), np.arange(len(right)))
    beside = Samples(public, public_right, np.full(len(public), PUBLIC_CONFIDENCE), np.arange(len(public)) + len(right))
    signs = dict.fromkeys(CONFIDENCE_FEATURES, 1)
    fitted = _fit("confidence", CONFIDENCE_FEATURES, (mine, beside), signs)
    held_out = _cross_validated("confidence", CONFIDENCE_FEATURES, mine, beside, signs)
    # What public questions say of the order is kept, how often one's own are right decides the level.
    shift = _level(held_out, right)
    shifted = Fitted(fitted.names, fitted.weights, fitted.intercept + shift)
    chances = 1 / (1 + np.exp(-(held_out + shift)))
    bins = np.minimum((chances * 10).astype(int), 9)
    kept = [bins == number for number in range(10) if (bins == number).any()]
    error = sum(abs(chances[own].mean() - right[own].mean()) * own.mean() for own in kept)
    return shifted, {
        "auc": area_under_curve(right, held_out),
        "auc_public": area_under_curve(public_right, fitted.logits(public)),
        "calibration_error": float(error),
        "answers": len(right),
    }


def right_of_first(examples: Sequence[Example], passage: Fitted, first: int = 3) -> Array:
    """Whether one of the likeliest passages is on evidence (n,), for questions of which no facts are known."""
    return np.asarray(
        [
            float(
                e.asked.answerable
                and e.on_evidence[np.argsort(-passage.logits(e.passages), kind="stable")[:first]].any()
            )
            if len(e.on_evidence)
            else 0.0
            for e in examples
            if e.first
        ]
    )


def _level(logits: Array, labels: Array) -> float:
    """What must be added to logits for their mean probability to be that of the labels, by bisection."""
    low, high = -5.0, 5.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 / (1 + np.exp(-(logits + middle)))).mean() < labels.mean() else (low, middle)
    return (low + high) / 2


def _passages(examples: Sequence[Example], count: float, first_group: int) -> Samples:
    rows = [
        (number, e)
        for number, e in enumerate(examples, first_group)
        if e.asked.answerable and len(e.on_evidence) and e.on_evidence.any()
    ]
    return Samples(
        np.concatenate([e.passages for _, e in rows]),
        np.concatenate([e.on_evidence for _, e in rows]),
        np.full(sum(len(e.on_evidence) for _, e in rows), count),
        np.concatenate([np.full(len(e.on_evidence), number) for number, e in rows]),
    )


def _sentences(examples: Sequence[Example], measured: Callable[[Example], tuple[Array, ...]]) -> Samples:
    rows = [
        (number, features, labels)
        for number, e in enumerate(examples)
        if e.asked.answerable and any(labels.any() for labels in e.sentences_on_evidence)
        for features, labels in zip(measured(e), e.sentences_on_evidence, strict=True)
        if len(features) == len(labels) > 0
    ]
    labels = np.concatenate([labels for *_, labels in rows])
    return Samples(
        np.concatenate([features for _, features, _ in rows]),
        labels,
        np.ones(len(labels)),
        np.concatenate([np.full(len(own), number) for number, _, own in rows]),
    )


def _questions(examples: Sequence[Example], counts: Callable[[Example], float], first_group: int) -> Samples:
    once = [example for example in examples if example.first]
    return Samples(
        np.stack([example.refusal for example in once]),
        np.asarray([float(example.asked.answerable) for example in once]),
        np.asarray([counts(example) for example in once]),
        np.arange(first_group, first_group + len(once)),
    )


def _fit(what: str, names: Sequence[str], samples: Sequence[Samples], signs: Mapping[str, int] | None = None) -> Fitted:
    return fit(
        names,
        np.concatenate([s.features for s in samples]),
        np.concatenate([s.labels for s in samples]),
        np.concatenate([s.counts for s in samples]),
        signs=signs,
        ridge=_RIDGE[what],
    )


def _cross_validated(
    what: str, names: Sequence[str], mine: Samples, beside: Samples | None, signs: Mapping[str, int] | None = None
) -> Array:
    """Logits (n,) of one's own samples, each from a fit that saw nothing of its question."""
    held_out = np.zeros(len(mine.labels))
    groups = np.unique(mine.groups)
    order = np.random.default_rng(_SEED).permutation(groups)
    for fold in range(_FOLDS):
        out = np.isin(mine.groups, order[fold::_FOLDS])
        kept = Samples(mine.features[~out], mine.labels[~out], mine.counts[~out], mine.groups[~out])
        held_out[out] = _fit(what, names, (kept,) if beside is None else (kept, beside), signs).logits(
            mine.features[out]
        )
    return held_out


def _recall(samples: Samples, scores: Array, k: int) -> float:
    """Share of questions with a passage on evidence among the first k."""
    hits = []
    for group in np.unique(samples.groups):
        own = samples.groups == group
        hits.append(samples.labels[own][np.argsort(-scores[own], kind="stable")[:k]].any())
    return float(np.mean(hits))


def _auc(scores: Array, positive: NDArray[np.bool_], negative: NDArray[np.bool_]) -> float:
    either = positive | negative
    return area_under_curve(positive[either].astype(float), scores[either])
