"""WCAG 2.2 AA as far as a machine sees: axe with every rule, keyboard, focus, zoom, targets, colours, announcements."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.canned_engine import CannedEngine
from tests.browser.conftest import Host, Served, violations
from tests.browser.scripts import ADVISERS, CASE, FOLLOW_UP, NEAR_MISS, SCRIPTS
from tests.browser.widget import LAUNCHER, Widget, embedded, wait_until

PAGES = (
    "/",
    "/search",
    "/search?q=work+coaches&side=government",
    "/search?q=zzzz",
    "/search?q=",
    "/documents",
    "/documents/green-paper",
    "/documents/mind-response",
    "/documents/pni-blog",
    "/documents/nothing",
    "/questions",
    "/questions/2",
    "/help",
    "/accessibility",
)
SMALLEST_TARGET = 24
NARROW: ViewportSize = {"width": 320, "height": 640}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page(service: Served, page: Page, path: str) -> None:
    page.goto(service.url + path)
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_any_state_of_the_widget(
    host: Host, new_context: Callable[..., BrowserContext], engine: CannedEngine, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(host.url)
    states: dict[str, list[str]] = {"closed": violations(page)}
    widget = Widget(page).open()
    expect(page.get_by_role("button", name=ADVISERS)).to_be_visible()
    states["opened"] = violations(page)
    widget.input.press("Enter")
    states["empty question"] = violations(page)
    engine.hold()
    engine.let(6 + 1)
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn.locator("li.statement")).to_have_count(1)
    states["streaming"] = violations(page)
    widget.element.get_by_role("button", name="Stop").click()
    states["stopped"] = violations(page)
    engine.reset()
    turn.get_by_role("button", name="Try again").click()
    expect(turn.get_by_role("button", name="Copy with sources")).to_be_visible()
    states["answered"] = violations(page)
    turn.locator(".ref").first.click()
    turn.locator(".chip").nth(3).click()
    states["expanded"] = violations(page)
    widget.element.locator("summary").click()
    expect(widget.element.get_by_label("Mind", exact=True)).to_be_visible()
    states["options"] = violations(page)
    widget.element.locator("summary").click()
    widget.ask(FOLLOW_UP)
    states["followed up"] = violations(page)
    widget.ask(CASE)
    states["voices"] = violations(page)
    widget.ask(NEAR_MISS)
    states["refused"] = violations(page)
    widget.turns.first.get_by_role("button", name="Yes").click()
    expect(widget.turns.first.get_by_label("Tell us more (optional)")).to_be_visible()
    states["feedback"] = violations(page)
    page.route("**/v1/ask", lambda route: route.abort())
    failed = widget.ask(ADVISERS, finished=False)
    expect(failed.get_by_role("heading", name="There is a problem")).to_be_visible()
    states["failed"] = violations(page)
    assert {state: found for state, found in states.items() if found} == {}


def test_axe_finds_nothing_in_the_widget_on_the_services_own_page(service: Served, page: Page) -> None:
    page.goto(service.url)
    Widget(page).ask(ADVISERS)
    assert violations(page) == []


def test_axe_finds_nothing_where_a_quote_is_highlighted(service: Served, page: Page, engine: CannedEngine) -> None:
    span = engine.quotation(SCRIPTS[0].lines[0]).spans[0]
    page.goto(f"{service.url}/documents/green-paper#c={span.start}-{span.end}")
    expect(page.locator("mark").first).to_be_in_viewport()
    assert violations(page) == []


def press_until(page: Page, key: str, reached: str, at_most: int = 60) -> None:
    """Presses `key` until the name of what has the focus contains `reached`; the focus must be visible at each stop."""
    for _ in range(at_most):
        page.keyboard.press(key)
        name = page.evaluate(
            """() => {
              let active = document.activeElement;
              while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
              const { outlineStyle, outlineWidth } = getComputedStyle(active);
              const label = active.labels?.[0]?.textContent || active.getAttribute("aria-label") || active.textContent;
              const outlined = outlineStyle !== "none" && outlineWidth !== "0px";
              if (active !== document.body && !outlined) return "UNSEEN " + label;
              const box = active.getBoundingClientRect();
              const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
              const inside = x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;
              return (active === document.body || inside ? "" : "OFF SCREEN ") + label;
            }"""
        )
        assert not name.startswith(("UNSEEN", "OFF SCREEN")), name
        if reached in name:
            return
    raise AssertionError(f"{reached!r} cannot be reached with {key}")


def test_the_whole_journey_by_keyboard_alone(host: Host, page: Page, engine: CannedEngine) -> None:
    """Open, ask, read a source, open the document, follow up, give feedback, filter, close: not one click."""
    page.goto(host.url)
    press_until(page, "Tab", LAUNCHER)
    page.keyboard.press("Enter")
    widget = Widget(page)
    expect(widget.input).to_be_focused()
    page.keyboard.type(ADVISERS)
    page.keyboard.press("Enter")
    expect(widget.last.get_by_role("button", name="Copy with sources")).to_be_visible()
    expect(widget.input).to_be_focused()
    press_until(page, "Shift+Tab", "Go to the answer")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.localName") == "h3"
    press_until(page, "Tab", "Source 1")
    page.keyboard.press("Enter")
    expect(widget.last.locator("figure").first).to_be_visible()
    press_until(page, "Tab", "Open in document")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    reader = opened.value
    expect(reader.locator("mark").first).to_be_in_viewport()
    assert reader.evaluate("document.activeElement.localName") == "mark"
    reader.close()
    press_until(page, "Tab", "Yes")
    page.keyboard.press("Space")
    expect(widget.last.get_by_label("Tell us more (optional)")).to_be_focused()
    page.keyboard.type("Clear and well sourced.")
    press_until(page, "Tab", "Send")
    page.keyboard.press("Enter")
    expect(widget.last.get_by_label("Tell us more (optional)")).to_be_hidden()
    press_until(page, "Tab", "Your question")
    page.keyboard.type(FOLLOW_UP)
    page.keyboard.press("Enter")
    expect(widget.last).to_contain_text("Understood as: ")
    press_until(page, "Tab", "Filter, save or print")
    page.keyboard.press("Enter")
    expect(widget.element.get_by_label("Mind", exact=True)).to_be_visible()
    press_until(page, "Tab", "All sides")
    page.keyboard.press("ArrowRight")
    expect(widget.element.get_by_label("Government", exact=True)).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_focused()
    assert [request.question for request in engine.asked] == [ADVISERS, FOLLOW_UP]


def test_the_focus_stays_in_a_panel_that_fills_the_window(
    host: Host, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport=NARROW).new_page()
    host.page.embed(body='<p><a href="#x">A link of the page behind</a></p>')
    embedded(page, host.url)
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in {"greenpaper-chat", "body"}
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_focused()


def test_a_window_that_becomes_narrow_keeps_the_panel(host: Host, page: Page) -> None:
    widget = embedded(page, host.url)
    widget.ask(ADVISERS)
    page.set_viewport_size(NARROW)
    expect(widget.input).to_be_visible()
    modal = "document.querySelector('greenpaper-chat').shadowRoot.querySelector('dialog').matches(':modal')"
    wait_until(page, modal)
    page.set_viewport_size({"width": 1280, "height": 900})
    wait_until(page, f"!{modal}")
    expect(widget.input).to_be_visible()
    expect(widget.input).to_be_focused()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reflows_at_320_pixels(service: Served, new_context: Callable[..., BrowserContext], path: str) -> None:
    """320 CSS pixels are a window of 1280 at 400%."""
    page = new_context(viewport={"width": 320, "height": 256}).new_page()
    page.goto(service.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("height", [640, 256])
def test_the_widget_reflows_at_320_pixels(host: Host, new_context: Callable[..., BrowserContext], height: int) -> None:
    page = new_context(viewport={"width": 320, "height": height}).new_page()
    widget = embedded(page, host.url)
    answer = widget.ask(ADVISERS)
    for chip in answer.locator(".chip").all():
        chip.click()
    widget.ask(NEAR_MISS)
    wide = page.evaluate(
        """() => {
          const root = document.querySelector("greenpaper-chat").shadowRoot;
          return [...root.querySelectorAll("*")].filter((node) => {
            const box = node.getBoundingClientRect();
            return box.width > 1 && (box.right > 321 || box.left < -1) && !node.closest(".hidden, .where");
          }).map((node) => node.outerHTML.slice(0, 80));
        }"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    link = answer.get_by_role("link", name="Open in document").first
    link.scroll_into_view_if_needed()
    expect(link).to_be_in_viewport()


