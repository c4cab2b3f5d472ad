"""A language model of recorded replies: prompts in one folder, what some model replied to them in another.

A prompt is ``NNN.json`` (its messages and the JSON Schema asked for) and, to read, ``NNN.txt``; the reply to it is
``NNN.txt`` in the folder of replies, the text as the model wrote it. The number says nothing about the question. A
reply counts for exactly the messages of its prompt: after a change of the program that changes a word there is none.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError, NoReplyError
from eval.runs import write_json, write_text
from service.language_model.chat import ChatMessage

Json = dict[str, Any]


class RecordedReplies:
    """The port to a language model, over the folders `prompts` and `replies`; safe for several threads.

    `writing` adds a prompt that is new to the folder. `given` are the replies given so far, by the prompt's number, and
    `missing` the prompts without one; a prompt that is not in the folder either is counted there as well. Raises
    EvaluationError where a prompt's file is damaged.
    """

    name = "recorded"

    def __init__(self, prompts: Path, replies: Path, *, writing: bool = False) -> None:
        self._prompts = prompts
        self._replies = replies
        self._writing = writing
        self._lock = threading.Lock()
        self._numbers: dict[str, str] = {}
        for path in sorted(prompts.glob("*.json")):
            self._numbers[_key(_messages(path))] = path.stem
        self.given: dict[str, str] = {}
        self.missing: set[str] = set()

    def complete(self, messages: Sequence[ChatMessage], *, schema: dict[str, object] | None = None) -> str:
        """The recorded reply. Raises NoReplyError where there is none, which no answer is made up for."""
        key = _key(messages)
        with self._lock:
            number = self._numbers.get(key)
            if number is None and self._writing:
                number = self._numbers[key] = self._written(messages, schema)
            text = self._reply(number) if number is not None else None
            if number is None or text is None:
                self.missing.add(number or key)
                raise NoReplyError(f"no reply is recorded to prompt {number or 'unknown ' + key[:12]}")
            self.given[number] = text
            return text

    @property
    def prompts(self) -> tuple[str, ...]:
        """The numbers of all prompts in the folder, in order."""
        return tuple(sorted(self._numbers.values()))

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The numbers of the prompts in the folder that no reply is recorded to."""
        return tuple(number for number in self.prompts if not self._path(number).exists())

    def digest(self) -> str:
        """SHA-256 over all recorded replies and the prompts that they are to."""
        replies = {key: self._reply(number) for key, number in self._numbers.items()}
        return hashlib.sha256(json.dumps(replies, sort_keys=True).encode("utf-8")).hexdigest()

    def _path(self, number: str) -> Path:
        return self._replies / f"{number}.txt"

    def _reply(self, number: str) -> str | None:
        try:
            return self._path(number).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise EvaluationError(f"the reply {self._path(number)} cannot be read: {error}") from error

    def _written(self, messages: Sequence[ChatMessage], schema: dict[str, object] | None) -> str:
        """Writes the prompt under the next number, and returns the number."""
        number = f"{max((int(known) for known in self._numbers.values() if known.isdigit()), default=0) + 1:03d}"
        rows = [{"role": message.role, "content": message.content} for message in messages]
        try:
            self._prompts.mkdir(parents=True, exist_ok=True)
            write_json(self._prompts / f"{number}.json", {"messages": rows, "schema": schema})
            readable = "\n\n".join(f"=== {row['role']} ===\n{row['content']}" for row in rows)
            write_text(self._prompts / f"{number}.txt", f"{readable}\n")
        except OSError as error:
            raise EvaluationError(f"the prompt cannot be written to {self._prompts}: {error.strerror}") from error
        return number


def _key(messages: Sequence[ChatMessage]) -> str:
    content = [[message.role, message.content] for message in messages]
    return hashlib.sha256(json.dumps(content).encode("utf-8")).hexdigest()


def _messages(path: Path) -> list[ChatMessage]:
    try:
        rows: list[Json] = json.loads(path.read_text(encoding="utf-8"))["messages"]
        return [ChatMessage(row["role"], row["content"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path} holds no prompt; write the prompts again into an empty folder") from error
