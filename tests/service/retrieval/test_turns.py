"""Those whom a question compares take turns at the top."""

from __future__ import annotations

from corpus.models import Side
from service.retrieval.attribution import Named
from service.retrieval.turns import take_turns
from tests.service.retrieval.passages import GOVERNMENT, MIND, passage

PASSAGES = [
    passage("g", voice=GOVERNMENT),
    passage("g", voice=GOVERNMENT),
    passage("m", voice=MIND),
    passage("m", voice=MIND),
]


def test_organisations_compared_take_turns_beginning_with_the_best() -> None:
    named = Named(("Mind", "HM Government"), (Side.STAKEHOLDER, Side.GOVERNMENT))
    assert take_turns([0, 1, 2, 3], PASSAGES, named) == [0, 2, 1, 3]


def test_the_government_and_stakeholders_at_large_take_turns_by_side() -> None:
    named = Named(("HM Government",), (Side.GOVERNMENT,), stakeholders_at_large=True)
    assert take_turns([0, 1, 2, 3], PASSAGES, named) == [0, 2, 1, 3]


def test_one_organisation_or_one_only_addressed_changes_nothing() -> None:
    for named in (Named(), Named(("Mind",)), Named(("Mind", "HM Government"), addressed=("HM Government",))):
        assert take_turns([3, 1, 2, 0], PASSAGES, named) == [3, 1, 2, 0]


def test_others_follow_in_their_order() -> None:
    named = Named(("Mind", "Politics and Insights"))
    assert take_turns([0, 2, 1, 3], PASSAGES, named) == [2, 3, 0, 1]
