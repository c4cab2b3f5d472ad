"""Against a server that speaks the OpenAI protocol, and breaks it in every way that servers do."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from corpus.errors import AnswererError, ConfigurationError
from corpus.settings import Settings
from service.language_model.chat import ChatMessage, SlowModelError
from service.language_model.connection import connect
from tests.service.language_model.scripted_server import (
    Answer,
    ScriptedServer,
    completion,
    failure,
    refusal,
    scripted_server,
)

MESSAGES = (ChatMessage("system", "Be brief."), ChatMessage("user", "Hello?"))
SCHEMA: dict[str, object] = {"type": "object"}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


def settings(server: ScriptedServer, **changes: Any) -> Settings:
    values: dict[str, Any] = {"llm": "small", "llm_base_url": server.url, "llm_timeout_s": 2.0, "llm_max_tokens": 77}
    return Settings(**(values | changes))


def ask(server: ScriptedServer, **changes: Any) -> str:
    return connect(settings(server, **changes)).complete(MESSAGES, schema=SCHEMA)


def test_a_reply_comes_back_and_the_request_is_what_an_endpoint_expects(server: ScriptedServer) -> None:
    server.answer_in_turn(completion("Hello."))
    assert ask(server, llm_api_key="sk-1") == "Hello."
    (request,) = server.requests
    assert request["model"] == "small"
    assert [(m["role"], m["content"]) for m in request["messages"]] == [("system", "Be brief."), ("user", "Hello?")]
    assert request["temperature"] == 0
    assert request["max_tokens"] == 77
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert not request.get("stream")
    assert server.keys == ["Bearer sk-1"]


def test_a_key_for_another_endpoint_is_not_sent(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
    server.answer_in_turn(completion("Hello."))
    ask(server)
    assert "sk-of-another-service" not in server.keys[0]


def test_an_endpoint_without_json_mode_is_asked_without_and_not_again(server: ScriptedServer) -> None:
    server.script = lambda body: failure(400) if "response_format" in body else completion("Plain.")
    model = connect(settings(server))
    assert model.complete(MESSAGES, schema=SCHEMA) == "Plain."
    assert len(server.requests) == 3
    assert model.complete(MESSAGES, schema=SCHEMA) == "Plain."
    assert len(server.requests) == 4


def newer(body: dict[str, Any]) -> Answer:
    """An endpoint that knows neither the older name of the limit nor a temperature but its own."""
    if "max_tokens" in body:
        return refusal("max_tokens", "'max_tokens' is not supported; use 'max_completion_tokens' instead.")
    if body.get("temperature", 1) != 1:
        return refusal("temperature", "'temperature' does not support 0 with this model.")
    return completion("Newer.")


def test_a_newer_endpoint_is_asked_in_its_own_parameters_and_from_then_on(server: ScriptedServer) -> None:
    server.script = newer
    model = connect(settings(server))
    assert model.complete(MESSAGES, schema=SCHEMA) == "Newer."
    assert len(server.requests) == 3
    last = server.requests[-1]
    assert last["max_completion_tokens"] == 77
    assert not {"max_tokens", "temperature"} & last.keys()
    assert last["response_format"]["json_schema"]["schema"] == SCHEMA
    assert model.complete(MESSAGES, schema=SCHEMA) == "Newer."
    assert len(server.requests) == 4


@pytest.mark.parametrize("named", [True, False])
def test_a_parameter_is_known_by_name_or_from_the_message(server: ScriptedServer, named: bool) -> None:
    message = "Unsupported value: 'temperature' does not support 0 with this model."
    refused = refusal("temperature" if named else None, message)
    server.script = lambda body: refused if "temperature" in body else completion("Yes.")
    assert ask(server) == "Yes."
    assert len(server.requests) == 2
    assert server.requests[-1]["max_tokens"] == 77
    assert server.requests[-1]["response_format"]["type"] == "json_schema"


def test_an_endpoint_that_takes_no_limit_at_all_is_asked_without(server: ScriptedServer) -> None:
    def script(body: dict[str, Any]) -> Answer:
        wrong = next((name for name in ("max_tokens", "max_completion_tokens") if name in body), None)
        return refusal(None, f"Extra inputs are not permitted: {wrong}") if wrong else completion("Yes.")

    server.script = script
    assert ask(server) == "Yes."
    assert server.requests[-1]["temperature"] == 0


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (failure(500), r"failed \(500\)"),
        (failure(503, retry_after="1"), r"failed \(503\)"),
        (failure(401), "refused the key"),
        (failure(404), "does not know"),
        (failure(429), "over its limit"),
        (failure(429, retry_after="900"), "over its limit"),
        (Answer(body=b"<html>busy</html>"), "not a reply|failed|nothing"),
        (Answer(body=b'{"choices": [{"mess'), "not a reply|failed"),
        (Answer(body=b"{}"), "not a reply|failed|nothing"),
        (Answer(body=b'{"choices": []}'), "not a reply|failed|nothing"),
        (Answer(body=b"\xff\xfe\x00"), "not a reply|failed"),
        (completion(""), "answered nothing"),
        (completion("x", finish="content_filter"), "held the answer back"),
        (Answer(body=completion("long answer").body, cut=60), "broke off|reached"),
        (Answer(body=b" " * 1_000_000, repeat=64), "more than a reply"),
    ],
)
def test_a_server_that_misbehaves_is_an_answerer_error_in_one_line(
    server: ScriptedServer, answer: Answer, reason: str
) -> None:
    server.answer_in_turn(answer)
    with pytest.raises(AnswererError, match=reason) as caught:
        ask(server)
    message = str(caught.value)
    assert "\n" not in message
    assert "secret" not in message
    assert server.url not in message
    assert len(server.requests) == 1


@pytest.mark.parametrize("finish", ["stop", "length"])
def test_a_reply_cut_at_its_limit_of_tokens_is_given_as_far_as_it_goes(server: ScriptedServer, finish: str) -> None:
    server.answer_in_turn(completion('{"statements": [{"te', finish=finish))
    assert ask(server) == '{"statements": [{"te'


@pytest.mark.parametrize("answer", [Answer(delay_s=30), Answer(body=completion("x" * 200).body, drip_s=0.05)])
def test_a_server_that_is_slow_to_start_or_to_finish_is_given_up_on_time(
    server: ScriptedServer, answer: Answer
) -> None:
    server.answer_in_turn(answer)
    started = time.perf_counter()
    with pytest.raises(SlowModelError, match="did not answer within"):
        ask(server, llm_timeout_s=0.4)
    assert time.perf_counter() - started < 2
    assert len(server.requests) == 1


def test_nobody_at_the_address_is_said_so() -> None:
    with pytest.raises(AnswererError, match="cannot be reached"):
        connect(Settings(llm="small", llm_base_url="http://127.0.0.1:9/v1", llm_timeout_s=2)).complete(MESSAGES)


def test_after_a_429_it_waits_as_long_as_it_is_told_and_tries_once_more(server: ScriptedServer) -> None:
    server.answer_in_turn(failure(429, retry_after="0.2"), completion("Now."))
    started = time.perf_counter()
    assert ask(server) == "Now."
    assert time.perf_counter() - started >= 0.2
    server.requests.clear()
    server.answer_in_turn(failure(429, retry_after="0.1"))
    with pytest.raises(AnswererError, match="over its limit"):
        ask(server)
    assert len(server.requests) == 2


def test_a_langchain_model_by_import_string(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("house_models.chat")
    module.ready = FakeListChatModel(responses=["ready"])  # type: ignore[attr-defined]
    module.make = lambda: FakeListChatModel(responses=["made"])  # type: ignore[attr-defined]
    module.number = 7  # type: ignore[attr-defined]
    package = ModuleType("house_models")
    package.__path__ = []
    package.__spec__ = None
    monkeypatch.setattr("service.language_model.connection.importlib.util.find_spec", lambda name: object())
    monkeypatch.setitem(sys.modules, "house_models", package)
    monkeypatch.setitem(sys.modules, "house_models.chat", module)
    assert connect(Settings(llm="house_models.chat:ready")).complete(MESSAGES) == "ready"
    assert connect(Settings(llm="house_models.chat:make")).complete(MESSAGES) == "made"
    with pytest.raises(ConfigurationError, match="cannot be made"):
        connect(Settings(llm="house_models.chat:number"))
    with pytest.raises(ConfigurationError, match="cannot be made"):
        connect(Settings(llm="house_models.chat:missing"))


def test_a_class_by_import_string_gets_the_settings_that_it_has_fields_for(server: ScriptedServer) -> None:
    server.answer_in_turn(completion("Hello."))
    assert ask(server, llm="langchain_openai.chat_models:ChatOpenAI/little", llm_api_key="sk-2") == "Hello."
    assert server.requests[0]["model"] == "little"
    assert server.keys == ["Bearer sk-2"]


def test_a_model_that_cannot_be_made_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    for name in ("", "gpt-x", "nosuchprovider:model", "no_such_package.module:Model", "json.decoder:JSONDecoder"):
        with pytest.raises(ConfigurationError):
            connect(Settings(llm=name))


def test_the_model_name_may_have_a_colon_where_an_address_is_given(server: ScriptedServer) -> None:
    server.answer_in_turn(completion("Hello."))
    assert ask(server, llm="llama3:8b") == "Hello."
    assert server.requests[0]["model"] == "llama3:8b"


def test_every_langchain_chat_model_will_do() -> None:
    assert issubclass(FakeListChatModel, BaseChatModel)
