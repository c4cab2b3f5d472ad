"""Whether somebody speaks on a question: nearness, the other questions' claims, the question's own words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.consultation.speaking import Fit, RareWords, ranks
from service.consultation.terms import content_words

MIDDLING = Fit(nearest=0.7, late=0.5, first_rank=2.0, mean_rank=2.0, own_words=0.3)
QUESTIONS = {1: "Should weirs on rivers be removed?", 2: "Should locks on rivers be repaired?"}


@pytest.mark.parametrize(
    ("changed", "up"),
    [
        ({"nearest": 0.9}, True),
        ({"late": 0.7}, True),
        ({"own_words": 0.6}, True),
        ({"first_rank": 12.0}, False),
        ({"mean_rank": 12.0}, False),
    ],
)
def test_each_sign_moves_the_probability_its_way(changed: dict[str, float], up: bool) -> None:
    assert (replace(MIDDLING, **changed).probability() > MIDDLING.probability()) is up


@given(st.builds(Fit, *[st.floats(0, 1)] * 2, *[st.floats(0, 60)] * 2, st.floats(0, 1)))
def test_a_probability_is_one(fit: Fit) -> None:
    assert 0 <= fit.probability() <= 1


def test_what_only_this_question_asks_counts_most() -> None:
    rare = RareWords(QUESTIONS, ["rivers and boats", "rivers", "weirs"])
    weir, river = content_words("Weirs do harm."), content_words("Rivers are fine.")
    assert rare.share(1, [weir]) > rare.share(1, [river]) > rare.share(1, [content_words("Nothing.")]) == 0


def test_the_share_is_of_the_best_three_passages() -> None:
    rare = RareWords(QUESTIONS, ["weirs"])
    whole, nothing = content_words(QUESTIONS[1]), content_words("nothing")
    assert rare.share(1, [nothing, whole, whole, whole]) == pytest.approx(1.0)
    assert rare.share(1, [whole, nothing, nothing]) == pytest.approx(1 / 3)
    assert rare.share(1, []) == 0.0


def test_ranks_count_the_questions_that_are_nearer() -> None:
    scores = np.array([[0.9, 0.2, 0.5], [0.1, 0.8, 0.6], [0.95, 0.9, 0.1]], dtype=np.float32)
    assert ranks(scores, 0, [0, 2, 1]) == (1.0, pytest.approx((1 + 1 + 2) / 3))
    assert ranks(scores, 0, []) == (0.0, 0.0)
