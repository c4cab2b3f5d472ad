"""A conversation: ask, stream, expand, open in the document, follow up, be refused, take away, give feedback."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from corpus.models import Span
from corpus.quotes import quote_at, squeeze
from tests.browser.canned_engine import CannedEngine
from tests.browser.conftest import Host, Served, Watched
from tests.browser.scripts import ADVISERS, CASE, FOLLOW_UP, NEAR_MISS, RECIPE, SCRIPTS
from tests.browser.widget import Widget, embedded


@pytest.fixture
def widget(host: Host, page: Page) -> Widget:
    return embedded(page, host.url)


def test_both_sides_each_organisation_and_the_kind_of_statement(widget: Widget, watched: Watched) -> None:
    answer = widget.ask(ADVISERS)
    sides = answer.locator(".side")
    assert sides.locator("h4").all_inner_texts() == ["What the government says", "What stakeholders say"]
    assert sides.nth(0).locator("h5").all_inner_texts() == ["HM Government (DWP and DH)"]
    assert sides.nth(1).locator("h5").all_inner_texts() == ["Mind", "BPS, BACP, BPC, BABCP and UKCP"]
    statement = sides.nth(0).locator("li.statement").first
    expect(statement.locator(".tag")).to_have_text("Commitment")
    expect(answer).to_contain_text("Nothing on this in these documents from: Politics and Insights.")
    assert watched.errors == []


def test_sides_stand_side_by_side_where_wide_and_stacked_where_narrow(host: Host, page: Page) -> None:
    host.page.embed(attributes="data-greenpaper data-inline")
    page.goto(host.url)
    sides = Widget(page).ask(ADVISERS).locator(".side")

    def boxes() -> list[dict[str, float]]:
        found: list[dict[str, float]] = sides.evaluate_all(
            "(all) => all.map((side) => side.getBoundingClientRect().toJSON())"
        )
        return found

    government, stakeholders = boxes()
    assert stakeholders["x"] > government["x"] + government["width"]
    assert stakeholders["y"] == government["y"]
    page.set_viewport_size({"width": 600, "height": 900})
    government, stakeholders = boxes()
    assert stakeholders["x"] == government["x"]
    assert stakeholders["y"] >= government["y"] + government["height"]


def test_voices_that_are_not_the_authors_are_named(widget: Widget) -> None:
    answer = widget.ask(CASE)
    government = answer.get_by_role("group", name="What the government says")
    expect(government).to_contain_text(re.compile(r"Amber Rudd.*, quoted in Politics and Insights: posts tagged"))
    stakeholders = answer.get_by_role("group", name="What stakeholders say")
    expect(stakeholders).to_contain_text(re.compile(r", case study in Improving Lives"))


def test_statements_are_painted_as_they_arrive(widget: Widget, engine: CannedEngine) -> None:
    engine.hold()
    engine.let(6 + 1)  # its citations come first
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn.locator("li.statement")).to_have_count(1)
    engine.let(2)
    expect(turn.locator("li.statement")).to_have_count(3)
    assert turn.get_by_role("button", name="Copy with sources").count() == 0
    expect(widget.element.get_by_text("Searching the documents…").first).to_be_visible()
    first = turn.locator("li.statement").first.element_handle()
    engine.let(100)
    expect(turn.get_by_role("button", name="Copy with sources")).to_be_visible()
    expect(turn.locator("li.statement")).to_have_count(6)
    assert first is not None
    assert first.evaluate("(node) => node.isConnected"), "what was painted was painted again"
    expect(turn.get_by_role("heading", name="In short")).to_be_visible()


def test_a_citation_opens_in_place_with_the_exact_quote(widget: Widget, service: Served, page: Page) -> None:
    answer = widget.ask(ADVISERS)
    body = page.evaluate("document.querySelector('greenpaper-chat').conversation[0]")
    chips = answer.locator(".chip")
    assert chips.count() == len(body["citations"])
    for at, citation in enumerate(body["citations"]):
        chip = chips.nth(at)
        expect(chip).to_contain_text(str(citation["number"]))
        assert chip.get_attribute("aria-expanded") == "false"
        chip.click()
        assert chip.get_attribute("aria-expanded") == "true"
        panel = answer.locator("li.statement").nth(at).locator("figure")
        text = page.request.get(f"{service.url}/v1/documents/{citation['document_id']}/text").text()
        quote = squeeze(panel.locator("blockquote").text_content() or "")
        assert quote == citation["quote"] == quote_at(text, [Span(*span) for span in citation["spans"]])
        expect(panel).to_contain_text(citation["document_title"])
        expect(panel).to_contain_text(citation["voice"]["speaker"])
        expect(panel).to_contain_text(" › ".join(citation["section"]))
        if citation["paragraph"]:
            expect(panel).to_contain_text(f"paragraph {citation['paragraph']}")
        chip.click()
        assert chip.get_attribute("aria-expanded") == "false"
        expect(panel).to_be_hidden()


def test_numbers_in_the_short_answer_open_the_same_quotes(widget: Widget) -> None:
    answer = widget.ask(ADVISERS)
    short = answer.locator("section.short")
    short.get_by_role("button", name="Source 4").click()
    expect(short.locator("blockquote")).to_contain_text("many Work Coaches do not currently have the training")


def test_open_in_document_highlights_the_right_words(widget: Widget, page: Page) -> None:
    answer = widget.ask(ADVISERS)
    body = page.evaluate("document.querySelector('greenpaper-chat').conversation[0]")
    for at, citation in enumerate(body["citations"]):
        answer.locator(".chip").nth(at).click()
        link = answer.locator("li.statement").nth(at).get_by_role("link", name="Open in document")
        assert urlparse(link.get_attribute("href") or "").path == f"/documents/{citation['document_id']}"
        with page.context.expect_page() as opened:
            link.click()
        reader = opened.value
        marks = reader.locator("mark")
        expect(marks.first).to_be_in_viewport()
        # Joined where the marks of emphasis or a line end part them: the same words, nothing more.
        marked = "".join(marks.evaluate_all("(all) => all.map((mark) => mark.textContent)"))
        assert re.sub(r"\s", "", marked) == re.sub(r"\s", "", citation["quote"])
        expect(reader.get_by_text("The quote is highlighted below.")).to_be_visible()
        expect(reader.get_by_role("heading", level=1)).to_have_text(citation["document_title"])
        reader.close()


def test_a_highlight_can_be_found_again_and_removed(engine: CannedEngine, service: Served, page: Page) -> None:
    spans = engine.quotation(SCRIPTS[0].lines[0]).spans
    page.goto(f"{service.url}/documents/green-paper#c=" + ",".join(f"{s.start}-{s.end}" for s in spans))
    mark = page.locator("mark").first
    expect(mark).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    expect(mark).not_to_be_in_viewport()
    page.evaluate("document.querySelector('#quoted-go').click()")
    expect(mark).to_be_in_viewport()
    page.get_by_role("button", name="Remove the highlight").click()
    expect(page.locator("mark")).to_have_count(0)
    assert urlparse(page.url).fragment == ""


def test_a_place_that_is_not_there_any_more_is_said_to_be(service: Served, page: Page) -> None:
    page.goto(f"{service.url}/documents/green-paper#c=99999999-99999999999")
    expect(page.get_by_text("The quote is not in this document as it stands now.")).to_be_visible()
    for fragment in ("c=", "c=x-y", "c=5-1", "c=<img>", "nothing"):
        page.goto(f"{service.url}/help")
        page.goto(f"{service.url}/documents/green-paper#{fragment}")
        expect(page.locator("#quoted")).to_be_hidden()


def test_a_follow_up_is_understood_from_what_came_before(widget: Widget, engine: CannedEngine) -> None:
    widget.ask(ADVISERS)
    answer = widget.ask(FOLLOW_UP)
    expect(answer).to_contain_text("Understood as: ")
    history = engine.asked[-1].history
    assert [turn.question for turn in history] == [ADVISERS]
    assert "300 more Disability Employment Advisers" in history[0].answer
    expect(answer.get_by_role("group", name="What the government says")).to_contain_text(
        "Nearest passages on this side"
    )


def test_a_refusal_helps(widget: Widget) -> None:
    answer = widget.ask(NEAR_MISS)
    expect(answer.get_by_role("heading", name="No answer in these documents")).to_be_visible()
    expect(answer.get_by_role("heading", name="Nearest passages")).to_be_visible()
    assert answer.locator(".chip, .ref").count() == 0, "a refusal cites nothing"
    near = answer.locator("li.passage")
    assert near.count() == 2
    expect(near.first).to_contain_text("Government")
    assert "/documents/green-paper#c=" in (near.first.get_by_role("link").get_attribute("href") or "")
    answer.get_by_role("button", name="How many Disability Employment Advisers will be recruited?").click()
    expect(widget.turns).to_have_count(2)
    expect(widget.last.get_by_role("button", name="Copy with sources")).to_be_visible()
    unclear = widget.ask("Why?")
    expect(unclear.get_by_role("heading", name="Please say a little more")).to_be_visible()
    off_topic = widget.ask(RECIPE)
    expect(off_topic.get_by_role("heading", name="Not what these documents are about")).to_be_visible()


def test_first_questions_are_offered_and_asked_at_a_click(widget: Widget) -> None:
    widget.element.get_by_role("button", name=ADVISERS).click()
    expect(widget.last.get_by_role("heading", name=re.compile(re.escape(ADVISERS)))).to_be_visible()
    expect(widget.element.get_by_text("You could ask")).to_be_hidden()


def test_answers_from_one_side_or_some_organisations(widget: Widget, engine: CannedEngine, watched: Watched) -> None:
    options = widget.element.locator("summary")
    options.click()
    widget.element.get_by_label("Stakeholders").check()
    widget.element.get_by_label("Mind", exact=True).check()
    expect(options).to_have_text("Answers from: Stakeholders, Mind")
    answer = widget.ask(ADVISERS)
    assert engine.asked[-1].sides == ["stakeholder"]
    assert engine.asked[-1].organisations == ["Mind"]
    assert answer.locator(".side h4").all_inner_texts() == ["What stakeholders say"]
    assert answer.locator("h5").all_inner_texts() == ["Mind"]
    widget.element.get_by_label("All sides").check()
    widget.element.get_by_label("Mind", exact=True).uncheck()
    widget.ask(ADVISERS)
    assert engine.asked[-1].sides is None
    assert engine.asked[-1].organisations is None
    assert watched.errors == []


def test_stop_keeps_what_arrived_and_try_again_finishes(widget: Widget, engine: CannedEngine) -> None:
    engine.hold()
    engine.let(6 + 2)
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn.locator("li.statement")).to_have_count(2)
    widget.element.get_by_role("button", name="Stop").click()
    expect(turn).to_contain_text("You stopped this answer.")
    expect(widget.input).to_be_focused()
    assert turn.locator("li.statement").count() == 2
    engine.reset()
    turn.get_by_role("button", name="Try again").click()
    expect(turn.locator("li.statement")).to_have_count(6)
    expect(widget.turns).to_have_count(1)
    expect(turn).not_to_contain_text("You stopped this answer.")


def test_ask_again_replaces_the_answer(widget: Widget, engine: CannedEngine) -> None:
    turn = widget.ask(ADVISERS)
    widget.ask(FOLLOW_UP)
    turn = widget.turns.first
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator("li.statement")).to_have_count(6)
    expect(widget.turns).to_have_count(2)
    assert engine.asked[-1].question == ADVISERS
    assert engine.asked[-1].history == []


def test_an_empty_question_is_a_clear_error(widget: Widget, engine: CannedEngine) -> None:
    widget.input.press("Enter")
    expect(widget.element.get_by_text("Enter a question").first).to_be_visible()
    assert widget.input.get_attribute("aria-invalid") == "true"
    expect(widget.input).to_be_focused()
    widget.ask(NEAR_MISS)
    expect(widget.element.locator(".problem")).to_be_hidden()
    assert widget.input.get_attribute("aria-invalid") is None
    assert len(engine.asked) == 1


def test_a_question_the_service_cannot_take_goes_back_to_be_changed(widget: Widget) -> None:
    question = "x" * 10_000
    widget.input.fill(question)
    widget.input.press("Enter")
    problem = widget.element.locator(".problem")
    expect(problem).to_be_visible()
    assert "2" in problem.inner_text()
    expect(widget.input).to_have_value(question)
    expect(widget.turns).to_have_count(0)


def test_enter_with_shift_is_a_new_line(widget: Widget, engine: CannedEngine) -> None:
    widget.input.fill("One")
    widget.input.press("Shift+Enter")
    widget.input.press_sequentially("two")
    expect(widget.input).to_have_value("One\ntwo")
    assert engine.asked == []


@pytest.mark.parametrize("allowed", [True, False])
def test_copy_as_text_with_sources(
    host: Host, new_context: Callable[..., BrowserContext], engine: CannedEngine, allowed: bool
) -> None:
    """With the clipboard's interface, and without it as on a page without HTTPS."""
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    if not allowed:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    widget = embedded(page, host.url)
    answer = widget.ask(ADVISERS)
    answer.get_by_role("button", name="Copy with sources").click()
    expect(answer.get_by_role("button", name="Copied")).to_be_visible()
    widget.input.press("Control+v")
    copied = widget.input.input_value()
    assert ADVISERS in copied
    assert "Government: HM Government" in copied
    assert "Commitment: We are currently recruiting up to 300 more Disability Employment Advisers" in copied
    assert re.search(
        r"\[1\] “We are currently recruiting.*paragraph 87 <http.*/documents/green-paper#c=\d+-\d+>", copied
    )
    assert "**" not in copied


