"""What every request goes through, as plain ASGI: the frame (id, log, figures, headers), the rate, the body's size."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.limits import RateLimiter
from service.log import event, get_logger, request_id
from service.metrics import Metrics
from service.problems import (
    RATE,
    SLOW_BODY,
    TOO_LARGE,
    ProblemError,
    problem_of,
    problem_response,
    status_response,
)

REQUEST_ID = "X-Request-Id"
BODY_TIME_S = 20.0
CLIENT_LEFT = 499  # what nginx logs for it; nobody is there to read a status

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_log = get_logger("http")


class ClientLeftError(Exception):
    """The client is gone: there is nobody to answer."""


class FrameMiddleware:
    """Outermost: gives a request its id, logs and counts it, completes the headers, and catches what nobody caught.

    The log and the figures name a route's template, never the path or the query: a question may stand in either.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        identity = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        # A copy, so that the server goes on knowing HEAD, whose body it leaves out; the application answers as for GET.
        scope = {**scope, "state": {**scope.get("state", {}), "request_id": identity}}
        method = scope["method"]
        if method == "HEAD":
            scope["method"] = "GET"
        token = request_id.set(identity)
        started = time.perf_counter()
        reply = _Reply(scope, send, identity)
        try:
            await self._app(scope, receive, reply.send)
        except ClientLeftError:
            reply.status = CLIENT_LEFT
            self._metrics.client_left()
        except Exception as error:
            _log.exception("a request failed")
            if reply.started:
                raise ConnectionAbortedError("a reply broke off") from None
            await problem_response(scope, problem_of(error))(scope, receive, reply.send)
        finally:
            self._record(scope, method, reply.status, time.perf_counter() - started)
            request_id.reset(token)

    def _record(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "unmatched"
        self._metrics.request(method, route, status, seconds)
        level = logging.DEBUG if route in _PROBES and status < 400 else logging.INFO
        shown = method if method.isalpha() and len(method) <= 10 else "other"
        event(_log, level, "request", method=shown, route=route, status=status, ms=round(seconds * 1_000, 1))


class _Reply:
    """A response on its way out."""

    def __init__(self, scope: Scope, send: Send, identity: str) -> None:
        self._scope = scope
        self._send = send
        self._identity = identity
        self._replaced = False
        self.started = False
        self.status = 500

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and not self.started:
            self.started = True
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            if self.status >= 400 and "content-type" not in headers:
                await self._send_problem()
                return
            self._complete(headers)
        if not self._replaced:
            await self._send(message)

    async def _send_problem(self) -> None:
        """In place of an error without a word."""
        self._replaced = True
        response = status_response(self._scope, self.status)
        start: Message = {"type": "http.response.start", "status": self.status, "headers": response.raw_headers}
        self._complete(MutableHeaders(scope=start))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": response.body})

    def _complete(self, headers: MutableHeaders) -> None:
        headers[REQUEST_ID] = self._identity
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else _DATA_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", "no-cache" if page else "no-store")


class RateMiddleware:
    """Answers 429 to an address that asks too often. `purposes` names, by path, what is counted together.

    The address is the connection's own: a header such as X-Forwarded-For is anybody's to write.
    """

    def __init__(self, app: ASGIApp, limiter: RateLimiter, metrics: Metrics, purposes: Mapping[str, str]) -> None:
        self._app = app
        self._limiter = limiter
        self._metrics = metrics
        self._purposes = purposes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] != "OPTIONS":
            purpose = self._purposes.get(scope["path"])
            if purpose is not None:
                client = scope.get("client")
                if wait := self._limiter.admit(client[0] if client else "local", purpose):
                    self._metrics.rejected("rate")
                    problem = ProblemError(RATE, f"too many requests; try again in {wait} s", retry_after=wait)
                    await problem_response(scope, problem)(scope, receive, send)
                    return
        await self._app(scope, receive, send)


class BodyMiddleware:
    """Reads the body before the application does: never more than `most` bytes, and not for longer than `time_s`.

    A body that says it is larger is refused unread, one that turns out to be is refused at that byte.
    """

    def __init__(self, app: ASGIApp, most: int, metrics: Metrics, time_s: float = BODY_TIME_S) -> None:
        self._app = app
        self._most = most
        self._metrics = metrics
        self._time_s = time_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(Headers(scope=scope), receive)
        except ProblemError as problem:
            self._metrics.rejected(problem.kind.name)
            await problem_response(scope, problem)(scope, receive, send)
            return
        waiting = True

        async def replay() -> Message:
            nonlocal waiting
            if waiting:
                waiting = False
                return {"type": "http.request", "body": body, "more_body": False}
            return await receive()

        await self._app(scope, replay, send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes:
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared[:20]) > self._most:
            raise self._too_large()
        body = bytearray()
        try:
            async with asyncio.timeout(self._time_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientLeftError
                    body += message.get("body", b"")
                    if len(body) > self._most:
                        raise self._too_large()
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            detail = f"the body was not complete within {self._time_s:g} s; send it again"
            raise ProblemError(SLOW_BODY, detail, headers={"Connection": "close"}) from None

    def _too_large(self) -> ProblemError:
        return ProblemError(TOO_LARGE, f"the body is larger than the {self._most:,} bytes that are allowed")
