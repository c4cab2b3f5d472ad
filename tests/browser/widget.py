"""The widget as a person meets it: what tests press, type and read."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, Page, expect

LAUNCHER = "Ask the consultation"


def wait_until(page: Page, expression: str, seconds: float = 8.0) -> None:
    """Waits until the expression is true; Playwright's own wait needs `eval`, which a strict page forbids.

    Raises AssertionError.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"{expression} did not come true"
        page.wait_for_timeout(20)


class Widget:
    """One widget of a page."""

    def __init__(self, page: Page, at: int = 0) -> None:
        self.page = page
        self.element = page.locator("greenpaper-chat").nth(at)

    @property
    def input(self) -> Locator:
        return self.element.get_by_label("Your question")

    @property
    def log(self) -> Locator:
        return self.element.get_by_role("region", name="Conversation")

    @property
    def turns(self) -> Locator:
        return self.element.locator("article")

    @property
    def last(self) -> Locator:
        return self.turns.last

    @property
    def announced(self) -> str:
        return self.element.locator("[aria-live]").inner_text()

    def open(self) -> Widget:
        self.element.get_by_role("button", name=LAUNCHER).click()
        expect(self.input).to_be_focused()
        return self

    def ask(self, question: str, *, finished: bool = True) -> Locator:
        """Types the question and presses Enter. Returns its article, when the answer is complete."""
        before = self.turns.count()
        self.input.fill(question)
        self.input.press("Enter")
        expect(self.turns).to_have_count(before + 1)
        if finished:
            expect(self.last.get_by_role("button", name="Copy with sources")).to_be_visible()
        return self.last


def embedded(page: Page, url: str) -> Widget:
    """The widget of a host page, opened."""
    page.goto(url)
    return Widget(page).open()
