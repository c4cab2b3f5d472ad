"""Errors as HTTP tells them: problem details (RFC 9457), for every error that a caller can meet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from corpus.errors import AnswererError, RequestError, StoreError
from service.feedback import FeedbackError
from service.pool import PoolFullError

MEDIA_TYPE = "application/problem+json"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: `name` ends its type's address, `meaning` is what the address says."""

    name: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        return f"/problems/{self.name}"


MALFORMED = Kind("malformed", 400, "The body cannot be read", "The body is empty, not UTF-8 or not JSON.")
SESSION = Kind("session", 401, "Session refused", "A session is needed, or it is over; ask for one at /v1/session.")
ORIGIN = Kind("origin", 403, "Origin not allowed", "Pages of this origin may not use the service.")
NOT_FOUND = Kind("not-found", 404, "There is no such thing", "The address, or the id in it, is unknown here.")
METHOD = Kind("method", 405, "The method is not allowed", "The address exists; the header Allow names its methods.")
SLOW_BODY = Kind("slow-body", 408, "The body did not arrive", "The body was not complete in time; send it again.")
TOO_LARGE = Kind("too-large", 413, "The body is too large", "The body is larger than the service accepts.")
MEDIA = Kind("media-type", 415, "The body is not JSON", "Send a body as application/json in UTF-8, not compressed.")
INVALID = Kind("invalid", 422, "The request is not valid", "`errors` names each field and what is wrong with it.")
SPENT = Kind("session-used-up", 429, "Session used up", "The session has no questions left; ask for a new one.")
RATE = Kind("rate", 429, "Too many requests", "This address has asked too often; wait for Retry-After seconds.")
INTERNAL = Kind("internal", 500, "Something went wrong", "A defect; report it with the request id.")
BUSY = Kind("busy", 503, "The service is busy", "The queue is full; try again after Retry-After seconds.")
NOT_READY = Kind("not-ready", 503, "The service is not ready", "The index or a model is not loaded; `detail` says why.")
INDEX = Kind("index", 503, "The index cannot be used", "The index is damaged, missing or of another make.")
ANSWERER = Kind("answerer", 503, "The language model failed", "The model could not be used and nothing replaced it.")
STORAGE = Kind("storage", 503, "It could not be kept", "The data directory cannot be written; nothing was kept.")

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        MALFORMED, SESSION, ORIGIN, NOT_FOUND, METHOD, SLOW_BODY, TOO_LARGE, MEDIA, INVALID,
        SPENT, RATE, INTERNAL, BUSY, NOT_READY, INDEX, ANSWERER, STORAGE,
    )
}  # fmt: skip
_BY_STATUS = {kind.status: kind for kind in (MALFORMED, NOT_FOUND, METHOD, TOO_LARGE, MEDIA, INVALID, RATE, INTERNAL)}


class FieldError(BaseModel):
    """What is wrong with one field, such as `sides[0]`."""

    model_config = ConfigDict(frozen=True)

    field: str
    detail: str


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="address of the kind of problem, or about:blank")
    title: str
    status: int
    detail: str = Field(description="one line: what is wrong and what to do")
    instance: str = Field(description="path of the request")
    errors: list[FieldError] = Field(default_factory=list)
    request_id: str | None = Field(default=None, description="as in the header X-Request-Id and the log")


class ProblemError(Exception):
    """Raised to answer a request with a problem; `retry_after` in seconds."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        errors: tuple[FieldError, ...] = (),
        *,
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.retry_after = retry_after
        self.headers = dict(headers or {})


def describe(scope: Scope, problem: ProblemError) -> Problem:
    """The body for a problem of the request in `scope`."""
    return _body(scope, problem.kind.type, problem.kind.title, problem.kind.status, problem.detail, problem.errors)


def problem_response(scope: Scope, problem: ProblemError) -> Response:
    return _response(describe(scope, problem), problem.headers, problem.retry_after)


def status_response(scope: Scope, status: int) -> Response:
    """A problem for which there is nothing to say but its status."""
    return _http_response(scope, HTTPException(status))


def problem_of(error: Exception) -> ProblemError:
    """The problem that an error is to a caller; what is not on purpose tells nothing of the inside."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, RequestError):
        return invalid(error.field or "request", str(error))
    if isinstance(error, StoreError):
        return ProblemError(INDEX, one_line(str(error)), retry_after=10)
    if isinstance(error, PoolFullError):
        return ProblemError(BUSY, str(error), retry_after=error.retry_after)
    if isinstance(error, FeedbackError):
        return ProblemError(STORAGE, one_line(str(error)), retry_after=60)
    if isinstance(error, AnswererError):
        return ProblemError(ANSWERER, one_line(str(error)), retry_after=10)
    return ProblemError(INTERNAL, "the request could not be answered; the log has more under this request id")