def test_the_conversation_as_markdown(widget: Widget, page: Page) -> None:
    widget.ask(ADVISERS)
    widget.ask(NEAR_MISS)
    widget.element.locator("summary").click()
    with page.expect_download() as download:
        widget.element.get_by_role("button", name="Save as Markdown").click()
    assert download.value.suggested_filename == "greenpaper.md"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# Ask the consultation\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [f"## {ADVISERS}", f"## {NEAR_MISS}"]
    assert "### Sources" in text
    assert len(re.findall(r"^- \\\[\d\\\] “", text, re.M)) == 6


def test_the_conversation_on_paper(widget: Widget, page: Page, watched: Watched) -> None:
    page.context.add_init_script("window.print = () => { window.printed = true; }")
    widget.ask(ADVISERS)
    widget.element.locator("summary").click()
    with page.context.expect_page() as opened:
        widget.element.get_by_role("button", name="Print").click()
    paper = opened.value
    expect(paper.get_by_role("heading", level=2)).to_have_text(ADVISERS)
    expect(paper.get_by_role("heading", name="Sources")).to_be_visible()
    assert paper.get_by_role("link").count() == 6
    assert paper.title() == "Ask the consultation"
    assert paper.evaluate("getComputedStyle(document.body).maxWidth") != "none", "the style sheet did not apply"
    assert watched.errors == []


