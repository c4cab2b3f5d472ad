"""Quotations inside an author's paragraph: speech of their own, or words of the author's sentence."""

from __future__ import annotations

import pytest

from ingest.quotation import find_quotes
from ingest.speech import QuoteInContext


def said(text: str) -> QuoteInContext:
    return QuoteInContext(text, find_quotes(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        "The trust was blunt: “Nobody will mend a lock that nobody has ever paid for.”",
        "Petrov said, “Nobody will mend a lock that nobody has ever paid for.”",
        "It was a cold day. “Nobody in this town will ever mend a lock that nobody has ever paid for.”",
        "According to the trust, “nobody in this town will ever mend a lock that nobody has paid for”.",
    ],
)
def test_what_stands_for_itself_is_speech(text: str) -> None:
    assert said(text).is_speech(attributed=False)


@pytest.mark.parametrize(
    "text",
    [
        "The trust calls it “an old lock”.",
        "The trust found that “nobody in this town will ever mend a lock that nobody has paid for”.",
        "The plan is to build “forty new locks with gates of steel in the north”.",
    ],
)
def test_what_the_authors_clause_runs_into_is_not(text: str) -> None:
    assert not said(text).is_speech(attributed=False)


def test_a_few_words_are_speech_where_a_clause_behind_them_names_who_speaks() -> None:
    short = said("“Locks leak, that’s all,” said Petrov.")
    assert short.could_be_attributed
    assert short.is_speech(attributed=True)
    assert not short.is_speech(attributed=False)


def test_who_spoke_may_stand_in_brackets_behind() -> None:
    bracketed = said("Most agreed. “It leaks, and always has done.” (lock-keeper, North West) Some did not.").bracketed
    assert bracketed is not None
    assert bracketed.group("who") == "lock-keeper, North West"
    assert said("“It leaks, and always has done.” (emphasis added)").bracketed is None
    assert said("“It leaks, and always has done.” (Moor, 2019)").bracketed is None


def test_a_name_behind_a_whole_quotation_may_sign_it() -> None:
    signature = said("“It leaks.” Woman, 34, Tolby").signature
    assert signature is not None
    assert signature.group("who").startswith("Woman, 34")
