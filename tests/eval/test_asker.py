from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from eval.asker import HttpAsker
from eval.errors import AskerError


def asker(answer: Any) -> HttpAsker:
    return HttpAsker("http://service/", transport=httpx.MockTransport(answer))


def served(request: httpx.Request) -> httpx.Response:
    match request.url.path:
        case "/v1/ask":
            return httpx.Response(200, json={"asked": json.loads(request.content)})
        case "/v1/search":
            return httpx.Response(200, json={"params": dict(request.url.params)})
        case "/v1/documents":
            return httpx.Response(200, json=[{"id": "a"}, {"id": "b"}])
        case "/v1/documents/a/text" | "/v1/documents/b/text":
            return httpx.Response(200, text=f"text of {request.url.path}")
        case "/openapi.json":
            return httpx.Response(200, json={"info": {"version": "1.2"}})
    return httpx.Response(404)


def test_it_speaks_the_interface() -> None:
    with asker(served) as service:
        assert service.name == "http://service"
        assert service.ask({"question": "Why?"}) == {"asked": {"question": "Why?"}}
        assert service.search({"q": "x", "k": 5}) == {"params": {"q": "x", "k": "5"}}
        assert service.documents() == {"a": "text of /v1/documents/a/text", "b": "text of /v1/documents/b/text"}
        assert service.about() == {"documents": [{"id": "a"}, {"id": "b"}], "version": "1.2"}


def test_documents_may_be_wrapped_in_an_object() -> None:
    with asker(lambda _: httpx.Response(200, json={"documents": [{"id": "a"}]})) as service:
        assert service.about()["documents"] == [{"id": "a"}]


@pytest.mark.parametrize(("status", "retryable"), [(400, False), (404, False), (429, True), (500, False), (503, True)])
def test_a_refused_request_says_why_and_whether_to_try_again(status: int, retryable: bool) -> None:
    problem = httpx.Response(status, json={"title": "No", "detail": "because of this"})
    with asker(lambda _: problem) as service, pytest.raises(AskerError, match=f"{status}: because of this") as caught:
        service.ask({"question": "Why?"})
    assert caught.value.retryable is retryable


def test_a_service_that_is_not_there_is_one_line() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with asker(refuse) as service, pytest.raises(AskerError, match="cannot be reached: refused") as caught:
        service.documents()
    assert caught.value.retryable


@pytest.mark.parametrize("body", ["<html>", "[]", '"text"'])
def test_something_else_than_a_service_is_told(body: str) -> None:
    with asker(lambda _: httpx.Response(200, text=body)) as service, pytest.raises(AskerError):
        service.ask({"question": "Why?"})
    listed = httpx.Response(200, text='[{"name": "x"}]')
    with asker(lambda _: listed) as service, pytest.raises(AskerError, match="does not list documents"):
        service.documents()
