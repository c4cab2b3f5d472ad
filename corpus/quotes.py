"""Quotations: the exact words of a canonical text at exact offsets, what they leave out marked, and the proof of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpus.errors import QuoteError
from corpus.models import Span
from corpus.omissions import leaves_out

OMISSION = "…"
_WHITE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """Runs of white space as one space, none at the ends."""
    return _WHITE.sub(" ", text).strip()


def quote_at(text: str, spans: Sequence[Span]) -> str:
    """The words at `spans`, joined by " … " where words of the text are left out between two, else by one space.

    Spans in another order than the text's leave out what they jump over. Raises QuoteError for a span past the end of
    the text or for no span.
    """
    if not spans:
        raise QuoteError("a quotation needs at least one span")
    last = max(spans, key=lambda span: span.end)
    if last.end > len(text):
        raise QuoteError(f"span [{last.start}, {last.end}) lies outside a text of {len(text)} characters")
    pieces = [text[spans[0].start : spans[0].end]]
    for before, span in itertools.pairwise(spans):
        pieces += [joint(text, before, span), text[span.start : span.end]]
    return squeeze("".join(pieces))


def joint(text: str, before: Span, after: Span) -> str:
    """What stands between the words at two spans of one quotation: " … " where words are left out, else one space."""
    return f" {OMISSION} " if after.start < before.start or leaves_out(text, before.end, after.start) else " "


def verify_quote(text: str, spans: Sequence[Span], quote: str) -> None:
    """Raises QuoteError unless `quote` is exactly the words of `text` at `spans`."""
    found = quote_at(text, spans)
    if found != squeeze(quote):
        raise QuoteError(f"the quotation {quote[:60]!r} is not the text at its spans, which reads {found[:60]!r}")
