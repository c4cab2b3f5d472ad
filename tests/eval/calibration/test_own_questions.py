"""The questions that refusal is calibrated on are apart from the gold set, and of both kinds."""

from __future__ import annotations

from collections import Counter

from eval.calibration.examples import own_questions
from eval.gold_set import PACKAGED_GOLD, load_gold


def test_each_is_there_once_and_both_kinds_are_many() -> None:
    asked = own_questions()
    assert len({question.id for question in asked}) == len({question.text for question in asked}) == len(asked)
    kinds = Counter(question.answerable for question in asked)
    assert min(kinds[True], kinds[False]) >= 90
    assert all((question.kind == "unanswerable") is not question.answerable for question in asked)


def test_none_is_a_gold_question() -> None:
    gold = {question.question.casefold() for question in load_gold(PACKAGED_GOLD).questions}
    assert not gold & {question.text.casefold() for question in own_questions()}
