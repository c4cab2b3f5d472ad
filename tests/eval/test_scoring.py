from __future__ import annotations

import json

import pytest

from eval.figures.catalogue import BY_NAME, FIGURES
from eval.overlap import Rules
from eval.runs import Run
from eval.scoring import cells_of, score
from tests.eval.conftest import RunMaker
from tests.eval.fakes import FakeService

PERFECT = (
    "citation_recall", "citation_usefulness", "fact_recall", "all_facts", "side_accuracy", "speaker_accuracy",
    "quote_verification", "statements_under_side", "both_sides", "refusal", "statement_support",
)  # fmt: skip


@pytest.fixture
def perfect(make_run: RunMaker) -> Run:
    return make_run("perfect")


def test_a_perfect_service_scores_one_where_one_is_best(perfect: Run) -> None:
    figures = score(perfect.cases(), Rules())["figures"]
    for name in PERFECT:
        assert figures[name]["value"] == 1, name
    assert figures["recall@5"]["value"] >= 0.9
    assert figures["mrr"]["value"] >= 0.9
    assert figures["false_refusal"]["value"] == figures["errors"]["value"] == 0


def test_undefined_is_null_and_counted(make_run: RunMaker) -> None:
    anything = make_run("anything", FakeService(answers_anything=True))
    reason = score(anything.cases(), Rules())["figures"]["reason_accuracy"]
    assert reason == {"value": None, "low": None, "high": None, "defined": 0, "undefined": 55}


def test_every_figure_counts_each_question_once_as_defined_or_not(perfect: Run) -> None:
    figures = score(perfect.cases(), Rules())
    assert set(figures["figures"]) == {figure.name for figure in FIGURES}
    assert all(e["defined"] + e["undefined"] == figures["questions"] for e in figures["figures"].values())
    json.dumps(figures, allow_nan=False)


def test_scoring_twice_gives_the_same_figures(perfect: Run) -> None:
    assert score(perfect.cases(), Rules()) == score(perfect.cases(), Rules())


def test_groups_hold_their_own_questions(perfect: Run) -> None:
    by_type = score(perfect.cases(), Rules())["by_type"]
    assert by_type["comparison"]["questions"] == 5
    assert "both_sides" in by_type["comparison"]["figures"]
    assert "both_sides" not in by_type["number"]["figures"]
    assert sum(group["questions"] for group in by_type.values()) == 55


def test_the_cells_of_a_figure_come_back_from_its_json(perfect: Run) -> None:
    figures = json.loads(json.dumps(score(perfect.cases(), Rules())))
    recall = BY_NAME["citation_recall"]
    cells = cells_of(figures, recall, [row["id"] for row in figures["per_question"]])
    assert float(recall.combine(cells)) == figures["figures"]["citation_recall"]["value"]


def test_the_recall_curve_never_falls(perfect: Run) -> None:
    values = [point["value"] for point in score(perfect.cases(), Rules())["curves"]["recall"]]
    assert len(values) == 20
    assert values == sorted(values)
