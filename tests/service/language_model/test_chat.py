"""Patience with a language model has an end, whatever its client does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import pytest

from corpus.errors import AnswererError
from service.language_model.chat import (
    FAILURES_BEFORE_PAUSE,
    MAX_IN_FLIGHT,
    PAUSE_S,
    ChatMessage,
    PatientModel,
    SlowModelError,
)

MESSAGES = (ChatMessage("user", "hello"),)


class ModelDoing:
    """A model that does what a function does; counts its calls."""

    name = "doing"

    def __init__(self, act: Callable[[], str]) -> None:
        self.act = act
        self.calls = 0

    def complete(self, messages: Sequence[ChatMessage], *, schema: dict[str, object] | None = None) -> str:
        self.calls += 1
        return self.act()


def fail_slowly() -> str:
    raise SlowModelError("timed out")


def test_a_reply_in_time_is_passed_on() -> None:
    assert PatientModel(ModelDoing(lambda: "yes"), 1.0).complete(MESSAGES) == "yes"


def test_a_call_that_hangs_is_given_up_on_time() -> None:
    release = threading.Event()
    started = time.perf_counter()
    with pytest.raises(SlowModelError, match=r"within 0\.1 s"):
        PatientModel(ModelDoing(lambda: str(release.wait(5))), 0.1).complete(MESSAGES)
    assert time.perf_counter() - started < 1
    release.set()


def test_what_a_client_raises_becomes_an_answerer_error_without_its_words() -> None:
    def burst() -> str:
        raise RuntimeError("key sk-123")

    with pytest.raises(AnswererError) as caught:
        PatientModel(ModelDoing(burst), 1.0).complete(MESSAGES)
    assert "RuntimeError" in str(caught.value)
    assert "sk-123" not in str(caught.value)


def test_calls_that_hang_are_bounded() -> None:
    release = threading.Event()
    model = PatientModel(ModelDoing(lambda: str(release.wait(5))), 0.02, queue_s=0.05)
    model._count = lambda **_: None  # type: ignore[method-assign]  # no pause: the bound alone is looked at
    for _ in range(MAX_IN_FLIGHT):
        with pytest.raises(SlowModelError, match="within"):
            model.complete(MESSAGES)
    with pytest.raises(SlowModelError, match="busy"):
        model.complete(MESSAGES)
    release.set()


def test_more_calls_than_run_at_once_wait_for_a_place() -> None:
    def answer() -> str:
        time.sleep(0.05)
        return "yes"

    model = PatientModel(ModelDoing(answer), 30.0, queue_s=30.0)
    replies: list[str] = []
    asking = [threading.Thread(target=lambda: replies.append(model.complete(MESSAGES))) for _ in range(20)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(60)
    assert replies == ["yes"] * 20


def test_after_several_time_outs_in_a_row_a_model_is_left_alone_for_a_while() -> None:
    now = [0.0]
    inner = ModelDoing(fail_slowly)
    model = PatientModel(inner, 1.0, clock=lambda: now[0])
    for _ in range(FAILURES_BEFORE_PAUSE + 2):
        with pytest.raises(SlowModelError):
            model.complete(MESSAGES)
    assert inner.calls == FAILURES_BEFORE_PAUSE
    now[0] += PAUSE_S + 1
    inner.act = lambda: "back"
    assert model.complete(MESSAGES) == "back"


def test_other_failures_do_not_pause_it() -> None:
    def refuse() -> str:
        raise AnswererError("no")

    inner = ModelDoing(refuse)
    model = PatientModel(inner, 1.0)
    for _ in range(FAILURES_BEFORE_PAUSE * 2):
        with pytest.raises(AnswererError):
            model.complete(MESSAGES)
    assert inner.calls == FAILURES_BEFORE_PAUSE * 2
