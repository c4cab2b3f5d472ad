"""Loads the engine beside a running service, keeps trying while there is no index, and follows a new one."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from corpus.errors import GreenpaperError
from service.log import event, get_logger
from service.metrics import Metrics
from service.ports import Engine
from service.problems import NOT_READY, ProblemError, one_line

REFRESH_S = 2.0
RETRY_FIRST_S = 2.0
RETRY_MOST_S = 30.0
_LOADING = "the index and the models are being loaded; try again in a few seconds"
_DEFECT = "the index or a model could not be loaded; the service's log says more"
_UNUSABLE = "the index cannot be used; run `greenpaper ingest`, or see the service's log"

T = TypeVar("T")
_log = get_logger("loading")


class EngineLoader:
    """The engine of a running service, if there is one yet. Belongs to one event loop."""

    def __init__(
        self,
        factory: Callable[[], Engine],
        metrics: Metrics,
        on_loaded: Callable[[Engine], None] = lambda _: None,
        *,
        refresh_s: float = REFRESH_S,
        retry_s: float = RETRY_FIRST_S,
    ) -> None:
        self._factory = factory
        self._metrics = metrics
        self._on_loaded = on_loaded
        self._refresh_s = refresh_s
        self._retry_s = retry_s
        self._engine: Engine | None = None
        self._obstacle = _LOADING
        self._last_refresh_failure = ""

    def engine(self) -> Engine:
        """Raises ProblemError 503 that says why there is none."""
        if self._engine is None:
            raise self._not_ready()
        return self._engine

    async def check_ready(self) -> None:
        """Raises ProblemError 503 unless questions can be answered now."""
        engine = self.engine()
        if not await in_thread(engine.ready):
            raise ProblemError(NOT_READY, _UNUSABLE, retry_after=5)

    async def run(self) -> None:
        """Loads the engine, again and again until it can, then follows the index until cancelled."""
        wait = self._retry_s
        while not await self._load():
            await asyncio.sleep(wait)
            wait = min(wait * 2, RETRY_MOST_S)
        while True:
            await asyncio.sleep(self._refresh_s)
            await self._refresh()

    def _not_ready(self) -> ProblemError:
        return ProblemError(NOT_READY, self._obstacle, retry_after=5)

    async def _load(self) -> bool:
        try:
            engine = await in_thread(self._factory)
            self._on_loaded(engine)
        except GreenpaperError as error:
            self._obstacle = one_line(str(error))
            self._metrics.index_load("failed")
            event(_log, logging.ERROR, "the index cannot be loaded", detail=self._obstacle)
            return False
        except Exception:
            self._obstacle = _DEFECT
            self._metrics.index_load("failed")
            _log.exception("the engine could not be loaded")
            return False
        self._engine = engine
        self._metrics.index_load("loaded")
        self._metrics.ready(True)
        event(_log, logging.INFO, "ready")
        return True

    async def _refresh(self) -> None:
        """Lets the engine follow the index; one that cannot goes on with what it has, and the log says so once."""
        assert self._engine is not None
        try:
            await in_thread(self._engine.refresh)
        except Exception as error:
            failure = f"{type(error).__name__}: {error}"
            if failure != self._last_refresh_failure:
                self._metrics.index_load("failed")
                _log.exception("the new index cannot be loaded; the old one goes on serving")
            self._last_refresh_failure = failure
        else:
            self._last_refresh_failure = ""


async def in_thread(work: Callable[[], T]) -> T:
    """The result of blocking `work` in a daemon thread of its own, which holds up no shutdown."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: Exception | None) -> None:
        if result.done():
            return
        if error is not None:
            result.set_exception(error)
        else:
            result.set_result(value)  # type: ignore[arg-type]

    def target() -> None:
        value: T | None = None
        error: Exception | None = None
        try:
            value = work()
        except Exception as caught:
            error = caught
        try:
            loop.call_soon_threadsafe(settle, value, error)
        except RuntimeError:
            return  # the loop is closed: the process is about to end

    threading.Thread(target=target, name="greenpaper-loading", daemon=True).start()
    return await result
