"""A question is searched for without the names of those it is put to."""

from __future__ import annotations

import pytest

from corpus.models import DocumentEntry, Side
from service.retrieval.naming import Naming


def _entry(id_: str, organisation: str, *aliases: str) -> DocumentEntry:
    return DocumentEntry(
        id=id_, title=id_, publisher=organisation, organisation=organisation, speaker=organisation,
        side=Side.STAKEHOLDER, date="2017", licence="", attribution="", source="", file=id_, aliases=aliases,
    )  # fmt: skip


NAMING = Naming([_entry("mind", "Mind"), _entry("gov", "HM Government", "the government", "DWP", "ministers")])


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("According to Mind, why do sanctions fail?", "why do sanctions fail?"),
        ("How many advisers will DWP hire?", "How many advisers will hire?"),
        ("What do ministers say about fit notes?", "What fit notes?"),
    ],
)
def test_names_and_what_hangs_on_them_go(question: str, bare: str) -> None:
    assert NAMING.without(question) == bare


def test_a_question_of_hardly_anything_but_a_name_is_left_alone() -> None:
    assert NAMING.without("What is Mind?") == "What is Mind?"


def test_a_common_word_is_no_name() -> None:
    assert (
        NAMING.without("What state of mind do claimants report to coaches?")
        == "What state of mind do claimants report to coaches?"
    )
