"""The service as a process: it says where it is, serves from several workers, and ends when told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from corpus.errors import ConfigurationError
from corpus.settings import Settings
from service import commands, serving
from service.ports import Engine
from tests.service.fake_engine import FakeEngine, wait_until
from tests.service.running import figure, settings_for

ROOT = Path(__file__).parents[2]


def open_quick(_: Settings) -> Engine:
    return FakeEngine(seconds=float(os.environ.get("FAKE_SECONDS", "0")))


@contextmanager
def served(folder: Path, seconds: float = 0.0, **changed: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The service in a process of its own, and its address."""
    program = (
        "from pathlib import Path\n"
        "from service.serving import run\n"
        "from tests.service.running import settings_for\n"
        "from tests.service.test_serving import open_quick\n"
        "if __name__ == '__main__':\n"
        f"    run(settings_for(Path({str(folder)!r}), port=0, **{changed!r}), open_quick)\n"
    )
    script = folder / "program.py"
    script.write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FAKE_SECONDS": str(seconds)}
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=(folder / "log").open("w"),
        text=True,
        env=environment,
        cwd=folder,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, (folder / "log").read_text()
        url = found[0]
        wait_until(lambda: _ready(url), 30)
        yield process, url
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def test_serves_where_it_says_and_ends_when_told(tmp_path: Path) -> None:
    with served(tmp_path) as (process, url):
        assert httpx.post(f"{url}v1/ask", json={"question": "x"}).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert log.endswith("greenpaper stopped\n")


def test_an_answer_under_way_is_finished_before_the_end(tmp_path: Path) -> None:
    with served(tmp_path, seconds=1.0) as (process, url):
        replies: list[httpx.Response] = []
        asking = threading.Thread(
            target=lambda: replies.append(httpx.post(f"{url}v1/ask", json={"question": "x"}, timeout=10))
        )
        asking.start()
        with httpx.Client(base_url=url) as client:
            wait_until(lambda: figure(client, "greenpaper_running") == 1)
        process.terminate()
        asking.join()
        assert replies[0].status_code == 200
        process.wait(15)


def test_what_is_asked_is_exported_to_nobody_who_traces_the_process(tmp_path: Path) -> None:
    pytest.importorskip("opentelemetry.sdk")
    program = f"""
from pathlib import Path
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
exported = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exported))
trace.set_tracer_provider(provider)
from tests.service.fake_engine import FakeEngine
from tests.service.running import serving
with serving(Path({str(tmp_path)!r}), FakeEngine()) as client:
    client.get("/v1/search?q=my+own+affair")
    client.post("/v1/ask", json={{"question": ""}})
assert exported.get_finished_spans() == (), exported.get_finished_spans()[0].attributes
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_workers_count_together_and_accept_each_others_sessions(tmp_path: Path) -> None:
    with served(tmp_path, workers=2, requests_per_minute=20, require_session=True) as (_, url):
        own = {"origin": url.rstrip("/")}
        # A connection each, so that both workers get some.
        token = httpx.post(f"{url}v1/session", headers=own).json()["token"]
        own["x-greenpaper-session"] = token
        statuses = [httpx.post(f"{url}v1/ask", json={"question": "x"}, headers=own).status_code for _ in range(40)]
        assert set(statuses) == {200, 429}
        assert 20 <= statuses.count(200) <= 24
        with httpx.Client(base_url=url) as client:
            assert figure(client, "greenpaper_http_requests_total", route="/v1/ask", status="200") == statuses.count(
                200
            )
            assert figure(client, "greenpaper_ready") == 2


def test_a_port_that_is_taken_is_one_clear_line_before_any_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = settings_for(tmp_path, port=taken.getsockname()[1])
        ensured: list[Settings] = []
        with pytest.raises(ConfigurationError, match=r"in use; .* --port"):
            commands.serve(settings, ensured.append, open_quick)
        assert ensured == []


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_elsewhere_is_one_clear_line(tmp_path: Path, host: str) -> None:
    with pytest.raises(ConfigurationError, match="no address of this machine"):
        serving.listen(host, 0)


def test_an_origin_that_is_none_is_refused_before_serving(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, port=0, allowed_origins=("https://*.example",))
    with pytest.raises(ConfigurationError, match="not an origin"):
        serving.run(settings, open_quick)


def test_who_connects_before_the_service_is_up_is_not_refused() -> None:
    with serving.listen("127.0.0.1", 0) as listener:
        assert serving.url_of(listener, "127.0.0.1") == f"http://127.0.0.1:{listener.getsockname()[1]}/"
        socket.create_connection(listener.getsockname(), timeout=2).close()


def test_an_address_of_version_6_is_bracketed() -> None:
    try:
        listener = serving.listen("::1", 0)
    except ConfigurationError:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert serving.url_of(listener, "::1").startswith("http://[::1]:")
