"""Takes the documentation's pictures: python -m tests.browser.take_screenshots FOLDER [--service URL] [--only NAME …]

Without `--service` they show the canned answers; with it, those of the service that runs there. The canned stances of
the consultation questions are made up: take `questions` from a service.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from corpus.settings import PACKAGED_CORPUS
from tests.browser.canned_engine import CannedEngine
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, canned_app
from tests.browser.host_page import HostPage
from tests.browser.scripts import ADVISERS, FIRST_QUESTIONS, NEAR_MISS, SCRIPTS
from tests.browser.server import serving
from tests.browser.widget import Widget

SIZES = {320: 640, 768: 960, 1280: 900}
HOST_PORT = 8801


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--service", default="", help=f"must allow the origin http://localhost:{HOST_PORT}")
    parser.add_argument("--only", nargs="+", choices=list(SHOTS), default=list(SHOTS))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    host = HostPage()
    with (
        serving(host.app(), port=HOST_PORT),
        _service(given.service) as service,
        sync_playwright() as playwright,
    ):
        host.service = service
        host.embed()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        for width, height in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
            for name in given.only:
                SHOTS[name](page, f"http://localhost:{HOST_PORT}/" if name.startswith("widget") else service)
                page.screenshot(path=given.folder / f"{name}-{width}.png")
                print(f"{name}-{width}.png")
            page.close()
        browser.close()


@contextmanager
def _service(url: str) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    engine = CannedEngine(PACKAGED_CORPUS, SCRIPTS, FIRST_QUESTIONS)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(canned_app(engine, (f"http://localhost:{HOST_PORT}",), Path(folder))) as url,
    ):
        yield url


def _answer(page: Page, url: str) -> None:
    page.goto(url)
    Widget(page).ask(ADVISERS)
    page.evaluate("scrollTo(0, 0)")


def _fresh(page: Page, url: str) -> Widget:
    """The host page without a conversation, dressed as an intranet's may be."""
    page.goto(url)
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`
            body { font: 17px/1.5 Arial, sans-serif; margin: 0; background: #f6f6f4; color: #222 }
            header { background: #4a4a48; color: #fff; padding: 1px 24px }
            main { padding: 8px 24px }`);
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    return Widget(page).open()


def _widget_answer(page: Page, url: str) -> None:
    _fresh(page, url).ask(ADVISERS)


def _widget_source(page: Page, url: str) -> None:
    _widget_answer(page, url)
    chip = Widget(page).last.locator(".chip").first
    chip.click()
    chip.evaluate("(node) => node.closest('.side').scrollIntoView()")
    page.mouse.move(0, 0)


def _widget_refusal(page: Page, url: str) -> None:
    _fresh(page, url).ask(NEAR_MISS)


def _document(page: Page, url: str) -> None:
    page.goto(url)
    answer = Widget(page).last if Widget(page).turns.count() else Widget(page).ask(ADVISERS)
    answer.locator(".chip").first.click()
    page.goto(answer.get_by_role("link", name="Open in document").first.get_attribute("href") or "")
    expect(page.locator("mark").first).to_be_in_viewport()


def _path(path: str) -> Callable[[Page, str], object]:
    return lambda page, url: page.goto(url + path)


SHOTS: dict[str, Callable[[Page, str], object]] = {
    "widget-answer": _widget_answer,
    "widget-source": _widget_source,
    "widget-refusal": _widget_refusal,
    "start": _answer,
    "document": _document,
    "questions": _path("/questions"),
    "search": _path("/search?q=work+coaches"),
}

if __name__ == "__main__":
    main()
