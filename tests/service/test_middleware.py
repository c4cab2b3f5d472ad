"""What every request goes through, seen from a socket."""

from __future__ import annotations

import http.client
import io
import json
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from service import log, middleware
from tests.service.fake_engine import FakeEngine
from tests.service.running import JSON, figure, serving, settings_for

MOST = 4_096
ORIGIN = "https://intranet.example"


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture(scope="module")
def client(engine: FakeEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("data")
    with serving(folder, engine, max_body_bytes=MOST, allowed_origins=(ORIGIN,)) as client:
        yield client


@pytest.fixture
def written(tmp_path: Path) -> Iterator[io.StringIO]:
    """What the service logs meanwhile."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    log.configure(settings_for(tmp_path), stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def connect(client: httpx.Client) -> socket.socket:
    address = urlsplit(str(client.base_url))
    return socket.create_connection((address.hostname, address.port or 0), timeout=10)


def first_reply(connection: socket.socket) -> http.client.HTTPResponse:
    reply = http.client.HTTPResponse(connection)
    reply.begin()
    return reply


HEAD = "POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def test_a_body_that_says_it_is_too_large_is_refused_before_any_of_it_arrives(client: httpx.Client) -> None:
    with connect(client) as connection:
        connection.sendall(f"{HEAD}Content-Length: 200000000\r\n\r\n".encode())
        reply = first_reply(connection)
        assert reply.status == 413
        assert reply.headers["content-type"] == "application/problem+json"
        assert json.loads(reply.read())["type"] == "/problems/too-large"


def test_a_body_without_a_length_is_refused_at_the_byte_too_many(client: httpx.Client, engine: FakeEngine) -> None:
    before = len(engine.asked)
    with connect(client) as connection:
        connection.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(5):  # and then nothing more: the end of the body never comes
            connection.sendall(b"400\r\n" + b" " * 1_024 + b"\r\n")
        assert first_reply(connection).status == 413
    assert len(engine.asked) == before


def test_a_client_that_sends_all_of_a_large_body_gets_to_read_the_refusal(client: httpx.Client) -> None:
    for content in (b" " * 20_000_000, iter([b" " * 100_000] * 200)):
        reply = client.post("/v1/ask", content=content, headers=JSON, timeout=30)
        assert reply.status_code == 413
    assert client.get("/healthz").status_code == 200


def test_a_body_of_just_the_size_is_taken(client: httpx.Client) -> None:
    body = b'{"question": "x"}'
    assert client.post("/v1/ask", content=body.ljust(MOST), headers=JSON).status_code == 200
    assert client.post("/v1/ask", content=body.ljust(MOST + 1), headers=JSON).status_code == 413


def test_every_address_has_the_limit_whether_it_exists_or_not(client: httpx.Client) -> None:
    for path in ("/nowhere", "/healthz", "/v1/session", "/v1/feedback"):
        assert client.post(path, content=b" " * (MOST + 1), headers=JSON).status_code == 413


def test_a_body_that_does_not_arrive_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware.BodyMiddleware.__init__, "__defaults__", (0.2,))
    with serving(tmp_path, FakeEngine()) as client, connect(client) as connection:
        connection.sendall(f"{HEAD}Content-Length: 100\r\n\r\n{{".encode())
        assert first_reply(connection).status == 408


def test_a_client_that_leaves_while_it_sends_is_no_error(client: httpx.Client, written: io.StringIO) -> None:
    with connect(client) as connection:
        connection.sendall(f"{HEAD}Content-Length: 100\r\n\r\n{{".encode())
    deadline = time.monotonic() + 5
    while "499" not in written.getvalue() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert '"status": 499' in written.getvalue()
    assert "error" not in written.getvalue()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/static/nowhere.js", 404),
        ("GET", "/v1/ask", 405),
        ("DELETE", "/v1/feedback", 405),
        ("PUT", "/v1/search", 405),
        ("GET", "/v1/documents/", 404),
        ("PATCH", "/v1/ask", 405),
    ],
)
def test_what_there_is_not_is_a_problem(client: httpx.Client, method: str, path: str, status: int) -> None:
    reply = client.request(method, path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert {"type", "title", "status", "detail", "instance"} <= problem.keys()
    assert problem["status"] == status
    assert problem["instance"] == path
    assert ("allow" in reply.headers) is (status == 405)


def test_each_problem_type_says_what_it_means(client: httpx.Client) -> None:
    type_ = client.get("/nowhere").json()["type"]
    meaning = client.get(type_).json()
    assert meaning["type"] == type_
    assert meaning["meaning"]
    assert client.get("/problems/none").status_code == 404


def test_head_is_get_without_its_body(client: httpx.Client) -> None:
    for path in ("/healthz", "/v1/documents", "/v1/documents/plan/text", "/openapi.json", "/nowhere"):
        got, headed = client.get(path), client.head(path)
        assert headed.status_code == got.status_code
        assert headed.content == b""
        assert headed.headers["content-type"] == got.headers["content-type"]
        assert int(headed.headers["content-length"]) == len(got.content)


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/v1/search?q=x", "/openapi.json", "/v1/documents/plan/text"])
def test_every_reply_has_the_headers_that_keep_browsers_safe(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "server" not in headers


def test_a_request_id_is_taken_over_when_it_is_one(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-1.2_3"}).headers["x-request-id"] == "abc-1.2_3"
    for forged in ("a b", "x" * 65, '"}', "é"):
        given = client.get("/healthz", headers={b"x-request-id": forged.encode()}).headers["x-request-id"]
        assert len(given) == 32
        assert given.isalnum()


def test_the_log_has_one_line_a_request_and_none_of_its_words(client: httpx.Client, written: io.StringIO) -> None:
    secret = "my-benefit-was-stopped"
    forged = quote(f'{secret}\n{{"level": "info", "message": "forged"}}')
    client.post("/v1/ask", json={"question": f"Why? {secret}\nforged line"})
    client.get("/v1/search", params={"q": secret})
    client.get(f"/{forged}")
    client.get(f"/v1/passages/{forged}")
    client.post("/v1/feedback", json={"answer_id": secret, "rating": "unhelpful", "comment": secret})
    client.post("/v1/ask", json={"question": secret, secret: 1})
    client.get("/healthz", headers={"user-agent": secret, "x-request-id": f"{secret} {secret}", "referer": secret})
    client.delete("/healthz")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["message"] for line in lines] == ["request"] * len(lines)
    assert [line["status"] for line in lines] == [200, 200, 404, 404, 201, 422, 405]
    assert lines[3]["route"] == "/v1/passages/{passage_id}"
    assert "benefit" not in written.getvalue()
    assert "benefit" not in client.get("/metrics").text


def test_a_failure_is_logged_under_the_request_id_without_its_words(
    client: httpx.Client, engine: FakeEngine, written: io.StringIO
) -> None:
    engine.failure = ValueError("what somebody asked")
    try:
        reply = client.post("/v1/ask", json={"question": "what somebody asked"})
    finally:
        engine.failure = None
    failed, request = (json.loads(line) for line in written.getvalue().splitlines())
    assert failed["error"] == "ValueError"
    assert any("fake_engine.py" in place for place in failed["at"])
    assert failed["request_id"] == request["request_id"] == reply.headers["x-request-id"]
    assert "somebody" not in written.getvalue()


@pytest.mark.parametrize(
    "header",
    ["x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip"],
)
def test_no_header_evades_the_rate_limit(tmp_path: Path, header: str) -> None:
    with serving(tmp_path, FakeEngine(), requests_per_minute=3) as client:
        replies = [
            client.post("/v1/ask", json={"question": "x"}, headers={header: f"192.0.2.{number}"}) for number in range(6)
        ]
        assert [reply.status_code for reply in replies[:3]] == [200] * 3
        refused = [reply for reply in replies if reply.status_code == 429]
        assert len(refused) >= 2  # the clock's minute may turn in between
        assert int(refused[0].headers["retry-after"]) >= 1
        assert refused[0].json()["type"] == "/problems/rate"


def test_asks_and_searches_count_together_and_reading_does_not(tmp_path: Path) -> None:
    with serving(tmp_path, FakeEngine(), requests_per_minute=2) as client:
        assert client.post("/v1/ask", json={"question": "x"}).status_code == 200
        assert client.get("/v1/search", params={"q": "x"}).status_code == 200
        assert 429 in [client.get("/v1/search", params={"q": "x"}).status_code for _ in range(2)]
        assert {client.get("/v1/documents").status_code for _ in range(5)} == {200}
        assert client.post("/v1/feedback", json={"answer_id": "a", "rating": "helpful"}).status_code == 201
        assert client.get("/healthz").status_code == 200
        assert figure(client, "greenpaper_rejected_total", cause="rate") >= 1


def test_a_page_of_an_allowed_origin_may_ask_and_read(client: httpx.Client) -> None:
    preflight = client.options(
        "/v1/ask",
        headers={
            "origin": ORIGIN,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )
    assert preflight.status_code in (200, 204)
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    assert "origin" in preflight.headers["vary"].lower()
    for reply in (
        client.post("/v1/ask", json={"question": "x"}, headers={"origin": ORIGIN}),
        client.post("/v1/ask", json={"question": ""}, headers={"origin": ORIGIN}),
        client.post("/v1/ask", content=b" " * (MOST + 1), headers={"origin": ORIGIN, **JSON}),
        client.get("/v1/nowhere", headers={"origin": ORIGIN}),
    ):
        assert reply.headers["access-control-allow-origin"] == ORIGIN
        assert "origin" in reply.headers["vary"].lower()
        assert "access-control-allow-credentials" not in reply.headers


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://intranet.example.evil.test",
        "https://evilintranet.example",
        "https://intranet.example:8443",
        "http://intranet.example",
        "https://intranet.example/",
        "https://INTRANET.example.",
        "*",
        "https://a, https://intranet.example",
        "",
    ],
)
def test_no_other_origin_may(client: httpx.Client, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    for reply in (
        client.options("/v1/ask", headers=asked),
        client.post("/v1/ask", json={"question": "x"}, headers={"origin": origin}),
        client.get("/v1/documents", headers={"origin": origin}),
    ):
        assert "access-control-allow-origin" not in reply.headers
        if reply.status_code >= 400:
            assert reply.headers["content-type"] == "application/problem+json"
    assert client.options("/v1/ask", headers=asked).status_code >= 400


def test_the_services_own_page_may(client: httpx.Client) -> None:
    own = str(client.base_url).rstrip("/")
    assert client.post("/v1/ask", json={"question": "x"}, headers={"origin": own}).status_code == 200
