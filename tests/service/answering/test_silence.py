"""Whoever says nothing on what is asked by name is silent; whoever merely words it differently is not."""

from __future__ import annotations

import pytest

from service.answering.silence import is_silent
from tests.service.answering.candidates import ROWERS, answering, candidate


def also_called(name: str) -> list[str]:
    return ["Quay Wardens Scheme"] if name == "QWS" else []


ON_IT = candidate("plan", 0.6, ("The Quay Wardens Scheme will hire forty five people.", 1.0))


@pytest.mark.parametrize(
    ("words", "silent"),
    [
        ("We like boats.", True),
        ("The quay warden scheme is welcome.", False),
        ("Schemes for wardens at the quay are welcome.", False),
    ],
)
def test_a_name_that_the_other_side_uses_and_this_one_never(words: str, silent: bool) -> None:
    plan = answering(ON_IT, question="What is said of the Quay Wardens Scheme?")
    rowers = answering(
        candidate("rowers", 0.5, (words, 1.0), voice=ROWERS), question="What is said of the Quay Wardens Scheme?"
    )
    assert is_silent(rowers, [plan, rowers], 0.01, also_called) is silent


def test_a_name_that_nobody_uses_makes_nobody_silent() -> None:
    parts = [
        answering(candidate(id_, 0.5, ("We like boats.", 1.0)), question="What of the Moon Base Plan?") for id_ in "ab"
    ]
    assert not is_silent(parts[0], parts, 0.01, also_called)


def test_without_a_likely_passage_there_is_silence() -> None:
    part = answering(candidate("a", 0.001, ("We like boats.", 1.0)), question="What of quays?")
    assert is_silent(part, [part], 0.01, also_called)
    assert is_silent(answering(question="What of quays?"), [part], 0.01, also_called)


def test_an_abbreviation_and_its_long_form_are_one_name() -> None:
    question = "What is said of the new QWS?"
    plan = answering(ON_IT, question=question)
    rowers = answering(candidate("rowers", 0.5, ("The QWS is welcome.", 1.0), voice=ROWERS), question=question)
    assert not is_silent(plan, [plan, rowers], 0.01, also_called)
    assert is_silent(plan, [plan, rowers], 0.01, lambda _: [])
