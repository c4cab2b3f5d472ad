"""What contradicts a question that takes something for granted."""

from __future__ import annotations

import pytest

from service.answering.asked_names import AskedName
from service.answering.premise import contradicts, denied_outright, takes_for_granted


@pytest.mark.parametrize(
    ("question", "granted"),
    [
        ("Why does the guild want the night ferry scrapped?", True),
        ("On what grounds is the quay to close?", True),
        ("How much more will the council save?", True),
        ("Given that nobody fishes, why mend the quay?", True),
        ("Does the guild want the night ferry scrapped?", False),
        ("How long is the quay?", False),
    ],
)
def test_some_questions_rest_on_what_they_state(question: str, granted: bool) -> None:
    assert takes_for_granted(question) is granted


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("We urge the council to retain the night ferry.", "Why does the guild want the night ferry scrapped?"),
        ("Tolls are voluntary.", "Why are tolls compulsory?"),
        ("Tolls are compulsory.", "Why are tolls voluntary?"),
        ("Our aim is not to reduce the number of ferries.", "Why is the council reducing the ferries?"),
        ("Ferries will no longer be inspected.", "How much more are ferries inspected?"),
        ("We oppose tolls.", "Why does the guild support tolls?"),
        ("We are deeply worried by tolls.", "Why is the guild so pleased with tolls?"),
        ("We welcome the toll.", "Why does the guild object to tolls?"),
        ("We are delighted with the ferry.", "Why does the guild want the ferry abandoned?"),
        ("We are not against tolls.", "Why is the guild against tolls?"),
        ("We do not favour a toll.", "Why does the guild favour a toll?"),
        ("We are not proposing to change the toll.", "Why is the council lowering the toll?"),
        ("We do not propose to require permits.", "When will permits become compulsory?"),
        ("It is illegal to fish there.", "Why is it legal to fish there?"),
    ],
)
def test_an_opposite_or_a_denial_contradicts(sentence: str, question: str) -> None:
    assert contradicts(sentence, question)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The night ferry is slow.", "Why does the guild want the night ferry scrapped?"),
        ("We would scrap the night ferry.", "Why does the guild want the night ferry scrapped?"),
        ("We welcome the toll, but are concerned about its rate.", "Why does the guild support tolls?"),
        ("We are concerned about tolls.", "Why does the guild oppose tolls?"),
        ("We object to the closing of the quay.", "Why does the guild oppose closing the quay?"),
        ("It is not always easy to reduce the number of ferries.", "Why is the council reducing the ferries?"),
    ],
)
def test_other_words_do_not(sentence: str, question: str) -> None:
    assert not contradicts(sentence, question)


def test_an_opposite_says_no_only_in_a_sentence_on_what_is_asked() -> None:
    question = "Why does the guild oppose the harbour toll?"
    assert denied_outright(question, "The guild says: “We support the harbour toll.” [1]")
    assert not denied_outright(question, "The guild says: “It harms trade.” [1] “Crews need support at sea.” [2]")


def test_what_is_said_no_to_may_stand_in_the_sentence_before() -> None:
    question = "Why does the council favour a 2040 end date?"
    assert denied_outright(question, "The council says: “We considered a 2040 end date. We do not favour it.” [1]")
    assert not denied_outright(question, "The council says: “Ferries are old.” [1] “We do not favour it.” [2]")


def test_no_is_said_only_of_what_has_the_name_asked_about() -> None:
    name = AskedName((frozenset({"night", "ferri"}),))
    question = "Why does the guild want the Night Ferry scrapped?"
    assert denied_outright(question, "The guild says: “We urge the council to retain the night ferry.” [1]", (name,))
    assert not denied_outright(question, "The guild says: “The guild wants to retain the quay.” [1]", (name,))


def test_concern_is_no_answer_of_no_to_a_question_for_yes_or_no() -> None:
    assert not denied_outright("Does the guild support the toll?", "The guild says: “The toll is a concern.” [1]")