def small_targets(page: Page, root: str) -> list[str]:
    """Controls smaller than 24 by 24 that no exception of success criterion 2.5.8 covers (links inside a sentence)."""
    found: list[str] = page.evaluate(
        """([root, least]) => {
          const scope = eval(root);
          return [...scope.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((node) => {
            const label = node.closest("label");
            const box = (label || node).getBoundingClientRect();
            if (!box.width || node.closest("[hidden]") || node.classList.contains("skip")) return false;
            const sentence = node.localName === "a" && getComputedStyle(node).display === "inline";
            return !sentence && (box.width < least || box.height < least);
          }).map((node) => `${node.outerHTML.slice(0, 90)} ${JSON.stringify(node.getBoundingClientRect())}`);
        }""",
        [root, SMALLEST_TARGET],
    )
    return found


@pytest.mark.parametrize("path", PAGES)
def test_targets_of_a_page_are_large_enough(service: Served, page: Page, path: str) -> None:
    page.goto(service.url + path)
    assert small_targets(page, "document") == []


def test_targets_of_the_widget_are_large_enough(host: Host, page: Page) -> None:
    widget = embedded(page, host.url)
    answer = widget.ask(ADVISERS)
    answer.locator(".chip").first.click()
    widget.element.locator("summary").click()
    expect(widget.element.get_by_label("Mind", exact=True)).to_be_visible()
    assert small_targets(page, "document.querySelector('greenpaper-chat').shadowRoot") == []


