"""Who may ask from a browser: an allow-list of origins, short-lived signed sessions issued to them, and their limits.

Nothing here is a secret in a page: a token is made for one origin, says when it ends and is worth a number of asks.
An `Origin` header can be forged outside a browser, so this keeps other people's pages out, not people; what one
address may ask is limited by the service as a whole.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import ConfigurationError, GreenpaperError
from service.problems import ORIGIN, SESSION, SPENT, Kind, ProblemError, problem_response

SESSION_HEADER = "X-Greenpaper-Session"
MAX_TOKEN_CHARACTERS = 1_024
_MAX_TRACKED = 50_000
_PREFLIGHT_S = 600
_ORIGIN = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_ALLOWED_METHODS = "GET, POST, OPTIONS"
_ALLOWED_HEADERS = f"Accept, Content-Type, {SESSION_HEADER}"
_EXPOSED_HEADERS = "Retry-After"


class AccessError(GreenpaperError):
    """A page or a session may not do this; `retry_after` in seconds where waiting helps."""

    def __init__(self, kind: Kind, detail: str, *, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Session:
    """What a token says: for which origin it is good and until when (seconds since the epoch)."""

    id: str
    origin: str
    expires: int


class SessionBody(BaseModel):
    """A session token for the page that asked for it."""

    token: str = Field(description=f"to be sent with every question, in the header {SESSION_HEADER}")
    expires_in: int = Field(description="seconds that it is good for")
    max_asks: int = Field(description="questions that it is good for")


class _Counter:
    """Counts per key until the key's time is over; bounded, so that no caller can fill the memory."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._counts: dict[str, tuple[int, float]] = {}

    def add(self, key: str, limit: int, until: float) -> int:
        """Counts one more. Returns 0, or the seconds to wait where `limit` is reached already."""
        now = self._clock()
        count, ends = self._counts.get(key, (0, until))
        if ends <= now:
            count, ends = 0, until
        if count >= limit:
            return max(1, round(ends - now))
        if key not in self._counts and len(self._counts) >= _MAX_TRACKED:
            self._prune(now)
        self._counts[key] = (count + 1, ends)
        return 0

    def _prune(self, now: float) -> None:
        self._counts = {key: value for key, value in self._counts.items() if value[1] > now}
        while len(self._counts) >= _MAX_TRACKED:
            del self._counts[next(iter(self._counts))]


class Access:
    """The rules. Not thread-safe: called on the event loop only.

    Raises ConfigurationError for an allowed origin that is not exactly `scheme://host[:port]`. With several worker
    processes give them one `session_secret`; each counts by itself, so a session's limit is per worker.
    """

    def __init__(
        self,
        allowed_origins: tuple[str, ...] = (),
        *,
        session_secret: str = "",
        session_ttl_s: int = 3_600,
        session_max_asks: int = 200,
        require_session: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._allowed = frozenset(_configured(origin) for origin in allowed_origins)
        self._key = session_secret.encode() or secrets.token_bytes(32)
        self._ttl_s = session_ttl_s
        self._max_asks = session_max_asks
        self.require_session = require_session
        self._clock = clock
        self._asks = _Counter(clock)

    def allows(self, origin: str, host: str = "") -> bool:
        """Whether a page of `origin` may use the service; `host` is the request's own, whose pages always may.

        Compared as a whole: no prefix, suffix or wildcard, so `https://intranet.example.evil.test` is nobody.
        """
        parsed = _parse(origin)
        if parsed is None:
            return False
        if parsed in self._allowed:
            return True
        # A proxy may end TLS in front of us, so the scheme is not ours to compare.
        scheme = parsed.partition("://")[0]
        return bool(host) and parsed == _parse(f"{scheme}://{host.lower()}")

    def cors_headers(self, origin: str, host: str = "") -> dict[str, str]:
        """The headers that let a browser's page read the reply; empty for an origin that may not."""
        if not self.allows(origin, host):
            return {}
        return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED_HEADERS}

    def preflight_headers(self, origin: str, host: str = "") -> dict[str, str]:
        """The reply to a browser's question before a request from another origin; empty for one that may not."""
        headers = self.cors_headers(origin, host)
        if headers:
            headers |= {
                "Access-Control-Allow-Methods": _ALLOWED_METHODS,
                "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
                "Access-Control-Max-Age": str(_PREFLIGHT_S),
            }
        return headers

    def issue(self, origin: str, host: str = "") -> SessionBody:
        """A session for a page of `origin`. Raises AccessError 403 for an origin that is not allowed."""
        if not self.allows(origin, host):
            raise AccessError(ORIGIN, f"pages of {_shown(origin)} may not use this service")
        now = self._clock()
        claims = {"e": int(now) + self._ttl_s, "o": _parse(origin), "s": secrets.token_urlsafe(12)}
        payload = _encode(json.dumps(claims, separators=(",", ":")).encode())
        return SessionBody(
            token=f"{payload}.{self._signature(payload)}", expires_in=self._ttl_s, max_asks=self._max_asks
        )

    def verify(self, token: str, origin: str | None) -> Session:
        """The session of `token`, used by a page of `origin` (None: the caller names none).

        Raises AccessError 401 for a token that is forged, over, or made for another origin.
        """
        payload, _, signature = token.partition(".")
        if len(token) > MAX_TOKEN_CHARACTERS or not hmac.compare_digest(
            self._signature(payload).encode(), signature.encode("utf-8", "replace")
        ):
            raise _refused("the session token is not one of this service's")
        claims = json.loads(_decode(payload))
        session = Session(id=claims["s"], origin=claims["o"], expires=claims["e"])
        if session.expires <= self._clock():
            raise _refused("the session is over; start a new one")
        if origin is not None and _parse(origin) != session.origin:
            raise _refused("the session was issued to another origin")
        return session

    def spend(self, session: Session) -> None:
        """Counts one question. Raises AccessError 429 when the session has none left."""
        if wait := self._asks.add(session.id, self._max_asks, session.expires):
            raise AccessError(SPENT, f"a session is good for {self._max_asks} questions", retry_after=wait)

    def _signature(self, payload: str) -> str:
        return _encode(hmac.new(self._key, payload.encode("utf-8", "replace"), hashlib.sha256).digest())


