"""A language model that gives recorded replies to prompts for a stance, by question and organisation."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import AnswererError
from service.language_model import LanguageModelStances
from service.language_model.chat import ChatMessage
from service.language_model.prompt import PromptWriter

REPLIES = Path(__file__).parent / "labels" / "replies.jsonl"
_BUDGET = 6_000
_ASKED = re.compile(r"^The consultation's question: (?P<question>.+)\nThe organisation: (?P<who>.+)$", re.M)


class RecordedModel:
    """Replies of a large language model to prompts as `PromptWriter.stance` writes them; they are not verified."""

    name = "recorded"

    def __init__(self, file: Path) -> None:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        self._replies = {(_key(line["question_text"]), line["organisation"]): line["reply"] for line in lines}

    def complete(self, messages: Sequence[ChatMessage], *, schema: dict[str, object] | None = None) -> str:
        """The reply to that question; raises AnswererError where none was recorded."""
        asked = _ASKED.search(messages[-1].content)
        assert asked is not None
        reply = self._replies.get((_key(asked["question"]), asked["who"]))
        if reply is None:
            raise AnswererError("no reply was recorded")
        return json.dumps(reply)


def recorded_stances(file: Path = REPLIES) -> LanguageModelStances:
    return LanguageModelStances(RecordedModel(file), PromptWriter(_BUDGET))


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
