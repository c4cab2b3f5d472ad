"""POST /v1/ask as JSON, and every way in which a request for it can be wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from corpus.errors import AnswererError, IndexCorruptError, RequestError
from corpus.models import Side
from service.schemas import AnswerBody, AskRequest
from tests.service.fake_engine import FakeEngine, wait_until
from tests.service.language_model.scripted_server import ScriptedServer, completion, scripted_server
from tests.service.language_model.test_answerer import ALL, FOUND, GOOD, answerer
from tests.service.running import JSON, figure, serving


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture(scope="module")
def client(engine: FakeEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("data"), engine) as client:
        yield client


def test_answers_with_the_body_of_the_contract(client: httpx.Client, engine: FakeEngine) -> None:
    asked = {
        "question": "How many?",
        "sides": ["government"],
        "organisations": ["A Ministry"],
        "documents": ["plan"],
        "history": [{"question": "Trees?", "answer": "Yes\nmany."}],
        "max_citations": 3,
        "as_typed": True,
    }
    reply = client.post("/v1/ask", json=asked)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert AnswerBody.model_validate(reply.json()).answer.endswith("[1].")
    assert engine.asked[-1].model_dump(mode="json") == asked
    assert engine.asked[-1].sides == [Side.GOVERNMENT]


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({"question": ""}, "question", "question is empty"),
        ({"question": "\u200b \n"}, "question", "question is empty"),
        ({"question": "x" * 10_000}, "question", "10000 characters; at most 2000"),
        ({"question": "a\x00"}, "question", "U+0000"),
        ({"question": "a\x1b[0m"}, "question", "U+001B"),
        ({"question": 5}, "question", "send a string"),
        ({"question": None}, "question", "send a string"),
        ({}, "question", "a value is needed"),
        ({"question": "x", "sides": ["opposition"]}, "sides[0]", "'government' or 'stakeholder'"),
        ({"question": "x", "sides": "government"}, "sides", "send a list"),
        ({"question": "x", "documents": ["plan", "no\nne"]}, "documents[1]", "there are plan, reply"),
        ({"question": "x", "documents": ["plan"] * 51}, "documents", "at most 50"),
        ({"question": "x", "max_citations": 0}, "max_citations", "greater than or equal to 1"),
        ({"question": "x", "max_citations": "7"}, "max_citations", "valid integer"),
        ({"question": "x", "history": [{"question": ""}]}, "history[0].question", "question is empty"),
        ({"question": "x", "history": [{"question": "x"}] * 21}, "history", "at most 20"),
        ({"question": "x", "side": ["government"]}, "side", "no such field"),
        (["question"], "body", "send a JSON object"),
    ],
)
def test_a_wrong_field_is_named_with_what_is_wrong(
    client: httpx.Client, engine: FakeEngine, body: object, field: str, detail: str
) -> None:
    before = len(engine.asked)
    reply = client.post("/v1/ask", json=body)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem["status"] == 422
    assert problem["type"] == "/problems/invalid"
    assert problem["instance"] == "/v1/ask"
    assert problem["errors"][0]["field"] == field
    assert detail in problem["errors"][0]["detail"]
    assert detail in problem["detail"]
    assert len(problem["detail"].splitlines()) == 1
    assert len(engine.asked) == before


def test_half_a_surrogate_pair_is_refused(client: httpx.Client) -> None:
    reply = client.post("/v1/ask", content=b'{"question": "a\\ud800b"}', headers=JSON)
    assert reply.status_code == 422
    assert "U+D800" in reply.json()["detail"]


def test_every_wrong_field_is_listed(client: httpx.Client) -> None:
    problem = client.post("/v1/ask", json={"question": "", "sides": ["x"], "zap": 1}).json()
    assert [error["field"] for error in problem["errors"]] == ["question", "sides[0]", "zap"]
    assert "2 more" in problem["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"question": "x"', b"\xff\xfe\xfd", b'{"question": "\xe9"}', b"[" * 60_000, b"not json"]
)
def test_what_is_not_json_is_malformed(client: httpx.Client, body: bytes) -> None:
    reply = client.post("/v1/ask", content=body, headers=JSON)
    assert reply.status_code == 400
    assert reply.json()["type"] == "/problems/malformed"
    assert len(reply.json()["detail"].splitlines()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/jsonp"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_another_media_type_is_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    reply = client.post("/v1/ask", content=b'{"question": "x"}', headers=headers)
    assert reply.status_code == 415
    assert reply.json()["type"] == "/problems/media-type"


@pytest.mark.parametrize("value", ["application/json;charset=UTF-8", "Application/JSON", "application/ld+json"])
def test_json_by_other_names_is_taken(client: httpx.Client, value: str) -> None:
    reply = client.post("/v1/ask", content=b'{"question": "x"}', headers={"content-type": value})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("failure", "status", "kind"),
    [
        (RequestError("nobody of that name speaks", field="organisations"), 422, "invalid"),
        (IndexCorruptError("a file of the index is damaged; run `greenpaper ingest --rebuild`"), 503, "index"),
        (AnswererError("the model timed out"), 503, "answerer"),
        (KeyError("What I asked in confidence"), 500, "internal"),
    ],
)
def test_an_engine_that_fails_is_a_problem_that_gives_nothing_away(
    client: httpx.Client, engine: FakeEngine, failure: Exception, status: int, kind: str
) -> None:
    engine.failure = failure
    try:
        reply = client.post("/v1/ask", json={"question": "x"})
    finally:
        engine.failure = None
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["type"] == f"/problems/{kind}"
    assert reply.json()["request_id"] == reply.headers["x-request-id"]
    assert ("retry-after" in reply.headers) is (status == 503)
    assert "confidence" not in reply.text


def test_a_hundred_at_once_are_answered_or_told_when_to_come_back_while_health_stays_quick(tmp_path: Path) -> None:
    engine = FakeEngine(seconds=10)
    with serving(tmp_path, engine, concurrency=2, queue=5) as client, ThreadPoolExecutor(100) as threads:
        limits = httpx.Limits(max_connections=120)
        with httpx.Client(base_url=client.base_url, limits=limits, timeout=30) as many:
            asks = [threads.submit(many.post, "/v1/ask", json={"question": "x"}) for _ in range(100)]
            wait_until(lambda: sum(ask.done() for ask in asks) == 93, 20)
            slowest = 0.0
            for _ in range(20):
                started = time.perf_counter()
                assert client.get("/healthz").status_code == 200
                slowest = max(slowest, time.perf_counter() - started)
            assert figure(client, "greenpaper_queue_depth") == 5
            assert figure(client, "greenpaper_running") == 2
            engine.release.set()
            replies = [ask.result() for ask in asks]
    refused = [reply for reply in replies if reply.status_code == 503]
    assert [reply.status_code for reply in replies].count(200) == 7
    assert len(refused) == 93
    assert all(int(reply.headers["retry-after"]) >= 1 for reply in refused)
    assert all(reply.json()["type"] == "/problems/busy" for reply in refused)
    assert engine.most_at_once == 2
    assert slowest < 0.5


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_leaves_frees_its_place_within_a_second(tmp_path: Path, accept: str) -> None:
    engine = FakeEngine(seconds=20)
    with serving(tmp_path, engine, concurrency=1, queue=0) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.post("/v1/ask", json={"question": "x"}, headers={"accept": accept}, timeout=0.3)
        left = time.monotonic()
        engine.seconds = 0
        wait_until(lambda: client.post("/v1/ask", json={"question": "y"}).status_code == 200, 2)
        assert time.monotonic() - left < 1
        assert figure(client, "greenpaper_clients_left_total") == 1
        engine.release.set()
        wait_until(lambda: figure(client, "greenpaper_abandoned") == 0)


class ModelEngine(FakeEngine):
    """A fake engine whose answers wait for a language model."""

    def __init__(self, server: ScriptedServer) -> None:
        super().__init__()
        self.answerer = answerer(server, llm_timeout_s=20.0)

    def ask(self, request: AskRequest) -> AnswerBody:
        self.answerer.draft(request.question, FOUND, documents=ALL)
        return super().ask(request)


def test_a_client_that_leaves_during_a_call_of_the_model_frees_its_place_and_the_reply_is_kept(tmp_path: Path) -> None:
    with scripted_server() as server:
        server.answer_in_turn(
            replace(completion({"statements": [GOOD]}), delay_s=1.5), completion({"statements": [GOOD]})
        )
        engine = ModelEngine(server)
        with serving(tmp_path, engine, concurrency=1, queue=0) as client:
            with pytest.raises(httpx.ReadTimeout):
                client.post("/v1/ask", json={"question": "first"}, timeout=0.5)
            left = time.monotonic()
            wait_until(lambda: client.post("/v1/ask", json={"question": "second"}).status_code == 200, 2)
            assert time.monotonic() - left < 1.4
            wait_until(lambda: any(request.question == "first" for request in engine.asked), 5)
            assert client.post("/v1/ask", json={"question": "first"}).status_code == 200
            assert len(server.requests) == 2
            wait_until(lambda: figure(client, "greenpaper_abandoned") == 0)


def test_a_client_that_leaves_the_queue_is_never_worked_for(tmp_path: Path) -> None:
    engine = FakeEngine(seconds=20)
    with serving(tmp_path, engine, concurrency=1, queue=1) as client:
        first = threading.Thread(target=client.post, args=("/v1/ask",), kwargs={"json": {"question": "first"}})
        first.start()
        wait_until(lambda: bool(engine.asked))
        with pytest.raises(httpx.ReadTimeout):
            client.post("/v1/ask", json={"question": "second"}, timeout=0.2)
        wait_until(lambda: figure(client, "greenpaper_queue_depth") == 0, 1)
        engine.release.set()
        first.join()
        assert client.post("/v1/ask", json={"question": "third"}).status_code == 200
        assert [request.question for request in engine.asked] == ["first", "third"]
