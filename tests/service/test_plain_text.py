"""Text that callers may send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from service.plain_text import MAX_QUESTION_CHARACTERS, CommentText, Name, QuestionText

QUESTION: TypeAdapter[str] = TypeAdapter(QuestionText)


@pytest.mark.parametrize(
    "question",
    ["x", "Why?\r\n\tAnd how?", "é — ‘so’ 🙂", "\u202babc", "x" * MAX_QUESTION_CHARACTERS],
)
def test_words_are_taken_as_they_are(question: str) -> None:
    assert QUESTION.validate_python(question) == question


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty"),
        (" \n\t\u00a0", "the question is empty"),
        ("\u200b\ufeff\u00ad", "the question is empty"),
        ("x" * (MAX_QUESTION_CHARACTERS + 1), "has 2001 characters; at most 2000"),
        ("a\x00b", r"U\+0000 at position 1"),
        ("\x1b[2J", r"U\+001B"),
        ("del \x7f", r"U\+007F"),
        ("next line \x85", r"U\+0085"),
        ("half \ud83d", r"U\+D83D"),
        (7, "valid string"),
        (None, "valid string"),
    ],
)
def test_what_is_no_question_is_refused_in_words(question: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        QUESTION.validate_python(question)


@given(st.text())
def test_what_is_taken_can_be_encoded_and_shown(text: str) -> None:
    try:
        taken = QUESTION.validate_python(text)
    except ValidationError:
        return
    assert taken == text
    assert taken.encode()
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in taken)


def test_a_comment_may_be_blank_and_a_name_may_not() -> None:
    assert TypeAdapter(CommentText).validate_python("  ") == "  "
    with pytest.raises(ValidationError, match="the name is empty"):
        TypeAdapter(Name).validate_python(" ")
