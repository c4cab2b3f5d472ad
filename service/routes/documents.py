"""`GET /v1/documents`, a document, its canonical text and its passages."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from service import examples
from service.context import context_of, json_reply
from service.openapi import example, problems
from service.problems import INDEX, NOT_FOUND, NOT_READY, not_found
from service.schemas import DocumentBody, DocumentsBody, PassagesBody

router = APIRouter(tags=["documents"])


@router.get(
    "/v1/documents",
    response_model=DocumentsBody,
    summary="The documents that answers come from",
    responses={200: example(examples.DOCUMENTS), **problems(NOT_READY, INDEX)},
)
def documents(request: Request) -> Response:
    return json_reply(DocumentsBody(documents=context_of(request).engine().documents()))


@router.get(
    "/v1/documents/{document_id}",
    response_model=DocumentBody,
    summary="One document: who published it, when, under which licence",
    responses={200: example(examples.DOCUMENT), **problems(NOT_FOUND, NOT_READY, INDEX)},
)
def document(request: Request, document_id: str) -> Response:
    found = context_of(request).engine().document(document_id)
    if found is None:
        raise not_found("document", document_id)
    return json_reply(found)


@router.get(
    "/v1/documents/{document_id}/text",
    response_class=PlainTextResponse,
    summary="The canonical text, of which spans count the characters",
    responses={
        200: {"content": {"text/plain": {"example": examples.TEXT}}},
        304: {"description": "Not changed since the version that If-None-Match names"},
        **problems(NOT_FOUND, NOT_READY, INDEX),
    },
)
def text(request: Request, document_id: str) -> Response:
    found = context_of(request).engine().text(document_id)
    if found is None:
        raise not_found("document", document_id)
    body = found.encode()
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/plain; charset=utf-8", headers=headers)


@router.get(
    "/v1/documents/{document_id}/passages",
    response_model=PassagesBody,
    summary="The document's passages in its order",
    responses={200: example(examples.PASSAGES), **problems(NOT_FOUND, NOT_READY, INDEX)},
)
def passages(request: Request, document_id: str) -> Response:
    engine = context_of(request).engine()
    if engine.document(document_id) is None:
        raise not_found("document", document_id)
    return json_reply(PassagesBody(passages=engine.passages(document_id)))


def _matches(header: str, tag: str) -> bool:
    given = {part.strip().removeprefix("W/") for part in header.split(",")}
    return tag in given or "*" in given
