"""Understanding over the shared index of the real corpus."""

from __future__ import annotations

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.index import Index
from service.retrieval.pipeline import Retriever
from service.understanding import Understanding


@pytest.fixture(scope="package")
def understanding(index: Index, embedder: TransformerEmbedder) -> Understanding:
    return Understanding(index, Retriever(index, embedder))
