"""The gate: a fall beyond the interval and a broken promise fail it, chance does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.baseline import hold_against, read_baseline, write_baseline
from eval.errors import EvaluationError
from eval.runs import figures_of
from tests.eval.conftest import RunMaker
from tests.eval.fakes import FakeService
from tests.eval.test_compare import WORSENED


@pytest.fixture
def baseline(make_run: RunMaker, tmp_path: Path) -> dict[str, object]:
    run = make_run("baseline")
    write_baseline(tmp_path / "baseline.json", run, figures_of(run.folder))
    return read_baseline(tmp_path / "baseline.json")


def test_the_same_again_passes(baseline: dict[str, object], make_run: RunMaker) -> None:
    assert hold_against(baseline, figures_of(make_run("again").folder)).passed


def test_a_worsened_retrieval_fails(baseline: dict[str, object], make_run: RunMaker) -> None:
    gate = hold_against(baseline, figures_of(make_run("bad", WORSENED).folder))
    assert not gate.passed
    assert gate.broken == ()
    assert "recall@5" in {row.figure.name for row in gate.comparison.of("worse")}


def test_one_question_lost_is_within_the_interval(baseline: dict[str, object], make_run: RunMaker) -> None:
    one = FakeService(rank_of=lambda q: 12 if q.id == "sum-buses" else 1)
    assert hold_against(baseline, figures_of(make_run("one", one).folder)).passed


def test_a_single_altered_quotation_fails_however_rare(baseline: dict[str, object], make_run: RunMaker) -> None:
    service = FakeService()
    ask = service.ask

    def altered(body: object) -> dict[str, object]:
        answer = ask(body)  # type: ignore[arg-type]
        if service.asked[-1] == "sum-mills":
            answer["citations"][0]["quote"] = answer["citations"][0]["quote"].replace("will", "may")
        return answer

    service.ask = altered  # type: ignore[method-assign,assignment]
    gate = hold_against(baseline, figures_of(make_run("altered", service).folder))
    assert not gate.passed
    assert [sentence.split(":")[0] for sentence in gate.broken] == ["quotations verified"]


def test_leads_that_no_longer_say_the_facts_fail(make_run: RunMaker, tmp_path: Path) -> None:
    def leading(words: str) -> FakeService:
        service = FakeService()
        ask = service.ask

        def led(body: object) -> dict[str, object]:
            found = ask(body)  # type: ignore[arg-type]
            return {**found, "answer": words or found["citations"][0]["quote"]} if found["answered"] else found

        service.ask = led  # type: ignore[method-assign,assignment]
        return service

    run = make_run("leading", leading(""))
    write_baseline(tmp_path / "leading.json", run, figures_of(run.folder))
    gate = hold_against(read_baseline(tmp_path / "leading.json"), figures_of(make_run("idle", leading("So.")).folder))
    assert {row.figure.name for row in gate.comparison.of("worse")} == {"lead_fact_recall"}


def test_a_baseline_from_before_the_leads_figures_judges_the_others(
    baseline: dict[str, object], make_run: RunMaker
) -> None:
    rows = [
        {**row, "cells": {name: cells for name, cells in row["cells"].items() if not name.startswith("lead_")}}
        for row in baseline["per_question"]  # type: ignore[attr-defined]
    ]
    assert hold_against({**baseline, "per_question": rows}, figures_of(make_run("again").folder)).passed


def test_a_failed_question_fails_the_gate(baseline: dict[str, object], make_run: RunMaker) -> None:
    failing = figures_of(make_run("failing", FakeService(fails=frozenset({"sum-mills"}))).folder)
    assert any("failed" in sentence for sentence in hold_against(baseline, failing).broken)


def test_a_baseline_of_other_questions_is_to_be_renewed(baseline: dict[str, object], make_run: RunMaker) -> None:
    rows = baseline["per_question"]
    assert isinstance(rows, list)
    with pytest.raises(EvaluationError, match="renew"):
        hold_against({**baseline, "per_question": rows[:20]}, figures_of(make_run("again").folder))


@pytest.mark.parametrize("text", [None, "{", "[]", "{}"])
def test_no_baseline_is_one_line_that_says_how_to_make_one(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "b.json").write_text(text)
    with pytest.raises(EvaluationError, match="--renew"):
        read_baseline(tmp_path / "b.json")
