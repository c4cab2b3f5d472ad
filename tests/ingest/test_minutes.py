"""Minutes: whose words each run of sentences reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Passage
from ingest.minutes import are_minutes, reported_in

Parse = Callable[..., list[Passage]]

MINUTES = """TOLBY TOWN COUNCIL

MINUTES of the meeting of the Canals Committee held on 4 December 2031

PRESENT: Councillor Edith Moor (Chair)

ALSO PRESENT: Mr Tom Vane, Lock Officer
Mr Rowan Achebe, Minister for Canals

12 THE CANALS PLAN

The Chair welcomed Mr Achebe and said that the item was there to agree an answer.

Mr Achebe said that nothing had been decided. The tolls were expected to bring in £2 million a year.

Cllr Pike said that she liked the plan. The locks had been a disgrace for years. It was agreed that it be supported.

The Lock Officer advised that forty locks could be mended by 2033.
"""


def test_what_each_of_those_present_said_is_in_their_voice(parse: Parse) -> None:
    found = {p.text: (p.side.value[:3], p.voice.role.value, p.voice.speaker) for p in parse(MINUTES)}
    assert found[
        "Mr Achebe said that nothing had been decided. The tolls were expected to bring in £2 million a year."
    ] == (
        "gov",
        "quoted",
        "Rowan Achebe, Minister for Canals",
    )
    assert found["Cllr Pike said that she liked the plan. The locks had been a disgrace for years."][1:] == (
        "quoted",
        "Cllr Pike",
    )
    assert found["The Lock Officer advised that forty locks could be mended by 2033."][2] == "Tom Vane, Lock Officer"
    assert found["It was agreed that it be supported."][1] == "author"


@pytest.mark.parametrize(
    ("paragraph", "speakers"),
    [
        ("In reply to Cllr Moor, who asked who would pay, Mr Achebe said that nobody would.", ["Mr Achebe"]),
        (
            "On the tolls, Cllr Pike said that £2 was too much. Cllr Vane thought it too little.",
            ["Cllr Pike", "Cllr Vane"],
        ),
        ("Cllr Pike and Cllr Vane wanted more locks.", []),
        ("Members noted that the lock was shut.", []),
        ("The Head of Highways reported that the bridge was safe.", ["The Head of Highways"]),
        ("RESOLVED that the plan be supported.", []),
        ("The lock was opened in 1790. It is still in use.", []),
    ],
)
def test_who_is_reported(paragraph: str, speakers: list[str]) -> None:
    assert [part.who for part in reported_in(paragraph)] == speakers


@given(st.text(alphabet="Clr Pikesadthn.M, ", max_size=200))
def test_what_is_reported_lies_in_the_paragraph_in_order(paragraph: str) -> None:
    at = 0
    for part in reported_in(paragraph):
        assert at <= part.start < part.end <= len(paragraph)
        at = part.end


@pytest.mark.parametrize(
    ("paragraphs", "minutes"),
    [
        (["MINUTES of the meeting", "PRESENT: Cllr Moor"], True),
        (["A response to the plan", "We met in May."], False),
        (["MINUTES of the meeting", "We met in May."], False),
        (["Present: the whole family at the lock"], False),
    ],
)
def test_minutes_say_so_and_list_who_was_present(paragraphs: list[str], minutes: bool) -> None:
    assert are_minutes(paragraphs, "A paper") is minutes
