"""The report in a real Chromium: it draws, it filters, it reads without scripts, and it fetches nothing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from eval.report import write_report
from tests.eval.conftest import RunMaker
from tests.eval.fakes import FakeService

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("GREENPAPER_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def report(make_run: RunMaker) -> Path:
    return write_report(make_run("shown", FakeService(rank_of=lambda q: 12 if q.id == "sum-mills" else 2)).folder)


def opened(browser: Browser, report: Path, **options: Any) -> tuple[Page, list[str]]:
    """The page, and what it complained of or fetched besides itself."""
    page = browser.new_context(**options).new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: None if request.url == report.as_uri() else trouble.append(request.url))
    page.goto(report.as_uri())
    return page, trouble


def test_it_opens_without_a_complaint_and_fetches_nothing_else(browser: Browser, report: Path) -> None:
    page, trouble = opened(browser, report)
    plots = page.locator("svg.plot")
    assert plots.count() >= 8
    for plot in plots.all():
        box = plot.bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert box["height"] > 50
    assert trouble == []


def test_questions_are_filtered_by_type_side_outcome_and_words(browser: Browser, report: Path) -> None:
    page, _ = opened(browser, report)
    visible, shown = page.locator("details.question:visible"), page.locator("#shown")
    expect(shown).to_have_text("55 of 55 questions")
    page.select_option("select[name=type]", "comparison")
    expect(visible).to_have_count(5)
    page.select_option("select[name=type]", "number")
    page.select_option("select[name=side]", "stakeholder")
    expect(visible).to_have_count(0)
    page.click("button[type=reset]")
    expect(shown).to_have_text("55 of 55 questions")
    page.select_option("select[name=outcome]", "wrong")
    expect(visible).to_have_count(1)
    expect(visible).to_have_id("q-sum-mills")
    page.click("button[type=reset]")
    page.fill("input[name=text]", "looked inspectors-quarries")
    expect(visible).to_have_count(1)
    expect(visible).to_have_id("q-inspectors-quarries")


def test_a_question_opens_by_keyboard_and_shows_its_evidence_marked(browser: Browser, report: Path) -> None:
    page, _ = opened(browser, report)
    page.locator("#q-sum-buses > summary").focus()
    page.keyboard.press("Enter")
    mark = page.locator("#q-sum-buses mark").first
    expect(mark).to_be_visible()
    expect(mark).to_have_text("We will spend £12 million on buses by next spring.")
    expect(mark).not_to_have_css("background-color", re.compile(r"rgba\(0, 0, 0, 0\)"))


def test_it_reads_without_scripts(browser: Browser, report: Path) -> None:
    page, _ = opened(browser, report, java_script_enabled=False)
    expect(page.locator("details.question:visible")).to_have_count(55)
    expect(page.locator("#filters")).to_be_hidden()


def test_it_fits_a_narrow_screen(browser: Browser, report: Path) -> None:
    page, _ = opened(browser, report, viewport={"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anyone_from_reading_it(browser: Browser, report: Path, scheme: str) -> None:
    page, _ = opened(browser, report, color_scheme=scheme, bypass_csp=True)
    page.locator("#q-both-harbours > summary").click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
