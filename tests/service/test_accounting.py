"""What is not stated is said before what is near, once; whoever speaks is not called silent."""

from __future__ import annotations

from corpus.models import Side
from service.accounting import said_apart, with_account
from service.answering.absence.account import Account
from service.answering.absence.coverage import Coverage
from service.answering.absence.occurrences import Words
from service.schemas import AnswerBody, AskRequest
from tests.service.fake_engine import FakeEngine

MINISTRY = Coverage(Words("A Ministry", Side.GOVERNMENT), 3, 2, 10)
UNION = Coverage(Words("A Union", Side.STAKEHOLDER), 0, 0, 8)
MISSING = "A Ministry gives no date for trees."


def body() -> AnswerBody:
    return FakeEngine().ask(AskRequest(question="How many trees?"))


def test_the_nearest_words_are_marked_as_such() -> None:
    told = with_account(body(), Account((MINISTRY,), (), (MISSING,)), "When?")
    assert told.answer == f"{MISSING} The nearest words are: {body().answer}"
    assert said_apart(told) == []


def test_an_answer_that_is_given_stays_as_it_is() -> None:
    told = with_account(body(), Account((MINISTRY, UNION), ("A Union",)), "How many trees?")
    assert told.answer == body().answer
    assert told.silent == ["A Union"]
    assert said_apart(told) == ["A Union does not mention it."]


def test_whoever_is_shown_is_not_silent() -> None:
    told = with_account(body(), Account((UNION,), ("A Ministry",)), "How many trees?")
    assert told.silent == []


def test_a_contradicted_premise_is_answered_with_no() -> None:
    kept = body().model_copy(update={"answer": "The ministry says: “We will retain the trees” [1]"})
    account = Account((MINISTRY,))
    assert with_account(kept, account, "Why will the trees be scrapped?").answer.startswith("No: ")
    assert not with_account(kept, account, "Will the trees be scrapped or retained?").answer.startswith("No: ")
