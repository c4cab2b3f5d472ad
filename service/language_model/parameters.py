"""The limit of tokens and the temperature as an endpoint takes them, learned from what it refuses.

OpenAI's newer models refuse `max_tokens`, whose name is now `max_completion_tokens`, and every temperature but their
own; most other servers know only the older name.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from typing import Any

# Asked for in this order; an endpoint that refuses one with 400 or 422 is asked for the next from then on.
FORMATS = ("json_schema", "json_object", "plain")
_OLDER, _NEWER, _NO_LIMIT = "max_tokens", "max_completion_tokens", ""
_log = logging.getLogger(__name__)


class RequestParameters:
    """What goes with a request beside its messages; safe for several threads.

    `max_tokens` of None leaves limit and temperature to the model as it was made. `newer` begins with the newer name.
    """

    def __init__(
        self, formats: Sequence[str] = ("plain",), *, max_tokens: int | None = None, newer: bool = False
    ) -> None:
        self._formats = list(formats)
        self._max_tokens = max_tokens
        names = (_NEWER, _OLDER) if newer else (_OLDER, _NEWER)
        self._limits = [*names, _NO_LIMIT] if max_tokens is not None else [_NO_LIMIT]
        self._temperature = max_tokens is not None
        self._lock = threading.Lock()

    def options(self, schema: dict[str, object] | None) -> dict[str, Any]:
        """The options for a call of a LangChain chat model, as the endpoint is known to take them by now."""
        with self._lock:
            how, limit, temperature = self._formats[0], self._limits[0], self._temperature
        options: dict[str, Any] = {"temperature": 0} if temperature else {}
        if limit == _OLDER:  # LangChain would rename it, which only OpenAI itself understands
            options["extra_body"] = {_OLDER: self._max_tokens}
        elif limit == _NEWER:
            options[_NEWER] = self._max_tokens
        if how == "json_schema" and schema is not None:
            described = {"name": "reply", "strict": True, "schema": schema}
            options["response_format"] = {"type": "json_schema", "json_schema": described}
        elif how != "plain":
            options["response_format"] = {"type": "json_object"}
        return options

    def learn(self, sent: dict[str, Any], complaint: str) -> bool:
        """Whether there is another way to ask after `sent` was refused with `complaint`; it is kept for later calls.

        Where the complaint names a parameter that was sent, that one changes; else the format does.
        """
        limit = _OLDER if "extra_body" in sent else _NEWER if _NEWER in sent else _NO_LIMIT
        with self._lock:
            if limit and _names(complaint, limit):
                if self._limits[0] == limit:
                    self._limits.pop(0)
                    _log.info("the language model's endpoint refuses the parameter %s", limit)
                return True
            if "temperature" in sent and _names(complaint, "temperature"):
                self._temperature = False
                _log.info("the language model's endpoint refuses the parameter temperature")
                return True
            how = str(sent.get("response_format", {}).get("type", "plain"))
            if self._formats[0] == how and len(self._formats) > 1:
                self._formats.pop(0)
                _log.info("the language model's endpoint refuses the format %s", how)
            return bool(self._formats[0] != how)


def _names(complaint: str, parameter: str) -> bool:
    return re.search(rf"(?<!\w){parameter}(?!\w)", complaint) is not None
