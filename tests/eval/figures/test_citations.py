from __future__ import annotations

from eval.figures.citations import (
    citation_necessity,
    citation_precision,
    citation_recall,
    citation_usefulness,
    citations_resolved,
    quote_verification,
    statement_support,
)
from tests.eval.fakes import answer_body, case, citation, question, unanswerable

SUM = "We will spend £11 million on training by next spring."
OTHER = "The money for stations is new."
GOOD = citation(1, "plan", SUM)
BAD = citation(2, "plan", OTHER)


def answered(*statements: tuple[str, str, list[int]], citations: list[dict[str, object]] | None = None) -> object:
    return case(question("q"), answer_body(citations or [GOOD, BAD], list(statements)))


def test_citing_the_evidence_is_recall_and_citing_else_lowers_usefulness() -> None:
    both = answered(("government", SUM, [1]), ("government", OTHER, [2]))
    assert citation_recall(both) == (1, 1)
    assert citation_usefulness(both) == (1, 2)
    assert citation_precision(both) == (0.5, 1)


def test_a_refusal_of_an_answerable_question_cites_nothing() -> None:
    refused = case(question("q"), {"answered": False, "reason": "not_in_corpus"})
    assert citation_recall(refused) == (0, 1)
    assert citation_usefulness(refused) == (0, 0)
    assert citation_precision(refused)[1] == 0


def test_citations_of_an_unanswerable_question_are_neither_useful_nor_useless() -> None:
    assert citation_usefulness(case(unanswerable("q"), answer_body([GOOD], [])))[1] == 0


def test_a_statement_is_carried_by_its_own_citations_only() -> None:
    assert statement_support(answered(("government", SUM, [1]))) == (1, 1)
    assert statement_support(answered(("government", SUM, [2]))) == (0, 1)
    assert statement_support(answered(("government", SUM, [7]))) == (0, 1)


def test_a_citation_that_the_others_make_idle_is_not_needed() -> None:
    assert citation_necessity(answered(("government", SUM, [1, 2]))) == (1, 2)
    assert citation_necessity(answered(("government", f"{SUM} {OTHER}", [1, 2]))) == (2, 2)


def test_a_quotation_is_verified_against_the_text_at_its_spans() -> None:
    altered = {**GOOD, "quote": SUM.replace("11", "12")}
    shifted = {**GOOD, "spans": [[0, 10]]}
    nowhere = {**GOOD, "document_id": "lost"}
    senseless = {**GOOD, "spans": "x"}
    wrapped = citation(
        1, "plan", "We will spend £11 million on training by next spring.\nThe money for training is new."
    )
    good = [GOOD, {**wrapped, "quote": " ".join(wrapped["quote"].split())}]
    assert quote_verification(answered(citations=[*good, altered, shifted, nowhere, senseless])) == (2, 6)


def test_every_number_must_lead_to_a_citation() -> None:
    mixed = answered(("government", SUM, [1]), ("government", SUM, [1, 9]), ("government", SUM, []))
    assert citations_resolved(mixed) == (1, 3)
