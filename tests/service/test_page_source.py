"""The pages' data from an engine, and the pages' searches taking turns with everybody's questions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.models import BlockKind, Document, DocumentEntry, Passage, Role, Side, Span, StatementKind, Voice
from service.app import create_app
from service.commands import pages_of
from service.found import Filters
from service.page_data import PageFilters, Site
from tests.service.fake_engine import TEXTS, FakeEngine, wait_until
from tests.service.running import figure, running, settings_for

ENTRY = DocumentEntry(
    id="plan",
    title="A Plan for Trees",
    publisher="A Ministry",
    organisation="A Ministry",
    speaker="A Ministry",
    side=Side.GOVERNMENT,
    date="2024-05",
    licence="none",
    attribution="none",
    source="https://www.example.org/plan",
    file="plan.txt",
)
PASSAGE = Passage(
    id="plan-1",
    document_id="plan",
    voice=Voice("A Ministry", Role.AUTHOR, Side.GOVERNMENT, "A Ministry"),
    block=BlockKind.PARAGRAPH,
    text="We will plant 40 trees – at once.",
    spans=(Span(9, 42),),
    section=("1: Trees",),
    sentences=(),
    order=0,
)


class OnePassage:
    def rows_of_document(self, document_id: str) -> list[int]:
        return [0] if document_id == "plan" else []

    def at(self, _: int) -> Passage:
        return PASSAGE


@dataclass
class FakeIndex:
    title: str = "A consultation on trees"
    description: str = "Who plants what."
    generation: str = "20240501"
    documents: dict[str, Document] = field(default_factory=lambda: {"plan": Document(ENTRY, TEXTS["plan"], "0" * 64)})
    passages: OnePassage = field(default_factory=OnePassage)


class EngineWithIndex(FakeEngine):
    def __init__(self) -> None:
        super().__init__()
        self.index: Any = FakeIndex()


@pytest.fixture
def engine() -> EngineWithIndex:
    return EngineWithIndex()


@pytest.fixture
def client(engine: EngineWithIndex, tmp_path: Path) -> Iterator[httpx.Client]:
    app = create_app(settings_for(tmp_path, concurrency=1, queue=0), lambda: engine, page_data=pages_of)
    with running(app) as url, httpx.Client(base_url=url) as client:
        yield client


def test_pages_show_what_the_index_holds_and_follow_it(engine: EngineWithIndex) -> None:
    pages = pages_of(engine)
    assert pages is not None
    assert pages.site() == Site("A consultation on trees", "Who plants what.")
    assert pages.documents() == [ENTRY]
    view = pages.document("plan")
    assert view is not None
    assert (view.document.text, view.passages, view.version) == (TEXTS["plan"], (PASSAGE,), "20240501")
    assert pages.document("none") is None
    engine.index.generation = "20240502"
    followed = pages.document("plan")
    assert followed is not None
    assert followed.version == "20240502"


def test_a_search_on_the_page_is_the_engines(engine: EngineWithIndex) -> None:
    pages = pages_of(engine)
    assert pages is not None
    chosen = PageFilters(Side.GOVERNMENT, "A Ministry", "plan", StatementKind.PROPOSAL)
    assert pages.search("trees", 5, chosen)[0].passage_id == "plan-1"
    assert engine.searched[-1] == (
        "trees",
        5,
        Filters(
            frozenset({Side.GOVERNMENT}),
            frozenset({"A Ministry"}),
            frozenset({"plan"}),
            frozenset({StatementKind.PROPOSAL}),
        ),
    )
    pages.search("trees", 5, PageFilters())
    assert engine.searched[-1] == ("trees", 5, Filters())


def test_an_engine_without_an_index_has_no_pages() -> None:
    assert pages_of(FakeEngine()) is None


def test_pages_are_served_with_a_policy_that_allows_no_inline_code(client: httpx.Client) -> None:
    reply = client.get("/")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    policy = reply.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert client.get("/documents/plan").status_code == 200
    assert client.get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"


def test_pages_wait_for_the_index(tmp_path: Path) -> None:
    loaded = threading.Event()

    def slow() -> FakeEngine:
        loaded.wait(10)
        return EngineWithIndex()

    app = create_app(settings_for(tmp_path), slow, page_data=pages_of)
    with running(app, ready=False) as url, httpx.Client(base_url=url) as client:
        assert client.get("/").status_code == 503
        assert client.get("/widget.js").status_code == 200
        loaded.set()
        wait_until(lambda: client.get("/").status_code == 200)


def test_a_page_search_takes_its_turn(client: httpx.Client, engine: EngineWithIndex) -> None:
    engine.seconds = 10
    asking = threading.Thread(target=client.post, args=("/v1/ask",), kwargs={"json": {"question": "x"}, "timeout": 20})
    asking.start()
    wait_until(lambda: figure(client, "greenpaper_running") == 1)
    reply = client.get("/search", params={"q": "trees"})
    assert reply.status_code == 503
    assert "retry-after" in reply.headers
    engine.release.set()
    asking.join()
    assert client.get("/search", params={"q": "trees"}).status_code == 200
