"""The sentences that say what a text says: nearest to the mean of their section, by what they do, unlike each other.

Centrality is that of Radev et al. (2004), the choice of unlike ones maximal marginal relevance (Carbonell and
Goldstein 1998). Both run on the sentence vectors that the index keeps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.embedding import Vectors
from corpus.index import Index
from corpus.models import BlockKind, Passage, StatementKind
from service.answering.display import is_label, opens_with_pronoun, tidy
from service.overviews.lines import Line, Piece
from service.overviews.own_words import OwnWords, Section

# What is wanted, proposed or held counts over what is told and counted.
_WORTH: Mapping[StatementKind | None, float] = {
    StatementKind.RECOMMENDATION: 0.4,
    StatementKind.PROPOSAL: 0.4,
    StatementKind.COMMITMENT: 0.35,
    StatementKind.CONCERN: 0.3,
    StatementKind.POSITION: 0.25,
    StatementKind.SUPPORT: 0.2,
    StatementKind.EVIDENCE: 0.0,
    None: 0.0,
}
_SHORTEST, _LONGEST, _LIST_LONGEST = 6, 55, 80
# A sentence says little in a few words and takes room in many; what it opens with may rest on the one before.
_LITTLE, _SAYS_LITTLE, _PER_WORD, _LEANS = 12, 0.02, 0.003, 0.15
_LEANING = re.compile(r"(?:But|And|So|Or|Nor|Yet|Also)\b|(?:[^\W\d]+ ){0,2}[^\W\d]+, ")
_POINTING = re.compile(r"\b(?:this|these|those|such)\b", re.IGNORECASE)
_HEADING = 0.3
# A text that speaks of itself points at nothing else: "This consultation seeks views on …".
_OF_ITSELF = re.compile(
    r"This (?:\w+ )?(?:consultation|paper|document|chapter|response|report|submission|section)\b", re.IGNORECASE
)
_ALIKE, _SAME_SECTION = 0.5, 0.35


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that an overview may have: `vector` (d,) of its words, `worth` before what is chosen beside it counts."""

    line: Line
    section: Section
    vector: Vectors
    worth: float

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands in its document."""
        first = self.line.pieces[0]
        return first.passage.document_id, first.passage.order, first.positions[0]


class CentralSentences:
    """Candidates of the sections of one open index, each section's found once; safe for several threads."""

    def __init__(self, index: Index, own: OwnWords) -> None:
        self._index = index
        self._own = own
        self._known: dict[tuple[str, str, int, Section], list[Candidate]] = {}

    def of(self, section: Section, passages: Sequence[Passage]) -> list[Candidate]:
        """The whole, assertive sentences and lists of a section's passages, each worth its centrality and its kind."""
        if not passages:
            return []
        key = (passages[0].id, passages[-1].id, len(passages), section)
        if key not in self._known:
            self._known[key] = self._found(section, passages)
        return self._known[key]

    def _found(self, section: Section, passages: Sequence[Passage]) -> list[Candidate]:
        found = [*_sentences(self._index, passages), *_lists(self._index, passages)]
        if not found:
            return []
        vectors = np.stack([vector for _, vector, _ in found])
        mean = vectors.mean(axis=0)
        central = vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-9))
        rows = [self._index.passages.row(line.pieces[0].passage.id) or 0 for line, _, _ in found]
        headings = self._index.matrices.headings(np.asarray(rows, dtype=np.int64))
        named = np.einsum("nd,nd->n", vectors, headings)
        return [
            Candidate(
                replace(line, topic=self._own.topic(line.pieces[0].passage.section)),
                section,
                vector,
                float(nearness) + _HEADING * float(heading) + worth + readability(line),
            )
            for (line, vector, worth), nearness, heading in zip(found, central, named, strict=True)
        ]


