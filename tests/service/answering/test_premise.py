"""What contradicts a question that takes something for granted."""

from __future__ import annotations

import pytest

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
    ],
)
def test_an_opposite_or_a_denial_contradicts(sentence: str, question: str) -> None:
    assert contradicts(sentence, question)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The night ferry is slow.", "Why does the guild want the night ferry scrapped?"),
        ("We would scrap the night ferry.", "Why does the guild want the night ferry scrapped?"),
        ("It is not always easy to reduce the number of ferries.", "Why is the council reducing the ferries?"),
    ],
)
def test_other_words_do_not(sentence: str, question: str) -> None:
    assert not contradicts(sentence, question)


def test_an_opposite_says_no_only_in_a_sentence_on_what_is_asked() -> None:
    question = "Why does the guild oppose the harbour toll?"
    assert denied_outright(question, "The guild says: “We support the harbour toll.” [1]")
    assert not denied_outright(question, "The guild says: “It harms trade.” [1] “Crews need support at sea.” [2]")
