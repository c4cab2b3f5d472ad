"""`POST /v1/ask`, as JSON or as server-sent events, and first questions to ask."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from service import examples
from service.context import Context, check_documents, context_of, json_reply, require_json
from service.openapi import example, problems
from service.pool import PoolFullError
from service.ports import Engine
from service.problems import BUSY, INDEX, INVALID, MALFORMED, MEDIA, NOT_READY, RATE, TOO_LARGE
from service.schemas import AnswerBody, AskRequest, SuggestionsBody
from service.streaming import EVENT_STREAM, EventSource, EventStreamResponse, unless_client_leaves, wants_events

router = APIRouter(tags=["answers"])


@router.post(
    "/v1/ask",
    response_model=AnswerBody,
    summary="Answer a question with cited, verified quotations of both sides",
    description="With `Accept: text/event-stream` the same answer comes as server-sent events: `citation` and "
    "`statement` as they are found, then `done` with the whole body; `error`, with problem details, where it fails.",
    responses={
        200: {
            "description": "The answer, or why there is none",
            "content": {
                "application/json": {"examples": examples.ANSWERS},
                EVENT_STREAM: {"schema": {"type": "string"}, "example": examples.EVENTS},
            },
        },
        **problems(MALFORMED, TOO_LARGE, MEDIA, INVALID, RATE, NOT_READY, BUSY, INDEX),
    },
    dependencies=[Depends(require_json)],
)
async def ask(request: Request, asked: Annotated[AskRequest, Body(openapi_examples=examples.QUESTIONS)]) -> Response:
    context = context_of(request)
    engine = context.engine()
    if wants_events(",".join(request.headers.getlist("accept"))):
        return await _stream(request, context, engine, asked)

    def work() -> AnswerBody:
        check_documents(engine, asked.documents, "documents")
        return engine.ask(asked)

    body = await context.answered_to(request, work)
    context.metrics.answer(body)
    return json_reply(body)


async def _stream(request: Request, context: Context, engine: Engine, asked: AskRequest) -> Response:
    started = time.perf_counter()
    seen = False

    def make() -> Iterator[tuple[str, BaseModel]]:
        check_documents(engine, asked.documents, "documents")
        return engine.ask_events(asked)

    def watch(_: str, body: BaseModel) -> None:
        nonlocal seen
        if not seen:
            context.metrics.first_event(time.perf_counter() - started)
        seen = True
        if isinstance(body, AnswerBody):
            context.metrics.answer(body)

    source = EventSource(context.pool, make, watch)
    try:
        await unless_client_leaves(request, source.begin())
    except PoolFullError:
        context.metrics.rejected("queue")
        raise
    return EventStreamResponse(source)


@router.get(
    "/v1/suggestions",
    response_model=SuggestionsBody,
    summary="Questions to begin with, which these documents answer",
    responses={200: example(examples.SUGGESTIONS), **problems(NOT_READY)},
)
def suggestions(request: Request) -> Response:
    return json_reply(SuggestionsBody(suggestions=context_of(request).engine().suggestions()))
