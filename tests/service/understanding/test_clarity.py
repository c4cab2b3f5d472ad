"""A question that is too vague is asked back, one short question."""

from __future__ import annotations

import pytest

from service.understanding.clarity import asks_back
from tests.service.answering.made_up import NAMING


class Known:
    """A vocabulary of these words, of which the documents have some; without any everything is a word."""

    def __init__(self, *words: str, documents: tuple[str, ...] = ()) -> None:
        self._words = {*words, *documents}
        self._documents = documents

    def has(self, word: str, /) -> bool:
        return word.lower() in self._documents

    def knows(self, word: str, /) -> bool:
        return not self._words or word.lower() in self._words

    def characteristic(self, word: str, /) -> bool:
        return self.has(word)


@pytest.mark.parametrize(
    "question",
    ["What about it?", "Why?", "How much is it?", "?!", "And what do they say?", "Tell me more", "toll"],
)
def test_too_vague(question: str) -> None:
    back = asks_back(question, NAMING, Known())
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
    assert asks_back(question, NAMING, Known()) is None


@pytest.mark.parametrize("question", ["toll", "Tolls?", "Wheelers", "Wheelers?", "the cyclists"])
def test_a_word_that_the_documents_have_is_a_subject(question: str) -> None:
    assert asks_back(question, NAMING, Known(documents=("toll", "tolls"))) is None


@pytest.mark.parametrize("question", ["asdf qwer", "What is the snorf of the blick?", "fsdfs egg dsfsdf"])
def test_words_that_are_none_are_no_question(question: str) -> None:
    assert asks_back(question, NAMING, Known("egg", documents=("toll",))) is not None


@pytest.mark.parametrize(
    "question",
    [
        "What is the toll on a snorf and a blick?",  # the documents have something in it
        "Who is Jacinta Orwen?",  # names nobody knows
        "How do I poach a snorf egg in water?",
        "What is the snorf?",
    ],
)
def test_a_word_that_nobody_knows_makes_no_nonsense(question: str) -> None:
    assert asks_back(question, NAMING, Known("poach", "egg", "water", documents=("toll",))) is None
