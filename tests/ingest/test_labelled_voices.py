"""Voices and kinds against 300 hand-labelled sentences (see docs/voices.md for how they were drawn and labelled)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.models import Document, Passage
from ingest.measure_voices import (
    Outcome,
    accuracy,
    confusion,
    figures,
    macro_f1,
    outcomes,
    read_labels,
    render,
    render_kinds,
)

FRESH_KINDS = Path(__file__).parent / "labels" / "kinds.jsonl"
LABELS = Path(__file__).parent / "labels" / "voices.jsonl"


@pytest.fixture(scope="module")
def rows(passages: Mapping[str, list[Passage]]) -> list[Outcome]:
    return outcomes(read_labels(LABELS), passages)


def test_the_labels_quote_the_documents(documents: Mapping[str, Document]) -> None:
    labels = read_labels(LABELS)
    assert len(labels) >= 200
    assert sum(label.kind is not None for label in labels) >= 120
    for label in labels:
        assert documents[label.document_id].text[label.start : label.end] == label.quote


def test_side_speaker_role_and_kind_reach_their_bounds(rows: list[Outcome]) -> None:
    inside = [row for row in rows if row.passage is not None]
    assert len(rows) - len(inside) <= 5, "labelled sentences that no passage holds"
    measured = figures(inside)
    assert measured["side accuracy"] >= 0.98, confusion(inside, "side")
    assert measured["speaker accuracy"] >= 0.93
    assert measured["role macro-F1"] >= 0.90, confusion(inside, "role")
    assert measured["kind macro-F1"] >= 0.80


def test_the_half_never_looked_at_is_as_good_for_voices(rows: list[Outcome]) -> None:
    unseen = [row for row in rows if row.passage is not None and row.label.half == "second"]
    assert accuracy(unseen, "side") >= 0.97
    assert accuracy(unseen, "speaker") >= 0.93
    assert macro_f1(unseen, "role") >= 0.90


def test_no_stakeholders_words_are_given_to_the_government(rows: list[Outcome]) -> None:
    assert [
        row.label.quote for row in rows if row.label.side == "stakeholder" and row.said("side") == "government"
    ] == []


def test_the_report_shows_both_halves_and_every_class(rows: list[Outcome]) -> None:
    page = render(rows)
    for words in ("first half", "second half", "case_study", "recommendation"):
        assert words in page


def test_kinds_hold_on_labels_made_after_the_rules(passages: Mapping[str, list[Passage]]) -> None:
    """300 sentences drawn and labelled when the rules were finished; nothing was changed after they were scored."""
    fresh = [row for row in outcomes(read_labels(FRESH_KINDS), passages) if row.passage is not None]
    assert len(fresh) >= 290
    assert accuracy(fresh, "kind") >= 0.76, confusion(fresh, "kind")
    assert "macro-F1" in render_kinds(fresh)
