"""The running text of a block whose pieces lie apart in the document, with the way back to canonical offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import Span


@dataclass(frozen=True, slots=True)
class Flow:
    """`text` is the pieces joined by one space each, white space as it stands; offsets into it are flow offsets."""

    text: str
    pieces: tuple[Span, ...]

    @classmethod
    def of(cls, canonical: str, pieces: Sequence[Span]) -> Flow:
        merged: list[Span] = []
        for piece in pieces:
            if merged and not canonical[merged[-1].end : piece.start].strip():
                merged[-1] = Span(merged[-1].start, piece.end)
            else:
                merged.append(piece)
        return cls(" ".join(canonical[piece.start : piece.end] for piece in merged), tuple(merged))

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The canonical spans of flow offsets [start, end), trimmed of white space; empty where nothing is visible."""
        found: list[Span] = []
        offset = 0
        for piece in self.pieces:
            low, high = max(start - offset, 0), min(end - offset, piece.end - piece.start)
            if low < high:
                words = self.text[offset + low : offset + high]
                low += len(words) - len(words.lstrip())
                high -= len(words) - len(words.rstrip())
                if low < high:
                    found.append(Span(piece.start + low, piece.start + high))
            offset += piece.end - piece.start + 1
        return tuple(found)
