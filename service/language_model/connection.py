"""From settings to a language model: an OpenAI-compatible endpoint, or any LangChain chat model by name."""

from __future__ import annotations

import importlib
import importlib.util
import re
import time
from typing import Any, cast

import openai
from langchain_core.language_models import BaseChatModel

from corpus.errors import ConfigurationError
from corpus.settings import Settings
from service.language_model.chat import ChatModel, PatientModel
from service.language_model.langchain_chat import LangChainChat
from service.language_model.parameters import FORMATS, RequestParameters

MAX_REPLY_BYTES = 2_000_000
# The hard limit lies a little above the client's own, which can say more exactly what went wrong.
_GRACE_S = 0.5
_IMPORT_STRING = re.compile(r"(?P<module>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):(?P<name>[A-Za-z_]\w*)(?:/(?P<model>.+))?")


class OversizedReplyError(Exception):
    """The endpoint sent more than MAX_REPLY_BYTES."""


class BoundedClient(openai.DefaultHttpxClient):
    """An HTTP client that gives up on a body that is too large, or that comes too slowly as a whole.

    The client's own time-out starts anew with every byte; this one does not.
    """

    def __init__(self, timeout_s: float, max_bytes: int = MAX_REPLY_BYTES) -> None:
        super().__init__(timeout=timeout_s)
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes

    def send(self, request: Any, *, stream: bool = False, **options: Any) -> Any:
        deadline = time.monotonic() + self._timeout_s
        response = super().send(request, stream=True, **options)
        if stream:
            return response
        body = bytearray()
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > self._max_bytes:
                    raise OversizedReplyError
                if time.monotonic() > deadline:
                    raise TimeoutError
        finally:
            response.close()
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name.lower() not in ("content-encoding", "content-length", "transfer-encoding")
        ]
        return type(response)(response.status_code, headers=headers, content=bytes(body), request=request)


def connect(settings: Settings) -> ChatModel:
    """The language model that the settings name, under their time-out.

    Raises ConfigurationError where it cannot be made: no such package, class or provider, or a key is missing.
    """
    if not settings.llm:
        raise ConfigurationError("no language model is configured; set GREENPAPER_LLM")
    imported = _imported(settings)
    if imported is not None:
        model: ChatModel = LangChainChat(imported, settings.llm, settings.llm_timeout_s)
    elif settings.llm_base_url or ":" not in settings.llm:
        # Only OpenAI itself always knows the newer name of the limit.
        parameters = RequestParameters(FORMATS, max_tokens=settings.llm_max_tokens, newer=not settings.llm_base_url)
        model = LangChainChat(_openai_compatible(settings), settings.llm, settings.llm_timeout_s, parameters)
    else:
        model = LangChainChat(_by_provider(settings), settings.llm, settings.llm_timeout_s)
    return PatientModel(model, settings.llm_timeout_s + _GRACE_S, queue_s=settings.llm_queue_s)


def _openai_compatible(settings: Settings) -> BaseChatModel:
    from langchain_openai import ChatOpenAI

    key = settings.llm_api_key.get_secret_value()
    options: dict[str, Any] = {}
    if settings.llm_base_url:
        options = {"base_url": settings.llm_base_url}
        key = key or "none"  # a key in OpenAI's own variable is not for others
    if key:
        options["api_key"] = key
    try:
        return ChatOpenAI(
            model=settings.llm,
            timeout=settings.llm_timeout_s,
            max_retries=0,
            http_client=BoundedClient(settings.llm_timeout_s),
            **options,
        )
    except Exception as error:
        raise ConfigurationError(
            f"the language model {settings.llm!r} cannot be used ({type(error).__name__}); set GREENPAPER_LLM_API_KEY, "
            "and GREENPAPER_LLM_BASE_URL for an endpoint of your own"
        ) from error


def _by_provider(settings: Settings) -> BaseChatModel:
    """A model as LangChain names it, such as "ollama:llama3"; the provider's package has to be installed."""
    from langchain.chat_models import init_chat_model

    key = settings.llm_api_key.get_secret_value()
    options: dict[str, Any] = {"temperature": 0} | ({"api_key": key} if key else {})
    try:
        model: Any = init_chat_model(settings.llm, **options)
    except ImportError as error:
        raise ConfigurationError(f"the language model {settings.llm!r} needs another package: {error}") from error
    except Exception as error:
        raise ConfigurationError(
            f"the language model {settings.llm!r} is none that LangChain knows ({type(error).__name__}); give "
            "'provider:model', 'package.module:Class/model', or GREENPAPER_LLM_BASE_URL for an endpoint of your own"
        ) from error
    return cast(BaseChatModel, model)


def _imported(settings: Settings) -> BaseChatModel | None:
    """A chat model by import string, 'package.module:Class' or 'package.module:Class/model'; None where it is none.

    What is named may be a class, a function without arguments, or a model.
    """
    match = _IMPORT_STRING.fullmatch(settings.llm)
    if match is None or not (match["name"][0].isupper() or "." in match["module"]):
        return None
    if importlib.util.find_spec(match["module"].split(".")[0]) is None:
        if settings.llm_base_url:
            return None
        raise ConfigurationError(
            f"the language model {settings.llm!r}: no package {match['module'].split('.')[0]!r} is installed"
        )
    try:
        made = getattr(importlib.import_module(match["module"]), match["name"])
        if not isinstance(made, BaseChatModel):
            made = made(**_arguments(made, match["model"], settings))
    except Exception as error:
        raise ConfigurationError(
            f"the language model {settings.llm!r} cannot be made ({type(error).__name__}: {error})"
        ) from error
    if not isinstance(made, BaseChatModel):
        raise ConfigurationError(f"{settings.llm!r} is not a LangChain chat model")
    return made


def _arguments(made: Any, model: str | None, settings: Settings) -> dict[str, Any]:
    """Those settings that the class has a field for, by its name or alias."""
    fields = getattr(made, "model_fields", None)
    if fields is None:
        return {}
    known = {name for key, entry in fields.items() for name in (key, entry.alias) if name}
    offered = {
        "model": model,
        "base_url": settings.llm_base_url or None,
        "api_key": settings.llm_api_key.get_secret_value() or None,
        "temperature": 0 if model else None,
        "timeout": settings.llm_timeout_s,
        "max_retries": 0,
        "max_tokens": settings.llm_max_tokens,
    }
    return {name: value for name, value in offered.items() if value is not None and name in known}
