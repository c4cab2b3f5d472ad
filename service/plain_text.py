"""Strings that callers may send: bounded, of real characters, and not blank where words are needed."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

MAX_QUESTION_CHARACTERS = 2_000
MAX_ANSWER_CHARACTERS = 20_000
MAX_COMMENT_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 200

_LAYOUT = frozenset("\t\n\r")


def check_plain(value: Any, *, limit: int, blank: bool, what: str = "the text") -> Any:
    """`value` unchanged, when it is a string that may be stored, shown and searched for; others are left to pydantic.

    Raises PydanticCustomError for more than `limit` characters, for control characters (tab and line ends are none
    here), for halves of surrogate pairs, which no UTF-8 can carry, and unless `blank` for text without a visible one.
    """
    if not isinstance(value, str):
        return value
    if len(value) > limit:
        given = {"what": what, "given": len(value), "limit": limit}
        raise PydanticCustomError("too_long", "{what} has {given} characters; at most {limit} are allowed", given)
    for position, character in enumerate(value):
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in _LAYOUT):
            given = {"what": what, "code": f"U+{ord(character):04X}", "position": position}
            message = "{what} has a character that is not text, {code} at position {position}; remove it"
            raise PydanticCustomError("control_character", message, given)
    if not blank and not any(_visible(character) for character in value):
        raise PydanticCustomError("blank", "{what} is empty", {"what": what})
    return value


def _visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")


def _question(value: Any) -> Any:
    return check_plain(value, limit=MAX_QUESTION_CHARACTERS, blank=False, what="the question")


def _answer(value: Any) -> Any:
    return check_plain(value, limit=MAX_ANSWER_CHARACTERS, blank=True, what="the answer")


def _comment(value: Any) -> Any:
    return check_plain(value, limit=MAX_COMMENT_CHARACTERS, blank=True, what="the comment")


def _name(value: Any) -> Any:
    return check_plain(value, limit=MAX_NAME_CHARACTERS, blank=False, what="the name")


QuestionText = Annotated[str, BeforeValidator(_question), Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS)]
AnswerText = Annotated[str, BeforeValidator(_answer), Field(max_length=MAX_ANSWER_CHARACTERS)]
CommentText = Annotated[str, BeforeValidator(_comment), Field(max_length=MAX_COMMENT_CHARACTERS)]
Name = Annotated[str, BeforeValidator(_name), Field(min_length=1, max_length=MAX_NAME_CHARACTERS)]
