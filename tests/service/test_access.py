"""Who may ask from a browser: origins as a whole, tokens that nobody forges, limits that hold."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from corpus.errors import ConfigurationError
from service.access import SESSION_HEADER, Access, AccessError, AccessMiddleware, session_router

INTRANET = "https://intranet.example.gov.uk"
SERVICE = "http://service.test"


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(clock: Clock) -> Access:
    return Access((INTRANET, "http://localhost:3000"), session_ttl_s=600, session_max_asks=2, clock=clock)


def client_of(access: Access) -> TestClient:
    app = FastAPI()
    app.include_router(session_router(access))

    @app.post("/v1/ask")
    async def ask(request: Request) -> dict[str, str]:
        return {"asked": (await request.body()).decode()}

    @app.get("/v1/search")
    async def search() -> dict[str, str]:
        return {"found": "it"}

    @app.get("/widget.js")
    async def widget() -> dict[str, str]:
        return {"open": "to all"}

    app.add_middleware(AccessMiddleware, access=access)
    return TestClient(app, base_url=SERVICE)


@pytest.fixture
def client(access: Access) -> Iterator[TestClient]:
    with client_of(access) as client:
        yield client


@pytest.mark.parametrize("origin", [INTRANET, f"{INTRANET}:443", "http://localhost:3000"])
def test_an_origin_on_the_list_is_allowed(access: Access, origin: str) -> None:
    assert access.allows(origin)


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "*",
        "http://intranet.example.gov.uk",
        f"{INTRANET}:8443",
        f"{INTRANET}.evil.test",
        "https://intranet.example.gov.uk.evil.test",
        "https://evil-intranet.example.gov.uk",
        "https://evil.test/https://intranet.example.gov.uk",
        "https://intranet.example.gov.uk@evil.test",
        "https://intranet.example.gov.uk/",
        "https://intranet.example.gov.uk ",
        "https://intranet.example.gov.uk\n",
        "HTTPS://intranet.example.gov.uk",
        "https://INTRANET.example.gov.uk",
        "https://ıntranet.example.gov.uk",
        "https://example.gov.uk",
        "https://.example.gov.uk",
        "file://",
        "http://localhost:30000",
        "http://localhost:99999",
    ],
)
def test_any_other_origin_is_refused(access: Access, origin: str) -> None:
    assert not access.allows(origin)
    assert access.cors_headers(origin) == {}
    assert access.preflight_headers(origin) == {}


def test_the_services_own_pages_are_always_allowed(access: Access) -> None:
    assert access.allows("https://greenpaper.example", "greenpaper.example")
    assert access.allows("http://127.0.0.1:8000", "127.0.0.1:8000")
    assert not access.allows("http://127.0.0.1:8001", "127.0.0.1:8000")
    assert not access.allows("null", "null")
    assert not Access().allows("https://greenpaper.example")


@pytest.mark.parametrize(
    "origin", ["https://a.test/", "https://a.test/path", "a.test", "*", "https://*.a.test", "null"]
)
def test_a_setting_that_is_no_origin_is_a_clear_error(origin: str) -> None:
    with pytest.raises(ConfigurationError, match="no path, no final slash, no wildcard"):
        Access((origin,))


def test_a_session_is_good_for_its_origin_until_it_ends(access: Access, clock: Clock) -> None:
    body = access.issue(INTRANET)
    assert (body.expires_in, body.max_asks) == (600, 2)
    assert access.verify(body.token, INTRANET).origin == INTRANET
    assert access.verify(body.token, f"{INTRANET}:443").origin == INTRANET
    assert access.verify(body.token, None).origin == INTRANET
    with pytest.raises(AccessError, match="another origin"):
        access.verify(body.token, "http://localhost:3000")
    clock.now += 600
    with pytest.raises(AccessError, match="over"):
        access.verify(body.token, INTRANET)


def test_no_session_for_an_origin_that_is_not_allowed(access: Access) -> None:
    with pytest.raises(AccessError) as refused:
        access.issue("https://evil.test")
    assert refused.value.kind.status == 403


@pytest.mark.parametrize("token", ["", ".", "a.b", "é.é", "\ud800.x", "x" * 5_000, "e30.e30"])
def test_rubbish_is_refused_and_never_a_defect(access: Access, token: str) -> None:
    with pytest.raises(AccessError) as refused:
        access.verify(token, INTRANET)
    assert refused.value.kind.status == 401


def test_a_changed_claim_or_another_key_breaks_the_signature(access: Access, clock: Clock) -> None:
    token = access.issue(INTRANET).token
    payload, _, signature = token.partition(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    longer = base64.urlsafe_b64encode(json.dumps(claims | {"e": claims["e"] + 10_000}).encode()).decode().rstrip("=")
    for forged in (f"{longer}.{signature}", f"{payload}.{signature[:-2]}xx", f"{payload}."):
        with pytest.raises(AccessError):
            access.verify(forged, INTRANET)
    with pytest.raises(AccessError):
        Access((INTRANET,), clock=clock).verify(token, INTRANET)


def test_processes_with_one_secret_know_each_others_sessions(clock: Clock) -> None:
    one, other = (Access((INTRANET,), session_secret="shared", clock=clock) for _ in range(2))
    assert other.verify(one.issue(INTRANET).token, INTRANET).origin == INTRANET


def test_a_session_asks_so_often_and_then_waits(access: Access) -> None:
    session = access.verify(access.issue(INTRANET).token, INTRANET)
    access.spend(session)
    access.spend(session)
    with pytest.raises(AccessError) as refused:
        access.spend(session)
    assert refused.value.kind.status == 429
    assert 0 < (refused.value.retry_after or 0) <= 600
    access.spend(access.verify(access.issue(INTRANET).token, INTRANET))


def test_counting_never_holds_more_than_its_bound(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.access._MAX_TRACKED", 50)
    for _ in range(200):
        access.spend(access.verify(access.issue(INTRANET).token, INTRANET))
    assert len(access._asks._counts) <= 50


def test_a_page_gets_a_session_and_asks_with_it(client: TestClient) -> None:
    issued = client.post("/v1/session", headers={"Origin": INTRANET})
    assert issued.status_code == 201
    assert issued.headers["access-control-allow-origin"] == INTRANET
    assert issued.headers["cache-control"] == "no-store"
    asked = client.post("/v1/ask", headers={"Origin": INTRANET, SESSION_HEADER: issued.json()["token"]}, content="why?")
    assert asked.json() == {"asked": "why?"}
    assert asked.headers["access-control-allow-origin"] == INTRANET
    assert "Origin" in asked.headers["vary"]
    assert "access-control-allow-credentials" not in asked.headers


@pytest.mark.parametrize("origin", ["null", f"{INTRANET}.evil.test", "https://evil.test"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/ask"), ("GET", "/v1/search"), ("POST", "/v1/session")])
def test_a_foreign_page_gets_nothing(client: TestClient, origin: str, method: str, path: str) -> None:
    reply = client.request(method, path, headers={"Origin": origin})
    assert reply.status_code == 403
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == 403
    assert "access-control-allow-origin" not in reply.headers
    assert "Origin" in reply.headers["vary"]


def test_two_origins_in_one_request_are_refused(access: Access) -> None:
    with client_of(access) as client:
        headers = httpx.Headers([("Origin", INTRANET), ("Origin", "https://evil.test")])
        assert client.get("/v1/search", headers=headers).status_code == 403


def test_a_preflight_is_answered_for_the_allowed_alone(client: TestClient) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = client.options("/v1/ask", headers={"Origin": INTRANET, **asking})
    assert allowed.status_code == 204
    assert allowed.content == b""
    assert allowed.headers["access-control-allow-origin"] == INTRANET
    assert SESSION_HEADER in allowed.headers["access-control-allow-headers"]
    refused = client.options("/v1/ask", headers={"Origin": "https://evil.test", **asking})
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


def test_a_program_without_an_origin_asks_as_ever(client: TestClient) -> None:
    assert client.post("/v1/ask", content="why?").status_code == 200
    assert client.get("/v1/search").status_code == 200


def test_no_session_without_an_origin(client: TestClient) -> None:
    assert client.post("/v1/session").status_code == 403


def test_a_bad_token_is_refused_even_where_none_is_needed(client: TestClient) -> None:
    reply = client.post("/v1/ask", headers={"Origin": INTRANET, SESSION_HEADER: "no.token"})
    assert reply.status_code == 401
    assert reply.headers["access-control-allow-origin"] == INTRANET


def test_where_sessions_are_required_asking_needs_one_and_reading_does_not(clock: Clock) -> None:
    access = Access((INTRANET,), require_session=True, session_max_asks=1, clock=clock)
    with client_of(access) as client:
        assert client.get("/v1/search").status_code == 200
        assert client.post("/v1/ask").status_code == 401
        token = client.post("/v1/session", headers={"Origin": INTRANET}).json()["token"]
        headers = {"Origin": INTRANET, SESSION_HEADER: token}
        assert client.post("/v1/ask", headers=headers).status_code == 200
        spent = client.post("/v1/ask", headers=headers)
        assert spent.status_code == 429
        assert int(spent.headers["retry-after"]) > 0


def test_the_services_own_page_asks_without_being_listed() -> None:
    with client_of(Access()) as client:
        assert client.post("/v1/session", headers={"Origin": SERVICE}).status_code == 201


def test_the_script_is_open_to_every_page(client: TestClient) -> None:
    assert client.get("/widget.js", headers={"Origin": "https://evil.test"}).status_code == 200
