"""What is under evaluation, behind a port: anything that answers in the JSON of the HTTP interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import quote

import httpx

from eval.errors import AskerError

Json = dict[str, Any]


class Asker(Protocol):
    """A service to ask. Each method raises AskerError (or another GreenpaperError) where it fails."""

    @property
    def name(self) -> str:
        """What the run's configuration calls it: "in-process", an address, or a peer's name."""
        ...

    def ask(self, body: Mapping[str, Any]) -> Json:
        """The body of ``POST /v1/ask`` for the request `body`."""
        ...

    def search(self, params: Mapping[str, Any]) -> Json:
        """The body of ``GET /v1/search`` for the query parameters `params`."""
        ...

    def documents(self) -> Mapping[str, str]:
        """Canonical text by document id."""
        ...

    def about(self) -> Json:
        """Versions and settings worth keeping beside the figures."""
        ...


@dataclass(frozen=True)
class CallableAsker:
    """An asker made of functions: how the composition root hands over the engine, and how tests build fakes."""

    name: str
    ask_with: Callable[[Mapping[str, Any]], Json]
    search_with: Callable[[Mapping[str, Any]], Json]
    documents_with: Callable[[], Mapping[str, str]]
    facts: Json = field(default_factory=dict)

    def ask(self, body: Mapping[str, Any]) -> Json:
        return self.ask_with(body)

    def search(self, params: Mapping[str, Any]) -> Json:
        return self.search_with(params)

    def documents(self) -> Mapping[str, str]:
        return self.documents_with()

    def about(self) -> Json:
        return dict(self.facts)


class HttpAsker:
    """A running service at `url`."""

    def __init__(self, url: str, *, timeout_s: float = 60.0, transport: httpx.BaseTransport | None = None) -> None:
        self.name = url.rstrip("/")
        self._client = httpx.Client(base_url=self.name, timeout=timeout_s, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, body: Mapping[str, Any]) -> Json:
        return self._object(self._send("POST", "/v1/ask", json=dict(body)))

    def search(self, params: Mapping[str, Any]) -> Json:
        return self._object(self._send("GET", "/v1/search", params=dict(params)))

    def documents(self) -> Mapping[str, str]:
        texts: dict[str, str] = {}
        for entry in self._listed():
            document_id = str(entry["id"])
            texts[document_id] = self._send("GET", f"/v1/documents/{quote(document_id, safe='')}/text").text
        return texts

    def about(self) -> Json:
        facts: Json = {"documents": self._listed()}
        try:
            facts["version"] = self._object(self._send("GET", "/openapi.json")).get("info", {}).get("version")
        except AskerError:
            facts["version"] = None
        return facts

    def _listed(self) -> list[Json]:
        body = self._json(self._send("GET", "/v1/documents"))
        entries = body.get("documents") if isinstance(body, dict) else body
        if not isinstance(entries, list) or not all(isinstance(entry, dict) and "id" in entry for entry in entries):
            raise AskerError(f"{self.name}/v1/documents does not list documents; is this a greenpaper service?")
        return entries

    def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        try:
            response = self._client.request(method, path, **arguments)
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise AskerError(f"{self.name}{path} cannot be reached: {reason}", retryable=True) from error
        if response.is_error:
            raise AskerError(
                f"{self.name}{path} answered {response.status_code}: {_detail(response)}",
                retryable=response.status_code in (429, 502, 503, 504),
            )
        return response

    def _json(self, response: httpx.Response) -> Any:
        try:
            return response.json()
        except ValueError:
            raise AskerError(f"{response.url} did not answer JSON; is this a greenpaper service?") from None

    def _object(self, response: httpx.Response) -> Json:
        body = self._json(response)
        if not isinstance(body, dict):
            raise AskerError(f"{response.url} did not answer a JSON object")
        return body


def _detail(response: httpx.Response) -> str:
    try:
        problem = response.json()
    except ValueError:
        return response.reason_phrase
    if isinstance(problem, dict):
        return str(problem.get("detail") or problem.get("title") or response.reason_phrase)
    return response.reason_phrase
