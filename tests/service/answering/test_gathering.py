"""What is gathered: whoever is asked about by name is heard in their own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answering.gathering import _in_their_own_words
from tests.service.answering.candidates import ROWERS, candidate


@pytest.mark.parametrize(("share", "likely"), [(1.0, 0.48), (0.5, 0.05)])
def test_the_words_of_somebody_named_count_nearly_as_much_as_words_about_them(share: float, likely: float) -> None:
    about = candidate("about", 0.8, ("Ada Moor warned of ferries.", 1.0))
    own = candidate("own", 0.05, ("They are slow.", 1.0), voice=ROWERS)
    found = replace(own.evidence.found, features={"speaker": share})
    own = replace(own, evidence=replace(own.evidence, found=found))
    first, second = _in_their_own_words([about, own])
    assert (first.probability, second.probability) == (0.8, pytest.approx(likely))


def test_nobody_is_raised_where_nothing_is_found() -> None:
    assert _in_their_own_words([]) == []