def chosen(candidates: Sequence[Candidate], words: int, *, most: int = 30) -> list[Candidate]:
    """The best candidates that fit into so many words, unlike each other and from many sections, in reading order."""
    if not candidates:
        return []
    vectors = np.stack([candidate.vector for candidate in candidates])
    worth = np.asarray([candidate.worth for candidate in candidates], dtype=np.float64)
    lengths = np.asarray([candidate.line.words for candidate in candidates])
    sections = {section: number for number, section in enumerate(dict.fromkeys(c.section for c in candidates))}
    of_section = np.asarray([sections[candidate.section] for candidate in candidates])
    taken: list[int] = []
    alike = np.zeros(len(candidates))
    crowding = np.zeros(len(candidates))
    left = words
    while len(taken) < most:
        value = np.where(lengths <= left, worth - _ALIKE * alike - crowding, -np.inf)
        if taken:
            value[taken] = -np.inf
        best = int(np.argmax(value))
        if not np.isfinite(value[best]):
            break
        taken.append(best)
        left -= int(lengths[best])
        alike = np.maximum(alike, vectors @ vectors[best])
        crowding = crowding + _SAME_SECTION * (of_section == of_section[best])
    return sorted((candidates[at] for at in taken), key=lambda candidate: candidate.place)


def readability(line: Line) -> float:
    """What a line's length, and an opening that leans on what stood before, take from its worth; at most 0."""
    sentences = sum(len(piece.positions) for piece in line.pieces)
    words = len(line.text.split()) // sentences
    if line.lead_in:
        leans = 0
    else:
        points = _POINTING.search(line.text) is not None and not _OF_ITSELF.match(line.text)
        leans = points + (_LEANING.match(line.text) is not None)
    return -(_PER_WORD * words + _SAYS_LITTLE * max(0, _LITTLE - words) + _LEANS * leans)


def worth_of(kind: StatementKind | None) -> float:
    """What a sentence of a kind counts for; below 0 for one that asserts nothing."""
    return _WORTH.get(kind, -1.0)


def stands_alone(passage: Passage, position: int) -> bool:
    """Whether a sentence can be read without those around it, and says something."""
    sentence = passage.sentences[position]
    text = tidy(sentence.text)
    if not _SHORTEST <= len(text.split()) <= _LONGEST or text[-1] not in ".!”’\"'":
        return False
    opens = text.lstrip("“‘\"'( ")[:1]
    return (
        (opens.isupper() or opens.isdigit())
        and worth_of(sentence.kind) >= 0
        and (not opens_with_pronoun(text) or _OF_ITSELF.match(text) is not None)
        and not is_label(text)
    )


def _sentences(index: Index, passages: Sequence[Passage]) -> list[tuple[Line, Vectors, float]]:
    found = []
    for passage in passages:
        row = index.passages.row(passage.id)
        if row is None or (passage.lead_in and passage.block is not BlockKind.RECOMMENDATION):
            continue
        vectors = index.matrices.sentences(row)
        for position, sentence in enumerate(passage.sentences):
            if position < len(vectors) and stands_alone(passage, position):
                kind = sentence.kind or passage.kind
                line = Line("", (Piece(passage, (position,)),))
                found.append((line, vectors[position], max(0.0, worth_of(kind))))
    return found


def _lists(index: Index, passages: Sequence[Passage]) -> list[tuple[Line, Vectors, float]]:
    """Lists with what leads into them, as one line each; the last items of a long one are left out."""
    lists: dict[tuple[str, Section, str], list[Passage]] = {}
    for passage in passages:
        if passage.lead_in and passage.block is BlockKind.BULLET:
            lists.setdefault((passage.document_id, passage.section, passage.lead_in), []).append(passage)
    found = []
    for (_, _, lead_in), items in lists.items():
        pieces: list[Piece] = []
        for item in items:
            piece = Piece(item, tuple(range(len(item.sentences))))
            if not item.sentences or Line("", (*pieces, piece), lead_in=lead_in).words > _LIST_LONGEST:
                break
            pieces.append(piece)
        if (
            sum(len(piece.positions) for piece in pieces) < 2
            or tidy(lead_in).endswith("?")
            or (opens_with_pronoun(lead_in) and not _OF_ITSELF.match(tidy(lead_in)))
        ):
            continue
        rows = [row for piece in pieces if (row := index.passages.row(piece.passage.id)) is not None]
        vector = index.matrices.passages(np.asarray(rows, dtype=np.int64)).mean(axis=0)
        vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
        kinds = [worth_of(piece.passage.kind) for piece in pieces]
        worth = max(0.0, sum(kinds) / len(kinds))
        found.append(
            (Line("", tuple(pieces), lead_in=lead_in), vector / max(float(np.linalg.norm(vector)), 1e-9), worth)
        )
    return found
