"""Candidates made by hand, for tests of what is done with them."""

from __future__ import annotations

import numpy as np

from corpus.embedding import QueryEncoding
from corpus.models import BlockKind, Passage, Role, Sentence, Side, Span, Voice
from service.answering.evidence import PASSAGE_FEATURES, SENTENCE_FEATURES, Evidence
from service.answering.fusion import Candidate
from service.answering.gathering import Answering
from service.answering.plan import Part
from service.answering.question import AskedQuestion
from service.answering.terms import stems
from service.found import FoundPassage
from service.retrieval.attribution import Named

BOARD = Voice("Harbour Board", Role.AUTHOR, Side.GOVERNMENT, "Harbour Board")
ROWERS = Voice("Rowers", Role.AUTHOR, Side.STAKEHOLDER, "Rowers")


def candidate(id_: str, probability: float, *sentences: tuple[str, float], voice: Voice = BOARD) -> Candidate:
    """A passage of sentences, each with its share of the probability."""
    at, made = 0, []
    for text, _ in sentences:
        made.append(Sentence(text, (Span(at, at + len(text)),)))
        at += len(text) + 1
    passage = Passage(
        id=id_, document_id="plan", voice=voice, block=BlockKind.PARAGRAPH,
        text=" ".join(text for text, _ in sentences),
        spans=(Span(0, at),), section=(), sentences=tuple(made), order=0,
    )  # fmt: skip
    features = np.zeros(len(PASSAGE_FEATURES), np.float32)
    rows = np.zeros((len(made), len(SENTENCE_FEATURES)), np.float32)
    evidence = Evidence(FoundPassage(passage, probability), 0, features, rows, features[:1])
    return Candidate(evidence, probability, tuple(probability * share for _, share in sentences))


def answering(*candidates: Candidate, question: str = "") -> Answering:
    vectors = np.zeros((1, 4), np.float32)
    encoding = QueryEncoding(vectors[0], vectors, np.zeros(1, np.int32), ("",))
    return Answering(Part(), AskedQuestion(question, (), frozenset(), encoding, Named(), stems(question)), candidates)
