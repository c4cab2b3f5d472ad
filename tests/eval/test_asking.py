from __future__ import annotations

from pathlib import Path

from eval.asking import TEXTS_KEPT, ask_missing, kept
from eval.gold_set import GoldSet
from eval.overlap import Rules
from eval.runs import Run, configuration, create_run, open_run
from tests.eval.fakes import TEXTS, FakeService


def new_run(folder: Path, gold: GoldSet) -> Run:
    config = configuration("r", "in-process", {}, gold, split="all", depth=50, rules=Rules(), code=None)
    return create_run(folder, config, gold, TEXTS)


def ask(folder: Path, gold: GoldSet, service: FakeService) -> Run:
    return ask_missing(new_run(folder, gold), service.asker(), pause=lambda _: None)


def test_every_question_is_asked_once_after_one_to_warm_up(tmp_path: Path, gold: GoldSet) -> None:
    service = FakeService()
    run = ask(tmp_path / "run", gold, service)
    assert service.asked[1:] == [question.id for question in gold.questions]
    assert service.asked[0] == service.asked[1]
    assert all(row["ask_ms"] >= 0 and row["error"] is None for row in run.rows.values())


def test_an_interrupted_run_asks_only_what_is_missing(tmp_path: Path, gold: GoldSet) -> None:
    folder = tmp_path / "run"
    ask(folder, gold, FakeService())
    path = folder / "answers.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:50]) + lines[50][:30], encoding="utf-8")
    service = FakeService()
    run = ask(folder, gold, service)
    assert service.asked[1:] == [question.id for question in gold.questions[50:]]
    assert kept(run) == len(gold.questions) == len(path.read_text(encoding="utf-8").splitlines())


def test_a_whole_run_asks_nothing_more(tmp_path: Path, gold: GoldSet) -> None:
    folder = tmp_path / "run"
    ask(folder, gold, FakeService())
    service = FakeService()
    ask(folder, gold, service)
    assert service.asked == []


def test_a_failure_is_kept_and_asked_again_next_time(tmp_path: Path, gold: GoldSet) -> None:
    folder = tmp_path / "run"
    first = ask(folder, gold, FakeService(fails=frozenset({"sum-mills"})))
    assert first.rows["sum-mills"]["error"] == "the service is away"
    assert kept(first) == len(gold.questions) - 1
    service = FakeService()
    second = ask(folder, gold, service)
    assert set(service.asked) == {"sum-mills"}
    assert second.rows["sum-mills"]["error"] is None


def test_what_may_pass_is_tried_again_at_once(tmp_path: Path, gold: GoldSet) -> None:
    service = FakeService(fails=frozenset({"sum-mills"}), times=2, retryable=True)
    pauses: list[float] = []
    run = ask_missing(new_run(tmp_path / "run", gold), service.asker(), pause=pauses.append)
    assert run.rows["sum-mills"]["error"] is None
    assert pauses == [1.0, 2.0]


def test_a_follow_up_is_searched_as_the_service_understood_it(tmp_path: Path, gold: GoldSet) -> None:
    queries: list[str] = []
    service = FakeService()
    search = service.search
    service.search = lambda params: (queries.append(str(params["q"])), search(params))[1]  # type: ignore[method-assign]
    ask(tmp_path / "run", gold, service)
    assert "standalone again" in queries
    assert "What is put into buses?" in queries


def test_results_keep_their_place_and_length_and_the_first_their_text(tmp_path: Path, gold: GoldSet) -> None:
    run = ask(tmp_path / "run", gold, FakeService())
    results = open_run(run.folder).rows["sum-buses"]["results"]
    assert len(results) == 40
    assert all(result["words"] > 10 and result["spans"] for result in results)
    assert [("text" in result) for result in results] == [rank < TEXTS_KEPT for rank in range(40)]
