"""Text that means harm: in a question, an answer, a passage and a title it is text. Nor can the host page break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.canned_engine import CannedEngine, Line, Script
from tests.browser.conftest import Host, Served, canned_app, watch
from tests.browser.server import serving
from tests.browser.widget import Widget, embedded
from tests.fakes import write_corpus

MARKUP = (
    '<img src=x onerror="window.harmed=1"> <svg onload=window.harmed=2></svg> <script>window.harmed=3</script> '
    '<a href="javascript:window.harmed=4">go</a> [go](javascript:window.harmed=5) ![x](https://evil.test/x.png) '
    '<iframe srcdoc="<script>parent.harmed=6</script>"></iframe> {{7*7}} ${7*7} &lt;b&gt;'
)
CLOBBER = (
    '<form id="text"><input name="querySelectorAll"></form><img id="quoted" name="getElementById"> <a id=attributes>'
)
SENTENCE = f"We will plant trees {MARKUP} {CLOBBER} in every town."
TEXT = f"1: Trees\n\n1. {SENTENCE}\n\n2. We agree with trees.\n"


@pytest.fixture(scope="module")
def hostile(
    host_server: tuple[object, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[CannedEngine, str]]:
    """A service whose documents, titles, sections, answers and suggestions are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    root = write_corpus(folder / "corpus", {"plan": ("government", TEXT), "reply": ("stakeholder", TEXT)})
    manifest = root / "manifest.toml"
    lines = manifest.read_text(encoding="utf-8").replace('"Title of plan"', f"'''{MARKUP}{CLOBBER}'''")
    manifest.write_text(lines.replace('"made up"', '"javascript:window.harmed=8"'), encoding="utf-8")
    trees = Line("plan", "We will plant trees")
    scripts = [
        Script("refuse", MARKUP, reason="not_in_corpus", related=(trees,), suggestions=(f"{MARKUP}?",)),
        Script("", f"{MARKUP} [1] {CLOBBER}", (trees, Line("reply", "We will plant trees")), silent=(MARKUP,)),
    ]
    engine = CannedEngine(root, scripts, [f"{MARKUP}?"])
    with serving(canned_app(engine, (host_server[1],), folder / "data")) as url:
        yield engine, url


def assert_inert(page: Page) -> None:
    page.wait_for_timeout(150)
    assert page.evaluate("window.harmed") is None
    inside = "document.querySelector('greenpaper-chat')?.shadowRoot"
    assert page.evaluate(f"{inside} ? {inside}.querySelectorAll('img, svg, script, iframe, form form').length : 0") == 0
    links = page.evaluate(f"{inside} ? [...{inside}.querySelectorAll('a')].map((a) => a.protocol) : []")
    assert set(links) <= {"http:", "https:"}


def test_hostile_answers_passages_and_titles_are_text(
    host: Host, hostile: tuple[CannedEngine, str], page: Page
) -> None:
    host.page.service = hostile[1]
    # No policy: nothing but the widget itself stands in the way.
    host.page.csp = "default-src * 'unsafe-inline' 'unsafe-eval' data: blob:"
    host.page.embed()
    watched = watch(page)
    widget = embedded(page, host.url)
    expect(widget.element.get_by_role("button", name="<img src=x")).to_be_visible()
    answer = widget.ask(f"Tell me {MARKUP} {CLOBBER}")
    expect(answer.get_by_role("heading", level=3)).to_contain_text("<img src=x onerror=")
    for chip in answer.locator(".chip, .ref").all():
        chip.click()
    expect(answer.locator("blockquote").first).to_contain_text("<script>window.harmed=3</script>")
    assert_inert(page)
    refusal = widget.ask("refuse me")
    expect(refusal).to_contain_text("javascript:window.harmed=5")
    assert_inert(page)
    page.reload()
    Widget(page).open()
    expect(widget.turns).to_have_count(2)
    assert_inert(page)
    assert not any("evil.test" in url for url in watched.requests)
    markdown = page.evaluate("document.querySelector('greenpaper-chat').toMarkdown()")
    assert "<img" not in markdown.replace("\\<", "")
    assert "](" not in markdown.replace("\\]", "")


def test_hostile_documents_are_text_on_the_services_pages(hostile: tuple[CannedEngine, str], page: Page) -> None:
    watched = watch(page)
    engine, url = hostile
    spans = engine.quotation(Line("plan", "We will plant trees")).spans
    fragment = "c=" + ",".join(f"{span.start}-{span.end}" for span in spans)
    for path in ("/", "/documents", "/search?q=plant", f"/documents/plan#{fragment}"):
        page.goto(url + path)
        page.wait_for_timeout(150)
        assert page.evaluate("window.harmed") is None
        assert page.locator("main img, main svg, main iframe, main script").count() == 0
        assert page.locator("a[href^=javascript]").count() == 0
    marked = "".join(page.locator("mark").evaluate_all("(all) => all.map((mark) => mark.textContent)"))
    assert "".join(marked.split()) == "".join(engine.quotation(Line("plan", "We will plant trees")).quote.split())
    assert watched.errors == []
    assert all(request.startswith(url) for request in watched.requests)


def test_a_host_page_that_shadows_the_dom_breaks_nothing(host: Host, page: Page) -> None:
    """Elements named after what scripts call: on `document` they come before the real thing."""
    names = ("currentScript", "createElement", "querySelectorAll", "body", "documentElement", "execCommand", "head")
    shadows = "".join(f'<img name="{name}" alt="" src="data:,"><form name="{name}"></form>' for name in names)
    host.page.embed(body=shadows + '<a id="greenpaperLabels"></a><a id="customElements"></a>')
    watched = watch(page)
    widget = embedded(page, host.url)
    answer = widget.ask("How will work coaches be supported?")
    expect(answer.locator("li.statement")).to_have_count(6)
    assert [error for error in watched.errors if "Failed to load resource" not in error] == []


def test_a_server_that_is_no_web_address_is_refused(host: Host, page: Page) -> None:
    host.page.body = (
        f'<script src="{host.page.service}/widget.js"></script>'
        '<greenpaper-chat server="javascript:window.harmed=1"></greenpaper-chat>'
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(host.url)
    page.wait_for_timeout(200)
    assert any("http(s) address" in error for error in errors)
    assert page.evaluate("window.harmed") is None


def test_no_secret_is_in_the_page_or_the_script(
    host: Host, service: Served, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = new_context().new_page()
    widget = embedded(page, host.url)
    widget.ask("How will work coaches be supported?")
    stored = page.evaluate(
        "JSON.stringify({ ...sessionStorage, ...localStorage }) + document.documentElement.outerHTML"
    )
    script = page.request.get(f"{service.url}/widget.js").text()
    for text in (stored, script):
        assert "api_key" not in text.lower()
        assert "X-Greenpaper-Session" not in stored
        assert "Bearer" not in text
