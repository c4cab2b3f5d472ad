"""How likely each passage found, and each of its sentences, is to hold the answer: the features that are weighed.

The features are computed here and weighed by `service.answering.calibration`. Late interaction of single sentences
follows ColBERT (Khattab and Zaharia 2020) on the token vectors that retrieval keeps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.index import Index
from corpus.models import BlockKind, Passage, StatementKind
from service.answering.answer_types import CHECKABLE, AnswerType, holds
from service.answering.question import AskedQuestion
from service.answering.terms import coverage, stems
from service.found import FoundPassage

SENTENCE_FEATURES = (
    "cosine",
    "late",
    "coverage",
    "context_coverage",
    "asked_for",
    "asked_for_missing",
    "figure_for_figure",
    "kind",
    "speaker",
    "length",
    "question",
    "first",
    "novel",
)
PASSAGE_FEATURES = (
    "standard_score",
    "gap",
    "rank",
    "dense",
    "late",
    "best_cosine",
    "best_late",
    "best_coverage",
    "whole_coverage",
    "heading_coverage",
    "asked_for",
    "organisation",
    "other_organisation",
    "speaker",
    "quiet",
    "kind",
    "length",
)
_PIECE = re.compile(r"\w+|[^\w\s]")
_QUIET = frozenset({BlockKind.FOOTNOTE, BlockKind.REFERENCE, BlockKind.QUESTION})
_WANTED_KINDS = frozenset({StatementKind.RECOMMENDATION, StatementKind.PROPOSAL, StatementKind.COMMITMENT})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found with its features (p,) and those of its sentences (s, f), in the order of the names above.

    `matches` (t,) is how well each token of the question is matched by one of the passage's.
    """

    found: FoundPassage
    rank: int
    features: NDArray[np.float32]
    sentences: NDArray[np.float32]
    matches: NDArray[np.float32]

    @property
    def passage(self) -> Passage:
        return self.found.passage

    def feature(self, name: str) -> float:
        return float(self.features[PASSAGE_FEATURES.index(name)])

    def best(self, name: str) -> float:
        """The highest value of a sentence feature; 0 without sentences."""
        return float(self.sentences[:, SENTENCE_FEATURES.index(name)].max()) if len(self.sentences) else 0.0


def weigh(question: AskedQuestion, found: Sequence[FoundPassage], index: Index) -> list[Evidence]:
    """The evidence of passages found, in their order."""
    if not found:
        return []
    scores = np.asarray([item.score for item in found], dtype=np.float32)
    spread = float(scores.std()) or 1.0
    rarity = index.matrices.inverse_document_frequency(question.encoding.token_ids)
    rarity = rarity / max(float(rarity.sum()), 1e-9)
    weighed = []
    for rank, item in enumerate(found):
        sentences, matches = _sentences(question, item, index, rarity)
        late = float(matches @ rarity)
        standing = ((scores[rank] - scores.mean()) / spread, (scores[0] - scores[rank]) / spread, 1.0 / (1.0 + rank))
        weighed.append(Evidence(item, rank, _passage(question, item, sentences, standing, late), sentences, matches))
    return weighed


def _sentences(
    question: AskedQuestion, item: FoundPassage, index: Index, rarity: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Features of a passage's sentences (s, f), and how well each token of the question is matched (t,)."""
    passage = item.passage
    row = index.passages.row(passage.id)
    count = len(passage.sentences)
    if row is None or not count:
        return np.zeros((0, len(SENTENCE_FEATURES)), np.float32), np.zeros(len(rarity), np.float32)
    vectors = index.matrices.sentences(row)
    cosine = vectors @ question.encoding.vector if len(vectors) == count else np.zeros(count, np.float32)
    late, matches = _late(question, passage, index.matrices.tokens(row), rarity)
    heading = stems(" ".join((*passage.section[-2:], passage.lead_in or "", passage.voice.speaker)))
    spoken_of = _speaker(item)
    features = []
    for position, sentence in enumerate(passage.sentences):
        own = stems(sentence.text)
        around = own | heading
        for neighbour in (position - 1, position + 1):
            if 0 <= neighbour < count:
                around = around | stems(passage.sentences[neighbour].text)
        held = [kind for kind in question.asks_for if holds(sentence.text, kind)]
        figures = question.asks_for & CHECKABLE
        words = len(sentence.text.split())
        features.append(
            (
                float(cosine[position]),
                float(late[position]),
                coverage(question.terms, own),
                coverage(question.terms, around),
                len(held) / len(question.asks_for) if question.asks_for else 0.5,
                float(bool(question.asks_for) and not held),
                float(bool(figures) and any(kind in figures for kind in held)),
                _kind(question, sentence.kind),
                spoken_of,
                min(words, 60) / 60,
                float(sentence.text.rstrip().endswith("?")),
                float(position == 0),
                float(bool(own - question.stems)),
            )
        )
    return np.asarray(features, dtype=np.float32), matches


def _passage(
    question: AskedQuestion,
    item: FoundPassage,
    sentences: NDArray[np.float32],
    standing: tuple[float, float, float],
    late: float,
) -> NDArray[np.float32]:
    passage = item.passage
    whole = stems(passage.text)
    heading = stems(" ".join((*passage.section, passage.lead_in or "")))
    held = [kind for kind in question.asks_for if holds(passage.text, kind)]
    named = question.named
    best = sentences.max(axis=0) if len(sentences) else np.zeros(len(SENTENCE_FEATURES), np.float32)
    speaking = set(named.organisations) - set(named.addressed)
    return np.asarray(
        (
            *standing,
            item.features.get("dense", 0.0),
            late,
            best[SENTENCE_FEATURES.index("cosine")],
            best[SENTENCE_FEATURES.index("late")],
            best[SENTENCE_FEATURES.index("coverage")],
            coverage(question.terms, whole | heading),
            coverage(question.terms, heading),
            len(held) / len(question.asks_for) if question.asks_for else 0.5,
            float(passage.organisation in speaking),
            float(bool(speaking) and passage.organisation not in speaking),
            _speaker(item),
            float(passage.block in _QUIET),
            _kind(question, passage.kind),
            min(len(passage.text.split()), 120) / 120,
        ),
        dtype=np.float32,
    )


def _late(
    question: AskedQuestion, passage: Passage, tokens: NDArray[np.float32], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Late interaction of each sentence (s,), and the passage's best match of each token of the question (t,).

    The index keeps no offsets of tokens: they are shared out over the sentences by how many words and marks each has.
    """
    count = len(passage.sentences)
    if not len(tokens):
        return np.zeros(count, np.float32), np.zeros(len(rarity), np.float32)
    similar = tokens @ question.encoding.tokens.T
    matches = np.asarray(similar.max(axis=0), dtype=np.float32)
    sizes = np.asarray([max(1, len(_PIECE.findall(sentence.text))) for sentence in passage.sentences], dtype=np.float64)
    bounds = np.rint(np.concatenate([[0.0], np.cumsum(sizes)]) / sizes.sum() * len(tokens)).astype(int)
    scores = []
    for low, high in pairwise(bounds):
        part = similar[max(0, low - 1) : max(high + 1, low + 1)]
        scores.append(float(part.max(axis=0) @ rarity) if len(part) else 0.0)
    return np.asarray(scores, dtype=np.float32), matches


def _kind(question: AskedQuestion, kind: StatementKind | None) -> float:
    return float(AnswerType.RECOMMENDATION in question.asks_for and kind in _WANTED_KINDS)


def _speaker(item: FoundPassage) -> float:
    """How much of the description of whoever is quoted the question gives, as retrieval found."""
    return item.features.get("speaker", 0.0)
