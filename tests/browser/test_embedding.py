"""One script tag on a page of another origin, under a CSP that lets nothing else in."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.canned_engine import CannedEngine
from tests.browser.conftest import Host, Served, Watched, watch
from tests.browser.scripts import ADVISERS, NEAR_MISS
from tests.browser.widget import LAUNCHER, Widget, embedded


def test_nothing_is_asked_of_the_service_before_it_is_opened(host: Host, page: Page, watched: Watched) -> None:
    page.goto(host.url)
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_visible()
    page.wait_for_timeout(300)
    assert [url for url in watched.requests if url.startswith(host.page.service)] == [f"{host.page.service}/widget.js"]
    Widget(page).open()
    expect(page.get_by_role("button", name=ADVISERS)).to_be_visible()
    assert f"{host.page.service}/v1/suggestions" in watched.requests
    assert watched.errors == []


def test_it_answers_on_another_origin_under_a_strict_policy(host: Host, page: Page, watched: Watched) -> None:
    widget = embedded(page, host.url)
    answer = widget.ask(ADVISERS)
    expect(answer.get_by_role("heading", name="What the government says")).to_be_visible()
    expect(answer.get_by_role("heading", name="What stakeholders say")).to_be_visible()
    assert watched.errors == []


def test_a_page_that_is_not_allowed_is_told_so(host: Host, new_context: Callable[..., BrowserContext]) -> None:
    """The same page under an address that is not on the list."""
    page = new_context().new_page()
    page.goto(host.url.replace("localhost", "127.0.0.1"))
    widget = Widget(page).open()
    turn = widget.ask("Anything?", finished=False)
    expect(turn).to_contain_text("This page may not use the service")
    expect(turn).to_contain_text("http://127.0.0.1:")
    expect(turn.get_by_role("button", name="Try again")).to_be_visible()


def test_several_on_one_page_keep_apart(host: Host, page: Page, watched: Watched) -> None:
    service = host.page.service
    host.page.body = (
        f'<script src="{service}/widget.js"></script><script src="{service}/widget.js"></script>'
        '<greenpaper-chat inline title="First" id="a"></greenpaper-chat>'
        '<greenpaper-chat inline title="Second" id="b" side="stakeholder"></greenpaper-chat>'
    )
    page.goto(host.url)
    first, second = Widget(page, 0), Widget(page, 1)
    first.ask(ADVISERS)
    second.ask(ADVISERS)
    expect(first.last.get_by_role("heading", name="HM Government")).to_be_visible()
    expect(second.last.get_by_role("heading", name="Mind", exact=True)).to_be_visible()
    expect(second.last.get_by_role("heading", name="HM Government")).to_have_count(0)
    expect(first.turns).to_have_count(1)
    assert watched.errors == []
    page.reload()
    expect(first.turns).to_have_count(1)
    expect(second.turns).to_have_count(1)


def test_attributes_of_the_script_reach_the_element(host: Host, page: Page) -> None:
    host.page.embed(attributes='data-greenpaper data-inline data-title="Ask us" data-side="government"')
    page.goto(host.url)
    widget = Widget(page)
    expect(page.get_by_role("region", name="Ask us")).to_be_visible()
    turn = widget.ask(ADVISERS)
    expect(turn.get_by_role("heading", name="What stakeholders say")).to_have_count(0)
    assert page.evaluate("document.querySelector('greenpaper-chat').parentElement.localName") == "main"


def test_opened_at_the_start_without_taking_the_focus(host: Host, page: Page) -> None:
    host.page.embed(attributes="data-greenpaper data-open")
    page.goto(host.url)
    expect(Widget(page).input).to_be_visible()
    assert page.evaluate("document.activeElement.localName") == "body"


def test_changed_attributes_are_obeyed(host: Host, page: Page) -> None:
    widget = embedded(page, host.url)
    widget.ask(ADVISERS)
    page.evaluate("document.querySelector('greenpaper-chat').setAttribute('title', 'Renamed')")
    expect(page.get_by_role("dialog", name="Renamed")).to_be_visible()
    expect(widget.turns).to_have_count(1)
    page.evaluate("document.querySelector('greenpaper-chat').open = false")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Renamed")).to_be_visible()


def test_labels_in_another_language(host: Host, page: Page, watched: Watched) -> None:
    host.page.body = f'<script src="{host.page.service}/widget.js?lang=cy" data-greenpaper data-lang="cy"></script>'
    page.goto(host.url)
    page.get_by_role("button", name="Holi’r ymgynghoriad").click()
    page.get_by_label("Eich cwestiwn").fill(ADVISERS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Beth mae’r llywodraeth yn ei ddweud")).to_be_visible()
    panel = page.get_by_role("dialog")
    assert panel.get_attribute("lang") == "cy"
    assert page.locator(".statement p span[lang=en]").count() > 0
    assert watched.errors == []


def test_a_host_page_hears_and_drives_it(host: Host, page: Page) -> None:
    page.goto(host.url)
    page.evaluate(
        """() => {
          window.heard = [];
          for (const name of ["open", "ask", "statement", "answer", "citation", "feedback", "close"])
            document.addEventListener("greenpaper:" + name, (event) => window.heard.push([name, event.detail]));
        }"""
    )
    asking = "(question) => document.querySelector('greenpaper-chat').ask(question)"
    body = page.evaluate(asking, ADVISERS)
    assert body["answered"] is True
    assert body["citations"][0]["document_id"] == "green-paper"
    Widget(page).last.get_by_role("button", name="Source 1").first.click()
    Widget(page).last.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Thank you. Your feedback is stored.").first).to_be_visible()
    page.evaluate("document.querySelector('greenpaper-chat').hide()")
    heard = page.evaluate("window.heard")
    names = [name for name, _ in heard]
    assert names[:2] == ["open", "ask"]
    assert names.count("statement") == 6
    assert names.index("answer") < names.index("citation") < names.index("feedback") < names.index("close")
    answer = next(detail for name, detail in heard if name == "answer")
    assert json.dumps(answer["positions"]) == json.dumps(body["positions"])
    conversation = page.evaluate("document.querySelector('greenpaper-chat').conversation")
    assert [turn["question"] for turn in conversation] == [ADVISERS]
    markdown = page.evaluate("document.querySelector('greenpaper-chat').toMarkdown()")
    assert f"## {ADVISERS}" in markdown.replace("\\", "")


def test_what_a_listener_changes_changes_nothing(host: Host, page: Page) -> None:
    page.goto(host.url)
    page.evaluate(
        """document.addEventListener("greenpaper:answer", ({ detail }) => {
          detail.positions = [];
          detail.answer = "changed";
        })"""
    )
    Widget(page).open().ask(ADVISERS)
    assert page.evaluate("document.querySelector('greenpaper-chat').conversation[0].positions.length") > 0


def test_messages_from_another_origin_are_ignored(host: Host, page: Page, watched: Watched) -> None:
    widget = embedded(page, host.url)
    widget.ask(ADVISERS)
    before = widget.element.evaluate("(element) => element.shadowRoot.textContent")
    requests = len(watched.requests)
    page.evaluate(
        """() => {
          const messages = [{ type: "ask", question: "sent" }, "ask", { greenpaper: { ask: "sent" } }];
          for (const data of messages)
            window.dispatchEvent(new MessageEvent("message", { data, origin: "https://evil.test" }));
          const frame = document.createElement("iframe");
          document.body.append(frame);
          frame.contentWindow.parent.postMessage(messages[0], "*");
        }"""
    )
    page.wait_for_timeout(200)
    assert widget.element.evaluate("(element) => element.shadowRoot.textContent") == before
    assert [url for url in watched.requests[requests:] if url.startswith(host.page.service)] == []


def test_a_theme_is_custom_properties(host: Host, page: Page) -> None:
    page.goto(host.url)
    page.evaluate(
        """() => {
          const chat = document.querySelector("greenpaper-chat");
          chat.style.setProperty("--greenpaper-accent", "rgb(10, 90, 50)");
          chat.style.setProperty("--greenpaper-font", "monospace");
        }"""
    )
    Widget(page).open()
    head = page.locator("greenpaper-chat .head")
    assert head.evaluate("(node) => getComputedStyle(node).backgroundColor") == "rgb(10, 90, 50)"
    assert head.evaluate("(node) => getComputedStyle(node).fontFamily") == "monospace"


def test_the_hosts_styles_do_not_reach_in(host: Host, page: Page) -> None:
    page.goto(host.url)
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`
            * { display: none !important }
            html, body, main, greenpaper-chat { display: block !important }
            html { font-size: 6px }`);
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    widget = Widget(page).open()
    expect(widget.input).to_be_visible()
    assert float(widget.input.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)")) >= 16


def test_conversation_stays_in_the_tab(
    host: Host, page: Page, engine: CannedEngine, new_context: Callable[..., BrowserContext]
) -> None:
    widget = embedded(page, host.url)
    widget.ask(ADVISERS)
    asked = len(engine.asked)
    page.reload()
    Widget(page).open()
    expect(widget.turns).to_have_count(1)
    expect(widget.last).to_contain_text("up to 300 more Disability Employment Advisers")
    assert len(engine.asked) == asked
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("document.cookie") == ""
    other = new_context().new_page()
    other.goto(host.url)
    assert Widget(other).open().turns.count() == 0


def test_a_session_is_renewed_when_it_is_over(host: Host, page: Page, engine: CannedEngine) -> None:
    refused = iter([True])

    def once(route: object) -> None:
        if next(refused, False):
            route.fulfill(  # type: ignore[attr-defined]
                status=401,
                headers={
                    "Access-Control-Allow-Origin": host.url.rstrip("/"),
                    "Content-Type": "application/problem+json",
                },
                body='{"title": "Session refused", "status": 401}',
            )
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/v1/ask", once)
    widget = embedded(page, host.url)
    sessions = []
    page.on("request", lambda request: sessions.append(request.url) if request.url.endswith("/v1/session") else None)
    widget.ask(NEAR_MISS)
    assert len(sessions) == 1


@pytest.mark.parametrize("attributes", ["data-greenpaper", "data-greenpaper data-inline"])
def test_nothing_moves_when_an_answer_arrives(host: Host, page: Page, engine: CannedEngine, attributes: str) -> None:
    engine.event_seconds = 0.25
    host.page.embed(attributes=attributes)
    page.goto(host.url)
    widget = Widget(page)
    if "inline" not in attributes:
        widget.open()
    widget.input.fill(ADVISERS)
    page.wait_for_timeout(600)
    page.evaluate(
        """() => {
          window.shift = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
          }).observe({ type: "layout-shift" });
        }"""
    )
    widget.input.press("Enter")
    expect(widget.last.get_by_role("button", name="Copy with sources")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") == 0


def test_the_pages_of_the_service_do_not_move_either(service: Served, page: Page) -> None:
    watched = watch(page)
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
          .observe({ type: "layout-shift", buffered: true });"""
    )
    for path in ("/", "/search?q=work", "/documents", "/documents/green-paper", "/questions", "/help"):
        page.goto(service.url + path)
        page.wait_for_timeout(150)
        assert page.evaluate("window.shift") == 0, path
    assert watched.errors == []
