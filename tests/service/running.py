"""The application on a real socket, for tests of what a client on the network sees."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from corpus.settings import Settings
from service.app import create_app
from service.ports import Engine

JSON = {"content-type": "application/json"}


def settings_for(folder: Path, **changed: Any) -> Settings:
    return Settings(**{"data_dir": folder, "concurrency": 2, "queue": 8, **changed})


@contextmanager
def running(app: FastAPI, *, ready: bool = True) -> Iterator[str]:
    """Serves `app` from a thread. Yields its address, by default once it is ready."""
    config = uvicorn.Config(app, lifespan="on", ws="none", log_config=None, access_log=False, proxy_headers=False)
    config.server_header, config.timeout_graceful_shutdown = False, 1
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        deadline = time.monotonic() + 10
        while ready and httpx.get(f"{url}/readyz").status_code != 200:
            assert time.monotonic() < deadline, "the service did not become ready"
            time.sleep(0.02)
        yield url
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def serving(folder: Path, engine: Engine | Callable[[], Engine], **changed: Any) -> Iterator[httpx.Client]:
    """A client of the service over `engine`, with `changed` settings."""
    factory = engine if callable(engine) else lambda: engine
    with running(create_app(settings_for(folder, **changed), factory)) as url, httpx.Client(base_url=url) as client:
        yield client


def figure(client: httpx.Client, name: str, **labels: str) -> float:
    """The sum of a metric's series that have these labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )
