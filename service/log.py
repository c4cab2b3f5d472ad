"""The service's log: one JSON object a line on stderr, without a word of what anybody asked.

Messages of foreign exceptions are left out (they may repeat their input); type and place stay. Everything outside
ASCII is escaped, so nothing that a caller sends can begin a line of its own or reach a terminal as a control code.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

from corpus.errors import GreenpaperError
from corpus.settings import Settings

LOGGER = "greenpaper"
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_MAX_MESSAGE = 2_000
_MAX_FRAMES = 40
_FIELDS = "fields"


def get_logger(name: str = "") -> logging.Logger:
    return logging.getLogger(f"{LOGGER}.{name}" if name else LOGGER)


def event(logger: logging.Logger, level: int, message: str, **fields: object) -> None:
    """Logs a message with fields of its own; no field may hold what a caller wrote."""
    logger.log(level, message, extra={_FIELDS: fields})


class JsonFormatter(logging.Formatter):
    """Records as JSON lines; whatever is in `secrets` is masked wherever it turns up."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[:_MAX_MESSAGE],
        }
        if (current := request_id.get()) is not None:
            line["request_id"] = current
        line.update(getattr(record, _FIELDS, {}))
        if record.exc_info and record.exc_info[1] is not None:
            line.update(describe_error(record.exc_info[1]))
        text = json.dumps(line, default=str)
        for secret in self._secrets:
            text = text.replace(json.dumps(secret)[1:-1], "***")
        return text


def describe_error(error: BaseException) -> dict[str, object]:
    """Type and frames of an error and of its cause; the message only where it is one of this program's own."""
    frames = traceback.extract_tb(error.__traceback__)[-_MAX_FRAMES:]
    found: dict[str, object] = {
        "error": type(error).__name__,
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, GreenpaperError):
        found["detail"] = str(error)[:_MAX_MESSAGE]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        found["cause"] = type(cause).__name__
    return found


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Sends this process's log to `stream` (stderr): this program's from INFO, everybody else's from WARNING."""
    secrets = (settings.session_secret, settings.llm_api_key, settings.judge_api_key)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(secret.get_secret_value() for secret in secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(LOGGER).setLevel(logging.INFO)
    logging.getLogger("uvicorn").handlers.clear()
    logging.getLogger("uvicorn.access").disabled = True
