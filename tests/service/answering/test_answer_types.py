"""What kind of thing is asked for, and whether a sentence holds one."""

from __future__ import annotations

import pytest

from service.answering.answer_types import AnswerType, asked_for, asks_for_view, holds


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ferries run on Sundays?", AnswerType.COUNT),
        ("What percentage of ferries run late?", AnswerType.SHARE),
        ("What proportion of the fleet is electric?", AnswerType.SHARE),
        ("How much money goes to the quays?", AnswerType.MONEY),
        ("What is the budget of the harbour board?", AnswerType.MONEY),
        ("When did the ferry open?", AnswerType.TIME),
        ("In which year did the ferry open, or by what date will it?", AnswerType.TIME),
        ("How long does a crossing take?", AnswerType.DURATION),
        ("Who runs the ferry?", AnswerType.PERSON),
        ("Where does the ferry stop?", AnswerType.PLACE),
        ("Why is the ferry late?", AnswerType.REASON),
        ("What does demurrage mean?", AnswerType.DEFINITION),
        ("List the stops of the ferry.", AnswerType.LIST),
        ("What does the board recommend?", AnswerType.RECOMMENDATION),
    ],
)
def test_a_question_asks_for(question: str, kind: AnswerType) -> None:
    assert kind in asked_for(question)


def test_a_question_of_opinion_asks_for_nothing_that_can_be_told() -> None:
    assert asked_for("Do the riders like the ferry?") == frozenset()


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Around 200 wardens will be hired.", AnswerType.COUNT, True),
        ("Wardens will be hired.", AnswerType.COUNT, False),
        ("Nine in ten ferries run late.", AnswerType.SHARE, True),
        ("61% of ferries run late.", AnswerType.SHARE, True),
        ("Ferries often run late.", AnswerType.SHARE, False),
        ("It costs £4.", AnswerType.MONEY, True),
        ("It costs too much.", AnswerType.MONEY, False),
        ("It opened in June 1911.", AnswerType.TIME, True),
        ("It opened to great joy.", AnswerType.TIME, False),
        ("It takes about 20 minutes.", AnswerType.DURATION, True),
        ("It takes 6 wks. from order.", AnswerType.DURATION, True),
        ("The fleet is run by Ada Moor.", AnswerType.PERSON, True),
        ("The fleet is run by volunteers.", AnswerType.PERSON, False),
    ],
)
def test_a_sentence_holds(text: str, kind: AnswerType, expected: bool) -> None:
    assert holds(text, kind) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is the guild in favour of night ferries?", True),
        ("Does the guild support them?", True),
        ("What are the rowers' concerns?", True),
        ("How many rowers oppose night ferries?", False),
        ("What support do wardens give?", False),
        ("Who runs the ferries?", False),
    ],
)
def test_a_view_is_asked_for(question: str, expected: bool) -> None:
    assert asks_for_view(question) is expected
