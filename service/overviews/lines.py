"""The lines of an overview: a label, whole sentences of one voice under it, and what they come to in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.models import Document, Passage, Side, Span
from corpus.quotes import quote_at
from service.answering.display import tidy
from service.found import Quotation, Statement

MOST_WORDS = 390
_LAST_BUT_ONE = re.compile(r"[;,]? (?:and|or)[;,]?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole sentences of a passage, by their positions in it."""

    passage: Passage
    positions: tuple[int, ...]

    @property
    def text(self) -> str:
        return tidy(" ".join(self.passage.sentences[position].text for position in self.positions))


@dataclass(frozen=True, slots=True)
class Line:
    """What one voice says on one topic: a piece, or a list with what leads into it.

    `who` is shown where an overview has more than one voice; `topic` may be empty.
    """

    topic: str
    pieces: tuple[Piece, ...]
    who: str = ""
    lead_in: str = ""

    @property
    def side(self) -> Side:
        return self.pieces[0].passage.side

    @property
    def text(self) -> str:
        if not self.lead_in:
            return " ".join(piece.text for piece in self.pieces)
        sentences = [piece.passage.sentences[at].text for piece in self.pieces for at in piece.positions]
        items = [_LAST_BUT_ONE.sub("", tidy(sentence)).rstrip(" ;,.") for sentence in sentences]
        return f"{tidy(self.lead_in).rstrip(' :')}: {'; '.join(items)}."

    @property
    def label(self) -> str:
        return " – ".join(part for part in (self.topic, self.who) if part)

    @property
    def words(self) -> int:
        """Words of the line as shown, its markers among them."""
        return len(self.label.split()) + len(self.text.split()) + 1

    def shown(self, numbers: Sequence[int], *, labelled: bool = True) -> str:
        """The line as it stands in an answer, with the numbers of its citations."""
        markers = "".join(f"[{number}]" for number in numbers)
        label = f"{self.label}: " if self.label and labelled else ""
        return f"{label}{self.text} {markers}"

    def statement(self, documents: Mapping[str, Document]) -> Statement:
        """The same words with what they are quoted from."""
        quotations = tuple(quotation(piece, documents) for piece in self.pieces)
        kinds = {quoted.kind for quoted in quotations}
        return Statement(self.text, quotations, kinds.pop() if len(kinds) == 1 else None)


def quotation(piece: Piece, documents: Mapping[str, Document]) -> Quotation:
    """The exact words of a piece."""
    passage = piece.passage
    text = documents[passage.document_id].text
    spans = _joined([span for at in piece.positions for span in passage.sentences[at].spans], text)
    kind = passage.sentences[piece.positions[0]].kind if len(piece.positions) == 1 else passage.kind
    return Quotation(passage, spans, quote_at(text, spans), 1.0, kind)


def fitting(lines: Iterable[Line], words: int) -> list[Line]:
    """The lines in order that fit into so many words; one too long is left out and the next tried."""
    kept = []
    for line in lines:
        if line.words <= words:
            kept.append(line)
            words -= line.words
    return kept


def _joined(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Spans, as one where only white space lies between."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start >= joined[-1].end and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)
