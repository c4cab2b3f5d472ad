"""Proposes gold questions from any corpus: headings, numbers and recommendations, with their spans, to be edited.

The rules look at typography and a few verbs only, so that they hold for a consultation that nobody here has seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.models import Document, Role, Span
from corpus.quotes import quote_at, squeeze

Json = dict[str, Any]
_PARAGRAPH = re.compile(r"[^\n](?:.|\n(?!\s*\n))*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)*]*\s+(?=[\"“‘(*]*[A-Z0-9])")
_FIGURE = re.compile(
    r"£\s?\d[\d,.]*(?:\s?(?:million|billion|m|bn)\b)?"
    r"|\b\d[\d,.]*\d?\s?(?:%|per cent\b|million\b|billion\b)"
    r"|\b\d{1,3}(?:,\d{3})+\b"
)
_RECOMMENDS = re.compile(
    r"\b(?:we (?:recommend|urge|call on|propose|suggest|would (?:like|encourage))"
    r"|(?:the )?(?:government|department|ministers) (?:should|must))\b",
    re.I,
)
_LEAD = re.compile(r"^[\s*#>•\-–]*(?:\d+[.)]\s+)?[\s*]*")
LEAST_WORDS, MOST_WORDS = 8, 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed question of a `kind`, the words it rests on and what it takes a right answer to say."""

    kind: str
    question: str
    document: Document
    span: Span
    fact: str
    wording: str

    def draft(self, number: int) -> Json:
        """The suggestion as a line of a draft file, with offsets; `edit` asks for a person's hand."""
        entry = self.document.entry
        quote = quote_at(self.document.text, [self.span])
        place = {"document_id": entry.id, "quote": quote, "start": self.span.start, "end": self.span.end}
        return {
            "id": f"{entry.id}-{self.kind}-{number:03d}",
            "type": self.kind,
            "question": self.question,
            "edit": "reword as a person would ask who has not read the passage; check side, speaker and facts",
            "history": [],
            "answerable": True,
            "reason": None,
            "sides": [entry.side.value],
            "evidence": [
                {"side": entry.side.value, "speaker": entry.speaker, "role": Role.AUTHOR.value, "places": [place]}
            ],
            "facts": [{"fact": self.fact, "any_of": [self.wording]}],
        }


def suggest(documents: Sequence[Document], per_kind: int = 20) -> list[Json]:
    """Drafts of at most `per_kind` questions of each kind a document, spread evenly over it."""
    drafts = []
    for document in documents:
        found = list(suggestions(document))
        for kind in dict.fromkeys(item.kind for item in found):
            of_kind = [item for item in found if item.kind == kind]
            step = max(1.0, len(of_kind) / per_kind)
            chosen = [of_kind[int(n * step)] for n in range(min(per_kind, len(of_kind)))]
            drafts += [item.draft(number) for number, item in enumerate(chosen, start=1)]
    return drafts


def suggestions(document: Document) -> Iterator[Suggestion]:
    """Every suggestion for a document, in its order."""
    heading = ""
    for span in _paragraphs(document.text):
        text = squeeze(document.text[span.start : span.end])
        if _is_heading(text):
            heading = _LEAD.sub("", text).strip(" *")
            continue
        sentences = [sentence for sentence in _sentences(document.text, span) if _quotable(document, sentence)]
        for sentence in sentences:
            yield from _from_sentence(document, sentence, heading)
        if heading and sentences:
            about = f"What does {document.entry.organisation} say about {heading!r}?"
            words = " ".join(_words(document, sentences[0])[:6])
            yield Suggestion("fact", about, document, sentences[0], quote_at(document.text, [sentences[0]]), words)
            heading = ""  # the first paragraph under a heading is what it is about


def _from_sentence(document: Document, span: Span, heading: str) -> Iterator[Suggestion]:
    quote = quote_at(document.text, [span])
    about = f" (under {heading!r})" if heading else ""
    figure = _FIGURE.search(quote)
    if figure:
        gap = quote[: figure.start()] + "…" + quote[figure.end() :]
        asked = f"Which figure does {document.entry.organisation} give{about}: {_LEAD.sub('', gap)}"
        yield Suggestion("number", asked, document, span, figure.group().strip(), figure.group().strip())
    if recommends := _RECOMMENDS.search(quote):
        rest = " ".join(quote[recommends.end() :].split()[:8])
        asked = f"What does {document.entry.organisation} recommend{about} concerning {rest} …?"
        yield Suggestion("recommendation", asked, document, span, quote, rest or recommends.group())


def _paragraphs(text: str) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(text):
        start, end = match.start(), match.end()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield Span(start, end)


def _sentences(text: str, paragraph: Span) -> list[Span]:
    spans, at = [], paragraph.start
    for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        spans.append(Span(at, match.start() if match.start() > at else match.end()))
        at = match.end()
    if at < paragraph.end:
        spans.append(Span(at, paragraph.end))
    return spans


def _words(document: Document, span: Span) -> list[str]:
    return quote_at(document.text, [span]).split()


def _quotable(document: Document, span: Span) -> bool:
    # A sentence that ends in a colon only leads in what stands after it.
    words = _words(document, span)
    return LEAST_WORDS <= len(words) <= MOST_WORDS and not words[-1].endswith(":")


def _is_heading(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= 12 and text[-1] not in ".!?:;," and text.lstrip("*#0123456789. ")[:1].isupper()
