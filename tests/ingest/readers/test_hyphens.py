"""Which hyphens at the end of a line belong to the word: what the document writes elsewhere, then the dictionary."""

from __future__ import annotations

from collections import Counter

import pytest

from ingest.readers.pdf.hyphens import count_words, joined


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("the gov-", "ernment says", "the government says"),
        ("a well-", "known fact", "a well-known fact"),
        ("in 2015-", "16 and", "in 2015-16 and"),
        ("Anglo-", "American trade", "Anglo-American trade"),
        ("a lock –", "and a gate", "a lock – and a gate"),
        ("a lock—", "and a gate", "a lock—and a gate"),
        ("soft\u00ad", "ware", "software"),
        ("see https://example.org/a-", "letter-to.pdf", "see https://example.org/a-letter-to.pdf"),
        ("see https://example.org", "and then", "see https://example.org and then"),
        ("two", "lines", "two lines"),
    ],
)
def test_two_lines_make_one(above: str, below: str, whole: str) -> None:
    assert joined(above, below, Counter()) == whole


def test_the_document_itself_says_how_it_writes_a_word() -> None:
    assert joined("an on-", "line form", count_words(["an online form and more"])) == "an online form"
    assert joined("an on-", "line form", count_words(["an on-line form and more"])) == "an on-line form"
