"""Passages for these tests, made from the corpus's paragraphs without the ingest package, and a retriever by shared
words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from math import log
from pathlib import Path

from corpus.manifest import load_manifest
from corpus.models import BlockKind, Document, DocumentEntry, Passage, Role, Sentence, Side, Span, Voice
from corpus.quotes import quote_at
from corpus.settings import PACKAGED_CORPUS
from service.found import FoundPassage
from service.language_model.quotation import locate
from service.language_model.words import content_stems

_BLOCK = re.compile(r"(?:(?!\n\s*\n|\n\s*- ).)+", re.DOTALL)
_END = re.compile(r"(?<=[.!?])[*”’\"')]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*\s+(?=[*“‘\"'(]*[A-Z0-9])")
STATEMENTS = Path(__file__).parent / "data" / "statements.jsonl"


@lru_cache(maxsize=1)
def entries() -> tuple[DocumentEntry, ...]:
    return load_manifest(PACKAGED_CORPUS).documents


@lru_cache(maxsize=1)
def documents() -> dict[str, Document]:
    """The corpus by document id."""
    found = {}
    for entry in entries():
        raw = (PACKAGED_CORPUS / entry.file).read_bytes()
        text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        found[entry.id] = Document(entry, text, sha256(raw).hexdigest())
    return found


def canonical(document_id: str) -> str:
    return documents()[document_id].text


def make_passage(
    document_id: str,
    text: str,
    start: int,
    end: int,
    voice: Voice,
    *,
    section: tuple[str, ...] = (),
    block: BlockKind = BlockKind.PARAGRAPH,
) -> Passage:
    """The passage at ``[start, end)`` of `text`, with its sentences."""
    cuts = [start, *(match.end() for match in _END.finditer(text, start, end)), end]
    spans = []
    for low, high in pairwise(cuts):
        piece = text[low:high]
        if piece.strip():
            spans.append(Span(low + len(piece) - len(piece.lstrip()), high - (len(piece) - len(piece.rstrip()))))
    sentences = tuple(Sentence(quote_at(text, [span]), (span,)) for span in spans)
    whole = (Span(start, end),)
    return Passage(
        f"{document_id}-{start}", document_id, voice, block, quote_at(text, whole), whole, section, sentences, start
    )


def author(document_id: str) -> Voice:
    entry = next(entry for entry in entries() if entry.id == document_id)
    return Voice(entry.speaker, Role.AUTHOR, entry.side, entry.organisation)


@lru_cache(maxsize=16)
def document_passages(document_id: str) -> tuple[Passage, ...]:
    """A passage for each paragraph and each item of a list, spoken by the document's author."""
    text = canonical(document_id)
    found = []
    for match in _BLOCK.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = start + len(match.group().strip())
        if len(match.group().split()) >= 8 and "http" not in match.group():
            found.append(make_passage(document_id, text, start, end, author(document_id)))
    return tuple(found)


def quoted_passage(document_id: str, quote: str) -> Passage:
    """The paragraph that a quotation stands in."""
    text = canonical(document_id)
    spans = locate(quote, text, [Span(0, len(text))])
    assert spans is not None, quote
    for passage in document_passages(document_id):
        if passage.spans[0].start <= spans[0].start and spans[-1].end <= passage.spans[-1].end:
            return passage
    return make_passage(document_id, text, spans[0].start, spans[-1].end, author(document_id))


def own_passage(
    text: str, *, side: Side = Side.GOVERNMENT, organisation: str = "HM Government", document_id: str = "test"
) -> Passage:
    """A passage whose text is the whole of a document of its own; its canonical text is `text`."""
    return make_passage(document_id, text, 0, len(text), Voice(organisation, Role.AUTHOR, side, organisation))


def as_found(passages: list[Passage]) -> list[FoundPassage]:
    return [FoundPassage(passage, 1.0 - place / 100) for place, passage in enumerate(passages)]


@dataclass(frozen=True)
class Labelled:
    """A passage with statements that it bears out and statements that it does not, each with what is wrong.

    `split` is `tuned` where the rules were written with it in view, `held_out` where they were not.
    """

    passage: Passage
    quote: str
    faithful: tuple[str, ...]
    unfaithful: tuple[tuple[str, str], ...]
    split: str


@lru_cache(maxsize=1)
def labelled() -> tuple[Labelled, ...]:
    rows = [json.loads(line) for line in STATEMENTS.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Labelled(
            quoted_passage(row["document"], row["quote"]),
            row["quote"],
            tuple(row["faithful"]),
            tuple((wrong["fault"], wrong["text"]) for wrong in row["unfaithful"]),
            row["split"],
        )
        for row in rows
    )


class WordOverlapRetriever:
    """Passages that share the rarest words with a question, best first: enough to fill a prompt with."""

    def __init__(self) -> None:
        self._passages = [passage for entry in entries() for passage in document_passages(entry.id)]
        self._stems = [set(content_stems(passage.text)) for passage in self._passages]
        counts = Counter(stem for stems in self._stems for stem in stems)
        self._weight = {stem: log(len(self._stems) / count) for stem, count in counts.items()}

    def find(self, question: str, k: int) -> list[FoundPassage]:
        asked = set(content_stems(question))
        scores = [sum(self._weight[stem] for stem in asked & stems) / (20 + len(stems)) ** 0.5 for stems in self._stems]
        best = sorted(range(len(scores)), key=lambda row: -scores[row])[:k]
        return [FoundPassage(self._passages[row], scores[row]) for row in best]
