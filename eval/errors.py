"""Errors of evaluation, under the project's hierarchy (`corpus.errors`).

GreenpaperError
├── GoldError            a gold set is wrong; names the question (corpus.errors)
└── EvaluationError      a run, comparison, report, baseline or judge cannot be made or read
    ├── AskerError       the service under evaluation failed on a question
    └── NoReplyError     no reply of a language model is recorded to a prompt
"""

from __future__ import annotations

from corpus.errors import GreenpaperError


class EvaluationError(GreenpaperError):
    """A run, comparison, report, baseline or judge cannot be made or read."""


class AskerError(EvaluationError):
    """The service under evaluation failed on a question; `retryable` where asking again may help."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class NoReplyError(EvaluationError):
    """No reply of a language model is recorded to a prompt; the message has the prompt's number."""
