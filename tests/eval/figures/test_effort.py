from __future__ import annotations

from eval.figures.effort import ask_ms, citations, words, words_with_quotes
from tests.eval.fakes import answer_body, case, citation, question

SUM = "We will spend £11 million on training by next spring."


def test_words_are_what_a_person_reads() -> None:
    body = answer_body([citation(1, "plan", SUM)], [("government", SUM, [1])], answer="Two words.")
    assert words(case(question("q"), body)) == (2 + 10, 1)


def test_a_quotation_that_a_statement_repeats_is_read_once() -> None:
    repeated = answer_body([citation(1, "plan", SUM)], [("government", SUM, [1])])
    beside = answer_body([citation(1, "plan", SUM)], [("government", "They spend.", [1])])
    assert words_with_quotes(case(question("q"), repeated)) == (10, 1)
    assert words_with_quotes(case(question("q"), beside)) == (12, 1)


def test_refusals_have_no_length() -> None:
    refused = case(question("q"), {"answered": False, "answer": "Sorry."})
    assert words(refused)[1] == citations(refused)[1] == 0


def test_a_time_that_was_not_taken_is_undefined() -> None:
    assert ask_ms(case(question("q"), None))[1] == 0
    assert ask_ms(case(question("q"), {}, ask_ms=12.5)) == (12.5, 1)