class AccessMiddleware:
    """Applies the rules to the HTTP interface; the script, the pages and the probes stay open to all.

    `spending` are the paths of which each POST costs a session one ask, `guarded` those that need a session at all
    where sessions are required. A caller that is not a browser names no origin and meets no CORS rule.
    """

    def __init__(
        self,
        app: ASGIApp,
        access: Access,
        *,
        prefix: str = "/v1/",
        spending: tuple[str, ...] = ("/v1/ask",),
        guarded: tuple[str, ...] = ("/v1/ask", "/v1/feedback"),
    ) -> None:
        self._app = app
        self._access = access
        self._prefix = prefix
        self._spending = frozenset(spending)
        self._guarded = frozenset(guarded) | self._spending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        host = headers.get("host", "")
        origin = origins[0] if origins else None
        cors: Mapping[str, str] = {}
        if origin is not None:
            cors = self._access.cors_headers(origin, host)
            if not cors or len(origins) > 1:
                detail = f"pages of {_shown(origin)} may not use this service"
                refusal = AccessError(ORIGIN, detail)
                await _refusal(scope, refusal, {"Vary": "Origin"})(scope, receive, send)
                return
            if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                reply = JSONResponse(None, 204, headers={**self._access.preflight_headers(origin, host), **_VARY})
                reply.body = b""
                del reply.headers["content-length"], reply.headers["content-type"]
                await reply(scope, receive, send)
                return

        async def send_with_cors(message: Message) -> None:
            if message["type"] == "http.response.start":
                reply = MutableHeaders(scope=message)
                reply.update(cors)
                reply.add_vary_header("Origin")
            await send(message)

        try:
            self._check_session(scope, headers, origin)
        except AccessError as error:
            await _refusal(scope, error)(scope, receive, send_with_cors)
            return
        await self._app(scope, receive, send_with_cors)

    def _check_session(self, scope: Scope, headers: Headers, origin: str | None) -> None:
        if scope["method"] != "POST" or scope["path"] not in self._guarded:
            return
        token = headers.get(SESSION_HEADER)
        if token is None:
            if self._access.require_session:
                raise _refused(f"a session token is needed: POST /v1/session, then send it as {SESSION_HEADER}")
            return
        session = self._access.verify(token, origin)
        if scope["path"] in self._spending:
            self._access.spend(session)


def session_router(access: Access) -> APIRouter:
    """`POST /v1/session`: a token for the page that asks, which its browser names in `Origin`."""
    router = APIRouter(tags=["access"])

    @router.post(
        "/v1/session",
        status_code=201,
        response_model=SessionBody,
        summary="A short-lived session for a page of an allowed origin",
        responses={403: {"description": "the origin is not allowed"}},
    )
    async def session(request: Request) -> Response:
        try:
            body = access.issue(request.headers.get("origin", "null"), request.headers.get("host", ""))
        except AccessError as error:
            return _refusal(request.scope, error)
        return JSONResponse(body.model_dump(), 201, headers={"Cache-Control": "no-store"})

    return router


_VARY = {"Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"}


def _refusal(scope: Scope, error: AccessError, headers: Mapping[str, str] | None = None) -> Response:
    return problem_response(scope, ProblemError(error.kind, str(error), retry_after=error.retry_after, headers=headers))


def _refused(detail: str) -> AccessError:
    return AccessError(SESSION, detail)


def _configured(origin: str) -> str:
    parsed = _parse(origin)
    if parsed is None:
        raise ConfigurationError(
            f"allowed origin {origin!r} is not an origin: write scheme, host and port only, as in "
            "https://intranet.example.gov.uk (no path, no final slash, no wildcard)"
        )
    return parsed


def _parse(origin: str) -> str | None:
    """The origin in its one spelling, as browsers serialise it; None for `null` and for all that is not an origin."""
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        return None
    scheme, host, port = match.groups()
    if port is None or port == _DEFAULT_PORTS[scheme]:
        return f"{scheme}://{host}"
    return f"{scheme}://{host}:{port}" if int(port) <= 65_535 else None


def _shown(origin: str) -> str:
    """A header's value that is safe to repeat in a message."""
    return repr(origin[:120])


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise _refused("the session token is not one of this service's") from error
