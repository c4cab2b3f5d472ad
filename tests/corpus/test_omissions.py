"""A quotation says where it leaves words of the text out, and only there."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QuoteError
from corpus.models import Span
from corpus.omissions import leaves_out
from corpus.quotes import OMISSION, quote_at, squeeze, verify_quote

WORDS = st.text("abcdeXYZéß", min_size=1, max_size=6)
# What may stand between two spans without a word of the text: white space, marks of notes, glyphs, tags, numbers.
MARKS = st.sampled_from(
    [" ", "\n", "\n\n", "¹² ", "[^3] ", " ^{4} ", "\n• ", "\n12.2 ", "\n(a) ", "</p> <p>", " <sup>7</sup> "]
)


@given(
    st.lists(st.tuples(WORDS, st.one_of(MARKS, WORDS.map(lambda word: f" {word} "))), min_size=2, max_size=12),
    st.data(),
)
def test_marks_stand_exactly_where_words_are_left_out(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text, places = "", []
    for word, between in parts:
        places.append(Span(len(text), len(text) + len(word)))
        text += word + between
    quoted = sorted(data.draw(st.sets(st.integers(0, len(parts) - 1), min_size=1)))
    expected = parts[quoted[0]][0]
    for before, after in itertools.pairwise(quoted):
        words = after > before + 1 or re.fullmatch(r" [a-zA-Zéß]+ ", parts[before][1])
        expected += f" {OMISSION} " if words else " "
        expected += parts[after][0]
    spans = [places[number] for number in quoted]
    assert quote_at(text, spans) == expected
    verify_quote(text, spans, expected)


@given(st.text(min_size=1), st.data())
def test_any_spans_of_any_text_are_rebuilt_and_another_joint_is_refused(text: str, data: st.DataObject) -> None:
    bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8)))
    spans = [Span(low, high) for low, high in zip(bounds[::2], bounds[1::2], strict=False)]
    quote = quote_at(text, spans)
    verify_quote(text, spans, quote)
    joints = [leaves_out(text, a.end, b.start) for a, b in itertools.pairwise(spans)]
    pieces = [text[span.start : span.end] for span in spans]
    built = pieces[0] + "".join(
        (f" {OMISSION} " if out else " ") + piece for out, piece in zip(joints, pieces[1:], strict=True)
    )
    assert quote == squeeze(built)
    for out, before, after in zip(joints, spans, spans[1:], strict=False):
        assert out or not re.search(r"[^\W\d_]{5}", text[before.end : after.start].replace("<", " ")) or _tagged(text)
    if any(joints):
        with pytest.raises(QuoteError):
            verify_quote(text, spans, quote_without_marks(pieces))


def quote_without_marks(pieces: list[str]) -> str:
    return squeeze(" ".join(pieces)) + " "


def _tagged(text: str) -> bool:
    """Whether the text may hold tags, marks of notes or pages, inside which letters are no words."""
    return bool(re.search(r"[<\[^⁰¹²³⁴⁵⁶⁷⁸⁹\n]", text))


PAGED = """The first half of the sentence goes to the foot of the page and then

{notes}
Open water: a plan for canals {page}

runs on at the top of the next one, page {page} of them.

"""


def paged(notes: str) -> str:
    rivers = enumerate(("Ouse", "Aire", "Trent", "Severn"), start=1)
    return "".join(PAGED.format(notes=notes.format(n=page, river=river), page=page) for page, river in rivers)


@pytest.mark.parametrize(
    "notes",
    ["", "⁷ Lock survey. 2021.\n\n", "                         \n{n} Survey of {river}, 2021. Made by\nboat.\n\n"],
)
def test_page_furniture_and_notes_at_a_foot_are_no_words_of_the_text(notes: str) -> None:
    text = paged(notes)
    low, high = text.index("and then") + len("and then"), text.index("runs on")
    assert quote_at(text, [Span(0, low), Span(high, high + 7)]).endswith("and then runs on")
    second = text.index("The first", high)
    assert f"runs on {OMISSION} The first" in quote_at(text, [Span(high, high + 7), Span(second, second + 9)])


def test_what_is_left_out_of_a_note_that_is_quoted_itself_is_marked() -> None:
    text = "A claim.\n\n⁷ Lock survey. Made by boat. 2021.\n\nMore."
    start = text.index("Lock")
    spans = [Span(start, start + 12), Span(text.index("2021"), text.index("2021") + 5)]
    assert quote_at(text, spans) == f"Lock survey. {OMISSION} 2021."


def test_a_figure_in_the_running_text_is_a_word_and_a_note_number_glued_to_one_is_not() -> None:
    text = "It will pay in 2017 for all of them.12 They agree."
    assert quote_at(text, [Span(0, 14), Span(20, 36)]) == f"It will pay in {OMISSION} for all of them."
    assert quote_at(text, [Span(20, 36), Span(39, len(text))]) == "for all of them. They agree."


def test_spans_out_of_order_leave_something_out() -> None:
    assert quote_at("one two", [Span(4, 7), Span(0, 3)]) == f"two {OMISSION} one"
