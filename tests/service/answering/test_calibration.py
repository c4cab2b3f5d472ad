from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from corpus.errors import IndexCorruptError, IndexMismatchError
from service.answering.calibration import PACKAGED, calibration_of, packaged_calibration


@pytest.fixture
def record() -> dict[str, Any]:
    return copy.deepcopy(json.loads(PACKAGED.read_text(encoding="utf-8")))


def test_an_index_answers_by_what_is_recorded_with_it(record: dict[str, Any]) -> None:
    record["thresholds"]["answer"] = 0.123
    assert calibration_of({"answering": record}).thresholds.answer == 0.123
    assert calibration_of({}).thresholds == packaged_calibration().thresholds


def test_a_record_that_weighs_other_features_is_refused(record: dict[str, Any]) -> None:
    record["passage"]["weights"]["colour"] = 1.0
    with pytest.raises(IndexMismatchError, match="renew it: greenpaper ingest"):
        calibration_of({"answering": record})


def test_a_record_that_is_none_is_refused(record: dict[str, Any]) -> None:
    del record["passage"]["intercept"]
    with pytest.raises(IndexCorruptError, match="calibration of the index cannot be read"):
        calibration_of({"answering": record})
