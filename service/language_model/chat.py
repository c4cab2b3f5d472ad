"""The port to a language model, and the patience one has with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.errors import AnswererError

MAX_IN_FLIGHT = 8
QUEUE_S = 20.0
FAILURES_BEFORE_PAUSE = 3
PAUSE_S = 20.0


@dataclass(frozen=True, slots=True)
class ChatMessage:
    role: Literal["system", "user"]
    content: str


class ChatModel(Protocol):
    """A language model: messages in, text out; safe to call from several threads."""

    @property
    def name(self) -> str: ...

    def complete(self, messages: Sequence[ChatMessage], *, schema: dict[str, object] | None = None) -> str:
        """The reply's text; `schema` is the JSON Schema it should follow, which a model is free not to.

        Raises AnswererError with the reason in one line: time-out, refusal, no connection, a broken answer.
        """


class SlowModelError(AnswererError):
    """The language model did not answer in time."""


class PatientModel:
    """Another model under a hard limit of time, whatever its client does.

    A call that overruns is left to end by itself on its own thread; no more than MAX_IN_FLIGHT run at once, further
    ones wait for a place for at most `queue_s` seconds. After FAILURES_BEFORE_PAUSE time-outs in a row the model is not
    asked again for PAUSE_S seconds, so that a dead endpoint costs a few readers the wait and not every reader.
    """

    def __init__(
        self,
        model: ChatModel,
        timeout_s: float,
        clock: Callable[[], float] = time.monotonic,
        *,
        queue_s: float = QUEUE_S,
    ) -> None:
        self._model = model
        self._timeout_s = timeout_s
        self._queue_s = queue_s
        self._clock = clock
        self._slots = threading.BoundedSemaphore(MAX_IN_FLIGHT)
        self._lock = threading.Lock()
        self._timed_out = 0
        self._paused_until = 0.0

    @property
    def name(self) -> str:
        return self._model.name

    def complete(self, messages: Sequence[ChatMessage], *, schema: dict[str, object] | None = None) -> str:
        self._refuse_while_paused()
        if not self._slots.acquire(timeout=self._queue_s):
            raise SlowModelError(f"the language model was busy with earlier questions for {self._queue_s:g} s")
        try:
            self._refuse_while_paused()
        except SlowModelError:
            self._slots.release()
            raise
        box: list[str | BaseException] = []
        done = threading.Event()

        def call() -> None:
            try:
                box.append(self._model.complete(messages, schema=schema))
            except BaseException as error:
                box.append(error)
            finally:
                self._slots.release()
                done.set()

        threading.Thread(target=call, name="language-model", daemon=True).start()
        if not done.wait(self._timeout_s):
            self._count(timed_out=True)
            raise SlowModelError(f"the language model did not answer within {self._timeout_s:g} s")
        outcome = box[0]
        self._count(timed_out=isinstance(outcome, SlowModelError))
        if isinstance(outcome, str):
            return outcome
        if isinstance(outcome, AnswererError):
            raise outcome
        raise AnswererError(f"the language model failed ({type(outcome).__name__})") from outcome

    def _refuse_while_paused(self) -> None:
        with self._lock:
            if self._clock() < self._paused_until:
                raise SlowModelError("the language model has not been answering and is left alone for a few seconds")

    def _count(self, *, timed_out: bool) -> None:
        with self._lock:
            self._timed_out = self._timed_out + 1 if timed_out else 0
            if self._timed_out >= FAILURES_BEFORE_PAUSE:
                self._timed_out = 0
                self._paused_until = self._clock() + PAUSE_S
