"""A quotation is found by its words alone, and its offsets give back exactly the canonical words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Span
from corpus.quotes import quote_at
from service.language_model.quotation import fold, join_spans, locate, sentences_at
from tests.service.language_model.passages import document_passages, documents, own_passage

ALL = [passage for document_id in documents() for passage in document_passages(document_id)]
_VARIANTS = {"'": "'‘’", '"': '"“”', "-": "-–—", " ": (" ", "  ", "\n", "\u00a0")}


def whole(text: str) -> list[Span]:
    return [Span(0, len(text))]


@st.composite
def quotations(draw: st.DrawFn) -> tuple[int, int, int, str]:
    """A passage of the corpus, a range of whole words in it, and those words with another typography."""
    number = draw(st.integers(0, len(ALL) - 1))
    passage = ALL[number]
    text = documents()[passage.document_id].text
    start, end = passage.spans[0].start, passage.spans[0].end
    edges = [i for i in range(start, end + 1) if i in (start, end) or text[i - 1].isalnum() != text[i].isalnum()]
    low = draw(st.integers(0, len(edges) - 2))
    high = draw(st.integers(low + 1, len(edges) - 1))
    words = text[edges[low] : edges[high]]
    varied = "".join(draw(st.sampled_from(tuple(_VARIANTS[c]))) if c in _VARIANTS else c for c in words)
    if draw(st.booleans()):
        varied = varied.replace("*", "")
    return number, edges[low], edges[high], varied


@given(quotations())
def test_words_of_a_passage_are_found_whatever_their_typography(case: tuple[int, int, int, str]) -> None:
    number, _, _, quote = case
    passage = ALL[number]
    text = documents()[passage.document_id].text
    spans = locate(quote, text, passage.spans)
    if not any(c.isalnum() for c in fold(quote).text):
        assert spans is None
        return
    assert spans is not None
    found = fold(quote_at(text, spans)).text
    assert found == fold(quote).text.strip(" \"'.,;:!?-[]()")
    assert all(mine.start >= passage.spans[0].start and mine.end <= passage.spans[-1].end for mine in spans)


@given(quotations(), st.integers(0, 10_000), st.sampled_from("qzxj"))
def test_a_quotation_with_a_letter_changed_is_not_found(case: tuple[int, int, int, str], at: int, letter: str) -> None:
    number, _, _, quote = case
    letters = [i for i, c in enumerate(quote) if c.isascii() and c.isalpha()]
    if not letters:
        return
    place = letters[at % len(letters)]
    altered = quote[:place] + letter + quote[place + 1 :]
    passage = ALL[number]
    text = documents()[passage.document_id].text
    if fold(altered).text.strip(" \"'.,;:!?-[]()") in fold(quote_at(text, passage.spans)).text:
        return
    assert locate(altered, text, passage.spans) is None


@given(st.text(alphabet="ab ‘’“”–*¹\u00a0\n.", max_size=40), st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_offsets_of_folded_text_point_at_characters_in_order(text: str, cuts: list[int]) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.at)
    assert list(folded.at) == sorted(folded.at)
    assert not any(text[at] in "*¹" for at in folded.at)
    assert "  " not in folded.text


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        (
            "investing £115 million of funding",
            "**investing £115 million of funding** to develop",
            "investing £115 million of funding",
        ),
        ("“We will act”", "He said: 'We   will\nact' and left", "We will act"),
        ("near 80% of people are", "near 80%¹² of people are in work", "near 80%¹² of people are"),
        ("points. The gap", "32 percentage points.^{33,34} The gap", "points.^{33,34} The gap"),
        ("WE WILL CONSULT.", "and we will consult", "we will consult"),
        ("able to work", "They are unable to work", None),
        ("able to work", "Those unable to work are able to work", "able to work"),
        ("we will act … and pay", "we will act soon and pay", None),
        ("...", "Well... no", None),
        ("", "text", None),
    ],
)
def test_typography_is_forgiven_and_words_are_not(quote: str, text: str, found: str | None) -> None:
    spans = locate(quote, text, whole(text))
    assert (quote_at(text, spans) if spans else None) == (" ".join(found.split()) if found else None)


def test_a_quotation_across_two_spans_keeps_both_and_marks_that_it_leaves_out_what_lies_between() -> None:
    text = "we will extend the\n\n12 Footer of a page\n\nscheme to all areas"
    spans = [Span(0, 18), Span(41, len(text))]
    found = locate("extend the scheme to", text, spans)
    assert found == (Span(8, 18), Span(41, 50))
    assert quote_at(text, found) == "extend the … scheme to"
    assert locate("Footer of a page", text, spans) is None


def test_a_quotation_is_shown_in_whole_sentences() -> None:
    text = "We do not support sanctions. They harm people. We want change."
    passage = own_passage(text)
    spans = locate("support sanctions", text, passage.spans)
    assert spans is not None
    assert [sentence.text for sentence in sentences_at(passage, spans)] == ["We do not support sanctions."]


def test_spans_with_only_white_space_between_them_become_one() -> None:
    text = "One two.  Three four. Five."
    assert join_spans(text, [Span(10, 21), Span(0, 8)]) == (Span(0, 21),)
    assert join_spans(text, [Span(0, 3), Span(22, 27)]) == (Span(0, 3), Span(22, 27))
