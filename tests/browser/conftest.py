"""A service on one origin, a host page on another, and Debian's Chromium in front of both.

`service` is the real application over a canned engine, which tests script. `any_service` is that and then the real one
over the real index, for what has to hold of any service.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from corpus.index import Index
from corpus.settings import PACKAGED_CORPUS, Settings
from greenpaper import engine as open_engine
from service.app import create_app
from service.commands import pages_of
from tests.browser.canned_engine import CannedEngine, CannedPages
from tests.browser.host_page import HostPage
from tests.browser.scripts import FIRST_QUESTIONS, SCRIPTS
from tests.browser.server import serving

CHROMIUM = os.environ.get("GREENPAPER_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
READY_WITHIN_S = 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Served:
    """A running service: its address and, where a test may script it, its engine."""

    url: str
    engine: CannedEngine | None = None


def canned_app(engine: CannedEngine, origins: tuple[str, ...], folder: Path, **changed: Any) -> FastAPI:
    """The real application over a canned engine."""
    settings = Settings(**{"data_dir": folder, "allowed_origins": origins, "concurrency": 4, **changed})
    return create_app(settings, lambda: engine, page_data=lambda _: CannedPages(engine))


@pytest.fixture(scope="session")
def canned() -> CannedEngine:
    return CannedEngine(PACKAGED_CORPUS, SCRIPTS, FIRST_QUESTIONS)


@pytest.fixture(scope="session")
def host_server() -> Iterator[tuple[HostPage, str]]:
    host = HostPage()
    with serving(host.app()) as url:
        # Another host name, not only another port.
        yield host, url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def canned_service(
    host_server: tuple[HostPage, str], canned: CannedEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    with serving(canned_app(canned, (host_server[1],), tmp_path_factory.mktemp("service"))) as url:
        yield ready(Served(url, canned))


@pytest.fixture(scope="session")
def real_service(host_server: tuple[HostPage, str], index: Index, settings: Settings) -> Iterator[Served]:
    """The service as it is delivered."""
    changed = settings.model_copy(update={"allowed_origins": (host_server[1],)})
    with serving(create_app(changed, lambda: open_engine(changed), page_data=pages_of)) as url:
        yield ready(Served(url))


def ready(served: Served) -> Served:
    """Waits until the service answers."""
    deadline = time.monotonic() + READY_WITHIN_S
    while httpx.get(f"{served.url}/readyz", timeout=READY_WITHIN_S).status_code != 200:
        assert time.monotonic() < deadline, "the service did not become ready"
        time.sleep(0.1)
    return served


@pytest.fixture
def service(canned_service: Served, canned: CannedEngine) -> Served:
    """The service over the canned engine, which is as quick and well as it can be."""
    canned.reset()
    return canned_service


@pytest.fixture
def engine(service: Served, canned: CannedEngine) -> CannedEngine:
    """The engine behind the service, to be scripted."""
    return canned


@pytest.fixture(params=["canned", pytest.param("real", marks=pytest.mark.slow)])
def any_service(request: pytest.FixtureRequest) -> Served:
    served: Served = request.getfixturevalue(f"{request.param}_service")
    if served.engine is not None:
        served.engine.reset()
    return served


@dataclass(slots=True)
class Host:
    """The other origin's page: `page.embed(...)`, then open `url`."""

    page: HostPage
    url: str


@pytest.fixture
def host(host_server: tuple[HostPage, str], service: Served) -> Host:
    page, url = host_server
    page.service, page.csp = service.url, None
    page.embed()
    return Host(page, f"{url}/")


# Not for the session: while Playwright's synchronous interface is open, no other test can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@dataclass(slots=True)
class Watched:
    """What a page's console and network said."""

    errors: list[str]
    requests: list[str]


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
        context.set_default_timeout(8_000)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context().new_page()


def watch(page: Page) -> Watched:
    """Collects errors and requests from here on."""
    watched = Watched([], [])
    page.on("console", lambda message: watched.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("request", lambda request: watched.requests.append(request.url))
    return watched


@pytest.fixture
def watched(page: Page) -> Watched:
    return watch(page)


def violations(page: Page) -> list[str]:
    """What axe finds wrong, every rule on: "rule: selector"."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]
