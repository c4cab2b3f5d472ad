"""The vector store: a collection a side, cosines, and a clear error for what cannot be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import Vectors
from corpus.errors import IndexCorruptError
from corpus.models import Side
from corpus.vectors import VectorStore, write_vectors
from tests.service.retrieval.passages import GOVERNMENT, MIND, passage


def _unit(count: int) -> Vectors:
    vectors = np.random.default_rng(7).standard_normal((count, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_each_side_gives_its_own_passages_nearest_first_with_cosines(tmp_path: Path) -> None:
    voices = [GOVERNMENT, MIND] * 10
    passages = [passage(f"text {i}", voice=voice, order=i) for i, voice in enumerate(voices)]
    vectors = _unit(20)
    write_vectors(tmp_path, zip(passages, vectors, strict=True))
    store = VectorStore(tmp_path)
    try:
        assert store.count() == 20
        for side in Side:
            own = [i for i, item in enumerate(passages) if item.side is side]
            expected = sorted(own, key=lambda i: -float(vectors[i] @ vectors[0]))[:4]
            found = store.nearest(side, vectors[0], 4)
            assert [id_ for id_, _ in found] == [passages[i].id for i in expected]
            np.testing.assert_allclose([s for _, s in found], vectors[expected] @ vectors[0], atol=1e-5)
        assert len(store.nearest(Side.GOVERNMENT, vectors[0], 500)) == 10
    finally:
        store.close()


def test_a_side_without_passages_gives_none(tmp_path: Path) -> None:
    write_vectors(tmp_path, [(passage("only the government"), _unit(1)[0])])
    store = VectorStore(tmp_path)
    try:
        assert store.nearest(Side.STAKEHOLDER, _unit(1)[0], 5) == []
    finally:
        store.close()


def test_a_folder_without_a_store_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IndexCorruptError, match="rebuild"):
        VectorStore(tmp_path / "empty")
