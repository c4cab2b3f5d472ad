"""`GET /v1/search` and `GET /v1/passages/{passage_id}`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from service import examples
from service.context import check_documents, context_of, json_reply
from service.found import Filters
from service.openapi import example, problems
from service.problems import BUSY, INDEX, INVALID, NOT_FOUND, NOT_READY, RATE, not_found
from service.schemas import PassageInContext, SearchBody, SearchQuery

router = APIRouter(tags=["passages"])


@router.get(
    "/v1/search",
    response_model=SearchBody,
    summary="Passages that speak to a query, best first",
    responses={200: example(examples.SEARCH), **problems(INVALID, RATE, NOT_READY, BUSY, INDEX)},
)
async def search(request: Request, asked: Annotated[SearchQuery, Query()]) -> Response:
    context = context_of(request)
    engine = context.engine()
    filters = Filters(
        sides=frozenset(asked.side),
        organisations=frozenset(asked.organisation),
        documents=frozenset(asked.document),
        kinds=frozenset(asked.kind),
    )

    def work() -> SearchBody:
        check_documents(engine, asked.document, "document")
        return engine.search(asked.q, k=asked.k, filters=filters)

    return json_reply(await context.answered_to(request, work))


@router.get(
    "/v1/passages/{passage_id}",
    response_model=PassageInContext,
    summary="A passage with its neighbours in the document",
    responses={200: example(examples.PASSAGE), **problems(NOT_FOUND, NOT_READY, INDEX)},
)
def passage(request: Request, passage_id: str) -> Response:
    found = context_of(request).engine().passage(passage_id)
    if found is None:
        raise not_found("passage", passage_id)
    return json_reply(found)
