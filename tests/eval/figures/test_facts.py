from __future__ import annotations

from eval.figures.facts import all_facts, fact_recall, fact_recall_answered, fact_recall_partial, facts_per_words
from eval.gold_set import Fact
from tests.eval.fakes import answer_body, case, citation, question, unanswerable

TWO = question("q", facts=(Fact("sum", ("£11 million",)), Fact("when", ("by next spring", "spring 2017"))))


def test_a_fact_may_be_said_in_the_answer_a_statement_or_a_quotation() -> None:
    for body in (
        answer_body([], [], answer="It is £11 million."),
        answer_body([], [("government", "£11 million in all", [1])]),
        answer_body([citation(1, "plan", "We will spend £11 million on training")], []),
    ):
        assert fact_recall(case(TWO, body)) == (0.5, 1)


def test_all_facts_is_all_or_nothing() -> None:
    assert all_facts(case(TWO, answer_body([], [], answer="£11 million"))) == (0, 1)
    assert all_facts(case(TWO, answer_body([], [], answer="£11 million by next spring"))) == (1, 1)


def test_part_of_a_fact_counts_half_in_the_partial_figure_only() -> None:
    said = case(TWO, answer_body([], [], answer="£11 million, in the spring"))
    assert fact_recall(said) == (0.5, 1)
    assert fact_recall_partial(said) == (0.75, 1)


def test_words_of_two_texts_do_not_make_one_fact() -> None:
    body = answer_body([], [("government", "£11", [1]), ("government", "million", [1])])
    assert fact_recall(case(TWO, body)) == (0, 1)


def test_a_refusal_says_no_fact_and_is_left_out_of_quality_where_answered() -> None:
    refused = case(TWO, {"answered": False, "answer": "The documents do not say £11 million."})
    assert fact_recall(refused) == (0, 1)
    assert fact_recall_answered(refused)[1] == 0


def test_unanswerable_and_failed_questions_have_no_facts_to_say() -> None:
    assert fact_recall(case(unanswerable("q"), answer_body([], [])))[1] == 0
    assert fact_recall(case(TWO, None))[1] == 0


def test_facts_are_counted_for_every_two_hundred_words_of_everything_shown() -> None:
    body = answer_body(
        [citation(1, "plan", "The money for training is new.")],
        [("government", "£11 million in all", [1])],
        answer="See below.",
    )
    # Two words of the answer, four of the statement, six of the quotation.
    assert facts_per_words(case(TWO, body)) == (200, 12)
    assert facts_per_words(case(TWO, {"answered": False}))[1] == 0
