"""``greenpaper eval …`` from end to end over the fake service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from corpus.errors import GoldError
from eval import composition
from eval.commands import app, set_in_process
from eval.errors import EvaluationError
from eval.scorecard import END, START
from tests.eval.fakes import FakeService, gold_questions, write_gold
from tests.eval.test_compare import WORSENED


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(composition, "_factories", [])
    monkeypatch.setenv("GREENPAPER_DATA_DIR", str(tmp_path / "data"))
    set_in_process(lambda: FakeService().asker())
    write_gold(tmp_path / "gold.jsonl")


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def made(tmp_path: Path, name: str, *more: object) -> Path:
    folder = tmp_path / name
    assert run("run", "--gold", tmp_path / "gold.jsonl", "--out", folder, *more).exit_code == 0
    return folder


def test_a_run_leaves_its_three_files_and_prints_its_figures(tmp_path: Path) -> None:
    result = run(
        "run", "--gold", tmp_path / "gold.jsonl", "--split", "all", "--name", "first", "--out", tmp_path / "r", "--json"
    )
    assert {"config.json", "answers.jsonl", "figures.json"} <= {path.name for path in (tmp_path / "r").iterdir()}
    printed = json.loads(result.stdout)
    assert printed["run"] == "first"
    assert printed["figures"]["fact_recall"]["value"] == 1


def test_a_run_without_a_folder_goes_under_the_data_directory(tmp_path: Path) -> None:
    run("run", "--gold", tmp_path / "gold.jsonl", "--split", "dev")
    (folder,) = (tmp_path / "data" / "runs").iterdir()
    assert folder.name.endswith("-dev")
    kept = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["split"] for row in kept} == {"dev"}


def test_taken_up_again_it_keeps_the_answers_unless_fresh(tmp_path: Path) -> None:
    folder = made(tmp_path, "r")
    before = (folder / "answers.jsonl").read_bytes()
    assert "55 of 55 answers are there already" in run("run", "--gold", tmp_path / "gold.jsonl", "--out", folder).stderr
    assert (folder / "answers.jsonl").read_bytes() == before
    made(tmp_path, "r", "--fresh")
    assert (folder / "answers.jsonl").read_bytes() != before


def test_compare_ends_with_one_only_where_b_is_worse(tmp_path: Path) -> None:
    good = made(tmp_path, "good")
    set_in_process(WORSENED.asker)
    bad = made(tmp_path, "bad")
    result = run("compare", good, bad)
    assert result.exit_code == 1
    assert "worse" in result.stdout
    assert run("compare", bad, good).exit_code == 0
    assert run("compare", good, good).exit_code == 0
    told: dict[str, Any] = json.loads(run("compare", good, bad, "--json").stdout)
    assert told["worse"] is True
    assert told["figures"]["recall@5"]["verdict"] == "worse"
    assert "sum-training" in told["flipped"]["to_wrong"]


def test_the_gate_passes_the_same_and_fails_the_worsened(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    common = ("gate", "--baseline", baseline, "--gold", tmp_path / "gold.jsonl", "--split", "all")
    assert run(*common, "--renew").exit_code == 0
    assert run(*common).exit_code == 0
    set_in_process(WORSENED.asker)
    result = run(*common)
    assert result.exit_code == 1
    assert "gate: evidence recall@5 fell beyond the interval" in result.stderr


def test_the_gate_without_a_baseline_asks_nobody(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="--renew"):
        run("gate", "--baseline", tmp_path / "none.json", "--gold", tmp_path / "gold.jsonl")
    assert not (tmp_path / "data").exists()


def test_scores_again_with_another_rule(tmp_path: Path) -> None:
    folder = made(tmp_path, "r")
    assert json.loads(run("score", folder, "--cover", "0.9", "--json").stdout)["rules"]["cover"] == 0.9
    with pytest.raises(EvaluationError, match="share"):
        run("score", folder, "--cover", "2")


def test_overviews_are_measured_on_one_corpus_and_split(tmp_path: Path) -> None:
    topics = [{"fact": "anything", "any_of": ["no answer has these words"]}]
    asked = next(q.question for q in gold_questions() if q.request() == {"question": q.question})
    row = {"id": "one", "split": "dev", "corpus": "shipped", "kind": "topic", "question": asked, "topics": topics}
    others = [row | {"id": "two", "split": "test"}, row | {"id": "three", "corpus": "elsewhere"}]
    lines = [json.dumps(each) for each in (row, *others)]
    (tmp_path / "overviews.jsonl").write_text("\n".join(lines), encoding="utf-8")
    printed = json.loads(run("overviews", "--gold", tmp_path / "overviews.jsonl", "--json").stdout)
    assert [each["id"] for each in printed["overviews"]] == ["one"]
    assert printed["overviews"][0]["missing"] == ["anything"]
    assert printed["share"] == 0


def test_report_prints_where_it_is(tmp_path: Path) -> None:
    folder = made(tmp_path, "r")
    assert Path(run("report", folder).stdout.strip()) == folder / "report.html"


def test_validate_counts_as_json_and_fails_on_a_broken_quote(tmp_path: Path) -> None:
    corpus = corpus_of_fakes(tmp_path)
    result = run("validate", "--gold", tmp_path / "gold.jsonl", "--corpus", corpus, "--json")
    summary = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (summary["valid"], summary["questions"]) == (True, 55)
    assert {"by_type", "by_side", "by_split"} <= summary.keys()
    text = (
        (tmp_path / "gold.jsonl").read_text(encoding="utf-8").replace("£12 million on buses", "£99 million on buses", 1)
    )
    (tmp_path / "broken.jsonl").write_text(text, encoding="utf-8")
    broken = run("validate", "--gold", tmp_path / "broken.jsonl", "--corpus", corpus)
    assert broken.exit_code == 1
    assert "sum-buses" in broken.stderr


def test_drafts_are_resolved_into_a_set_that_validates(tmp_path: Path) -> None:
    corpus = corpus_of_fakes(tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row.pop("split")
        for item in row["evidence"]:
            item["places"] = [{"document_id": p["document_id"], "quote": p["quote"]} for p in item["places"]]
    (tmp_path / "drafts.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run("resolve", tmp_path / "drafts.jsonl", "--corpus", corpus, "--out", tmp_path / "made.jsonl")
    assert (tmp_path / "made.jsonl").read_bytes() == (tmp_path / "gold.jsonl").read_bytes()


def test_suggestions_are_not_written_over_somebodys_edits(tmp_path: Path) -> None:
    corpus = corpus_of_fakes(tmp_path)
    run("suggest", "--corpus", corpus, "--out", tmp_path / "s.jsonl")
    assert (tmp_path / "s.jsonl").read_text(encoding="utf-8").count("\n") > 10
    with pytest.raises(GoldError, match="exists already"):
        run("suggest", "--corpus", corpus, "--out", tmp_path / "s.jsonl")


def test_init_writes_a_template(tmp_path: Path) -> None:
    assert run("init", tmp_path / "own").exit_code == 0
    assert {path.name for path in (tmp_path / "own").iterdir()} == {"README.md", "drafts.jsonl"}


def test_the_scorecard_is_written_and_checked(tmp_path: Path) -> None:
    folder = made(tmp_path, "r")
    page, kept = tmp_path / "page.md", tmp_path / "scorecard.json"
    page.write_text(f"# A\n{START}\n{END}\n", encoding="utf-8")
    run("scorecard", "--run", folder, "--write", page, "--figures", kept)
    assert "facts said" in page.read_text(encoding="utf-8")
    assert run("scorecard", "--write", page, "--figures", kept, "--check").exit_code == 0
    page.write_text(page.read_text(encoding="utf-8").replace("facts said", "facts told"), encoding="utf-8")
    with pytest.raises(EvaluationError, match="run `greenpaper eval scorecard"):
        run("scorecard", "--write", page, "--figures", kept, "--check")


def test_a_reading_goes_out_and_comes_back_into_the_report(tmp_path: Path) -> None:
    folder, sheet = made(tmp_path, "r"), tmp_path / "sheet.md"
    run("reading", "--out", sheet, "--count", "5", "--gold", tmp_path / "gold.jsonl")
    text = sheet.read_text(encoding="utf-8")
    assert text.count("Score (0 to 3):") == 5
    sheet.write_text(text.replace("Score (0 to 3):", "Score (0 to 3): 1"), encoding="utf-8")
    found = json.loads(run("reading", "--scores", sheet, "--run", folder, "--json").stdout)
    assert (found["mean"], found["scored"]) == (1, 5)
    page = Path(run("report", folder).stdout.strip()).read_text(encoding="utf-8")
    assert "Mean 1.00 of 3" in page
    assert "mean 1.00 [1.00, 1.00] of 3, 5 of 5" in run("reading", "--scores", sheet).stdout


def test_a_reading_asks_nobody_where_a_sheet_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "sheet.md").write_text("scores", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no scores are lost"):
        run("reading", "--out", tmp_path / "sheet.md", "--gold", tmp_path / "none.jsonl")
    with pytest.raises(EvaluationError, match="--out FILE"):
        run("reading")


def test_robustness_shows_every_way_and_goes_into_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path, "r")
    service = FakeService()
    # This service understands only what it was asked word for word: every other way is a refusal.
    ask = service.ask

    def tolerant(body: dict[str, Any]) -> dict[str, Any]:
        known = any(q.request() == body for q in service.questions)
        return ask(body) if known else {"answered": False, "standalone_question": body["question"]}

    monkeypatch.setattr(service, "ask", tolerant)
    set_in_process(service.asker)
    common = ("robustness", "--gold", tmp_path / "gold.jsonl", "--split", "all", "--count", "4")
    found = json.loads(run(*common, "--run", folder, "--json").stdout)
    assert {way["kept"]["value"] for way in found["ways"].values()} == {0}
    assert found["ways"]["after another question"]["left_alone"]["value"] == 1
    assert "misspelt: kept 0.000 [0.000, 0.000], answered 0.000" in run(*common).stdout
    assert "As people type" in Path(run("report", folder).stdout.strip()).read_text(encoding="utf-8")


def test_a_split_and_a_service_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EvaluationError, match="dev, test or all"):
        run("run", "--gold", tmp_path / "gold.jsonl", "--split", "train", "--out", tmp_path / "r")
    monkeypatch.setattr(composition, "_factories", [])
    with pytest.raises(EvaluationError, match="--url"):
        run("run", "--gold", tmp_path / "gold.jsonl", "--out", tmp_path / "r")


def test_a_judge_must_be_configured(tmp_path: Path) -> None:
    folder = made(tmp_path, "r")
    with pytest.raises(EvaluationError, match="GREENPAPER_JUDGE"):
        run("judge", folder)


@pytest.mark.parametrize("name", [command.name or command.callback.__name__ for command in app.registered_commands])
def test_every_option_is_explained(name: str) -> None:
    import typer

    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    assert command.help
    assert all(p.help for p in command.params if p.param_type_name == "option" and p.name != "help"), name


def corpus_of_fakes(tmp_path: Path) -> Path:
    """The fake documents as a corpus folder with its manifest."""
    from tests.eval.fakes import SIDES, TEXTS

    folder = tmp_path / "corpus"
    folder.mkdir(exist_ok=True)
    tables = []
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        tables.append(
            f'[[document]]\nid = "{name}"\ntitle = "{name}"\npublisher = "{name}"\nside = "{SIDES[name].value}"\n'
            f'date = "2024"\nlicence = "x"\nsource = "x"\nfile = "{name}.txt"\n'
        )
    (folder / "manifest.toml").write_text("\n".join(tables), encoding="utf-8")
    assert len(gold_questions()) == 55
    return folder
