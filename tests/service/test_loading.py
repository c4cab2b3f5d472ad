"""Ready when there is an index to answer from, and not before; a new one is followed."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import httpx
import pytest

from corpus.errors import IndexCorruptError, IndexMismatchError, IndexMissingError, StoreError
from service import loading
from service.app import create_app
from tests.service.fake_engine import FakeEngine, wait_until
from tests.service.running import figure, running, settings_for

ROUTES = ("/v1/documents", "/v1/documents/plan", "/v1/documents/plan/text", "/v1/search?q=x", "/v1/passages/plan-1")


def test_lives_at_once_and_is_ready_once_loaded(tmp_path: Path) -> None:
    loaded = threading.Event()

    def slow() -> FakeEngine:
        loaded.wait(10)
        return FakeEngine()

    started = time.monotonic()
    with running(create_app(settings_for(tmp_path), slow), ready=False) as url, httpx.Client(base_url=url) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert time.monotonic() - started < 3
        reply = client.get("/readyz")
        assert reply.status_code == 503
        assert reply.json()["type"] == "/problems/not-ready"
        assert "being loaded" in reply.json()["detail"]
        assert int(reply.headers["retry-after"]) >= 1
        for route in ROUTES:
            assert client.get(route).status_code == 503
        assert client.post("/v1/ask", json={"question": "x"}).status_code == 503
        assert client.post("/v1/feedback", json={"answer_id": "a", "rating": "helpful"}).status_code == 201
        loaded.set()
        wait_until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/readyz").json() == {"status": "ready"}
        assert {client.get(route).status_code for route in ROUTES} == {200}
        assert figure(client, "greenpaper_ready") == 1


@pytest.mark.parametrize(
    "error",
    [
        IndexMissingError("there is no index in .greenpaper; run `greenpaper ingest`"),
        IndexMismatchError("the index was made with another model; run `greenpaper ingest`"),
        IndexCorruptError("vectors.bin is cut short; run `greenpaper ingest --rebuild`"),
    ],
)
def test_an_index_that_cannot_be_used_says_what_to_do_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: StoreError
) -> None:
    monkeypatch.setattr(loading.EngineLoader.__init__, "__kwdefaults__", {"refresh_s": 0.05, "retry_s": 0.05})
    repaired = threading.Event()

    def factory() -> FakeEngine:
        if not repaired.is_set():
            raise error
        return FakeEngine()

    with running(create_app(settings_for(tmp_path), factory), ready=False) as url, httpx.Client(base_url=url) as client:
        wait_until(lambda: client.get("/readyz").json().get("detail") == str(error))
        assert client.get("/healthz").status_code == 200
        asked = client.post("/v1/ask", json={"question": "x"})
        assert asked.status_code == 503
        assert asked.json()["detail"] == str(error)
        repaired.set()
        wait_until(lambda: client.get("/readyz").status_code == 200)


def test_a_defect_while_loading_gives_nothing_away(tmp_path: Path) -> None:
    def factory() -> FakeEngine:
        raise KeyError("/home/someone/secret")

    with running(create_app(settings_for(tmp_path), factory), ready=False) as url:
        wait_until(lambda: "log" in httpx.get(f"{url}/readyz").json()["detail"])
        assert "secret" not in httpx.get(f"{url}/readyz").text


def test_follows_the_index_and_keeps_the_old_one_where_the_new_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading.EngineLoader.__init__, "__kwdefaults__", {"refresh_s": 0.02, "retry_s": 0.02})
    engine = FakeEngine()
    with running(create_app(settings_for(tmp_path), lambda: engine)) as url, httpx.Client(base_url=url) as client:
        wait_until(lambda: engine.refreshed >= 2)
        engine.refresh_failure = IndexCorruptError("the new index is damaged")
        failed_at = engine.refreshed
        wait_until(lambda: engine.refreshed >= failed_at + 3)
        assert client.post("/v1/ask", json={"question": "x"}).status_code == 200
        assert client.get("/readyz").status_code == 200
        assert figure(client, "greenpaper_index_loads_total", result="failed") == 1, "told once, not at every try"


def test_an_engine_that_is_not_usable_any_more_is_not_ready(tmp_path: Path) -> None:
    engine = FakeEngine()
    with running(create_app(settings_for(tmp_path), lambda: engine)) as url:
        engine.usable = False
        reply = httpx.get(f"{url}/readyz")
        assert reply.status_code == 503
        assert "greenpaper ingest" in reply.json()["detail"]
