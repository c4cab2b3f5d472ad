"""A language model's reply, read leniently in form and not at all in substance."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.errors import AnswererError

MAX_REPLY_CHARACTERS = 100_000
MAX_STATEMENTS = 24
_MAX_STARTS = 64
_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A statement as the model wrote it: `quotes` are (passage number, words). None of it is verified yet.

    With `items` it is a list, and `text` the words that lead into it.
    """

    text: str
    citations: tuple[int, ...]
    quotes: tuple[tuple[int, str], ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The statements of a reply, its short answer, and how many items were not statements at all."""

    statements: tuple[Proposed, ...]
    malformed: int = 0
    answer: str = ""


def read_reply(text: str) -> Reply:
    """The statements in a reply: JSON bare, fenced, among prose, or cut off after some whole statements.

    Raises AnswererError where there is no such JSON or where the reply is too long to be one.
    """
    if len(text) > MAX_REPLY_CHARACTERS:
        raise AnswererError(f"the language model wrote more than {MAX_REPLY_CHARACTERS} characters")
    body = _THOUGHTS.sub(" ", text)
    for value in _values(body):
        if (items := _items(value)) is not None:
            return _reply(items, _answer(value))
    if items := list(_cut_off(body)):
        return _reply(items, _answer_before(body))
    raise AnswererError("the language model did not answer in the JSON asked for")


def read_question(text: str) -> str:
    """The reworded question in a reply: the JSON asked for, or the bare text where it is one line."""
    body = _THOUGHTS.sub(" ", text[:MAX_REPLY_CHARACTERS])
    for value in _values(body):
        if isinstance(value, dict) and isinstance(value.get("question"), str):
            return str(value["question"]).strip()
    bare = body.strip().strip("\"'`").strip()
    if bare and "\n" not in bare and "{" not in bare:
        return bare
    raise AnswererError("the language model did not give a question in the JSON asked for")


@dataclass(frozen=True, slots=True)
class ProposedStance:
    """A stance as the model wrote it: `label` is one of those asked for, `quotes` are (passage number, words)."""

    label: str
    quotes: tuple[tuple[int, str], ...] = ()


def read_stance(text: str, labels: Collection[str]) -> ProposedStance:
    """The stance in a reply, one of `labels`. Raises AnswererError where there is none."""
    if len(text) > MAX_REPLY_CHARACTERS:
        raise AnswererError(f"the language model wrote more than {MAX_REPLY_CHARACTERS} characters")
    for value in _values(_THOUGHTS.sub(" ", text)):
        if not isinstance(value, dict) or not isinstance(value.get("stance"), str):
            continue
        label = " ".join(value["stance"].lower().replace("_", " ").split())
        quotes = _quotes(value.get("quotes", []), ())
        if label in labels and quotes is not None:
            return ProposedStance(label, quotes)
    raise AnswererError("the language model did not give a stance in the JSON asked for")


def _values(text: str) -> Iterator[Any]:
    """JSON objects and lists in `text`, outermost first; those inside one that was read are not read again."""
    position, starts = 0, 0
    while starts < _MAX_STARTS and (match := re.compile(r"[{\[]").search(text, position)):
        starts += 1
        try:
            value, position = _DECODER.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            position = match.end()
            continue
        yield value


def _items(value: Any) -> list[Any] | None:
    """The list of statements in a JSON value that has one."""
    if isinstance(value, dict):
        if isinstance(value.get("statements"), list):
            return list(value["statements"])
        return [value] if isinstance(value.get("text"), str) and "citations" in value else None
    if isinstance(value, list) and value and all(isinstance(item, dict) and "text" in item for item in value):
        return value
    return None


def _cut_off(text: str) -> Iterator[Any]:
    """The whole items of a list of statements that breaks off."""
    opening = re.search(r'"statements"\s*:\s*\[', text)
    position = opening.end() if opening else len(text)
    while position < len(text):
        gap = re.compile(r"[\s,]*").match(text, position)
        position = gap.end() if gap else position
        if position >= len(text) or text[position] != "{":
            return
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value


def _answer(value: Any) -> str:
    answer = value.get("answer") if isinstance(value, dict) else None
    return answer.strip() if isinstance(answer, str) else ""


def _answer_before(text: str) -> str:
    """The short answer of a reply that breaks off after it."""
    opening = re.search(r'"answer"\s*:\s*(?=")', text)
    try:
        return str(_DECODER.raw_decode(text, opening.end())[0]).strip() if opening else ""
    except ValueError:
        return ""


def _reply(items: list[Any], answer: str = "") -> Reply:
    read = [_proposed(item) for item in items[:MAX_STATEMENTS]]
    kept = tuple(item for item in read if item is not None)
    return Reply(kept, malformed=len(items) - len(kept), answer=answer)


def _proposed(item: Any) -> Proposed | None:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str) or not item["text"].strip():
        return None
    raw = item.get("citations", [])
    numbers = [_number(value) for value in (raw if isinstance(raw, list) else [raw])]
    if any(number is None for number in numbers):
        return None
    citations = tuple(dict.fromkeys(number for number in numbers if number is not None))
    quotes = _quotes(item.get("quotes", []), citations)
    if quotes is None:
        return None
    listed = item.get("items") or []
    items = tuple(entry for entry in listed if isinstance(entry, str) and entry.strip()) if listed else ()
    return Proposed(item["text"], citations, quotes, items)


def _quotes(raw: Any, citations: tuple[int, ...]) -> tuple[tuple[int, str], ...] | None:
    """Quotes as a list of {"n", "quote"}, as an object of number to words, or as bare words for the only citation."""
    if raw is None:
        return ()
    if isinstance(raw, dict) and "quote" not in raw:
        raw = [{"n": number, "quote": words} for number, words in raw.items()]
    found: list[tuple[int, str]] = []
    for entry in raw if isinstance(raw, list) else [raw]:
        if isinstance(entry, str) and len(citations) == 1:
            entry = {"n": citations[0], "quote": entry}
        if not isinstance(entry, dict) or not isinstance(entry.get("quote"), str):
            return None
        number = _number(entry.get("n", citations[0] if len(citations) == 1 else None))
        if number is None:
            return None
        if entry["quote"].strip():
            found.append((number, entry["quote"]))
    return tuple(found)


def _number(value: Any) -> int | None:
    """A passage number: 3, 3.0, "3" or "[3]"; nothing else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and (match := re.fullmatch(r"\s*\[?(\d{1,4})\]?\s*", value)):
        return int(match.group(1))
    return None
