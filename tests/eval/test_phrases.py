from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.phrases import contains, content_words, half_says, plain, same_speaker, supported


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a rise of 23 per cent in a year", "23%"),
        ("it’s “new”", 'it\'s "new"'),
        ("cost 1,200 pounds", "1200 pounds"),
        ("**We will** act", "we will act"),
        ("two\nlines of text", "two lines"),
        ("sanctions are harmful", "sanction"),
        ("2017–2019", "2017-2019"),
        ("costs £19 billion.", "£19 billion"),
        ("in the Equality Act 2010¹⁵", "Equality Act 2010"),
        ("to 6.2 in 2016.¹⁰⁰", "6.2 in 2016"),
    ],
)
def test_a_wording_is_found_whatever_its_typography(text: str, form: str) -> None:
    assert contains(text, form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("13 days", "3 days"),
        ("£190 billion", "£19"),
        ("2.1 million", "1 million"),
        ("unemployment rose", "employment"),
        ("3.25 million", "3.2"),
        ("nothing of it", "something"),
    ],
)
def test_part_of_a_number_or_of_a_words_beginning_is_not_the_wording(text: str, form: str) -> None:
    assert not contains(text, form)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_half_a_wording_is_its_numbers_and_half_its_other_words() -> None:
    assert half_says("money for £15 million of mentoring", "£15 million for mentoring services")
    assert not half_says("money for £14 million of mentoring services", "£15 million for mentoring services")
    assert not half_says("anything", "anything")


def test_a_statement_is_supported_by_its_own_words_and_not_by_others() -> None:
    quote = "We will recruit 300 more Disability Employment Advisers across the country."
    assert supported("[The government] will recruit 300 more Disability Employment Advisers", quote)
    assert not supported("The government will recruit 400 more Disability Employment Advisers", quote)
    assert not supported("Ministers promise better buses for rural towns", quote)


@pytest.mark.parametrize(
    ("given", "gold"),
    [
        ("Mark McLane", "Mark McLane, Global Head of Diversity and Inclusion at Barclays"),
        ("person with lived experience, quoted by Mind", "Person with lived experience (quoted by Mind)"),
        ("case study provided by the National Rheumatoid Arthritis Society", "National Rheumatoid Arthritis Society"),
        ("Rudd, Work and Pensions Secretary", "Amber Rudd, Work and Pensions Secretary"),
    ],
)
def test_the_same_speaker_may_be_described_in_fewer_words(given: str, gold: str) -> None:
    assert same_speaker(given, gold)


@pytest.mark.parametrize(
    ("given", "gold"), [("Mind", "Scope"), ("", "Mind"), ("HM Government", "Amber Rudd, Work and Pensions Secretary")]
)
def test_other_speakers_are_other(given: str, gold: str) -> None:
    assert not same_speaker(given, gold)


def test_content_words_leave_out_what_carries_no_meaning() -> None:
    assert content_words("What will they say about the 3 advisers?") == ("3", "adviser")
