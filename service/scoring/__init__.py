"""A learned scorer of sentences: how likely each sentence of a passage is to answer a question."""

from service.scoring.pairs import Line
from service.scoring.scorer import SentenceScorer, TokenScorer, packaged_scorer

__all__ = ["Line", "SentenceScorer", "TokenScorer", "packaged_scorer"]
