from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import EvaluationError
from eval.gold_set import Fact, GoldSet
from eval.overlap import Rules
from eval.runs import configuration, create_run, figures_of, open_run, read_answers, score_run
from tests.eval.conftest import RunMaker
from tests.eval.fakes import TEXTS, FakeService


def test_a_run_keeps_everything_that_scoring_needs(make_run: RunMaker) -> None:
    run = make_run("first")
    assert {path.name for path in run.folder.iterdir()} == {
        "config.json", "gold.jsonl", "documents.json", "answers.jsonl", "figures.json"
    }  # fmt: skip
    again = open_run(run.folder)
    assert again.texts == TEXTS
    assert again.config["versions"]["python"]
    assert again.config["gold"]["questions"] == len(again.rows) == 55


def test_scoring_again_asks_nobody_and_may_use_other_gold(make_run: RunMaker) -> None:
    run = make_run("first")
    assert figures_of(run.folder)["figures"]["fact_recall"]["value"] == 1
    unheard_of = tuple(
        replace(q, facts=tuple(Fact(f.fact, ("unheard of",)) for f in q.facts)) for q in run.gold.questions
    )
    stricter = score_run(open_run(run.folder), GoldSet(unheard_of, "other"))
    assert stricter["figures"]["fact_recall"]["value"] == 0
    assert figures_of(run.folder) == json.loads(json.dumps(stricter))


def test_a_question_reworded_since_is_left_out_of_scoring(make_run: RunMaker) -> None:
    run = make_run("first")
    first, *rest = run.gold.questions
    reworded = GoldSet((replace(first, question="In other words?"), *rest), "other")
    assert score_run(run, reworded)["questions"] == len(rest)
    with pytest.raises(EvaluationError, match="no answer"):
        score_run(run, GoldSet((replace(first, question="In other words?"),), "other"))


def test_a_stricter_rule_of_cover_finds_less(make_run: RunMaker) -> None:
    run = make_run("first")
    half, all_of_it = score_run(run, rules=Rules(cover=0.5)), score_run(run, rules=Rules(cover=1.0))
    assert all_of_it["figures"]["recall@5"]["value"] <= half["figures"]["recall@5"]["value"]
    assert all_of_it["rules"]["cover"] == 1.0


def test_a_line_cut_short_is_dropped_and_the_rest_kept(make_run: RunMaker) -> None:
    run = make_run("first")
    path = run.folder / "answers.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert len(read_answers(run.folder)) == 54
    assert path.read_bytes() == whole[: path.stat().st_size]
    assert path.read_bytes().endswith(b"\n")


def test_damage_in_the_middle_is_an_error(make_run: RunMaker) -> None:
    run = make_run("first")
    path = run.folder / "answers.jsonl"
    path.write_bytes(b"{broken\n" + path.read_bytes())
    with pytest.raises(EvaluationError, match="damaged"):
        open_run(run.folder)


def test_answers_of_another_configuration_are_not_mixed_in(make_run: RunMaker, gold: GoldSet) -> None:
    run = make_run("first")
    other = configuration(
        "first", "in-process", {"index": "other"}, gold, split="all", depth=50, rules=Rules(), code=None
    )
    with pytest.raises(EvaluationError, match=r"another configuration \(about changed\)"):
        create_run(run.folder, other, gold, TEXTS)
    assert create_run(run.folder, other, gold, TEXTS, fresh=True).rows == {}


def test_another_program_is_another_configuration(gold: GoldSet) -> None:
    keys = {
        configuration("n", "t", {}, gold, split="all", depth=50, rules=Rules(), code=code)["key"]
        for code in ("a", "b", None)
    }
    assert len(keys) == 3


def test_scoring_rules_and_the_name_are_no_part_of_the_key(gold: GoldSet) -> None:
    a = configuration("a", "t", {}, gold, split="all", depth=50, rules=Rules(), code=None)
    b = configuration("b", "t", {}, gold, split="all", depth=50, rules=Rules(cover=0.9), code=None)
    assert a["key"] == b["key"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("config.json", "{", "damaged"),
        ("config.json", "[]", "no JSON object"),
        ("config.json", '{"format": 99}', "format 99"),
    ],
)
def test_a_folder_that_is_no_run_is_named(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(EvaluationError, match="holds no run"):
        open_run(tmp_path / "none")
    (tmp_path / name).write_text(text)
    with pytest.raises(EvaluationError, match=words):
        open_run(tmp_path)


def test_a_failed_question_is_scored_as_failed(make_run: RunMaker) -> None:
    run = make_run("failing", FakeService(fails=frozenset({"sum-buses"})))
    figures = figures_of(run.folder)
    assert figures["failed"] == 1
    assert figures["figures"]["errors"]["value"] == pytest.approx(1 / 55, abs=1e-5)
