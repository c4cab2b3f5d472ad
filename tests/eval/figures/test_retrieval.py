from __future__ import annotations

import pytest

from eval.figures.retrieval import recall_at, recall_within, reciprocal_rank, words_of_first_ten
from tests.eval.fakes import case, evidence, paragraph_spans, passage, question, unanswerable

GOLD = passage("plan", paragraph_spans("plan")[0])
OTHERS = [passage("reply", span) for span in paragraph_spans("reply")]


def ranked(*results: dict[str, object]) -> object:
    return case(question("q"), {"answered": True}, list(results))


def test_evidence_at_rank_three_is_found_from_three_on() -> None:
    found = ranked(OTHERS[0], OTHERS[1], GOLD)
    assert [recall_at(found, k)[0] for k in (1, 2, 3, 5)] == [0, 0, 1, 1]
    assert reciprocal_rank(found) == pytest.approx((1 / 3, 1))


def test_a_question_of_two_pieces_is_found_by_halves() -> None:
    both = question(
        "q", evidence=(*question("q").evidence, evidence("reply", "Members asked for 31 more inspectors of training."))
    )
    assert recall_at(case(both, {}, [GOLD]), 5) == (0.5, 1)
    assert recall_at(case(both, {}, [GOLD, OTHERS[0]]), 5) == (1, 1)


def test_evidence_that_nobody_found_counts_as_missed() -> None:
    assert recall_at(ranked(*OTHERS), 20) == (0, 1)
    assert reciprocal_rank(ranked(*OTHERS)) == (0, 1)


def test_a_budget_takes_whole_passages_from_the_top() -> None:
    words = len(str(OTHERS[0]["text"]).split()), len(str(GOLD["text"]).split())
    found = ranked(OTHERS[0], GOLD)
    assert recall_within(found, sum(words))[0] == 1
    assert recall_within(found, sum(words) - 1)[0] == 0


def test_words_are_those_of_the_first_ten() -> None:
    assert words_of_first_ten(ranked(*OTHERS))[0] == sum(len(str(p["text"]).split()) for p in OTHERS[:10])


def test_unanswerable_and_failed_questions_do_not_count() -> None:
    assert recall_at(case(unanswerable("q"), {}, [GOLD]), 5)[1] == 0
    assert recall_at(case(question("q"), None, []), 5)[1] == 0


def test_results_without_sense_find_nothing_but_keep_their_rank() -> None:
    broken = {"passage_id": "x", "document_id": "plan", "spans": [[9, 3]], "text": ""}
    assert reciprocal_rank(ranked(broken, GOLD)) == (0.5, 1)
