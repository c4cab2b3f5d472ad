"""`GET /v1/consultation-questions` and one of them: who answers what, and who is silent."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service import examples
from service.context import context_of, json_reply
from service.openapi import example, problems
from service.problems import BUSY, INDEX, INVALID, NOT_FOUND, NOT_READY, not_found
from service.schemas import ConsultationQuestionBody, ConsultationQuestionsBody

router = APIRouter(tags=["consultation"])


@router.get(
    "/v1/consultation-questions",
    response_model=ConsultationQuestionsBody,
    summary="The consultation's questions in order, with each organisation's answer",
    responses={200: example(examples.CONSULTATION_QUESTIONS), **problems(NOT_READY, BUSY, INDEX)},
)
async def consultation_questions(request: Request) -> Response:
    context = context_of(request)
    return json_reply(await context.answered_to(request, context.engine().consultation_questions))


@router.get(
    "/v1/consultation-questions/{number}",
    response_model=ConsultationQuestionBody,
    summary="One question of the consultation",
    responses={200: example(examples.CONSULTATION_QUESTION), **problems(NOT_FOUND, INVALID, NOT_READY, BUSY, INDEX)},
)
async def consultation_question(request: Request, number: int) -> Response:
    context = context_of(request)
    engine = context.engine()
    found = await context.answered_to(request, lambda: engine.consultation_question(number))
    if found is None:
        raise not_found("consultation question", number)
    return json_reply(found)
