from __future__ import annotations

from eval.figures.understanding import follow_up_left_alone
from eval.gold_set import Turn
from tests.eval.fakes import answer_body, case, question

ALONE = question("q", question="What is put into buses?", history=(Turn("And trains?", "Yes."),), stands_alone=True)


def body(**changes: object) -> dict[str, object]:
    return {**answer_body([], []), **changes}


def test_the_question_as_typed_was_left_alone() -> None:
    assert follow_up_left_alone(case(ALONE, body(standalone_question="What is put into buses?"))) == (1, 1)
    assert follow_up_left_alone(case(ALONE, body(standalone_question="What is put into buses and trains?"))) == (0, 1)
    assert follow_up_left_alone(case(ALONE, body()))[1] == 0


def test_the_changes_that_the_body_names_decide() -> None:
    mended = {"understood": {"question": "x", "changes": ["spelling"]}, "standalone_question": "x"}
    assert follow_up_left_alone(case(ALONE, body(**mended))) == (1, 1)
    welded = {"understood": {"question": "x", "changes": ["history"]}}
    assert follow_up_left_alone(case(ALONE, body(**welded))) == (0, 1)


def test_only_questions_marked_to_stand_alone_count() -> None:
    follows = question("q", history=(Turn("And trains?", "Yes."),))
    assert follow_up_left_alone(case(follows, body(standalone_question="anything")))[1] == 0
