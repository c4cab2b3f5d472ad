"""A passage with the sentences that a statement quotes of it, and which of them it is shown with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.models import Passage, Sentence, Span
from corpus.quotes import quote_at
from service.found import FoundPassage
from service.language_model.quotation import locate, sentences_at
from service.language_model.support import coverage
from service.language_model.words import words

MAX_QUOTED_SENTENCES = 4
MAX_QUOTED_WORDS = 80  # of more sentences than that, which are short: the items of a list
QUOTED = re.compile(r"[“\"]([^“”\"]{2,400})[”\"]|‘([^‘’]{2,400}(?:’\w[^‘’]*)*)’(?!\w)")


@dataclass(slots=True)
class CitedPassage:
    """A cited passage with the sentences quoted from it."""

    found: FoundPassage
    canonical: str
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def passage(self) -> Passage:
        return self.found.passage

    def add(self, sentences: Iterable[Sentence]) -> None:
        merged = {sentence.spans: sentence for sentence in (*self.sentences, *sentences)}
        self.sentences = [merged[spans] for spans in sorted(merged)]

    def texts(self) -> list[str]:
        return [sentence.text for sentence in self.sentences]


def goes_on(passage: Passage, other: Passage) -> bool:
    """Whether two passages are of one account: one document, one voice and under one heading."""
    return (
        passage.id != other.id
        and passage.document_id == other.document_id
        and passage.voice == other.voice
        and bool(passage.section)
        and passage.section == other.section
    )


def add_what_is_quoted(text: str, group: Sequence[CitedPassage]) -> None:
    """Adds the sentences that the statement itself quotes."""
    for match in QUOTED.finditer(text):
        for item in group:
            if spans := locate(match.group(1) or match.group(2), item.canonical, item.passage.spans):
                item.add(sentences_at(item.passage, spans))
                break


def lead_ins(group: Sequence[CitedPassage]) -> list[str]:
    """The words that lead into the lists which the quoted sentences are items of."""
    return list(dict.fromkeys(item.passage.lead_in for item in group if item.passage.lead_in))


def short_enough(sentences: Sequence[Sentence]) -> bool:
    return len(sentences) <= MAX_QUOTED_SENTENCES or sum(len(words(s.text)) for s in sentences) <= MAX_QUOTED_WORDS


def nearest(text: str, sentences: list[Sentence]) -> list[Sentence]:
    """Of the sentences quoted, where they are too many, those that together have most of the statement's words."""
    if short_enough(sentences):
        return sentences
    kept: list[Sentence] = []
    while len(kept) < MAX_QUOTED_SENTENCES:
        shown = [sentence.text for sentence in kept]
        left = [sentence for sentence in sentences if sentence not in kept]
        best = max(left, key=lambda sentence: coverage(text, [*shown, sentence.text]))
        if coverage(text, [*shown, best.text]) <= coverage(text, shown):
            break
        kept.append(best)
    return sorted(kept, key=lambda sentence: sentence.spans)


def quoted_texts(group: Sequence[CitedPassage]) -> list[str]:
    return [text for item in group for text in item.texts()]


def as_sentence(canonical: str, spans: Sequence[Span]) -> Sentence:
    return Sentence(quote_at(canonical, spans), tuple(spans))
