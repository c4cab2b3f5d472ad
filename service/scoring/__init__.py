"""A learned scorer of sentences: how likely each sentence of a passage is to answer a question."""

from service.scoring.scorer import OnnxScorer, SentenceScorer, packaged_scorer

__all__ = ["OnnxScorer", "SentenceScorer", "packaged_scorer"]
