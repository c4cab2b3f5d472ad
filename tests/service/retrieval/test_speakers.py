"""Whom a question asks about among those quoted."""

from __future__ import annotations

import pytest

from corpus.lexical import stems
from service.retrieval.speakers import Speakers

COMMON = dict.fromkeys(stems("person the of government individual for and"), 1.0)
SPEAKERS = Speakers(
    [
        "Ada Moor, Harbour Radio",
        "person with lived experience, quoted by Rowers",
        "Spokesman for the Department of Quays",
        "individual",
        "the government",
    ],
    lambda stem: COMMON.get(stem, 5.0),
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
    ["How many ferries sail at night?", "What does the government propose?", "Can an individual row alone?"],
)
def test_common_words_describe_nobody(question: str) -> None:
    assert SPEAKERS.asked(question) == {}


def test_who_quotes_is_no_part_of_the_description() -> None:
    assert SPEAKERS.asked("What do the Rowers think?") == {}
