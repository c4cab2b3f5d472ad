"""Ways of typing are the same for the same seed, and what is measured is what they lose."""

from __future__ import annotations

import random
from typing import Any

import pytest

from eval.gold_set import PACKAGED_GOLD, Split, load_gold
from eval.robustness import WAYS, in_preamble, keywords, lower_case, misspelt, sample

QUESTION = "How many work coaches will the Green Paper’s plan recruit, and by when?"


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_a_way_of_typing_is_the_same_for_the_same_seed(way: Any) -> None:
    assert way(QUESTION, random.Random(4)) == way(QUESTION, random.Random(4)) != QUESTION


@pytest.mark.parametrize("seed", range(20))
def test_a_slip_is_in_one_or_two_long_words(seed: int) -> None:
    before, after = QUESTION.split(), misspelt(QUESTION, random.Random(seed)).split()
    changed = [word for word, typed in zip(before, after, strict=True) if word != typed]
    assert 0 < len(changed) <= 2
    assert all(len(word.strip("?,")) >= 5 for word in changed)


def test_the_question_stands_in_its_preamble() -> None:
    assert QUESTION in in_preamble(QUESTION, random.Random(1))


def test_small_letters_and_keywords() -> None:
    assert lower_case(QUESTION, random.Random(0)) == (
        "how many work coaches will the green paper’s plan recruit and by when"
    )
    assert keywords("What does Mind say about a £12.5 million fund?", random.Random(0)) == "Mind £12.5 million fund"


def test_a_sample_is_answerable_and_always_the_same() -> None:
    questions = load_gold(PACKAGED_GOLD).of_split(Split.DEV).questions
    taken = sample(questions, 10)
    assert taken == sample(questions, 10)
    assert all(question.answerable and not question.history for question in taken)