def test_statements_are_announced_once_each_when_they_are_finished(
    host: Host, page: Page, engine: CannedEngine
) -> None:
    widget = embedded(page, host.url)
    live = widget.element.locator("[aria-live]")
    assert live.get_attribute("aria-live") == "polite"
    page.evaluate(
        """() => {
          window.said = [];
          const live = document.querySelector("greenpaper-chat").shadowRoot.querySelector("[aria-live]");
          new MutationObserver((changes) => {
            for (const change of changes) window.said.push(...[...change.addedNodes].map((node) => node.textContent));
          }).observe(live, { childList: true });
        }"""
    )
    engine.event_seconds = 0.2
    answer = widget.ask(ADVISERS)
    said = page.evaluate("window.said")
    for statement in answer.locator("li.statement p:first-child span[lang]").all_text_contents():
        assert sum(statement in each for each in said) == 1, statement
    assert said[0] == "Searching the documents…"
    assert said[-1] == "6 statements from 6 sources."
    assert any(each.startswith("HM Government: ") for each in said)
    # What a person opens is not announced over what they are reading.
    answer.locator(".chip").first.click()
    assert page.evaluate("window.said.length") == len(said)
    refusal = widget.ask(NEAR_MISS)
    expect(refusal.get_by_role("heading", name="No answer in these documents")).to_be_visible()
    assert any(
        each.startswith("No answer in these documents, These documents do not say")
        for each in page.evaluate("window.said")
    )


def test_an_earlier_conversation_is_not_announced(host: Host, page: Page) -> None:
    embedded(page, host.url).ask(ADVISERS)
    page.reload()
    widget = Widget(page).open()
    expect(widget.turns).to_have_count(1)
    assert widget.element.locator("[aria-live] p").count() == 0


def test_sides_differ_by_more_than_colour(service: Served, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(service.url)
    sides = Widget(page).ask(ADVISERS).locator(".side")
    styles = sides.evaluate_all("(all) => all.map((side) => getComputedStyle(side).borderTopStyle)")
    assert styles == ["solid", "double"]
    tag = page.locator("greenpaper-chat .tag").first
    assert tag.evaluate("(node) => getComputedStyle(node).borderTopWidth") == "1px"
    page.goto(f"{service.url}/search?q=work")
    assert page.locator(".side").first.evaluate("(node) => getComputedStyle(node).borderTopStyle") == "solid"


def test_nothing_moves_by_itself(host: Host, page: Page, engine: CannedEngine, service: Served) -> None:
    engine.hold()
    engine.let(6 + 1)
    widget = embedded(page, host.url)
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn.locator("li.statement")).to_have_count(1)
    assert page.evaluate("document.getAnimations({ subtree: true }).length") == 0
    engine.reset()
    for path in ("/", "/questions", "/documents/green-paper"):
        page.goto(service.url + path)
        assert page.evaluate("document.getAnimations({ subtree: true }).length") == 0


@pytest.mark.parametrize("path", PAGES)
def test_the_first_stop_is_a_link_past_the_menu(service: Served, page: Page, path: str) -> None:
    page.goto(service.url + path)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_text_spacing_of_a_readers_own_hides_nothing(host: Host, page: Page) -> None:
    """Success criterion 1.4.12."""
    widget = embedded(page, host.url)
    answer = widget.ask(ADVISERS)
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`
            * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
            p { margin-bottom: 2em !important }`);
          const root = document.querySelector("greenpaper-chat").shadowRoot;
          root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
        }"""
    )
    cut = answer.locator("p, h3, h4, h5, button:not(.chip), blockquote").evaluate_all(
        """(all) => all
          .filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline")
          .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert cut == []
    expect(widget.element.get_by_role("button", name="Ask", exact=True)).to_be_in_viewport()
