"""Sentences: where they end, and that none of the text is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We met Dr. Shah at No. 5. She agreed.", 2),
        ("Signs by Messrs. Dunn & Co. Ltd. cost £140. The average is £155 incl. V.A.T. per sign.", 2),
        ("It takes 6 wks. from order. Another takes 8 wks. The rest are at Dunn & Co. They take longer.", 4),
        ("It fell by 3.5 per cent. Nobody knew.", 2),
        ("Some costs, e.g. Rent, rose. Others, i.e. Food, fell.", 2),
        ("The gap is 32 points.³³,³⁴ It has not moved.", 2),
        ("Stress is common.3i That is known.", 2),
        ("The rate is 57%.21 Appeals are slow.", 2),
        ("“Why not?” she asked. “Because.”", 2),
        ("They wait… and wait. Then nothing.", 2),
        ("Shepherd, G. and Slade, M. wrote it. We read it.", 2),
        ("Support helps (see p. 4. It is short) in most cases. It lasts.", 2),
        ("Is it big enough? Perhaps! Who knows.", 3),
        ("‘It is a lie.’ That was all.", 2),
        ("Costs rose to £1.2 million in 2015. In 2016 they fell.", 2),
        ("The U.K. government agreed. So did we.", 2),
        ("one sentence without an end", 1),
        ("i moor in a u.s. marina. the tolls, e.g. at night, rose. why? nobody said.", 4),
        ("the boat was sold to smith inc. for parts. 2. the rest sank", 2),
        ("", 0),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


def test_a_stray_footnote_number_stays_with_its_sentence() -> None:
    assert sentences("It will double from 2018. 6") == ["It will double from 2018. 6"]


words = st.text(alphabet=st.sampled_from("abAB .?!…“”’()\n\xa0123%.¹[]"), max_size=200)


@settings(max_examples=200, deadline=None)
@given(words)
def test_sentences_are_in_order_apart_and_cover_every_visible_character(text: str) -> None:
    found = split_sentences(text)
    assert all(low < high for low, high in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = set()
    for low, high in found:
        assert text[low:high].strip() == text[low:high]
        covered |= set(range(low, high))
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)
