from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QuoteError
from corpus.models import Span
from corpus.quotes import quote_at, squeeze, verify_quote


@given(st.text(min_size=1), st.data())
def test_the_words_at_spans_verify_and_no_others_do(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = quote_at(text, [Span(start, end)])
    verify_quote(text, [Span(start, end)], quote)
    with pytest.raises(QuoteError):
        verify_quote(text, [Span(start, end)], quote + "x")


def test_several_spans_are_joined_by_one_space_or_by_a_mark_of_what_they_leave_out() -> None:
    text = "the first part,\n\n³ A note\n\nthe second"
    assert quote_at(text, [Span(0, 15), Span(27, len(text))]) == "the first part, the second"
    assert quote_at(text, [Span(0, 3), Span(10, 15)]) == "the … part,"


def test_a_span_outside_the_text_or_none_at_all_is_refused() -> None:
    with pytest.raises(QuoteError, match="outside a text of 3"):
        quote_at("abc", [Span(0, 4)])
    with pytest.raises(QuoteError, match="at least one span"):
        quote_at("abc", [])


@given(st.text())
def test_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
