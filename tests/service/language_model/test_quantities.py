"""Numbers agree by value and unit, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.language_model.quantities import misplaced, missing, quantities

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """English number words up to 999,999, for the test only."""
    if number < 20:
        return _WORDS[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_WORDS[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_WORDS[number // 100]} hundred" + (f" and {spelled(number % 100)}" if number % 100 else "")
    rest = number % 1000
    joint = " and " if 0 < rest < 100 else " "
    return f"{spelled(number // 1000)} thousand" + (f"{joint}{spelled(rest)}" if rest else "")


@given(st.integers(2, 999_999))
def test_a_number_is_itself_in_figures_with_commas_and_in_words(number: int) -> None:
    for form in (str(number), f"{number:,}", spelled(number)):
        assert missing(f"There are {form} people.", f"It has {number} of them.") == []
        assert missing(f"There are {number} people.", f"It has {form} of them.") == []
        assert [next(iter(q.readings)).value for q in quantities(f"of {form} people")] == [number]


@given(st.integers(2, 99_999), st.integers(2, 99_999))
def test_another_number_is_missed(one: int, other: int) -> None:
    if one != other:
        assert missing(f"It is {one}.", f"It is {other:,}.")


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("300 advisers", "three hundred advisers"),
        ("£15m", "£15 million"),
        ("£1.4bn", "1.4 billion pounds"),
        ("£50,000 million", "around £50 billion a year"),
        ("40%", "40 per cent"),
        ("forty percent", "40%"),
        ("86% at least", "86-90% of people"),
        ("20 per cent", "20 to 30 per cent"),
        ("one in four people", "25% of people"),
        ("30%", "Three in ten claimants"),
        ("three quarters", "75%"),
        ("half", "50 per cent"),
        ("half a million", "500,000 people"),
        ("in 2015", "2014-15"),
        ("2,050", "two thousand and fifty"),
        ("employment.³¹ There are 31 million", "31 million (and footnote ³¹)"),
        ("doubled", "twice as many"),
        ("the 31st", "31 October"),
        ("the 2nd", "second"),
        ("24 hours", "twenty-four hours"),
        ("one of the reasons", "no number here"),
    ],
)
def test_the_same_number_is_found(statement: str, evidence: str) -> None:
    assert missing(statement, evidence) == []


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("£300", "300 people"),
        ("40", "40%"),
        ("40%", "40 people"),
        ("$50 billion", "£50 billion"),
        ("32%", "32 percentage points"),
        ("3.2 billion", "3.2 million"),
        ("36,000", "36%"),
        ("hundreds of people", "100 people"),
        ("only one module", "three modules"),
        ("31 million", "a footnote³¹ and more"),
        ("the first fort", "the second fort"),
        ("15", "15mg"),
        ("4 in 5", "4 in 10"),
    ],
)
def test_another_unit_or_magnitude_is_another_number(statement: str, evidence: str) -> None:
    assert missing(statement, evidence)


EVIDENCE = (
    "Disabled people with one long-term condition have an employment rate of 61%, but the 1.2 million disabled people "
    "who have 5 or more have an employment rate of just 23%."
)


def test_a_number_said_of_something_else_is_misplaced() -> None:
    statement = "Disabled people with one long-term condition have an employment rate of 23%."
    assert missing(statement, EVIDENCE) == []
    assert misplaced(statement, [EVIDENCE])


@pytest.mark.parametrize(
    "statement",
    [
        "Disabled people with one long-term condition have an employment rate of 61%.",
        "The 1.2 million with 5 or more conditions have an employment rate of 23%.",
        "The rate is 61% for people with one condition and 23% for those with 5 or more.",
        "In all, 1.2 million are concerned.",
    ],
)
def test_a_number_said_of_the_same_thing_is_in_place(statement: str) -> None:
    assert not misplaced(statement, [EVIDENCE])
