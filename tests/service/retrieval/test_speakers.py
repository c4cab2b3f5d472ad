"""Whom a question asks about among those quoted."""

from __future__ import annotations

import pytest

from corpus.lexical import stems
from corpus.models import Side
from service.retrieval.attribution import Quoted
from service.retrieval.speakers import Speakers

COMMON = dict.fromkeys(stems("person the of government individual for and head policy at"), 1.0)
S, G = Side.STAKEHOLDER, Side.GOVERNMENT
SPEAKERS = Speakers(
    [
        ("Ada Moor, Harbour Radio", S),
        ("person with lived experience, quoted by Rowers", S),
        ("Spokesman for the Department of Quays", G),
        ("individual", S),
        ("the government", G),
        ("Ben Ash, head of policy and research at the charity Anchor", S),
        ("Royal Boating Council", S),
        ("Dora Finch, chief executive, Shipbuilders’ Forum", S),
        ("Dock worker in Porto", S),
        ("Man in his seventies, discussion group, Northmere", S),
        ("Amrit, 40, wheelchair user, Southmere", S),
        ("Cora Lunt, head of policy at Rowers", S),
    ],
    lambda stem: COMMON.get(stem, 5.0),
    lambda name: "Rowers" in name,
)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What did Ada Moor say of ferries?", "Ada Moor, Harbour Radio"),
        ("What do people with lived experience think?", "person with lived experience, quoted by Rowers"),
        ("What did the Quays department's spokesmen announce?", "Spokesman for the Department of Quays"),
    ],
)
def test_a_question_that_describes_somebody_quoted_asks_about_them(question: str, asked: str) -> None:
    (speaker, share), *rest = SPEAKERS.asked(question).items()
    assert (speaker, rest) == (asked, [])
    assert 0.4 <= share <= 1


@pytest.mark.parametrize(
    "question",
    [
        "How many ferries sail at night?",
        "How many ferries sail from Northmere?",
        "What is planned in Southmere?",
        "What does the government propose?",
        "Can an individual row alone?",
    ],
)
def test_common_words_describe_nobody(question: str) -> None:
    assert SPEAKERS.asked(question) == {}


def test_who_quotes_is_no_part_of_the_description() -> None:
    assert SPEAKERS.asked("What do the Rowers think?") == {}


@pytest.mark.parametrize(
    ("question", "name", "speaker"),
    [
        ("What did Ada Moor say?", "Ada Moor", "Ada Moor, Harbour Radio"),
        ("What does Moor's report say?", "Moor", "Ada Moor, Harbour Radio"),
        ("How did Anchor respond?", "Anchor", "Ben Ash, head of policy and research at the charity Anchor"),
        ("Where does the Royal Boating Council stand?", "Royal Boating Council", "Royal Boating Council"),
        ("Where does the RBC stand?", "RBC", "Royal Boating Council"),
        ("What did Lunt say?", "Lunt", "Cora Lunt, head of policy at Rowers"),
        (
            "Why is the Shipbuilders' Forum against it?",
            "Shipbuilders Forum",
            "Dora Finch, chief executive, Shipbuilders’ Forum",
        ),
    ],
)
def test_names_in_a_description_name_who_is_quoted(question: str, name: str, speaker: str) -> None:
    assert SPEAKERS.named(question) == (Quoted(name, S, (speaker,)),)
    assert SPEAKERS.asked(question)[speaker] == 1.0


@pytest.mark.parametrize(
    "question",
    ["Where is the anchor?", "What do the Rowers say?", "What happened in Porto?", "What does the head of policy say?"],
)
def test_small_letters_authors_places_and_posts_name_nobody(question: str) -> None:
    assert SPEAKERS.named(question) == ()


def test_several_are_named_in_the_order_of_the_question() -> None:
    named = SPEAKERS.named("Anchor against Ada Moor: who is right?")
    assert [quoted.name for quoted in named] == ["Anchor", "Ada Moor"]


@pytest.mark.parametrize(
    "question",
    [
        "What does one of the Rowers' members say of the assessor?",
        "What went wrong for the dock worker whom Rowers quotes?",
        "Why is one person not getting a boat?",
    ],
)
def test_somebody_without_a_name_is_whoever_is_quoted_without_one(question: str) -> None:
    assert SPEAKERS.asked(question)["person with lived experience, quoted by Rowers"] >= 0.8
