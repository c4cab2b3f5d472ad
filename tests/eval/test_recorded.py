"""A language model of recorded replies, and the prompts it leaves to be answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import EvaluationError, NoReplyError
from eval.recorded import RecordedReplies
from service.language_model import ChatMessage

ASKED = (ChatMessage("system", "Answer from the passages."), ChatMessage("user", "What of “trains”?"))
OTHER = (ChatMessage("system", "Answer from the passages."), ChatMessage("user", "What of buses?"))


def recorded(tmp_path: Path, *, writing: bool = True) -> RecordedReplies:
    return RecordedReplies(tmp_path / "prompts", tmp_path / "replies", writing=writing)


def reply(tmp_path: Path, number: str, text: str) -> None:
    (tmp_path / "replies").mkdir(exist_ok=True)
    (tmp_path / "replies" / f"{number}.txt").write_text(text, encoding="utf-8")


def test_a_prompt_is_written_once_as_it_would_be_sent(tmp_path: Path) -> None:
    model = recorded(tmp_path)
    for messages in (ASKED, OTHER, ASKED):
        with pytest.raises(NoReplyError):
            model.complete(messages, schema={"type": "object"})
    written = json.loads((tmp_path / "prompts" / "001.json").read_text(encoding="utf-8"))
    assert written["messages"] == [{"role": message.role, "content": message.content} for message in ASKED]
    assert written["schema"] == {"type": "object"}
    assert "What of “trains”?" in (tmp_path / "prompts" / "001.txt").read_text(encoding="utf-8")
    assert model.unanswered == ("001", "002")


def test_the_numbers_go_on_where_an_earlier_round_stopped(tmp_path: Path) -> None:
    for messages in (ASKED, OTHER):
        with pytest.raises(NoReplyError):
            recorded(tmp_path).complete(messages)
    assert recorded(tmp_path).prompts == ("001", "002")


def test_a_reply_is_given_to_its_own_prompt_alone(tmp_path: Path) -> None:
    with pytest.raises(NoReplyError, match="001"):
        recorded(tmp_path).complete(ASKED)
    reply(tmp_path, "001", "It runs.\n")
    model = recorded(tmp_path, writing=False)
    assert model.complete(ASKED) == "It runs.\n"
    with pytest.raises(NoReplyError):
        model.complete(OTHER)
    assert (model.given, len(model.missing)) == ({"001": "It runs.\n"}, 1)


def test_without_writing_a_new_prompt_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(NoReplyError):
        recorded(tmp_path, writing=False).complete(ASKED)
    assert not (tmp_path / "prompts").exists()


def test_other_replies_are_another_model(tmp_path: Path) -> None:
    with pytest.raises(NoReplyError):
        recorded(tmp_path).complete(ASKED)
    before = recorded(tmp_path).digest()
    reply(tmp_path, "001", "It runs.")
    assert recorded(tmp_path).digest() != before


def test_a_damaged_prompt_is_named(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "007.json").write_text("[]", encoding="utf-8")
    with pytest.raises(EvaluationError, match="007"):
        recorded(tmp_path)
