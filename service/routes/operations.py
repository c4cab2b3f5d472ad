"""For whoever runs the service: is it alive, is it ready, what has it done, what does a problem mean."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from service.context import context_of, json_reply
from service.metrics import CONTENT_TYPE
from service.openapi import example, problems
from service.problems import KINDS, NOT_FOUND, NOT_READY, not_found
from service.schemas import HealthBody

router = APIRouter(tags=["operations"])


@router.get(
    "/healthz", response_model=HealthBody, summary="The process lives", responses={200: example({"status": "ok"})}
)
async def healthz() -> Response:
    return json_reply(HealthBody(status="ok"))


@router.get(
    "/readyz",
    response_model=HealthBody,
    summary="The index and the models are loaded",
    responses={200: example({"status": "ready"}), **problems(NOT_READY)},
)
async def readyz(request: Request) -> Response:
    await context_of(request).loader.check_ready()
    return json_reply(HealthBody(status="ready"))


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    summary="Figures for Prometheus",
    responses={200: {"content": {"text/plain": {"example": "greenpaper_ready 1.0\n"}}}},
)
def metrics(request: Request) -> Response:
    return Response(context_of(request).metrics.render(), headers={"content-type": CONTENT_TYPE})


@router.get("/problems/{name}", summary="What a problem's type means", responses={**problems(NOT_FOUND)})
async def problem(name: str) -> Response:
    kind = KINDS.get(name)
    if kind is None:
        raise not_found("problem type", name)
    return JSONResponse({"type": kind.type, "title": kind.title, "status": kind.status, "meaning": kind.meaning})
