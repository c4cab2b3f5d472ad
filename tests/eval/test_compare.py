"""A fall is caught, chance is not, and the questions that flipped are named."""

from __future__ import annotations

import pytest

from eval.compare import compare
from eval.errors import EvaluationError
from eval.overlap import Rules
from eval.runs import figures_of, open_run, score_run
from tests.eval.conftest import RunMaker
from tests.eval.fakes import TOPICS, FakeService

# Retrieval made worse on purpose: for every other topic the evidence stands at rank 12 instead of the top.
WORSENED = FakeService(rank_of=lambda q: 12 if any(t in q.question for t in TOPICS[::2]) else 1)


def test_a_worsened_retrieval_is_caught(make_run: RunMaker) -> None:
    good, bad = make_run("good"), make_run("bad", WORSENED)
    comparison = compare(figures_of(good.folder), figures_of(bad.folder))
    assert comparison.worse
    fallen = {row.figure.name for row in comparison.of("worse")}
    assert {"recall@5", "recall@10", "mrr", "citation_recall", "fact_recall"} <= fallen
    assert "quote_verification" not in fallen
    recall = next(row for row in comparison.rows if row.figure.name == "recall@5")
    assert recall.difference.high < 0


def test_the_other_way_round_is_better_and_not_worse(make_run: RunMaker) -> None:
    good, bad = make_run("good"), make_run("bad", WORSENED)
    comparison = compare(figures_of(bad.folder), figures_of(good.folder))
    assert not comparison.worse
    assert {row.figure.name for row in comparison.of("better")} >= {"recall@5", "fact_recall"}


def test_the_questions_that_flipped_are_named(make_run: RunMaker) -> None:
    one_wrong = FakeService(rank_of=lambda q: 12 if q.id == "sum-buses" else 1)
    comparison = compare(figures_of(make_run("a").folder), figures_of(make_run("b", one_wrong).folder))
    assert comparison.lost == ("sum-buses",)
    assert comparison.gained == ()
    assert not comparison.worse  # one question of 46 is within chance


def test_a_run_against_itself_differs_in_nothing(make_run: RunMaker) -> None:
    figures = figures_of(make_run("a").folder)
    comparison = compare(figures, figures)
    assert not comparison.worse
    assert comparison.of("better") == []
    assert all(
        row.difference.value in (0, pytest.approx(0)) or row.difference.value != row.difference.value
        for row in comparison.rows
    )


def test_lower_is_better_where_it_is(make_run: RunMaker) -> None:
    anything = make_run("b", FakeService(answers_anything=True))
    comparison = compare(figures_of(make_run("a").folder), figures_of(anything.folder))
    assert "refusal" in {row.figure.name for row in comparison.of("worse")}
    refusing = next(row for row in comparison.rows if row.figure.name == "false_refusal")
    assert refusing.verdict == "no difference shown"


def test_speed_is_reported_and_not_judged(make_run: RunMaker) -> None:
    a, b = make_run("a"), make_run("b")
    slow = figures_of(b.folder)
    for row in slow["per_question"]:
        row["cells"]["ask_ms_p50"] = [1e6, 1.0]
    comparison = compare(figures_of(a.folder), slow)
    assert not comparison.worse
    assert next(row for row in comparison.rows if row.figure.name == "ask_ms_p50").verdict == "not judged"


def test_runs_scored_by_other_rules_or_of_other_questions_are_not_compared(make_run: RunMaker) -> None:
    run = make_run("a")
    figures = figures_of(run.folder)
    with pytest.raises(EvaluationError, match="different rules"):
        compare(figures, score_run(open_run(run.folder), rules=Rules(cover=0.9)))
    with pytest.raises(EvaluationError, match="share no question"):
        compare(figures, {**figures, "per_question": []})


def test_questions_of_one_run_only_are_counted(make_run: RunMaker) -> None:
    figures = figures_of(make_run("a").folder)
    fewer = {**figures, "per_question": figures["per_question"][:-3]}
    comparison = compare(figures, fewer)
    assert (comparison.shared, comparison.left_out) == (52, 3)


def test_runs_of_one_name_are_told_apart(make_run: RunMaker) -> None:
    figures = figures_of(make_run("same").folder)
    comparison = compare(figures, figures)
    assert (comparison.a, comparison.b) == ("A: same", "B: same")
