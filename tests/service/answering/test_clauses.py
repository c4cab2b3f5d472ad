"""A question is cut where another begins, each piece under the topic before it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.clauses import clauses_of


def names_somebody(text: str) -> bool:
    return "council" in text or "guild" in text


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("How long is the quay?", ("How long is the quay?",)),
        (
            "How long is the quay and who built its walls?",
            ("How long is the quay", "How long is the quay: who built its walls?"),
        ),
        ("What did they ask for on quays, and why?", ("What did they ask for on quays, and why?",)),
        (
            "Night ferries: what is planned and what worries the guild?",
            ("Night ferries: what is planned", "Night ferries: what worries the guild?"),
        ),
        (
            "Night ferries: what is proposed and why is the guild uneasy?",
            ("Night ferries: what is proposed", "Night ferries: why is the guild uneasy?"),
        ),
        ("Who pays for quays - what does the guild say?", ("Who pays for quays: what does the guild say?",)),
        (
            "Should quays be free? The council's plan against the guild's.",
            ("Should quays be free? The council's plan against the guild's.",),
        ),
        ("Ferries are late. Why does the guild mind?", ("Ferries are late. Why does the guild mind?",)),
        (
            "The council promises quays. Does the guild agree with that?",
            ("The council promises quays.", "The council promises quays. Does the guild agree with that?"),
        ),
        (
            "Would the council close the night ferry, and would the guild accept that?",
            (
                "Would the council close the night ferry",
                "Would the council close the night ferry: would the guild accept that?",
            ),
        ),
        ("The council's quays: who pays for them?", ("The council's quays: who pays for them?",)),
    ],
)
def test_clauses(question: str, clauses: tuple[str, ...]) -> None:
    assert tuple(clause.text for clause in clauses_of(question, names_somebody)) == clauses


def test_what_is_put_as_a_question_asks() -> None:
    assert [clause.asks for clause in clauses_of("Night ferries: who pays for them?", names_somebody)] == [True]
    (against,) = clauses_of("Should quays be free? The council against the guild.", names_somebody)
    assert (against.asks, against.own) == (False, "The council against the guild.")


@given(st.text(alphabet="aw hot?.:,-–—", max_size=60))
def test_every_question_has_a_clause_and_no_word_is_lost(question: str) -> None:
    clauses = clauses_of(question, names_somebody)
    said = " ".join(clause.text for clause in clauses)
    assert clauses
    assert set(re.findall(r"\w+", question)) <= set(re.findall(r"\w+", said))
