"""What the routes share: one `Context` an application, at `app.state.context`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from corpus.errors import RequestError
from corpus.settings import Settings
from service.feedback import FeedbackStore
from service.limits import RateLimiter
from service.loading import EngineLoader
from service.metrics import Metrics
from service.page_data import PageData, PageFilters
from service.pool import Job, PoolFullError, WorkPool
from service.ports import Engine
from service.problems import MEDIA, ProblemError, shown
from service.schemas import PassageBody
from service.streaming import unless_client_leaves

_JSON = re.compile(r"application/(json|[a-z0-9.!#$&^_-]+\+json)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that lives as long as the application."""

    settings: Settings
    metrics: Metrics
    pool: WorkPool
    loader: EngineLoader
    limiter: RateLimiter
    feedback: FeedbackStore

    def engine(self) -> Engine:
        """Raises ProblemError 503 while there is none."""
        return self.loader.engine()

    async def pooled(self, work: Callable[[Job], T]) -> T:
        """Runs blocking work in its turn. Raises PoolFullError."""
        try:
            return await self.pool.run(work)
        except PoolFullError:
            self.metrics.rejected("queue")
            raise

    async def answered_to(self, request: Request, work: Callable[[], T]) -> T:
        """The same, given up when the client leaves."""
        return await unless_client_leaves(request, self.pooled(lambda _: work()))


def context_of(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


def json_reply(body: BaseModel, status: int = 200) -> Response:
    return Response(body.model_dump_json(), status, media_type="application/json")


def require_json(request: Request) -> None:
    """Raises ProblemError 415 for a body that is not JSON in UTF-8, or compressed."""
    media_type, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    if not _JSON.fullmatch(media_type):
        given = f"not {shown(media_type)}" if media_type else "and say so in Content-Type"
        raise ProblemError(MEDIA, f"send the body as application/json, {given}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8"):
            raise ProblemError(MEDIA, "send the body in UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise ProblemError(MEDIA, "send the body without Content-Encoding")


def check_documents(engine: Engine, documents: Sequence[str] | None, field: str) -> None:
    """Raises RequestError that names the first document which is not in the corpus."""
    if not documents:
        return
    known = [document.id for document in engine.documents()]
    for position, document in enumerate(documents):
        if document not in known:
            there_are = ", ".join(known) or "none"
            raise RequestError(
                f"there is no document {shown(document)}; there are {there_are}", field=f"{field}[{position}]"
            )


class PooledPageData:
    """The pages' data, with their searches taking turns with everybody's questions. Called from threads."""

    def __init__(self, data: PageData, context: Context, loop: asyncio.AbstractEventLoop) -> None:
        self._context = context
        self._loop = loop
        self.site = data.site
        self.documents = data.documents
        self.document = data.document
        self.consultation_questions = data.consultation_questions
        self.suggested_questions = data.suggested_questions
        self._search = data.search

    def search(self, query: str, k: int, filters: PageFilters) -> Sequence[PassageBody]:
        work = self._context.pooled(lambda _: self._search(query, k, filters))
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
