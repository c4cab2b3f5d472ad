"""The short answer: whole sentences, within its words, likeliest first, each with who says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import StatementKind
from service.answering.lead import (
    MAX_WORDS,
    MAX_WORDS_OF_SEVERAL,
    Answer,
    lead,
    listed,
    may_open,
    sentence_to_read,
    shortened,
)

NIGHT = Answer("The Board", "Ferries sail at night.", 0.9, None, 0, 0, "[1]")
SLOW = replace(NIGHT, text="They are slow.", probability=0.6, position=1)
GULLS = Answer("Rowers", "Gulls nest on roofs.", 0.5, StatementKind.CONCERN, 1, 0, "[2]")


def test_sentences_that_follow_each_other_are_one_quotation() -> None:
    assert lead([SLOW, NIGHT], several=False) == "The Board says: “Ferries sail at night. They are slow.” [1]"


def test_sentences_that_stand_apart_are_quoted_apart_the_likeliest_first() -> None:
    later = replace(SLOW, position=4)
    assert lead([later, NIGHT], several=False) == "The Board says: “Ferries sail at night.” [1] “They are slow.” [1]"


def test_what_is_much_less_likely_is_left_out() -> None:
    assert "slow" not in lead([NIGHT, replace(SLOW, probability=0.1)], several=False)


def test_another_speaker_is_heard_only_where_nearly_as_likely_or_asked_for() -> None:
    assert "Rowers" not in lead([NIGHT, GULLS], several=False)
    assert "Rowers is concerned: “Gulls nest on roofs.” [2]" in lead(
        [NIGHT, replace(GULLS, probability=0.8)], several=False
    )
    assert lead([NIGHT, replace(GULLS, probability=0.01)], several=True).endswith("“Gulls nest on roofs.” [2]")


def test_the_kind_is_said_only_where_all_that_is_quoted_has_it() -> None:
    commits = replace(NIGHT, kind=StatementKind.COMMITMENT)
    assert lead([commits], several=False).startswith("The Board commits:")
    assert lead([commits, SLOW], several=False).startswith("The Board says:")


def test_reported_words_open_with_who_reports_them() -> None:
    assert lead([replace(NIGHT, who="the Board", reporter="Rowers")], several=False) == (
        "According to Rowers, the Board says: “Ferries sail at night.” [1]"
    )


def test_a_sentence_that_is_too_long_ends_at_a_clause_without_a_mark() -> None:
    long = "The board will run ferries at night, " + " ".join(["and by day"] * 30) + "."
    said = lead([replace(NIGHT, text=long)], several=False)
    assert len(said.split()) <= MAX_WORDS + 1
    assert "…" not in said


def test_a_list_opens_as_its_items() -> None:
    items = [replace(NIGHT, text=text, position=at, note="The board will") for at, text in enumerate(("row;", "sail;"))]
    assert listed(items) == "The Board says: “[The board will] row; sail” [1]"


answers = st.lists(
    st.builds(
        Answer,
        who=st.sampled_from(["The Board", "Rowers", "Anglers"]),
        text=st.lists(
            st.sampled_from(["ferries", "gulls", "night,", "roofs;", "slow", "(old)."]), min_size=1, max_size=90
        ).map(" ".join),
        probability=st.floats(0.001, 1),
        kind=st.sampled_from([None, *StatementKind]),
        statement=st.integers(0, 5),
        position=st.integers(0, 5),
        markers=st.just("[1]"),
        note=st.sampled_from(["", "Of all ferries on the quay"]),
    ),
    min_size=1,
    max_size=12,
)


@given(answers=answers, several=st.booleans())
def test_no_short_answer_is_longer_than_it_may_be(answers: list[Answer], several: bool) -> None:
    said = [word for word in lead(answers, several=several).split() if word != "[1]"]
    several = several and len({answer.voice for answer in answers}) > 1
    assert 0 < len(said) <= (MAX_WORDS_OF_SEVERAL if several else MAX_WORDS)


@given(
    words=st.lists(st.sampled_from(["ferries", "sail,", "at", "night;", "and so"]), min_size=1, max_size=60),
    most=st.integers(5, 40),
)
def test_what_is_shortened_is_a_beginning(words: list[str], most: int) -> None:
    text = " ".join(words)
    short = shortened(text, most)
    assert text.startswith(short)
    assert len(short.split()) <= most


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("The board will run:", False),
        ("The answer is 999 wardens [7].", False),
        ("To help rowers and anglers on the quay, and all who sail there, the board should:", False),
        ("Of all who rowed last year 91% were against the toll, with a further 6% unsure:", True),
        ("Should ferries run at night?", False),
        ("Ferries run at night.", True),
        ("Yes.", False),
    ],
)
def test_what_says_nothing_by_itself_does_not_open_an_answer(text: str, opens: bool) -> None:
    assert may_open(text) is opens


def test_marks_and_what_joins_a_sentence_to_the_one_before_go() -> None:
    assert sentence_to_read("However, there is **no** evidence.²") == "There is no evidence."
    assert sentence_to_read("“Ferries are slow.") == "Ferries are slow."


def test_the_lead_in_of_a_list_is_said_once() -> None:
    row = replace(NIGHT, text="Row.", note="The board will", position=1)
    sail = replace(row, text="Sail.", position=5)
    assert lead([row, sail], several=False) == "The Board says: “[The board will] Row.” [1] “Sail.” [1]"


@pytest.mark.parametrize("text", ["row boats; and", "row boats;", "row boats, or"])
def test_what_joins_an_item_to_the_next_is_not_read(text: str) -> None:
    assert sentence_to_read(text) == "row boats"


def test_a_speaker_with_more_to_say_leaves_the_words_for_another_s_whole_sentence() -> None:
    long = " ".join(["Gulls nest on roofs,"] * 20)
    more = replace(SLOW, text=" ".join(["They are slow,"] * 14))
    both = lead([replace(GULLS, text=f"{long} alas."), NIGHT, more], several=True)
    assert both.startswith("Rowers")
    assert "alas." in both
    assert "Ferries sail at night." in both
    assert "slow" not in both
