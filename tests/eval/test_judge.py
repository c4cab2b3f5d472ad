from __future__ import annotations

import json

import httpx
import pytest

from eval.errors import EvaluationError
from eval.judge import EndpointJudge, agreement, grades_in, judge_run
from tests.eval.conftest import RunMaker
from tests.eval.fakes import FakeService


def judge(content: object, seen: list[httpx.Request] | None = None) -> EndpointJudge:
    def answer(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return httpx.Response(200, json={"choices": [{"message": {"content": content}}]})

    return EndpointJudge("http://judge/v1", "tester", "secret", transport=httpx.MockTransport(answer))


def test_it_sends_the_answer_as_data_with_the_key_and_reads_the_grades() -> None:
    seen: list[httpx.Request] = []
    grades = judge('Sure: {"faithful": 1, "relevant": 0}', seen).grade("Why?", ["Because."], ["Because of it."])
    assert grades == {"faithful": 1, "relevant": 0}
    sent = json.loads(seen[0].content)
    assert seen[0].url.path == "/v1/chat/completions"
    assert seen[0].headers["authorization"] == "Bearer secret"
    assert sent["temperature"] == 0
    assert json.loads(sent["messages"][1]["content"])["statements"] == ["Because."]


@pytest.mark.parametrize("content", ["no idea", "{}", '{"faithful": 2, "relevant": 1}', '{"faithful": 1}', "{broken"])
def test_grades_that_make_no_sense_are_none(content: str) -> None:
    assert grades_in(content) == {}


def test_a_judge_that_is_not_configured_or_not_there_is_one_line() -> None:
    with pytest.raises(EvaluationError, match="GREENPAPER_JUDGE"):
        EndpointJudge("", "")
    away = EndpointJudge("http://judge", "m", transport=httpx.MockTransport(lambda _: httpx.Response(500)))
    with pytest.raises(EvaluationError, match="cannot be used"):
        away.grade("q", [], [])
    odd = EndpointJudge("http://judge", "m", transport=httpx.MockTransport(lambda _: httpx.Response(200, json=[])))
    with pytest.raises(EvaluationError, match="chat completion"):
        odd.grade("q", [], [])


def test_a_run_is_graded_and_agreement_with_the_figures_reported(make_run: RunMaker) -> None:
    run = make_run("first", FakeService(rank_of=lambda q: 12 if q.id == "sum-mills" else 1))
    summary = judge_run(run, judge('{"faithful": 1, "relevant": 1}'))
    assert summary["answers"] == 46
    assert summary["faithful"] == summary["relevant"] == 1
    assert summary["agreement"]["faithful with all statements supported"]["agreed"] == 1
    right = summary["agreement"]["relevant with right by facts"]
    assert right == {"count": 46, "agreed": pytest.approx(45 / 46, abs=1e-4), "kappa": 0}
    assert json.loads((run.folder / "judge.json").read_text()) == summary
    assert len((run.folder / "judge.jsonl").read_text().splitlines()) == 46


def test_what_cannot_be_read_is_ungraded_and_not_zero(make_run: RunMaker) -> None:
    summary = judge_run(make_run("first"), judge("hm"))
    assert summary["ungraded"] == summary["answers"]
    assert summary["faithful"] is None


def test_kappa_is_agreement_beyond_chance() -> None:
    assert agreement([(1, 1), (0, 0), (1, 0), (0, 1)]).kappa == 0
    assert agreement([(1, 1), (0, 0), (1, 1)]).kappa == 1
    assert agreement([]).count == 0
