"""Search, documents, passages, consultation questions, feedback and suggestions over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from corpus.models import Side, StatementKind
from service.feedback import read_feedback
from service.found import Filters
from service.schemas import (
    ConsultationQuestionsBody,
    DocumentsBody,
    FeedbackReceipt,
    PassageInContext,
    PassagesBody,
    SearchBody,
)
from tests.service.fake_engine import TEXTS, FakeEngine
from tests.service.running import JSON, figure, serving


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture(scope="module")
def client(engine: FakeEngine, folder: Path) -> Iterator[httpx.Client]:
    with serving(folder, engine) as client:
        yield client


def test_search_hands_the_filters_on(client: httpx.Client, engine: FakeEngine) -> None:
    query = "q=trees+%26+more&k=7&side=government&side=stakeholder&organisation=Mind&document=plan&kind=proposal"
    reply = client.get(f"/v1/search?{query}")
    assert reply.status_code == 200
    assert SearchBody.model_validate(reply.json()).results[0].passage_id == "plan-1"
    assert engine.searched[-1] == (
        "trees & more",
        7,
        Filters(
            sides=frozenset(Side),
            organisations=frozenset({"Mind"}),
            documents=frozenset({"plan"}),
            kinds=frozenset({StatementKind.PROPOSAL}),
        ),
    )


def test_search_takes_an_empty_filter_for_none(client: httpx.Client, engine: FakeEngine) -> None:
    assert client.get("/v1/search?q=trees&k=&side=&organisation=&document=").status_code == 200
    assert engine.searched[-1] == ("trees", 10, Filters())


@pytest.mark.parametrize(
    ("query", "field", "detail"),
    [
        ("", "q", "a value is needed"),
        ("q=", "q", "empty"),
        ("q=%00", "q", "U+0000"),
        ("q=" + "x" * 2_001, "q", "at most 2000"),
        ("q=x&k=0", "k", "greater than or equal to 1"),
        ("q=x&k=101", "k", "less than or equal to 100"),
        ("q=x&k=ten", "k", "valid integer"),
        ("q=x&side=opposition", "side[0]", "'government' or 'stakeholder'"),
        ("q=x&kind=rumour", "kind[0]", "'commitment'"),
        ("q=x&document=none", "document[0]", "there are plan, reply"),
        ("q=x&sides=government", "sides", "no such field"),
    ],
)
def test_search_names_the_field_that_is_wrong(client: httpx.Client, query: str, field: str, detail: str) -> None:
    reply = client.get(f"/v1/search?{query}")
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == field
    assert detail in reply.json()["errors"][0]["detail"]
    assert reply.json()["instance"] == "/v1/search"


def test_documents_and_their_passages(client: httpx.Client) -> None:
    listed = DocumentsBody.model_validate(client.get("/v1/documents").json()).documents
    assert [document.id for document in listed] == list(TEXTS)
    assert client.get("/v1/documents/plan").json() == listed[0].model_dump(mode="json")
    passages = PassagesBody.model_validate(client.get("/v1/documents/plan/passages").json()).passages
    assert passages[0].document_id == "plan"
    for path in ("/v1/documents/none", "/v1/documents/none/text", "/v1/documents/none/passages"):
        reply = client.get(path)
        assert reply.status_code == 404
        assert "'none'" in reply.json()["detail"]


def test_the_text_is_the_canonical_text_to_the_byte(client: httpx.Client) -> None:
    reply = client.get("/v1/documents/plan/text")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.content == TEXTS["plan"].encode()
    tag = reply.headers["etag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get("/v1/documents/plan/text", headers={"if-none-match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
    assert client.get("/v1/documents/plan/text", headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get("/v1/documents/reply/text").headers["etag"] != tag


def test_a_passage_with_its_neighbours(client: httpx.Client) -> None:
    found = PassageInContext.model_validate(client.get("/v1/passages/plan-1").json())
    assert found.passage.passage_id == "plan-1"
    reply = client.get("/v1/passages/none%0Aof%20these")
    assert reply.status_code == 404
    assert len(reply.json()["detail"].splitlines()) == 1


def test_consultation_questions(client: httpx.Client) -> None:
    body = ConsultationQuestionsBody.model_validate(client.get("/v1/consultation-questions").json())
    assert body.questions[0].organisations[0].stance == "silent"
    assert client.get("/v1/consultation-questions/1").json() == body.questions[0].model_dump(mode="json")
    assert client.get("/v1/consultation-questions/99").status_code == 404
    assert client.get("/v1/consultation-questions/-1").status_code == 404
    assert client.get("/v1/consultation-questions/first").status_code == 422


def test_suggestions(client: httpx.Client) -> None:
    assert client.get("/v1/suggestions").json() == {"suggestions": ["How many trees?"]}


def test_feedback_is_kept_when_it_is_acknowledged(client: httpx.Client, folder: Path) -> None:
    given = {"answer_id": "a1", "rating": "unhelpful", "comment": "not what I asked\n– at all"}
    reply = client.post("/v1/feedback", json=given)
    assert reply.status_code == 201
    receipt = FeedbackReceipt.model_validate(reply.json())
    (kept,) = [kept for kept in read_feedback(folder / "feedback.jsonl") if kept["id"] == receipt.id]
    assert {name: kept[name] for name in given} == given
    assert figure(client, "greenpaper_feedback_total", rating="unhelpful") == 1
    assert client.post("/v1/feedback", json={"answer_id": "a1", "rating": "helpful", "comment": " "}).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rating": "helpful"}, "answer_id"),
        ({"answer_id": "a1"}, "rating"),
        ({"answer_id": " ", "rating": "helpful"}, "answer_id"),
        ({"answer_id": "a" * 201, "rating": "helpful"}, "answer_id"),
        ({"answer_id": "a1", "rating": "so-so"}, "rating"),
        ({"answer_id": "a1", "rating": "helpful", "comment": "x" * 2_001}, "comment"),
        ({"answer_id": "a1", "rating": "helpful", "comment": "\x00"}, "comment"),
        ({"answer_id": "a1", "rating": "helpful", "stars": 5}, "stars"),
    ],
)
def test_feedback_that_is_none_is_not_kept(client: httpx.Client, folder: Path, body: object, field: str) -> None:
    before = len(list(read_feedback(folder / "feedback.jsonl")))
    reply = client.post("/v1/feedback", json=body)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == field
    assert len(list(read_feedback(folder / "feedback.jsonl"))) == before


def test_feedback_has_to_be_json(client: httpx.Client) -> None:
    assert client.post("/v1/feedback", data={"answer_id": "a1", "rating": "helpful"}).status_code == 415
    assert client.post("/v1/feedback", content=b"{", headers=JSON).status_code == 400


def test_feedback_that_cannot_be_kept_is_not_acknowledged(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with serving(tmp_path / "file", FakeEngine()) as client:
        reply = client.post("/v1/feedback", json={"answer_id": "a1", "rating": "helpful"})
        assert reply.status_code == 503
        assert reply.json()["type"] == "/problems/storage"
        assert str(tmp_path) not in reply.text


def test_figures_tell_of_answers_stages_and_routes(tmp_path: Path) -> None:
    with serving(tmp_path, FakeEngine()) as client:
        client.post("/v1/ask", json={"question": "x"})
        client.get("/v1/documents/none")
        client.get("/nowhere/at/all")
        reply = client.get("/metrics")
        assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert figure(client, "greenpaper_answers_total", outcome="answered", answerer="extractive") == 1
        assert figure(client, "greenpaper_dropped_statements_total") == 2
        assert figure(client, "greenpaper_stage_seconds_count", stage="retrieve") == 1
        assert figure(client, "greenpaper_http_requests_total", route="/v1/ask", status="200", method="POST") == 1
        assert figure(client, "greenpaper_http_requests_total", route="/v1/documents/{document_id}", status="404") == 1
        assert figure(client, "greenpaper_http_requests_total", route="unmatched", status="404") == 1
        assert figure(client, "greenpaper_http_request_seconds_count", route="/v1/ask") == 1
        assert "nowhere" not in reply.text
