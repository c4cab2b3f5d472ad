from __future__ import annotations

from eval.figures.refusals import (
    answered_answerable,
    cited_beside_refusal,
    errors,
    false_refusal,
    reason_accuracy,
    refusal,
    refusal_of,
)
from eval.gold_set import QuestionType
from tests.eval.fakes import answer_body, case, citation, question, unanswerable

REFUSED = {"answered": False, "reason": "not_in_corpus"}
ANSWERED = answer_body([citation(1, "plan", "We will spend £11 million on training")], [])


def test_refusing_is_right_or_wrong_by_the_question() -> None:
    assert refusal(case(unanswerable("q"), REFUSED)) == (1, 1)
    assert refusal(case(unanswerable("q"), ANSWERED)) == (0, 1)
    assert refusal(case(question("q"), REFUSED))[1] == 0
    assert false_refusal(case(question("q"), REFUSED)) == (1, 1)
    assert false_refusal(case(question("q"), ANSWERED)) == (0, 1)
    assert false_refusal(case(unanswerable("q"), REFUSED))[1] == 0


def test_near_misses_and_other_subjects_are_counted_apart() -> None:
    far = case(unanswerable("q", QuestionType.OUT_OF_DOMAIN), REFUSED)
    assert refusal_of(far, QuestionType.OUT_OF_DOMAIN) == (1, 1)
    assert refusal_of(far, QuestionType.UNANSWERABLE)[1] == 0


def test_a_reason_counts_only_beside_a_right_refusal() -> None:
    assert reason_accuracy(case(unanswerable("q"), REFUSED)) == (1, 1)
    assert reason_accuracy(case(unanswerable("q", QuestionType.OUT_OF_DOMAIN), REFUSED)) == (0, 1)
    assert reason_accuracy(case(question("q"), REFUSED))[1] == 0


def test_a_citation_beside_a_refusal_is_noticed() -> None:
    assert cited_beside_refusal(case(unanswerable("q"), {**ANSWERED, "answered": False})) == (1, 1)
    assert cited_beside_refusal(case(unanswerable("q"), REFUSED)) == (0, 1)
    assert cited_beside_refusal(case(unanswerable("q"), ANSWERED))[1] == 0


def test_a_failure_is_an_error_and_no_refusal() -> None:
    failed = case(unanswerable("q"), None)
    assert errors(failed) == (1, 1)
    assert refusal(failed)[1] == 0


def test_answering_what_can_be_answered_is_the_other_half_of_false_refusal() -> None:
    assert answered_answerable(case(question("q"), ANSWERED)) == (1, 1)
    assert answered_answerable(case(question("q"), REFUSED)) == (0, 1)
    assert answered_answerable(case(unanswerable("q"), ANSWERED))[1] == 0
