"""When the service is down, busy, broken or answers nonsense: said plainly, nothing lost, and it goes on by itself."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from corpus.errors import StoreError
from service.schemas import AskRequest
from tests.browser.canned_engine import CannedEngine
from tests.browser.conftest import Host, canned_app
from tests.browser.scripts import ADVISERS, CASE, NEAR_MISS
from tests.browser.server import serving
from tests.browser.widget import Widget, embedded


@pytest.fixture
def widget(host: Host, page: Page) -> Widget:
    return embedded(page, host.url)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_service_that_goes_down_and_comes_back_answers_in_the_end(
    host: Host, page: Page, engine: CannedEngine, tmp_path: Path
) -> None:
    port = free_port()
    host.page.service = f"http://127.0.0.1:{port}"
    host.page.embed()
    app = [canned_app(engine, (host.url.rstrip("/"),), tmp_path / str(number)) for number in (1, 2)]
    with serving(app[0], port=port):
        widget = embedded(page, host.url)
        widget.ask(NEAR_MISS)
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn).to_contain_text("The service cannot be reached.")
    expect(widget.element.get_by_text("Trying again in").first).to_be_visible()
    with serving(app[1], port=port):
        expect(turn.locator("li.statement")).to_have_count(6, timeout=15_000)
    expect(turn).not_to_contain_text("The service cannot be reached.")
    expect(widget.turns).to_have_count(2)


def test_trying_again_does_not_have_to_wait(widget: Widget, page: Page) -> None:
    failing = iter([True, True, True])
    page.route("**/v1/ask", lambda route: route.abort() if next(failing, False) else route.continue_())
    turn = widget.ask(ADVISERS, finished=False)
    expect(widget.element.get_by_text("Trying again in 2 seconds.")).to_be_visible()
    for _ in range(2):
        turn.get_by_role("button", name="Try again").click()
    expect(turn.locator("li.statement")).to_have_count(6)
    expect(widget.input).to_be_focused()


def test_waiting_can_be_stopped(widget: Widget, page: Page) -> None:
    page.route("**/v1/ask", lambda route: route.abort())
    turn = widget.ask(ADVISERS, finished=False)
    expect(widget.element.get_by_text("Trying again in").first).to_be_visible()
    widget.element.get_by_role("button", name="Stop").click()
    expect(turn).to_contain_text("You stopped this answer.")
    expect(widget.element.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.unroute("**/v1/ask")
    turn.get_by_role("button", name="Try again").click()
    expect(turn.locator("li.statement")).to_have_count(6)


def test_an_answer_that_breaks_off_keeps_what_arrived(widget: Widget, engine: CannedEngine) -> None:
    engine.hold()
    engine.break_after = 6 + 2
    engine.let(6 + 2)
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn.locator("li.statement")).to_have_count(2)
    engine.let(1)
    button = turn.get_by_role("button", name="Try again")
    expect(button).to_be_visible()
    assert turn.locator("li.statement").count() == 2
    engine.reset()
    button.click()
    expect(turn.locator("li.statement")).to_have_count(6)


def test_a_connection_that_ends_early_is_said_to_be_cut_off(widget: Widget, page: Page, host: Host) -> None:
    statement = {"side": "government", "organisation": "X", "statement": {"text": "Half.", "citations": []}}
    stream = f"event: statement\ndata: {json.dumps(statement)}\n\n"
    headers = {"Content-Type": "text/event-stream", "Access-Control-Allow-Origin": host.url.rstrip("/")}
    page.route("**/v1/ask", lambda route: route.fulfill(status=200, headers=headers, body=stream))
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn).to_contain_text("The answer was cut off before it was complete.")
    expect(turn).to_contain_text("Half.")


def test_an_index_that_is_not_there_is_a_busy_service(widget: Widget, engine: CannedEngine) -> None:
    engine.failure = StoreError("the index is damaged")
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn).to_contain_text("The service is busy.")
    engine.failure = None
    expect(turn.locator("li.statement")).to_have_count(6, timeout=15_000)


def reply_with(host: Host, status: int, body: object, **headers: str) -> Callable[[Route], None]:
    sent = {
        "Content-Type": "application/problem+json",
        "Access-Control-Allow-Origin": host.url.rstrip("/"),
        "Access-Control-Expose-Headers": "Retry-After",
        **headers,
    }
    text = body if isinstance(body, str) else json.dumps(body)
    return lambda route: route.fulfill(status=status, headers=sent, body=text)


def test_too_many_questions_say_when_to_come_back(widget: Widget, page: Page, host: Host) -> None:
    page.route("**/v1/ask", reply_with(host, 429, {"detail": "used up"}, **{"Retry-After": "1500"}))
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn).to_contain_text("You have reached the limit of questions. Try again in 25 minutes.")


@pytest.mark.parametrize(
    ("status", "body"), [(500, {"detail": "A defect"}), (500, "<html>gateway</html>"), (404, ""), (200, "not json")]
)
def test_a_broken_service_is_said_to_be_broken(
    widget: Widget, page: Page, host: Host, status: int, body: object
) -> None:
    page.route("**/v1/ask", reply_with(host, status, body))
    turn = widget.ask(ADVISERS, finished=False)
    expect(turn.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(turn.get_by_role("button", name="Try again")).to_be_visible()
    widget.element.get_by_role("button", name="Stop").click() if status == 200 else None
    page.unroute("**/v1/ask")
    turn.get_by_role("button", name="Try again").click()
    expect(turn.locator("li.statement")).to_have_count(6)


def test_a_proxy_that_does_not_stream_is_good_enough(
    widget: Widget, page: Page, host: Host, engine: CannedEngine
) -> None:
    body = engine.ask(AskRequest(question=ADVISERS)).model_dump_json()
    page.route("**/v1/ask", reply_with(host, 200, body, **{"Content-Type": "application/json"}))
    turn = widget.ask(ADVISERS)
    expect(turn.locator("li.statement")).to_have_count(6)


def test_events_cut_anywhere_are_put_together(widget: Widget, page: Page, engine: CannedEngine) -> None:
    """The stream in pieces of one byte, letters of several bytes included."""
    page.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (url, options) => {
            const response = await real(url, options);
            if (!String(url).endsWith("/v1/ask")) return response;
            const bytes = new Uint8Array(await response.arrayBuffer());
            const body = new ReadableStream({ start(controller) {
              for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
              controller.close();
            } });
            return new Response(body, { headers: response.headers });
          };
        }"""
    )
    turn = widget.ask(CASE)
    expect(turn).to_contain_text("“Everyone, no matter what their background is")


def test_without_suggestions_and_sessions_it_still_asks(host: Host, page: Page) -> None:
    for path in ("suggestions", "session"):
        page.route(f"**/v1/{path}", reply_with(host, 404, {"detail": "not here"}))
    widget = embedded(page, host.url)
    widget.ask(ADVISERS)
    expect(widget.last.locator("li.statement")).to_have_count(6)


def test_feedback_that_cannot_be_stored_is_not_thanked_for(widget: Widget, page: Page) -> None:
    turn = widget.ask(ADVISERS)
    page.route("**/v1/feedback", lambda route: route.abort())
    turn.get_by_role("button", name="Yes").click()
    expect(turn).to_contain_text("Your feedback was not stored. Try again.")
    page.unroute("**/v1/feedback")
    turn.get_by_role("button", name="Yes").click()
    expect(turn).to_contain_text("Thank you. Your feedback is stored.")


def test_storage_that_is_full_or_spoilt_is_done_without(host: Host, page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    widget = embedded(page, host.url)
    widget.ask(ADVISERS)
    expect(widget.last.locator("li.statement")).to_have_count(6)
    page.evaluate('Storage.prototype.getItem = () => \'{"not": ["ours"\'')
    page.reload()
    assert Widget(page).open().turns.count() == 0
