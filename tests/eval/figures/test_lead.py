"""The figures of what is read first, on bodies that can be counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.models import Side
from eval.cases import Case
from eval.figures.lead import (
    lead_by_gold_speaker,
    lead_cut_at_clause,
    lead_cut_short,
    lead_fact_recall,
    lead_facts_per_words,
    lead_of_another,
    lead_over_limit,
    lead_words,
    pieces,
)
from eval.gold_set import Fact, QuestionType
from tests.eval.fakes import answer_body, case, citation, question, unanswerable

SUM = "We will spend £11 million on training by next spring."
DOUBT = "We doubt that the sum for training will last."
TWO = question("q", facts=(Fact("sum", ("£11 million",)), Fact("when", ("by next spring",))))


def answered(lead: str, asked: Any = TWO, **changes: Any) -> Case:
    body = answer_body([citation(1, "plan", SUM), citation(2, "reply", DOUBT)], [("government", SUM, [1])])
    return case(asked, {**body, "answer": lead, **changes})


def test_a_fact_counts_only_where_the_lead_says_it() -> None:
    assert lead_fact_recall(answered("The Ministry says: “We will spend £11 million on training” [1]")) == (0.5, 1)
    assert lead_fact_recall(answered("See below. [1]")) == (0, 1)
    assert lead_fact_recall(case(TWO, {"answered": False, "answer": "£11 million is not stated"})) == (0, 1)
    assert lead_fact_recall(case(unanswerable("q"), answer_body([], [])))[1] == 0


def test_the_number_of_a_citation_is_no_word_and_no_fact() -> None:
    one = question("q", facts=(Fact("one", ("1",)),))
    assert lead_fact_recall(answered("It is so [1] [1, 2].", one)) == (0, 1)
    assert lead_words(answered("It is so [1] [1, 2].")) == (3, 1)


def test_facts_are_counted_for_every_sixty_words() -> None:
    assert lead_facts_per_words(answered("£11 million by next spring [1]")) == (120, 5)
    assert lead_facts_per_words(case(TWO, {"answered": False})) == (0, 0)


@pytest.mark.parametrize(
    ("words", "asked", "form", "over"),
    [
        (60, TWO, "answer", 0),
        (61, TWO, "answer", 1),
        (120, question("q", type=QuestionType.LIST), "answer", 0),
        (121, question("q", sides=frozenset(Side)), "answer", 1),
        (400, TWO, "overview", 0),
    ],
)
def test_how_long_a_lead_may_be_depends_on_what_is_asked(words: int, asked: Any, form: str, over: int) -> None:
    assert lead_over_limit(answered("word " * words, asked, form=form)) == (over, 1)


@pytest.mark.parametrize(
    ("lead", "cut", "at_clause"),
    [
        (f"The Ministry says: “{SUM}” [1]", 0, 0),
        ("The Ministry: We will spend £11 million on training by next spring. [1]", 0, 0),
        ("The Ministry says: “We will spend £11 million …” [1]", 1, 0),
        ("The Ministry says: “We will spend £11 million” [1]", 1, 0),
        ("The Ministry says: “£11 million on training by next spring” [1]", 1, 0),
        (f"The Ministry says: “{SUM}” [1] The Guild: “the sum for training will last” [2]", 1, 0),
    ],
)
def test_a_lead_is_cut_short_by_an_ellipsis_or_inside_a_sentence(lead: str, cut: int, at_clause: int) -> None:
    assert lead_cut_short(answered(lead)) == (cut, 1)
    assert lead_cut_at_clause(answered(lead)) == (at_clause, 1)


def test_a_lead_that_ends_at_a_clause_is_counted_apart() -> None:
    text = "We will pay for training, if the money lasts.\n"
    cited = {**citation(1, "plan", SUM), "quote": text.strip(), "spans": [[0, len(text) - 1]]}
    body = answer_body([cited], [], answer="The Ministry says: “We will pay for training” [1]")
    shown = Case(TWO, case(TWO, body).answer, (), {"plan": text})
    assert lead_cut_short(shown) == (0, 1)
    assert lead_cut_at_clause(shown) == (1, 1)


def test_a_lead_in_words_of_its_own_is_not_judged() -> None:
    assert lead_cut_short(answered("Eleven millions are set aside for it. [1]"))[1] == 0
    assert lead_cut_short(answered("No marker at all"))[1] == 0
    assert lead_cut_short(case(TWO, {"answered": False, "answer": "Nothing …"}))[1] == 0


def test_a_lead_begins_with_the_citation_of_its_first_marker() -> None:
    asked = question("q", question="What does the Ministry put into training?")
    assert lead_of_another(answered(f"The Ministry says: “{SUM}” [1] The Guild: “{DOUBT}” [2]", asked)) == (0, 1)
    assert lead_of_another(answered(f"The Guild: “{DOUBT}” [2] The Ministry says: “{SUM}” [1]", asked)) == (1, 1)
    assert lead_of_another(answered("No marker", asked))[1] == 0


def test_only_a_question_that_names_somebody_was_put_to_somebody() -> None:
    other = answered(f"The Guild: “{DOUBT}” [2]", question("q", question="What is put into training?"))
    assert lead_of_another(other)[1] == 0
    assert lead_by_gold_speaker(other) == (0, 1)
    named = question("q", question="Does the government pay for training?")
    assert lead_of_another(answered(f"The Ministry says: “{SUM}” [1]", named)) == (0, 1)


def test_a_question_that_names_a_side_may_be_answered_by_anybody_on_it() -> None:
    cited = citation(1, "plan", SUM, voice={"speaker": "Ann Other, minister", "role": "quoted"})
    body = answer_body([cited], [], answer=f"Ann Other: “{SUM}” [1]")
    assert lead_of_another(case(question("q", question="Does the government pay?"), body)) == (0, 1)
    assert lead_of_another(case(question("q", question="Does the Ministry pay?"), body)) == (1, 1)


def test_pieces_are_what_stands_before_the_markers() -> None:
    assert pieces("A says: “One.” [1] [2] B: two words [3] tail") == [("One.", (1, 2)), ("two words", (3,))]
