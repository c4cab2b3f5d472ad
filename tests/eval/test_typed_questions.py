"""What is kept of the clean questions' facts, over a service that knows only what it recognises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from eval.asker import CallableAsker
from eval.errors import EvaluationError
from eval.robustness import WAYS
from eval.typed_questions import AFTER_ANOTHER, measure_typed
from tests.eval.fakes import answer_body, question, unanswerable

ASKED = [question(name, question=f"How much money does {name} get from the Ministry?") for name in ("Anna", "Bert")]


def asker(*, welds: bool = False, small_letters: bool = True) -> CallableAsker:
    """Says the fact where both words are typed rightly; refuses small letters, or welds the history, if asked to."""

    def ask(body: Mapping[str, Any]) -> dict[str, Any]:
        text = body["question"]
        knows = ("Ministry" in text and "money" in text) or (small_letters and "ministry" in text and "money" in text)
        changes = ["history"] if welds and body.get("history") else []
        found = {"standalone_question": text, "understood": {"question": text, "changes": changes}}
        return {**answer_body([], [], answer="It is £11 million."), **found, "answered": knows}

    return CallableAsker("fake", ask, lambda _: {}, dict)


def test_a_service_that_takes_small_letters_keeps_every_fact_of_them() -> None:
    found = measure_typed(asker(), ASKED, 10)
    assert found["questions"] == 2
    assert found["clean"]["facts"] == 2
    assert set(found["ways"]) == {*WAYS, AFTER_ANOTHER}
    assert found["ways"]["lower case"]["kept"]["value"] == 1
    assert found["ways"]["lower case"]["lost"] == []
    assert found["ways"][AFTER_ANOTHER]["left_alone"]["value"] == 1


def test_what_is_lost_is_counted_and_shown() -> None:
    found = measure_typed(asker(small_letters=False), ASKED, 10)["ways"]["lower case"]
    assert found["kept"]["value"] == 0
    assert found["answered"]["value"] == 0
    assert {row["id"] for row in found["lost"]} == {"Anna", "Bert"}


def test_a_question_welded_to_the_one_before_is_not_left_alone() -> None:
    assert measure_typed(asker(welds=True), ASKED, 10)["ways"][AFTER_ANOTHER]["left_alone"]["value"] == 0


def test_questions_that_cannot_be_answered_are_not_typed_badly() -> None:
    with pytest.raises(EvaluationError, match="answerable"):
        measure_typed(asker(), [unanswerable("q")], 10)
