from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Role, Side, Span
from eval.gold_set import Evidence, Place
from eval.overlap import Extract, Rules, finds, lies_on, merged, overlap, together_find


def on(*spans: tuple[int, int], document: str = "d") -> Extract:
    return Extract(document, tuple(Span(*span) for span in spans))


def gold(*spans: tuple[int, int], document: str = "d") -> Evidence:
    return Evidence(Side.GOVERNMENT, "x", Role.AUTHOR, tuple(Place(document, "q", Span(*span)) for span in spans))


def test_half_the_characters_of_a_place_are_enough_and_less_is_not() -> None:
    assert finds(on((0, 150)), gold((100, 200)), 0.5)
    assert not finds(on((0, 149)), gold((100, 200)), 0.5)


def test_any_one_place_will_do() -> None:
    assert finds(on((500, 600)), gold((100, 200), (500, 600)), 0.5)


def test_the_same_offsets_in_another_document_find_nothing() -> None:
    assert not finds(on((100, 200), document="other"), gold((100, 200)), 0.5)


def test_spans_that_overlap_each_other_are_not_counted_twice() -> None:
    assert overlap(gold((100, 200)).places[0], on((100, 140), (120, 150))) == 50


def test_a_passage_with_gaps_counts_what_it_holds() -> None:
    assert finds(on((100, 130), (150, 170)), gold((100, 200)), 0.5)


def test_citations_of_one_document_are_taken_together() -> None:
    parts = [on((100, 130)), on((140, 165)), on((100, 200), document="other")]
    assert together_find(parts, gold((100, 200)), 0.5)
    assert not together_find(parts[:1], gold((100, 200)), 0.5)


def test_a_short_citation_lies_on_long_evidence_and_a_long_one_on_short_evidence() -> None:
    assert lies_on(on((110, 130)), gold((100, 200)), 0.5)
    assert lies_on(on((0, 1000)), gold((100, 120)), 0.5)
    assert not lies_on(on((0, 105)), gold((100, 200)), 0.5)


def test_touching_is_not_lying_on() -> None:
    assert not lies_on(on((0, 100)), gold((100, 200)), 0.5)


@pytest.mark.parametrize("share", [0, -1, 1.1])
def test_rules_take_shares_only(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        Rules(cover=share)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), min_size=1, max_size=8))
def test_merging_keeps_exactly_the_characters(pairs: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length) for start, length in pairs]
    result = merged(spans)
    assert {c for span in result for c in range(span.start, span.end)} == {
        c for span in spans for c in range(span.start, span.end)
    }
    assert all(a.end < b.start for a, b in pairwise(result))
