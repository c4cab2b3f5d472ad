"""Work off the event loop: a few threads, a bounded queue before them, and places that free themselves.

A thread cannot be stopped from outside. Work whose caller has left is told so (`Job.left`); if it has not ended
`GRACE_S` later its place is given on and a fresh thread takes over, for at most `concurrency` such leftovers at a time.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, TypeVar

from corpus.errors import GreenpaperError

GRACE_S = 0.5
MAX_WAIT_S = 30.0
_MAX_RETRY_AFTER_S = 60
_SMOOTHING = 0.1

T = TypeVar("T")
Observer = Callable[[int, int, int], None]


class PoolFullError(GreenpaperError):
    """No place and none to wait for; `retry_after` is a guess in seconds, from the work done so far."""

    retryable = True

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many questions at once; try again in {retry_after} s")
        self.retry_after = retry_after


class _State(Enum):
    RUNNING = auto()
    FINISHED = auto()
    ABANDONED = auto()


class Job:
    """One piece of work in its thread; `left` is set as soon as nobody waits for it."""

    def __init__(self) -> None:
        self.left = threading.Event()
        self._state = _State.RUNNING
        self._lock = threading.Lock()

    def settle(self, state: _State) -> bool:
        """Whether the job came to be `state`: it is finished or abandoned, whichever is first."""
        with self._lock:
            if self._state is _State.RUNNING:
                self._state = state
            return self._state is state


class WorkPool:
    """Runs blocking work: `concurrency` pieces at a time, `queue_size` waiting. Belongs to one event loop.

    `observe` is called with (waiting, running, abandoned) at each change.
    """

    def __init__(self, concurrency: int, queue_size: int, observe: Observer = lambda *_: None) -> None:
        self._concurrency = concurrency
        self._queue_size = queue_size
        self._observe = observe
        self._places = asyncio.Semaphore(concurrency)
        self._waiting = 0
        self._running = 0
        self._abandoned = 0
        self._mean_s = 0.1
        self._work: queue.SimpleQueue[Callable[[], bool] | None] = queue.SimpleQueue()
        self._threads = 0
        self._closed = False

    async def run(self, work: Callable[[Job], T]) -> T:
        """The result of `work`, or its exception.

        Raises PoolFullError at once when the queue is full, or after MAX_WAIT_S in it. Cancelling frees the place.
        """
        await self._take_place()
        loop = asyncio.get_running_loop()
        job = Job()
        result: asyncio.Future[T] = loop.create_future()
        self._change(running=+1)
        self._work.put(lambda: self._perform(job, work, result, loop))
        if self._threads < self._concurrency:
            self._start_thread()
        try:
            return await result
        except asyncio.CancelledError:
            job.left.set()
            loop.call_later(GRACE_S, self._abandon, job)
            raise

    def close(self) -> None:
        """Lets idle threads end; those at work are daemons and hold nothing up."""
        self._closed = True
        for _ in range(self._threads + self._abandoned):
            self._work.put(None)

    async def _take_place(self) -> None:
        if self._places.locked() and self._waiting >= self._queue_size:
            raise PoolFullError(self._retry_after())
        self._change(waiting=+1)
        try:
            async with asyncio.timeout(MAX_WAIT_S):
                await self._places.acquire()
        except TimeoutError:
            raise PoolFullError(self._retry_after()) from None
        finally:
            self._change(waiting=-1)

    def _retry_after(self) -> int:
        seconds = self._mean_s * (self._waiting + self._concurrency) / self._concurrency
        return min(_MAX_RETRY_AFTER_S, max(1, round(seconds + 0.5)))

    def _start_thread(self) -> None:
        self._threads += 1
        threading.Thread(target=self._serve, name=f"greenpaper-work-{self._threads}", daemon=True).start()

    def _serve(self) -> None:
        while (perform := self._work.get()) is not None:
            if not perform():
                return

    def _perform(
        self, job: Job, work: Callable[[Job], T], result: asyncio.Future[T], loop: asyncio.AbstractEventLoop
    ) -> bool:
        """Does the work, in a thread. Returns whether the thread is still wanted."""
        started = time.monotonic()
        value: Any = None
        error: BaseException | None = None
        try:
            value = work(job)
        except Exception as caught:
            error = RuntimeError("an iterator ran out") if isinstance(caught, StopIteration) else caught
        except BaseException as caught:
            error = RuntimeError(f"the work ended with {type(caught).__name__}")
        wanted = job.settle(_State.FINISHED)
        try:
            loop.call_soon_threadsafe(self._done, result, value, error, wanted, time.monotonic() - started)
        except RuntimeError:  # the loop is closed: the process is about to end
            return False
        return wanted

    def _done(
        self, result: asyncio.Future[Any], value: Any, error: BaseException | None, wanted: bool, seconds: float
    ) -> None:
        self._mean_s += _SMOOTHING * (seconds - self._mean_s)
        if wanted:
            self._places.release()
            self._change(running=-1)
        else:
            self._change(abandoned=-1)
        if result.done():
            return
        if error is None:
            result.set_result(value)
        else:
            result.set_exception(error)

    def _abandon(self, job: Job) -> None:
        if self._closed or self._abandoned >= self._concurrency or not job.settle(_State.ABANDONED):
            return
        self._threads -= 1
        self._start_thread()
        self._places.release()
        self._change(running=-1, abandoned=+1)

    def _change(self, waiting: int = 0, running: int = 0, abandoned: int = 0) -> None:
        self._waiting += waiting
        self._running += running
        self._abandoned += abandoned
        self._observe(self._waiting, self._running, self._abandoned)
