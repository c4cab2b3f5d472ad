"""The packaged calibration is whole, says where it comes from, and gives way to one recorded with an index."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from corpus.errors import IndexCorruptError
from service.answering.calibration import PACKAGED, calibration_of, packaged_calibration
from service.answering.evidence import PASSAGE_FEATURES
from service.answering.fusion import FUSION_FEATURES
from service.answering.refusal import CONFIDENCE_FEATURES, REFUSAL_FEATURES


def test_every_feature_has_its_weight_in_order() -> None:
    calibration = packaged_calibration()
    assert calibration.passage.names == PASSAGE_FEATURES
    assert calibration.fusion.names == FUSION_FEATURES
    assert calibration.refusal.names == REFUSAL_FEATURES
    assert calibration.topic.names == REFUSAL_FEATURES
    assert calibration.confidence.names == CONFIDENCE_FEATURES


def test_the_file_says_when_and_from_what_it_was_made() -> None:
    provenance = json.loads(PACKAGED.read_text(encoding="utf-8"))["provenance"]
    assert {"made", "by", "model", "gold", "gold_split", "public", "cross_validated"} <= provenance.keys()
    assert provenance["gold_split"] == "dev"


def test_matching_a_question_better_never_counts_against_answering() -> None:
    refusal = packaged_calibration().refusal
    weights = dict(zip(refusal.names, refusal.weights, strict=True))
    for name in ("dense", "best_cosine", "best_late", "mean_match", "pooled_coverage", "top_logit"):
        assert weights[name] >= 0
    for name in ("names_missing", "numbers_missing", "asked_for_missing", "typed_elsewhere", "unknown_share"):
        assert weights[name] <= 0


def test_an_index_brings_its_own() -> None:
    record = json.loads(PACKAGED.read_text(encoding="utf-8"))
    record["thresholds"]["answer"] = 0.75
    assert calibration_of({"answering": record}).thresholds.answer == 0.75
    assert calibration_of({}) is packaged_calibration()


def test_the_off_topic_cut_is_lower_for_a_smaller_corpus_and_never_higher() -> None:
    thresholds = packaged_calibration().thresholds
    small, smaller, larger = (thresholds.for_corpus(passages).on_topic for passages in (240, 143, 1_000_000))
    assert smaller < small < thresholds.on_topic == larger
    assert packaged_calibration().for_corpus(143).thresholds.on_topic == smaller
    assert replace(thresholds, topic_passages=0.0).for_corpus(143).on_topic == thresholds.on_topic


def test_a_broken_record_is_an_index_error() -> None:
    with pytest.raises(IndexCorruptError, match="rebuild"):
        calibration_of({"answering": {"passage": {}}})


def test_probabilities_stay_within_bounds() -> None:
    calibration = packaged_calibration()
    extreme = np.full((2, len(PASSAGE_FEATURES)), 1e4, dtype=np.float32) * np.asarray([[1], [-1]], dtype=np.float32)
    assert ((calibration.passage.probabilities(extreme) >= 0) & (calibration.passage.probabilities(extreme) <= 1)).all()
