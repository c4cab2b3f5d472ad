"""The log: a JSON object a line, with no word of what was asked and no secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from corpus.errors import IndexMissingError
from service import log
from service.log import JsonFormatter
from tests.service.running import settings_for


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    log.configure(settings_for(tmp_path, llm_api_key=SecretStr('sk-"quoted"-key')), written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


def lines_of(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@given(st.text())
def test_whatever_is_logged_is_one_line_of_ascii(text: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "f.py", 1, "%s", (text,), None)
    line = JsonFormatter().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == text[:2_000]


def test_a_forged_line_stays_inside_its_own(stream: io.StringIO) -> None:
    log.get_logger("test").warning("x\n{'level': 'info'}\u2028\x1b[31m")
    assert len(stream.getvalue().splitlines()) == 1


def test_an_exception_is_logged_by_type_and_place_without_its_words(stream: io.StringIO) -> None:
    try:
        raise KeyError("What about my benefits?")
    except KeyError:
        log.get_logger("test").exception("a request failed")
    (line,) = lines_of(stream)
    assert line["error"] == "KeyError"
    assert "test_log.py" in str(line["at"])
    assert "benefits" not in stream.getvalue()


def test_an_error_of_this_program_says_what_to_do(stream: io.StringIO) -> None:
    try:
        raise IndexMissingError("run `greenpaper ingest`")
    except IndexMissingError:
        log.get_logger("test").exception("no index")
    assert lines_of(stream)[0]["detail"] == "run `greenpaper ingest`"


def test_secrets_are_masked_wherever_they_turn_up(stream: io.StringIO) -> None:
    logging.getLogger("some.library").error('refused: key sk-"quoted"-key is wrong')
    assert "quoted" not in stream.getvalue()
    assert "***" in stream.getvalue()


def test_other_libraries_are_heard_from_warnings_on(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET http://x/?q=secret")
    log.get_logger("test").info("heard")
    assert [line["message"] for line in lines_of(stream)] == ["heard"]


def test_lines_of_a_request_carry_its_id(stream: io.StringIO) -> None:
    token = log.request_id.set("r-1")
    log.event(log.get_logger("test"), logging.INFO, "request", status=200)
    log.request_id.reset(token)
    (line,) = lines_of(stream)
    assert line["request_id"] == "r-1"
    assert line["status"] == 200
