"""The application: settings and an engine go in, the HTTP interface and the pages come out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from corpus.settings import Settings
from service import pages
from service.access import Access, AccessMiddleware, session_router
from service.context import Context, PooledPageData
from service.feedback import FeedbackStore
from service.limits import RateLimiter
from service.loading import EngineLoader
from service.metrics import Metrics
from service.middleware import BodyMiddleware, FrameMiddleware, RateMiddleware
from service.openapi import install_openapi
from service.page_data import PageData
from service.pool import WorkPool
from service.ports import Engine
from service.problems import install_handlers
from service.routes import ROUTERS

# By path: what counts together towards an address's limit.
RATE_PURPOSES = {
    "/v1/ask": "questions",
    "/v1/search": "questions",
    "/search": "questions",
    "/v1/feedback": "feedback",
    "/v1/session": "sessions",
}
# FastAPI's own would hand validation failures and exception messages, questions and all, to any exporter around.
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(
    settings: Settings,
    engine_factory: Callable[[], Engine],
    *,
    page_data: Callable[[Engine], PageData | None] | None = None,
    rate_file: Path | None = None,
) -> FastAPI:
    """The service. The engine is loaded beside it once it runs: until then `/readyz` and questions answer 503.

    `page_data` makes what the pages show from the engine; `rate_file` is where several processes count together.
    """
    metrics = Metrics()
    context: Context
    loop: asyncio.AbstractEventLoop

    def on_loaded(engine: Engine) -> None:
        data = None if page_data is None else page_data(engine)
        if data is not None:
            app.state.page_data = PooledPageData(data, context, loop)

    context = Context(
        settings=settings,
        metrics=metrics,
        pool=WorkPool(settings.concurrency, settings.queue, metrics.queue),
        loader=EngineLoader(engine_factory, metrics, on_loaded),
        limiter=RateLimiter(settings.requests_per_minute, rate_file),
        feedback=FeedbackStore(settings.data_dir),
    )

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        nonlocal loop
        loop = asyncio.get_running_loop()
        loading = asyncio.create_task(context.loader.run())
        yield
        loading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loading
        context.pool.close()
        context.limiter.close()

    app = FastAPI(
        title="greenpaper",
        version=_version(),
        summary="Ask a consultation what the government proposes and what stakeholders answer.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.state.context = context
    install_handlers(app)
    install_openapi(app, [route for router in ROUTERS for route in router.routes])
    access = access_of(settings)
    for router in (*ROUTERS, session_router(access), pages.router):
        app.include_router(router)
    # The last added is the outermost.
    app.add_middleware(BodyMiddleware, most=settings.max_body_bytes, metrics=metrics)
    app.add_middleware(RateMiddleware, limiter=context.limiter, metrics=metrics, purposes=RATE_PURPOSES)
    app.add_middleware(AccessMiddleware, access=access)
    app.add_middleware(FrameMiddleware, metrics=metrics)
    return app


def access_of(settings: Settings) -> Access:
    """Raises ConfigurationError for an allowed origin that is none."""
    return Access(
        settings.allowed_origins,
        session_secret=settings.session_secret.get_secret_value(),
        session_ttl_s=settings.session_ttl_s,
        session_max_asks=settings.session_max_asks,
        require_session=settings.require_session,
    )


def _version() -> str:
    try:
        return version("greenpaper")
    except PackageNotFoundError:
        return "0"
