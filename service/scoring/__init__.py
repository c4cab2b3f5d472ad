"""A learned scorer of sentences: how likely each sentence of a passage is to answer a question."""

from service.scoring.scorer import PackagedScorer, SentenceScorer, TokenScorer

__all__ = ["PackagedScorer", "SentenceScorer", "TokenScorer"]
