"""Any LangChain chat model behind the port: one request, one line of reason when it fails."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from corpus.errors import AnswererError
from service.language_model.chat import ChatMessage, SlowModelError
from service.language_model.parameters import RequestParameters

_HELD_BACK = "the language model's endpoint held the answer back (content filter)"


class LangChainChat:
    """A LangChain chat model; `parameters` are what is asked of it beside an answer to the messages.

    After a 429 it is asked once more where Retry-After lies within the time-out; nothing else is tried twice, except
    that an endpoint which refuses a parameter or JSON mode is asked as it wants to be.
    """

    def __init__(
        self,
        model: BaseChatModel,
        name: str,
        timeout_s: float,
        parameters: RequestParameters | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.name = name
        self._model = model
        self._timeout_s = timeout_s
        self._parameters = parameters or RequestParameters()
        self._clock = clock
        self._sleep = sleep

    def complete(self, messages: Sequence[ChatMessage], *, schema: dict[str, object] | None = None) -> str:
        deadline = self._clock() + self._timeout_s
        sent = [_as_langchain(message) for message in messages]
        waited = False
        while True:
            options = self._parameters.options(schema)
            try:
                return _text(self._model.invoke(sent, **options))
            except AnswererError:
                raise
            except Exception as error:
                if (cut_off := _cut_off(error)) is not None:
                    return cut_off
                status = _status(error)
                if status in (400, 422) and self._parameters.learn(options, _complaint(error)):
                    continue
                pause = _retry_after(error) if status == 429 and not waited else None
                if pause is not None and self._clock() + pause < deadline:
                    waited = True
                    self._sleep(pause)
                    continue
                raise _explained(error, status, self._timeout_s) from error


def _as_langchain(message: ChatMessage) -> BaseMessage:
    return SystemMessage(message.content) if message.role == "system" else HumanMessage(message.content)


def _text(message: AIMessage) -> str:
    """The words of a reply. Raises AnswererError for none, and for one that the endpoint broke off or held back."""
    ended = str(message.response_metadata.get("finish_reason") or "")
    if ended == "content_filter":
        raise AnswererError(_HELD_BACK)
    content = message.content
    if isinstance(content, list):
        content = "".join(
            part if isinstance(part, str) else str(part.get("text") or "")
            for part in content
            if isinstance(part, str | dict)
        )
    if not isinstance(content, str) or not content.strip():
        raise AnswererError("the language model answered nothing")
    return content


def _cut_off(error: BaseException) -> str | None:
    """The words so far of a reply that came to its limit of tokens, which the client takes for an error."""
    for cause in _causes(error):
        if type(cause).__name__ == "LengthFinishReasonError":
            choices: Any = getattr(getattr(cause, "completion", None), "choices", None)
            return (choices[0].message.content or None) if choices else None
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int | None:
    """The HTTP status that the client's error carries, whatever the client."""
    for cause in _causes(error):
        for holder in (cause, getattr(cause, "response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int):
                return status
    return None


def _complaint(error: BaseException) -> str:
    """What an endpoint says of a request that it refuses: the parameter it names, or else its whole message."""
    for cause in _causes(error):
        if isinstance(parameter := getattr(cause, "param", None), str) and parameter:
            return parameter
    return " ".join(str(cause) for cause in _causes(error))


def _retry_after(error: BaseException) -> float | None:
    """Seconds that the endpoint asks to wait; None where it does not say."""
    for cause in _causes(error):
        headers = getattr(getattr(cause, "response", None), "headers", None)
        value = headers.get("retry-after") if headers is not None else None
        if value is None:
            continue
        try:
            return max(0.0, float(value))
        except ValueError:
            moment = email.utils.parsedate_to_datetime(value) if "," in value else None
            return max(0.0, moment.timestamp() - time.time()) if moment else None
    return None


def _explained(error: BaseException, status: int | None, timeout_s: float) -> AnswererError:
    """One line for the reader of the answer: no address, no key, nothing of the body."""
    kinds = {type(cause).__name__ for cause in _causes(error)}
    if status == 429:
        return AnswererError("the language model's endpoint is over its limit (429)")
    if status in (401, 403):
        return AnswererError(f"the language model's endpoint refused the key ({status}); check GREENPAPER_LLM_API_KEY")
    if status == 404:
        return AnswererError(
            "the language model's endpoint does not know the model or the path (404); check GREENPAPER_LLM"
        )
    if status is not None and status >= 400:
        return AnswererError(f"the language model's endpoint failed ({status})")
    if any("Timeout" in kind for kind in kinds):
        return SlowModelError(f"the language model did not answer within {timeout_s:g} s")
    if "ContentFilterFinishReasonError" in kinds:
        return AnswererError(_HELD_BACK)
    if "OversizedReplyError" in kinds:
        return AnswererError("the language model's endpoint sent more than a reply can be")
    if kinds & {"RemoteProtocolError", "ReadError", "IncompleteRead"}:
        return AnswererError("the language model's answer broke off")
    if kinds & {"ConnectError", "ConnectionError", "ConnectionRefusedError", "APIConnectionError"}:
        return AnswererError("the language model's endpoint cannot be reached; check GREENPAPER_LLM_BASE_URL")
    if kinds & {
        "JSONDecodeError",
        "APIResponseValidationError",
        "ValidationError",
        "UnicodeDecodeError",
        "DecodingError",
    }:
        return AnswererError("the language model's endpoint sent something that is not a reply")
    return AnswererError(f"the language model failed ({type(error).__name__})")
