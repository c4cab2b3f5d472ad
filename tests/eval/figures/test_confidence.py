from __future__ import annotations

import pytest

from eval.figures.confidence import reliability, risk_coverage, sureness
from tests.eval.fakes import answer_body, case, question, unanswerable


def sure(confidence: object, right: bool = True) -> object:
    body = answer_body([], [], answer="£11 million" if right else "no idea", confidence=confidence)
    return case(question("q"), body)


def test_an_answer_is_right_where_enough_of_its_facts_are_said() -> None:
    assert sureness(sure(0.8)) == (0.8, 1, 1)
    assert sureness(sure(0.8, right=False)) == (0.8, 0, 1)


def test_answering_what_cannot_be_answered_is_wrong_whatever_is_said() -> None:
    assert sureness(case(unanswerable("q"), answer_body([], [], answer="£11 million", confidence=0.7))) == (0.7, 0, 1)


@pytest.mark.parametrize(
    "body", [{"answered": False, "confidence": 0.1}, {"answered": True}, {"answered": True, "confidence": "high"}, None]
)
def test_refusals_failures_and_answers_without_confidence_do_not_count(body: object) -> None:
    assert sureness(case(question("q"), body))[-1] == 0


def test_reliability_has_a_row_for_each_tenth_that_holds_answers() -> None:
    rows = reliability([sure(0.91), sure(0.99, right=False), sure(1.0), sure(0.25)])
    assert [(row["from"], row["count"]) for row in rows] == [(0.2, 1), (0.9, 3)]
    assert rows[1]["right"] == pytest.approx(2 / 3)


def test_risk_is_of_the_answers_taken_and_coverage_of_all_questions() -> None:
    cases = [sure(0.9), sure(0.5, right=False), sure(0.7), case(unanswerable("q"), {"answered": False})]
    points = risk_coverage(cases)
    assert [(p["coverage"], p["risk"]) for p in points] == [(0.25, 0), (0.5, 0), (0.75, pytest.approx(1 / 3))]


def test_equal_confidences_are_taken_together() -> None:
    assert len(risk_coverage([sure(0.5), sure(0.5, right=False), sure(0.5)])) == 1
