"""The question proper is found; what matters to it stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.gold_set import PACKAGED_GOLD, load_gold
from service.understanding import Understanding

GOLD = [question.question for question in load_gold(PACKAGED_GOLD).questions]


def proper(understanding: Understanding, text: str) -> str:
    return understanding.understand(text).question


@pytest.mark.parametrize(
    ("written", "question"),
    [
        (
            "Hi there, I'm preparing a briefing for my minister tomorrow and I was wondering if you could tell me how "
            "many more work coaches will be hired? Thanks!",
            "How many more work coaches will be hired?",
        ),
        ("Sorry if this is a silly question but what is a fit note", "What is a fit note?"),
        ("Hey - quick question - what's the employment gap?", "What's the employment gap?"),
        ("Need help. Who is Anita Grover?", "Who is Anita Grover?"),
        (
            "Thank you for that. One more thing: how does Mind view mandatory activity?",
            "How does Mind view mandatory activity?",
        ),
        (
            "Hello! My cousin told me about a leaflet. Do the psychologists support the health and work conversation? "
            "Many thanks in advance.",
            "Do the psychologists support the health and work conversation?",
        ),
        (
            "Hello, I am an adviser at Citizens Advice and I was wondering whether you could help me: what is a "
            "Disability Employment Adviser?",
            "What is a Disability Employment Adviser?",
        ),
        ("What is a fit note, please?", "What is a fit note?"),
    ],
)
def test_what_stands_around_a_question_goes(understanding: Understanding, written: str, question: str) -> None:
    understood = understanding.understand(written)
    assert (understood.question, understood.changes) == (question, ("preamble",))


@pytest.mark.parametrize(
    "question",
    [
        "According to Mind, what helps people into work?",
        "At party conference, how did Iain Duncan Smith say people would escape hardship?",
        "BPS and partners set tests that good job support has to pass. What are they?",
        "I've been on ESA for three years and I'm in the support group. Will I have to look for work?",
        "Once the Work Programme closes, when does its replacement open for people on ESA?",
        "Are claimants sanctioned more than others? Priti Patel against Debbie Abrahams.",
        "Tell me about sanctions and how many people were hit?",
    ],
)
def test_what_the_question_needs_stays(understanding: Understanding, question: str) -> None:
    assert proper(understanding, question) == question


def test_questions_without_a_preamble_are_left_alone(understanding: Understanding) -> None:
    changed = [question for question in GOLD if "preamble" in understanding.understand(question).changes]
    assert len(changed) <= 0.01 * len(GOLD), changed


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="abWhat how I'm ,.?!:—-\n", max_size=80))
def test_any_text_has_a_question_proper_and_that_is_its_own(understanding: Understanding, text: str) -> None:
    once = understanding._preambles.question_proper(text)
    assert understanding._preambles.question_proper(once) == once
