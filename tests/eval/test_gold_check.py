from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.models import Side, Span
from eval.gold_check import copied, prove
from eval.gold_set import Fact, GoldSet, Place, Question, QuestionType, Split
from tests.eval.fakes import TEXTS, evidence, gold_questions, question, unanswerable


def problems(*questions: Question) -> str:
    return "\n".join(prove(GoldSet(questions, "x"), TEXTS).problems)


def moved(item: Question, **changes: object) -> Question:
    first = item.evidence[0]
    return replace(item, evidence=(replace(first, places=(replace(first.places[0], **changes),)),))


def test_a_sound_set_has_no_problem_and_counts() -> None:
    proof = prove(GoldSet(tuple(gold_questions()), "x"), TEXTS)
    assert proof.problems == ()
    summary = proof.as_json()
    assert summary["valid"]
    assert summary["by_type"]["comparison"] == 5
    assert summary["by_split"]["dev"] + summary["by_split"]["test"] == summary["questions"] == 55
    assert summary["by_side"] == {"government": 26, "stakeholder": 25}


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (moved(question("q"), span=Span(0, 10)), "is not the text at its spans"),
        (moved(question("q"), span=Span(10**6, 10**6 + 5)), "outside"),
        (moved(question("q"), document_id="lost"), "unknown document 'lost'"),
        (replace(question("q"), facts=(Fact("x", ("£99 million",)),)), "no wording of the fact"),
        (replace(question("q"), facts=()), "needs facts"),
        (replace(question("q"), evidence=(), sides=frozenset()), "needs evidence"),
        (replace(question("q"), sides=frozenset({Side.STAKEHOLDER})), "sides are not those"),
        (replace(question("q"), type=QuestionType.FOLLOW_UP), "needs a history"),
        (replace(question("q"), type=QuestionType.COMPARISON), "both sides"),
        (replace(question("q"), type=QuestionType.UNANSWERABLE), "does not go with answerable"),
        (replace(unanswerable("q"), reason="because"), "reason 'because'"),
        (replace(unanswerable("q"), evidence=question("q").evidence), "no evidence and no facts"),
        (replace(question("q"), split=Split.TEST if question("q").split is Split.DEV else Split.DEV), "hash"),
    ],
)
def test_every_kind_of_fault_is_found(broken: Question, words: str) -> None:
    assert words in problems(broken)


def test_an_id_used_twice_and_a_question_asked_twice_are_found() -> None:
    first, second = question("q"), question("r")
    assert "used twice" in problems(first, replace(first, question="Something else?"))
    assert "asks the same as 'q'" in problems(first, replace(second, question=first.question))


def test_a_question_in_the_words_of_its_evidence_is_a_copy() -> None:
    copy = question("q", question="Will they spend £11 million on training next spring?")
    own_words = question("q", question="What does the exchequer put into teaching staff new skills?")
    assert copied(copy) is not None
    assert copied(own_words) is None
    assert len(prove(GoldSet((copy, own_words), "x"), TEXTS).copies) == 1


def test_a_long_run_of_the_evidence_is_a_copy_however_long_the_question() -> None:
    padded = "Taking everything into account which various colleagues mentioned yesterday, is it so: "
    assert "repeats" in str(
        copied(question("q", question=padded + "we will spend £11 million on training by next spring"))
    )


def test_two_questions_on_the_same_evidence_are_named() -> None:
    proof = prove(GoldSet((question("q"), question("r")), "x"), TEXTS)
    assert "'q' and 'r'" in proof.repeats[0]
    assert not proof.problems


def test_a_quote_longer_than_ninety_words_is_a_problem() -> None:
    text = "word " * 95
    long = Place("plan", text.strip(), Span(0, len(text.strip())))
    broken = replace(question("q"), evidence=(replace(evidence("plan", TEXTS["plan"][:20]), places=(long,)),))
    assert "longer than 90 words" in "\n".join(prove(GoldSet((broken,), "x"), {**TEXTS, "plan": text}).problems)
