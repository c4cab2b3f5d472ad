"""`/openapi.json`: examples that can be sent and errors as they are answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

from service.problems import INTERNAL, MEDIA_TYPE, Kind, Problem
from service.schemas import AnswerBody, CitationBody, StatementEvent

Responses = dict[int | str, dict[str, Any]]
_REFERENCE = "#/components/schemas/{model}"


def example(value: Mapping[str, Any]) -> dict[str, Any]:
    """A response's example, beside the schema that FastAPI writes."""
    return {"content": {"application/json": {"example": value}}}


def problems(*kinds: Kind) -> Responses:
    """The responses for these kinds of problem, and for the one that every route may meet."""
    found: Responses = {}
    for kind in (*kinds, INTERNAL):
        content = found.setdefault(
            kind.status,
            {
                "description": kind.title,
                "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model="Problem")}, "examples": {}}},
            },
        )["content"][MEDIA_TYPE]
        content["examples"][kind.name] = {"summary": kind.meaning, "value": _example_of(kind)}
    return found


def _example_of(kind: Kind) -> dict[str, Any]:
    body = Problem(type=kind.type, title=kind.title, status=kind.status, detail=kind.meaning, instance="/v1/ask")
    return body.model_dump(mode="json", exclude_none=True)


def install_openapi(app: FastAPI, described: Iterable[BaseRoute]) -> None:
    """Lets `app` describe its errors and its events as they are, not as FastAPI's own.

    The examples of the routes `described` are taken over whole: FastAPI leaves out what is null in them.
    """
    routes = [route for route in described if isinstance(route, APIRoute)]

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
            )
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            models = [(model, "serialization") for model in (Problem, AnswerBody, CitationBody, StatementEvent)]
            _, extra = models_json_schema(models, ref_template=_REFERENCE)  # type: ignore[arg-type]
            for name, definition in extra["$defs"].items():
                schemas.setdefault(name, definition)
            _drop_default_errors(schema)
            for route in routes:
                _restore_examples(schema, route)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _drop_default_errors(schema: dict[str, Any]) -> None:
    """FastAPI documents a 422 of its own form for every route with a parameter."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            content = operation["responses"].get("422", {}).get("content", {})
            if "HTTPValidationError" in str(content.get("application/json", "")):
                del operation["responses"]["422"]


def _restore_examples(schema: dict[str, Any], route: APIRoute) -> None:
    for method in route.methods or ():
        written = schema["paths"][route.path][method.lower()]["responses"]
        for status, response in route.responses.items():
            for media_type, content in response.get("content", {}).items():
                for name in {"example", "examples"} & content.keys():
                    written[str(status)]["content"][media_type][name] = content[name]
