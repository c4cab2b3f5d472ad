"""What an elliptic question stands for, given the conversation so far."""

from __future__ import annotations

from collections.abc import Sequence

from service.schemas import Turn


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """The question so that it can be understood without its history."""
    if not history:
        return question
    return f"{history[-1].question} {question}"
