"""Quotations: the exact words of a canonical text at exact offsets, and the proof of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.errors import QuoteError
from corpus.models import Span

_WHITE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """Runs of white space as one space, none at the ends."""
    return _WHITE.sub(" ", text).strip()


def quote_at(text: str, spans: Sequence[Span]) -> str:
    """The words at `spans`, joined by one space.

    Raises QuoteError for a span past the end of the text or for no span.
    """
    if not spans:
        raise QuoteError("a quotation needs at least one span")
    if spans[-1].end > len(text):
        raise QuoteError(f"span [{spans[-1].start}, {spans[-1].end}) lies outside a text of {len(text)} characters")
    return squeeze(" ".join(text[span.start : span.end] for span in spans))


def verify_quote(text: str, spans: Sequence[Span], quote: str) -> None:
    """Raises QuoteError unless `quote` is exactly the words of `text` at `spans`."""
    found = quote_at(text, spans)
    if found != squeeze(quote):
        raise QuoteError(f"the quotation {quote[:60]!r} is not the text at its spans, which reads {found[:60]!r}")
