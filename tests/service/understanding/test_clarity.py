"""A question that is too vague is asked back, one short question."""

from __future__ import annotations

import pytest

from service.understanding.clarity import asks_back
from tests.service.answering.made_up import NAMING


@pytest.mark.parametrize(
    "question",
    ["What about it?", "Why?", "How much is it?", "?!", "And what do they say?", "Tell me more", "toll"],
)
def test_too_vague(question: str) -> None:
    back = asks_back(question, NAMING)
    assert back is not None
    assert back.endswith("?")
    assert back.count("?") == 1


@pytest.mark.parametrize(
    "question",
    [
        "What is a fit note?",
        "How high is the toll?",
        "What does Wheelers say about quays?",
        "Is Mill Bridge safe?",
        "Who pays for the quay?",
        "river wardens",
        "What is ESA?",
    ],
)
def test_clear_enough(question: str) -> None:
    assert asks_back(question, NAMING) is None


@pytest.mark.parametrize("question", ["toll", "Tolls?", "Wheelers", "Wheelers?", "the cyclists"])
def test_a_word_that_the_documents_have_is_a_subject(question: str) -> None:
    assert asks_back(question, NAMING, lambda word: word.lower() in ("toll", "tolls")) is None
