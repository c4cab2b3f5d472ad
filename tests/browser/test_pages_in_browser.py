"""The service's own pages, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.canned_engine import CannedEngine
from tests.browser.conftest import Served, Watched
from tests.browser.scripts import ADVISERS, FIRST_QUESTIONS
from tests.browser.widget import Widget, wait_until


@pytest.fixture
def scriptless(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(java_script_enabled=False).new_page()


def test_search_and_documents_work_without_javascript(service: Served, scriptless: Page) -> None:
    page = scriptless
    page.goto(service.url)
    expect(page.get_by_text("Asking needs JavaScript")).to_be_visible()
    page.get_by_role("link", name="Search the documents").click()
    page.get_by_label("Search the documents").fill("disability employment advisers")
    page.get_by_text("Narrow the results").click()
    page.get_by_label("Side").select_option("government")
    page.get_by_role("button", name="Apply").click()
    results = page.locator("article.passage-card")
    assert results.count() > 0
    assert set(results.locator(".side").all_inner_texts()) == {"Government"}
    results.first.get_by_role("link").click()
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    assert "isability" in target.inner_text()
    highlighted = "getComputedStyle(document.querySelector(':target')).backgroundColor"
    page.goto(page.url)
    assert target.evaluate(f"() => {highlighted}") != "rgba(0, 0, 0, 0)"


def test_a_first_question_without_javascript_is_a_search(service: Served, scriptless: Page) -> None:
    scriptless.goto(service.url)
    scriptless.get_by_role("link", name=FIRST_QUESTIONS[0]).click()
    expect(scriptless.get_by_label("Search the documents")).to_have_value(FIRST_QUESTIONS[0])


def test_the_questions_can_be_read_and_followed_without_javascript(service: Served, scriptless: Page) -> None:
    page = scriptless
    page.goto(f"{service.url}/questions")
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts()[0] == "Question"
    table.get_by_role("link", name=re.compile("Mind, question 1")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.")
    expect(page.locator(":target")).to_contain_text("Mind")


def test_the_start_page_asks_nothing_before_somebody_does(service: Served, page: Page, watched: Watched) -> None:
    page.goto(service.url)
    expect(page.get_by_role("button", name=ADVISERS)).to_be_visible()
    page.wait_for_timeout(200)
    assert not [url for url in watched.requests if "/v1/" in url]
    widget = Widget(page)
    page.get_by_role("button", name=ADVISERS).click()
    expect(widget.last.locator("li.statement")).to_have_count(6)
    assert watched.errors == []


def test_the_table_is_stacked_where_narrow(service: Served, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{service.url}/questions")
    cell = page.get_by_role("cell").first
    expect(cell).to_contain_text("BPS, BACP, BPC, BABCP and UKCP")
    assert page.get_by_role("row").count() > 2, "a stacked table is still a table"


def test_the_whole_document_is_there_to_read(service: Served, page: Page) -> None:
    page.goto(f"{service.url}/documents/green-paper")
    text = page.request.get(f"{service.url}/v1/documents/green-paper/text").text()
    shown = page.locator("#text").evaluate(
        "(node) => [...node.querySelectorAll('[data-s]')].map((run) => run.textContent).join('')"
    )
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)
    expect(
        page.get_by_role("navigation", name="Contents").get_by_role("link", name="2: Supporting people")
    ).to_be_visible()
    expect(page.get_by_text("87.", exact=True).first).to_be_attached()


def test_every_run_is_at_its_offset(service: Served, page: Page, engine: CannedEngine) -> None:
    """Offsets count code points, and the browser's strings do not: the same words are marked all the same."""
    page.goto(f"{service.url}/documents/pni-blog")
    text = page.request.get(f"{service.url}/v1/documents/pni-blog/text").text()
    for start in range(1_000, len(text) - 400, len(text) // 12):
        page.evaluate(f"location.hash = 'c={start}-{start + 300}'")
        wait_until(page, "document.querySelector('mark')")
        marked = "".join(page.locator("mark").evaluate_all("(all) => all.map((mark) => mark.textContent)"))
        assert re.sub(r"\s", "", marked) == re.sub(r"\s", "", text[start : start + 300])


def test_a_quote_in_pieces_is_marked_in_all_of_them(service: Served, page: Page, engine: CannedEngine) -> None:
    passage = next(passage for passage in engine.all_passages() if len(passage.spans) > 2)
    fragment = ",".join(f"{span.start}-{span.end}" for span in passage.spans)
    page.goto(f"{service.url}/documents/{passage.document_id}#c={fragment}")
    expect(page.locator("mark").first).to_be_in_viewport()
    marked = "".join(page.locator("mark").evaluate_all("(all) => all.map((mark) => mark.textContent)"))
    assert re.sub(r"\s", "", marked) == re.sub(r"\s", "", passage.text)
