"""Main clauses and fragments."""

from __future__ import annotations

import pytest

from ingest.clauses import is_fragment, main_clause, plain


@pytest.mark.parametrize(
    ("sentence", "main"),
    [
        ("While tolls are rising, we will build the road.", "we will build the road."),
        ("We will fund the line because traffic should fall.", "We will fund the line"),
        ("Growers (who must register) were paid late.", "Growers were paid late."),
        ("To cut queues drivers must book, even at night.", "To cut queues drivers must book, even at night."),
    ],
)
def test_the_main_clause_is_what_subordination_leaves(sentence: str, main: str) -> None:
    assert main_clause(sentence) == main


def test_orders_and_gerunds_are_fragments_and_full_sentences_are_not() -> None:
    assert is_fragment("Publish a map of lorry parks.")
    assert is_fragment("working with councils to mend bridges;")
    assert not is_fragment("The bridge was mended.")
    assert not is_fragment("We mend bridges.")


def test_plain_words_have_no_emphasis_or_note_numbers() -> None:
    assert plain("**Bus use** fell.⁴⁰\nAgain") == "Bus use fell. Again"
