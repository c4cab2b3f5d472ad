"""A learned scorer of sentences: how likely each sentence of a passage is to answer a question."""

from service.scoring.scorer import SentenceScorer, TokenScorer, packaged_scorer

__all__ = ["SentenceScorer", "TokenScorer", "packaged_scorer"]
