"""A service on one origin, a host page on another, and Debian's Chromium in front of both.

To drive another service, name a factory `module:function` in GREENPAPER_BROWSER_APP: called with the allowed origins it
returns the application. Tests that script what the service answers are skipped then.
"""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from corpus.settings import PACKAGED_CORPUS, Settings
from service.app import create_app
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
OTHER_APP = os.environ.get("GREENPAPER_BROWSER_APP", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Served:
    """A running service: its address, and its engine where a test may script it."""

    url: str
    engine: CannedEngine | None


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
def session_service(
    host_server: tuple[HostPage, str], canned: CannedEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    origins = (host_server[1],)
    if OTHER_APP:
        module, _, name = OTHER_APP.partition(":")
        app = getattr(importlib.import_module(module), name)(origins)
    else:
        app = canned_app(canned, origins, tmp_path_factory.mktemp("service"))
    with serving(app) as url:
        yield Served(url, None if OTHER_APP else canned)


@pytest.fixture
def service(session_service: Served) -> Served:
    """The service, its engine as quick and well as it can be."""
    if session_service.engine is not None:
        session_service.engine.reset()
    return session_service


@pytest.fixture
def engine(service: Served) -> CannedEngine:
    """The engine behind the service, for tests that script it."""
    if service.engine is None:
        pytest.skip("the service under test cannot be scripted")
    return service.engine


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


@pytest.fixture(scope="session")
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
