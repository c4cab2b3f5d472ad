"""Words that nobody knows become the likeliest near them; everything right stays as it is."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.gold_set import PACKAGED_GOLD, load_gold
from eval.robustness import misspelt
from service.understanding import Understanding
from service.understanding.spelling import repaired, with_capitals

GOLD = [question.question for question in load_gold(PACKAGED_GOLD).questions]
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Waht does Mind say about sanctoins?", "What does Mind say about sanctions?"),
        ("What does the Green Ppaer propose?", "What does the Green Paper propose?"),
        ("Who is Anita Grovver?", "Who is Anita Grover?"),
        ("teh goverment's plans for emplyoment", "the government's plans for employment"),
        ("Journey to Employent clubs", "Journey to Employment clubs"),
        ("What is the polocy on accomodation?", "What is the policy on accommodation?"),
    ],
)
def test_a_slip_is_put_right(understanding: Understanding, typed: str, meant: str) -> None:
    assert repaired(typed, understanding.vocabulary) == meant


@pytest.mark.parametrize(
    "text",
    [
        "What does Corbyn say on sanctions?",  # a name that is nobody's here
        "What is the budget of XQZT?",
        "How do I poach an egg?",  # English, though the corpus has coaches and no poaching
        "Who earned £25,000 in 2016/17?",
        "Are physios in GP surgeries a good idea?",  # cut short, as in speech
        "asdf qwer",  # no slips for "ewer"
        "xyzzy plugh",
        "",
        "?!",
    ],
)
def test_what_may_be_right_stays(understanding: Understanding, text: str) -> None:
    assert repaired(text, understanding.vocabulary) == text


def test_questions_spelt_right_are_left_alone(understanding: Understanding) -> None:
    vocabulary = understanding.vocabulary
    changed = [question for question in GOLD if with_capitals(repaired(question, vocabulary), vocabulary) != question]
    assert changed == []


@QUIET
@given(question=st.sampled_from(GOLD), seed=st.integers(0, 10_000))
def test_what_was_put_right_is_right(understanding: Understanding, question: str, seed: int) -> None:
    once = repaired(misspelt(question, random.Random(seed)), understanding.vocabulary)
    assert repaired(once, understanding.vocabulary) == once


@QUIET
@given(text=st.text(max_size=80))
def test_any_text_can_be_looked_through(understanding: Understanding, text: str) -> None:
    vocabulary = understanding.vocabulary
    once = with_capitals(repaired(text, vocabulary), vocabulary)
    assert [c for c in once if c.isdigit()] == [c for c in text if c.isdigit()]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what does mind say about sanctions", "what does Mind say about sanctions"),
        ("sanctions mind", "sanctions Mind"),
        ("esa support group changes", "ESA support group changes"),
        ("What does mind's response say about iapt?", "What does Mind's response say about IAPT?"),
        ("the state of mental health", "the state of mental health"),
        ("What is on your mind, Bob?", "What is on your mind, Bob?"),  # typed with care
    ],
)
def test_names_get_their_capitals(understanding: Understanding, typed: str, meant: str) -> None:
    assert with_capitals(typed, understanding.vocabulary) == meant


def test_a_last_word_that_nobody_could_say_goes(understanding: Understanding) -> None:
    vocabulary = understanding.vocabulary
    assert repaired("what does the guild want on tolls thx", vocabulary) == "what does the guild want on tolls"
    assert repaired("what is by the sky", vocabulary) == "what is by the sky"
