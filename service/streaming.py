"""An answer as server-sent events, and work that ends when its client leaves."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.log import get_logger
from service.middleware import ClientLeftError
from service.pool import Job, WorkPool
from service.problems import describe, is_defect, problem_of

EVENT_STREAM = "text/event-stream"
LAST_EVENT = "done"
FIRST_EVENT_S = 1.0
KEEP_ALIVE_S = 10.0
_KEEP_ALIVE = b": still at work\n\n"
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_log = get_logger("streaming")

T = TypeVar("T")
Events = Iterator[tuple[str, BaseModel]]


def wants_events(accept: str) -> bool:
    """Whether a header Accept prefers an event stream to JSON: by quality, then by the order in which it names them."""
    qualities: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        given = [match[1] for piece in parameters if (match := _QUALITY.fullmatch(piece))]
        qualities.setdefault(name, float(given[0]) if given else 1.0)
    events, json = qualities.get(EVENT_STREAM, 0.0), qualities.get("application/json", 0.0)
    if events == json and events > 0:
        names = list(qualities)
        return names.index(EVENT_STREAM) < names.index("application/json")
    return events > json


async def unless_client_leaves(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, which is cancelled when the client leaves. Raises ClientLeftError then."""
    return await _unless_left(request.receive, work)


async def _unless_left(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_wait_until_left(receive))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientLeftError
        return task.result()
    finally:
        leaving.cancel()
        if not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _wait_until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class EventSource:
    """Events that a thread of the pool makes, read on the event loop. Made by `begin`."""

    def __init__(self, pool: WorkPool, make: Callable[[], Events], watch: Callable[[str, BaseModel], None]) -> None:
        self._pool = pool
        self._make = make
        self._watch = watch
        self._items: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()
        self._first: bytes | None = None
        self._finished = False
        self._task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Starts the work and waits for its first event, a second at most. Raises what the work raised before it."""
        self._task = asyncio.create_task(self._run())
        try:
            async with asyncio.timeout(FIRST_EVENT_S):
                first = await self._items.get()
        except TimeoutError:
            return
        except asyncio.CancelledError:
            self.stop()
            raise
        if isinstance(first, Exception):
            raise first
        self._first = first

    def stop(self) -> None:
        """Nobody reads on: the work gives its place back."""
        if self._task is not None:
            self._task.cancel()

    async def frames(self, error_frame: Callable[[Exception], bytes]) -> AsyncIterator[bytes]:
        """The events as they go over the wire, comments where there is none for a while, an error where one ends it."""
        if self._first is not None:
            yield self._first
        while True:
            try:
                async with asyncio.timeout(KEEP_ALIVE_S):
                    item = await self._items.get()
            except TimeoutError:
                yield _KEEP_ALIVE
                continue
            if item is None:
                return
            if isinstance(item, Exception):
                yield error_frame(item)
                return
            yield item

    async def _run(self) -> None:
        """Ends the queue with None, or with what went wrong."""
        loop = asyncio.get_running_loop()
        try:
            await self._pool.run(lambda job: self._produce(job, loop))
            if not self._finished:
                raise RuntimeError(f"an answer ended without `{LAST_EVENT}`")
        except Exception as error:
            self._items.put_nowait(error)
        else:
            self._items.put_nowait(None)

    def _produce(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        events = self._make()
        try:
            for name, body in events:
                if job.left.is_set():
                    return
                loop.call_soon_threadsafe(self._put, name, body, frame(name, body))
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()

    def _put(self, name: str, body: BaseModel, sent: bytes) -> None:
        self._finished = self._finished or name == LAST_EVENT
        self._watch(name, body)
        self._items.put_nowait(sent)


class EventStreamResponse(Response):
    """Sends a begun source's events until it ends or the client leaves."""

    media_type = EVENT_STREAM

    def __init__(self, source: EventSource) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await _unless_left(receive, self._send(scope, send))
        finally:
            self._source.stop()

    async def _send(self, scope: Scope, send: Send) -> None:
        def error_frame(error: Exception) -> bytes:
            if is_defect(error):
                _log.error("a stream failed", exc_info=error)
            return frame("error", describe(scope, problem_of(error)))

        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for sent in self._source.frames(error_frame):
            await send({"type": "http.response.body", "body": sent, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def frame(name: str, body: BaseModel) -> bytes:
    """A server-sent event; JSON has no line end of its own."""
    return f"event: {name}\ndata: {body.model_dump_json()}\n\n".encode()
