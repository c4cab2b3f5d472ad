"""The gold set that ships: enough of every kind, and every quotation proved against the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import PACKAGED_CORPUS
from eval.gold_check import Proof, corpus_texts, prove
from eval.gold_set import PACKAGED_GOLD, QuestionType, load_gold


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove(load_gold(PACKAGED_GOLD), corpus_texts(PACKAGED_CORPUS))


def test_every_quote_offset_and_id_holds(proof: Proof) -> None:
    assert proof.problems == ()


def test_no_question_copies_its_evidence(proof: Proof) -> None:
    assert proof.copies == ()


def test_there_are_enough_of_every_kind(proof: Proof) -> None:
    summary = proof.as_json()
    assert summary["questions"] >= 250
    assert summary["unanswerable"] >= 50
    assert summary["with_history"] >= 25
    assert summary["by_type"]["comparison"] >= 35
    assert set(summary["by_type"]) == {kind.value for kind in QuestionType}


def test_every_document_side_and_split_has_its_share(proof: Proof) -> None:
    summary = proof.as_json()
    assert set(summary["documents"]) == {"green-paper", "bps-response", "mind-response", "mind-roundtable", "pni-blog"}
    assert min(summary["documents"].values()) >= 20
    assert min(summary["by_side"].values()) >= 100
    assert min(summary["by_split"].values()) >= 0.4 * summary["questions"]


def test_the_document_says_what_there_is(proof: Proof) -> None:
    summary = proof.as_json()
    text = (Path(__file__).resolve().parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    counts = (summary["questions"], summary["answerable"], summary["unanswerable"], summary["with_history"])
    for count in (
        *counts,
        summary["both_sides"],
        summary["by_type"]["unanswerable"],
        summary["by_type"]["out-of-domain"],
    ):
        assert f" {count} " in text or f"({count} " in text or f" {count}." in text