def is_defect(error: Exception) -> bool:
    """Whether an error is nobody's intention, and so one for the log."""
    return problem_of(error).kind is INTERNAL


def invalid(name: str, message: str) -> ProblemError:
    """A problem with one field."""
    message = one_line(message)
    return ProblemError(INVALID, f"{name}: {message}", (FieldError(field=name, detail=message),))


def not_found(what: str, name: str | int) -> ProblemError:
    return ProblemError(NOT_FOUND, f"there is no {what} {shown(name)}")


def install_handlers(app: FastAPI) -> None:
    """Makes `app` answer its errors with problem details."""

    async def on_problem(request: Request, error: Exception) -> Response:
        return problem_response(request.scope, problem_of(error))

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem_response(request.scope, _validation_problem(error.errors()))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _http_response(request.scope, error)

    for error in (ProblemError, RequestError, StoreError, PoolFullError, FeedbackError, AnswererError):
        app.add_exception_handler(error, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)


def one_line(text: str) -> str:
    """Text fit for a message or a log line: no line ends, controls or surrogates, and not long."""
    flat = _CONTROLS.sub(" ", text).strip()
    return flat if len(flat) <= 500 else flat[:499] + "…"


def shown(value: object, limit: int = 60) -> str:
    """A caller's value as a message may repeat it."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _http_response(scope: Scope, error: HTTPException) -> Response:
    kind = _BY_STATUS.get(error.status_code)
    phrase = HTTPStatus(error.status_code).phrase
    detail = one_line(str(error.detail))
    if detail == phrase:
        detail = _plain_detail(scope, error.status_code) or phrase
    elif error.status_code == 400:
        detail = "the body cannot be read: it is not UTF-8, or nested too deeply"
    type_, title = ("about:blank", phrase) if kind is None else (kind.type, kind.title)
    return _response(_body(scope, type_, title, error.status_code, detail, ()), error.headers or {}, None)


def _plain_detail(scope: Scope, status: int) -> str | None:
    if status == 404:
        return f"there is nothing at {_instance(scope)}; /openapi.json lists what there is"
    if status == 405:
        return f"{_instance(scope)} does not take {shown(scope['method'], 20)}"
    return None


def _validation_problem(found: Sequence[Any]) -> ProblemError:
    if any(error["type"] == "json_invalid" for error in found):
        error = found[0]
        reason, position = error.get("ctx", {}).get("error", "malformed"), error["loc"][-1]
        return ProblemError(MALFORMED, one_line(f"the body is not JSON: {reason} (character {position})"))
    if any(error["type"] == "missing" and error["loc"] == ("body",) for error in found):
        return ProblemError(MALFORMED, "the body is empty; send a JSON object")
    errors = tuple(FieldError(field=_field(error["loc"]), detail=_message(error)) for error in found)
    more = f" (and {len(errors) - 1} more, see errors)" if len(errors) > 1 else ""
    return ProblemError(INVALID, f"{errors[0].field}: {errors[0].detail}{more}", errors)


def _field(loc: Sequence[str | int]) -> str:
    """`("body", "history", 0, "question")` as `history[0].question`."""
    name = ""
    for part in loc[1:]:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            part = shown(part)[1:-1]
            name += f".{part}" if name else part
    return name or str(loc[0])


_MESSAGES = {
    "missing": "a value is needed",
    "extra_forbidden": "there is no such field",
    "model_attributes_type": "send a JSON object",
    "dict_type": "send a JSON object",
    "string_type": "send a string",
    "list_type": "send a list",
}


def _message(error: Mapping[str, Any]) -> str:
    message = _MESSAGES.get(error["type"]) or str(error["msg"])
    message = message.replace("Input should be", "it should be", 1)
    return one_line(message[:1].lower() + message[1:])


def _body(scope: Scope, type_: str, title: str, status: int, detail: str, errors: tuple[FieldError, ...]) -> Problem:
    return Problem(
        type=type_,
        title=title,
        status=status,
        detail=one_line(detail),
        instance=_instance(scope),
        errors=list(errors),
        request_id=scope.get("state", {}).get("request_id"),
    )


def _instance(scope: Scope) -> str:
    """The path, without the query string: a question may stand in that."""
    path = quote(scope.get("path", "/"), safe="/:@!$&'()*+,;=~-._", errors="replace")
    return path if len(path) <= 200 else path[:200]


def _response(problem: Problem, headers: Mapping[str, str], retry_after: int | None) -> Response:
    sent = {"Cache-Control": "no-store", **headers}
    if retry_after is not None:
        sent["Retry-After"] = str(retry_after)
    return Response(problem.model_dump_json(exclude_none=True), problem.status, sent, MEDIA_TYPE)
