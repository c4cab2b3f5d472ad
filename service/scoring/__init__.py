"""A learned scorer of sentences: how likely each sentence of a passage is to answer a question."""

from service.scoring.pairs import Line
from service.scoring.scorer import PackagedScorer, SentenceScorer, TokenScorer

__all__ = ["Line", "PackagedScorer", "SentenceScorer", "TokenScorer"]
