"""`/openapi.json` describes what the service does: examples that hold, errors as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from service.app import create_app
from service.problems import KINDS
from tests.service.fake_engine import FakeEngine
from tests.service.running import serving, settings_for

Json = dict[str, Any]
ROUTES = {
    "/v1/ask": "post",
    "/v1/search": "get",
    "/v1/documents": "get",
    "/v1/documents/{document_id}": "get",
    "/v1/documents/{document_id}/text": "get",
    "/v1/documents/{document_id}/passages": "get",
    "/v1/passages/{passage_id}": "get",
    "/v1/consultation-questions": "get",
    "/v1/consultation-questions/{number}": "get",
    "/v1/feedback": "post",
    "/v1/suggestions": "get",
    "/healthz": "get",
    "/readyz": "get",
    "/metrics": "get",
}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Json:
    schema: Json = create_app(settings_for(tmp_path_factory.mktemp("data")), FakeEngine).openapi()
    return schema


def contents(schema: Json) -> Iterator[tuple[str, str, Json]]:
    """Each body that is described, with where it stands and its media type."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            places = {"request": operation.get("requestBody", {}), **operation["responses"]}
            for place, described in places.items():
                for media_type, content in described.get("content", {}).items():
                    yield f"{method} {path} {place}", media_type, content


def examples_of(content: Json) -> list[Any]:
    named = [example["value"] for example in content.get("examples", {}).values()]
    return [*named, content["example"]] if "example" in content else named


def check(schema: Json, content: Json, value: Any) -> None:
    whole = {**content["schema"], "components": schema["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def test_every_route_of_the_contract_is_described(schema: Json) -> None:
    for path, method in ROUTES.items():
        assert schema["paths"][path][method]["summary"]
    assert schema["openapi"].startswith("3.1")


def test_every_example_holds_against_its_schema(schema: Json) -> None:
    held = 0
    for _, media_type, content in contents(schema):
        if media_type.endswith("json"):
            for value in examples_of(content):
                check(schema, content, value)
                held += 1
    assert held > 40


def test_every_json_body_has_an_example(schema: Json) -> None:
    without = [
        place
        for place, media_type, content in contents(schema)
        if media_type.endswith("json") and not examples_of(content) and not place.split()[1].startswith("/problems")
    ]
    assert [place for place in without if "/v1/session" not in place] == []


def test_a_schema_refuses_what_the_service_would(schema: Json) -> None:
    content = schema["paths"]["/v1/ask"]["post"]["requestBody"]["content"]["application/json"]
    for value in ({}, {"question": ""}, {"question": "x", "sides": ["opposition"]}):
        with pytest.raises(jsonschema.ValidationError):
            check(schema, content, value)


def test_errors_are_problem_details_everywhere(schema: Json) -> None:
    for path, method in ROUTES.items():
        for status, response in schema["paths"][path][method]["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], f"{method} {path} {status}"
    assert "HTTPValidationError" not in str(schema)


def test_every_reference_leads_somewhere(schema: Json) -> None:
    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for part in value.values():
                yield from references(part)
        elif isinstance(value, list):
            for part in value:
                yield from references(part)

    for reference in references(schema):
        assert reference.removeprefix("#/components/schemas/") in schema["components"]["schemas"], reference


def test_the_examples_can_be_sent(tmp_path: Path, schema: Json) -> None:
    with serving(tmp_path, FakeEngine()) as client:
        for path, status in (("/v1/ask", 200), ("/v1/feedback", 201)):
            content = schema["paths"][path]["post"]["requestBody"]["content"]["application/json"]
            for value in examples_of(content):
                assert client.post(path, json=value).status_code == status
        assert client.get("/openapi.json").json() == schema


def test_the_documentation_names_every_problem_and_route() -> None:
    text = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")
    for kind in KINDS.values():
        assert f"`{kind.name}`" in text
    for path in ROUTES:
        assert path.replace("document_id", "id").replace("passage_id", "id").replace("number", "n") in text
