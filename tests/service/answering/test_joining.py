"""Quotations that follow on a page become one; others stay apart."""

from __future__ import annotations

from dataclasses import replace

from service.answering.fusion import Candidate
from service.answering.joining import join_extracts
from service.answering.selection import Extract
from tests.service.answering.candidates import ROWERS, candidate
from tests.service.retrieval.passages import corpus_of


def at(order: int, found: Candidate, section: tuple[str, ...] = ("Quays",)) -> Candidate:
    """The candidate as the passage number `order` under a heading."""
    passage = replace(found.evidence.passage, order=order, section=section)
    return replace(found, evidence=replace(found.evidence, found=replace(found.evidence.found, passage=passage)))


DOCUMENTS = corpus_of(candidate("plan", 1.0, (" ", 1.0)).evidence.passage)
FIRST = at(4, candidate("first", 0.3, ("Ferries sail at night.", 0.6), ("They are slow.", 0.4)))
NEXT = at(5, candidate("next", 0.9, ("Gulls nest on roofs.", 1.0)))


def test_passages_that_follow_each_other_are_one_quotation_in_reading_order() -> None:
    (joined,) = join_extracts([Extract(NEXT, (0,)), Extract(FIRST, (1,))], DOCUMENTS)
    assert joined.passage.id == "next"
    assert [part.id for part in joined.candidate.evidence.found.parts] == ["first", "next"]
    assert joined.text == "They are slow. Gulls nest on roofs."
    assert joined.candidate.probability == 0.9


def test_the_sentence_that_answers_best_is_still_known() -> None:
    (joined,) = join_extracts([Extract(FIRST, (0, 1)), Extract(NEXT, (0,))], DOCUMENTS)
    assert [round(chance, 3) for chance in joined.candidate.sentences] == [0.18, 0.12, 0.9]


def test_a_gap_another_heading_or_another_voice_keeps_quotations_apart() -> None:
    further = at(6, candidate("further", 0.5, ("Cats sleep.", 1.0)))
    elsewhere = at(5, candidate("elsewhere", 0.5, ("Cats sleep.", 1.0)), section=("Piers",))
    another = at(5, candidate("another", 0.5, ("Cats sleep.", 1.0), voice=ROWERS))
    for other in (further, elsewhere, another):
        assert [e.passage.id for e in join_extracts([Extract(FIRST, (0,)), Extract(other, (0,))], DOCUMENTS)] == [
            "first",
            other.evidence.passage.id,
        ]


def test_quotations_are_not_joined_beyond_what_reads_as_one() -> None:
    long = at(5, candidate("long", 0.5, (" ".join(["word"] * 199) + ".", 1.0)))
    assert len(join_extracts([Extract(FIRST, (0,)), Extract(long, (0,))], DOCUMENTS)) == 2
