"""POST /v1/ask as server-sent events."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from corpus.errors import AnswererError, RequestError
from service import streaming
from service.schemas import AnswerBody, CitationBody, StatementEvent
from service.streaming import wants_events
from tests.service.fake_engine import FakeEngine, wait_until
from tests.service.running import figure, serving

EVENTS = {"accept": "text/event-stream"}


def events_of(text: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream, read as the standard says; comments are passed over."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def client(engine: FakeEngine, tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(tmp_path, engine, concurrency=1, queue=0) as client:
        yield client


@pytest.mark.parametrize(
    ("accept", "events"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("Text/Event-Stream; charset=utf-8", True),
        ("text/event-stream, */*;q=0.1", True),
        ("text/event-stream, application/json", True),
        ("application/json, text/event-stream", False),
        ("application/json;q=0.5, text/event-stream", True),
        ("text/event-stream;q=0.5, application/json", False),
        ("text/event-stream;q=0", False),
        ("text/event-streams", False),
    ],
)
def test_the_header_accept_decides(accept: str, events: bool) -> None:
    assert wants_events(accept) is events


def test_streams_the_same_answer_and_ends_with_the_whole_body(client: httpx.Client) -> None:
    whole = client.post("/v1/ask", json={"question": "How many?"}).json()
    reply = client.post("/v1/ask", json={"question": "How many?"}, headers=EVENTS)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    events = events_of(reply.text)
    assert [name for name, _ in events] == ["citation", "statement", "done"]
    assert CitationBody.model_validate(events[0][1]).number == 1
    assert StatementEvent.model_validate(events[1][1]).statement.citations == [1]
    assert AnswerBody.model_validate(events[2][1]) == AnswerBody.model_validate(whole)


def test_events_arrive_as_they_are_made(client: httpx.Client, engine: FakeEngine) -> None:
    engine.event_seconds = 1.0
    started = time.monotonic()
    with client.stream("POST", "/v1/ask", json={"question": "How many?"}, headers=EVENTS) as reply:
        chunks = reply.iter_text()
        assert next(chunks).startswith("event: citation\n")
        assert time.monotonic() - started < 0.5
        engine.release.set()
        assert "event: done\n" in "".join(chunks)
    assert figure(client, "greenpaper_first_event_seconds_count") == 1
    assert figure(client, "greenpaper_answers_total", outcome="answered") == 1


@pytest.mark.parametrize("question", ["", "x" * 3_000])
def test_a_wrong_request_is_a_problem_and_no_stream(client: httpx.Client, question: str) -> None:
    reply = client.post("/v1/ask", json={"question": question}, headers=EVENTS)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_what_fails_before_the_first_event_is_a_problem_and_no_stream(client: httpx.Client, engine: FakeEngine) -> None:
    engine.failure = RequestError("nobody of that name", field="organisations")
    reply = client.post("/v1/ask", json={"question": "x"}, headers=EVENTS)
    assert reply.status_code == 422
    reply = client.post("/v1/ask", json={"question": "x", "documents": ["none"]}, headers=EVENTS)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == "documents[0]"


@pytest.mark.parametrize(
    ("failure", "kind"),
    [(AnswererError("the model broke off"), "answerer"), (ValueError("in confidence"), "internal")],
)
def test_what_fails_later_is_an_event_with_problem_details(
    client: httpx.Client, engine: FakeEngine, failure: Exception, kind: str
) -> None:
    engine.late_failure = failure
    events = events_of(client.post("/v1/ask", json={"question": "x"}, headers=EVENTS).text)
    assert [name for name, _ in events] == ["citation", "error"]
    problem = events[-1][1]
    assert problem["type"] == f"/problems/{kind}"
    assert problem["instance"] == "/v1/ask"
    assert "confidence" not in str(problem)
    engine.late_failure = None
    assert client.post("/v1/ask", json={"question": "x"}).status_code == 200, "the place is free again"


def test_a_full_queue_is_a_problem_and_no_stream(client: httpx.Client, engine: FakeEngine) -> None:
    engine.event_seconds = 10
    with client.stream("POST", "/v1/ask", json={"question": "x"}, headers=EVENTS) as first:
        next(first.iter_text())
        reply = client.post("/v1/ask", json={"question": "y"}, headers=EVENTS)
        assert reply.status_code == 503
        assert int(reply.headers["retry-after"]) >= 1
        engine.release.set()
    assert figure(client, "greenpaper_rejected_total", cause="queue") == 1


def test_a_client_that_leaves_mid_stream_frees_its_place_within_a_second(
    client: httpx.Client, engine: FakeEngine
) -> None:
    engine.event_seconds = 20
    with client.stream("POST", "/v1/ask", json={"question": "x"}, headers=EVENTS) as reply:
        next(reply.iter_text())
    left = time.monotonic()
    wait_until(lambda: client.post("/v1/ask", json={"question": "y"}).status_code == 200, 3)
    assert time.monotonic() - left < 1
    engine.release.set()
    wait_until(lambda: engine.closed_streams == 1)


def test_an_answer_that_takes_its_time_keeps_the_connection_awake(
    client: httpx.Client, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "FIRST_EVENT_S", 0.1)
    monkeypatch.setattr(streaming, "KEEP_ALIVE_S", 0.1)
    engine.seconds = 0.5
    text = client.post("/v1/ask", json={"question": "x"}, headers=EVENTS).text
    assert text.startswith(": still at work\n\n")
    assert [name for name, _ in events_of(text)] == ["citation", "statement", "done"]


def test_no_text_can_end_an_event_early(client: httpx.Client) -> None:
    question = "one\n\nevent: done\ndata: {}\r\n\r\nevent: x"
    events = events_of(client.post("/v1/ask", json={"question": question}, headers=EVENTS).text)
    assert [name for name, _ in events] == ["citation", "statement", "done"]
    assert events[-1][1]["question"] == question
