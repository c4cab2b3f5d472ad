"""`POST /v1/feedback`: what a reader thought of an answer, on disk when it is acknowledged."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request
from starlette.responses import Response

from service import examples
from service.context import context_of, json_reply, require_json
from service.openapi import example, problems
from service.problems import INVALID, MALFORMED, MEDIA, RATE, STORAGE, TOO_LARGE
from service.schemas import FeedbackReceipt, FeedbackRequest

router = APIRouter(tags=["feedback"])


@router.post(
    "/v1/feedback",
    status_code=201,
    response_model=FeedbackReceipt,
    summary="Say whether an answer helped",
    responses={201: example(examples.RECEIPT), **problems(MALFORMED, TOO_LARGE, MEDIA, INVALID, RATE, STORAGE)},
    dependencies=[Depends(require_json)],
)
def feedback(request: Request, given: Annotated[FeedbackRequest, Body(openapi_examples=examples.FEEDBACK)]) -> Response:
    context = context_of(request)
    receipt = context.feedback.add(given)
    context.metrics.feedback(given.rating)
    return json_reply(receipt, 201)
