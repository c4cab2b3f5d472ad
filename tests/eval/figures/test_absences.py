from __future__ import annotations

from typing import Any

from eval.figures.absences import absence_false, absence_stated, near_miss_owned, silence_false
from eval.gold_set import QuestionType
from tests.eval.fakes import answer_body, case, question, unanswerable

SAID = answer_body([], [], answer="It is £11 million.")
NEAR = unanswerable("q")


def with_coverage(**silent: bool) -> dict[str, Any]:
    return {**SAID, "coverage": [{"organisation": name, "silent": value} for name, value in silent.items()]}


def test_a_near_miss_is_an_absence_to_state() -> None:
    assert absence_stated(case(NEAR, {**SAID, "not_stated": ["The plan gives no date."]})) == (1, 1)
    assert absence_stated(case(NEAR, {**SAID, "not_stated": []})) == (0, 1)
    assert absence_stated(case(unanswerable("q", QuestionType.OUT_OF_DOMAIN), {**SAID, "not_stated": []}))[1] == 0


def test_bodies_without_the_fields_are_undefined_and_not_wrong() -> None:
    silent = question("q", silent=("Guild",))
    assert absence_stated(case(NEAR, SAID))[1] == 0
    assert absence_stated(case(silent, SAID))[1] == 0
    assert absence_false(case(question("q"), SAID))[1] == 0
    assert silence_false(case(question("q"), SAID))[1] == 0


def test_every_organisation_that_the_gold_set_calls_silent_counts_once() -> None:
    asked = question("q", silent=("Guild", "Union"))
    assert absence_stated(case(asked, with_coverage(Guild=True, Union=False))) == (1, 2)
    assert absence_stated(case(asked, with_coverage(Guild=True))) == (1, 2)


def test_a_near_miss_is_owned_by_refusing_or_by_saying_so() -> None:
    assert near_miss_owned(case(NEAR, {"answered": False})) == (1, 1)
    assert near_miss_owned(case(NEAR, {**SAID, "not_stated": ["No date is given."]})) == (1, 1)
    assert near_miss_owned(case(NEAR, SAID)) == (0, 1)
    assert near_miss_owned(case(question("q"), SAID))[1] == 0


def test_an_answer_that_says_everything_has_nothing_to_call_absent() -> None:
    assert absence_false(case(question("q"), {**SAID, "not_stated": ["No sum is given."]})) == (1, 1)
    assert absence_false(case(question("q"), {**SAID, "not_stated": []})) == (0, 1)
    assert absence_false(case(question("q"), {**SAID, "answer": "Some money.", "not_stated": ["No sum."]}))[1] == 0


def test_whoever_says_the_evidence_is_not_silent() -> None:
    assert silence_false(case(question("q"), with_coverage(Ministry=True, Guild=True))) == (1, 1)
    assert silence_false(case(question("q"), with_coverage(Ministry=False, Guild=True))) == (0, 1)
    assert silence_false(case(question("q"), with_coverage(Guild=True)))[1] == 0