def test_feedback_is_stored_with_its_comment(widget: Widget, page: Page) -> None:
    sent: list[dict[str, str]] = []

    def keep(request: Request) -> None:
        if request.url.endswith("/v1/feedback"):
            sent.append(request.post_data_json)

    page.on("request", keep)
    answer = widget.ask(ADVISERS)
    answer.get_by_role("button", name="No", exact=True).click()
    expect(answer.get_by_text("Thank you. Your feedback is stored.")).to_be_visible()
    comment = answer.get_by_label("Tell us more (optional)")
    expect(comment).to_be_focused()
    comment.fill("The second source is old.")
    with page.expect_response("**/v1/feedback") as reply:
        answer.get_by_role("button", name="Send").click()
    assert reply.value.status == 201
    expect(comment).to_be_hidden()
    assert [(each["rating"], each.get("comment")) for each in sent] == [
        ("unhelpful", None),
        ("unhelpful", "The second source is old."),
    ]
    assert len({each["answer_id"] for each in sent}) == 1


def test_clearing_forgets_the_conversation(widget: Widget, page: Page) -> None:
    widget.ask(ADVISERS)
    widget.element.locator("summary").click()
    widget.element.get_by_role("button", name="Clear conversation").click()
    expect(widget.turns).to_have_count(0)
    expect(widget.element.get_by_text("You could ask")).to_be_visible()
    page.reload()
    assert Widget(page).open().turns.count() == 0
