"""Replies are read in any form that is clearly one, and nothing is made up where one is not."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import AnswererError
from service.language_model.reply import MAX_STATEMENTS, Proposed, read_question, read_reply

ITEM = {"text": "A thing.", "citations": [1], "quotes": [{"n": 1, "quote": "a thing"}]}
READ = Proposed("A thing.", (1,), ((1, "a thing"),))
BODY = json.dumps({"statements": [ITEM]})


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"```json\n{BODY}\n```",
        f"Here is what I found:\n\n{BODY}\n\nI hope that this helps {{you}}!",
        f'<think>perhaps {{"statements": []}} ...</think>{BODY}',
        json.dumps([ITEM]),
        json.dumps(ITEM),
        BODY[:-2] + ', {"text": "Cut o',
        BODY[:-1],
        f"[1] {BODY}",
    ],
)
def test_the_statements_are_read_whatever_stands_round_them(text: str) -> None:
    assert read_reply(text).statements == (READ,)


@pytest.mark.parametrize(
    "item",
    [
        ITEM | {"citations": ["1"]},
        ITEM | {"citations": "[1]"},
        ITEM | {"citations": 1},
        ITEM | {"citations": [1.0, 1]},
        ITEM | {"quotes": {"1": "a thing"}},
        ITEM | {"quotes": ["a thing"]},
        ITEM | {"quotes": [{"quote": "a thing"}]},
    ],
)
def test_small_departures_from_the_form_are_forgiven(item: dict[str, object]) -> None:
    assert read_reply(json.dumps({"statements": [item]})).statements == (READ,)


@pytest.mark.parametrize(
    "item",
    [
        "A thing.",
        {"citations": [1]},
        ITEM | {"text": "  "},
        ITEM | {"text": 7},
        ITEM | {"citations": ["the first"]},
        ITEM | {"citations": [True]},
        ITEM | {"citations": [1.5]},
        ITEM | {"quotes": [{"n": "one", "quote": "a thing"}]},
        ITEM | {"quotes": [{"n": 1, "quote": 3}]},
    ],
)
def test_what_is_no_statement_is_counted_and_left_out(item: object) -> None:
    reply = read_reply(json.dumps({"statements": [item, ITEM]}))
    assert reply.statements == (READ,)
    assert reply.malformed == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The government will act [1].",
        "{",
        "[" * 5_000,
        '{"answer": "x"}',
        "null",
        '{"statements": "none"}',
        "{}{}[]",
    ],
)
def test_what_is_not_a_reply_is_refused(text: str) -> None:
    with pytest.raises(AnswererError):
        read_reply(text)


def test_an_empty_list_is_a_reply_without_statements() -> None:
    assert read_reply('{"statements": []}').statements == ()


def test_no_more_statements_are_read_than_an_answer_could_have() -> None:
    reply = read_reply(json.dumps({"statements": [ITEM] * 100}))
    assert len(reply.statements) == MAX_STATEMENTS
    assert reply.malformed == 100 - MAX_STATEMENTS


@pytest.mark.parametrize("text", ["x" * 200_000, "[1, " * 30_000, '{"a":' * 20_000, "<think>" * 20_000])
def test_huge_and_deep_replies_are_refused_quickly(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(AnswererError):
        read_reply(text)
    assert time.perf_counter() - started < 2


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(AnswererError):
        assert all(isinstance(item, Proposed) for item in read_reply(text).statements)


@pytest.mark.parametrize(
    "text", ['{"question": "What does Mind say?"}', "What does Mind say?", '"What does Mind say?"']
)
def test_a_reworded_question_is_read(text: str) -> None:
    assert read_question(text) == "What does Mind say?"


@pytest.mark.parametrize("text", ["", '{"answer": "x"}', "one\ntwo"])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(AnswererError):
        read_question(text)
