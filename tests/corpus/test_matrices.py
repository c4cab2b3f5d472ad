"""Arrays of an index: what is read is what was written, to the precision kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import PassageEncoding, Vectors
from corpus.errors import IndexCorruptError
from corpus.matrices import Matrices, write_matrices

DIMENSION = 16


def _unit(count: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def encodings() -> list[PassageEncoding]:
    lengths = [(2, 5), (0, 3), (1, 0), (4, 7)]
    return [
        PassageEncoding(
            _unit(1, i)[0],
            _unit(s, 10 + i),
            _unit(t, 20 + i),
            np.arange(t, dtype=np.int32),
            _unit(1, 30 + i)[0] if i else None,
        )
        for i, (s, t) in enumerate(lengths)
    ]


def test_encodings_come_back(tmp_path: Path, encodings: list[PassageEncoding]) -> None:
    write_matrices(tmp_path, encodings, DIMENSION)
    matrices = Matrices(tmp_path)
    assert len(matrices) == 4
    for row, written in enumerate(encodings):
        read = matrices.encoding(row)
        np.testing.assert_allclose(read.vector, written.vector, atol=2e-3)
        np.testing.assert_allclose(read.sentences, written.sentences, atol=2e-3)
        np.testing.assert_allclose(read.tokens, written.tokens, atol=1 / 127)
        np.testing.assert_array_equal(read.token_ids, written.token_ids)
        assert (read.heading is None) == (written.heading is None)


def test_best_sentences_and_tokens_agree_with_a_scan_of_each_row(
    tmp_path: Path, encodings: list[PassageEncoding]
) -> None:
    write_matrices(tmp_path, encodings, DIMENSION)
    matrices, queries, rows = Matrices(tmp_path), _unit(3, 99), np.asarray([3, 1, 0, 2], dtype=np.int64)
    tokens = [
        (matrices.tokens(int(r)) @ queries.T).max(axis=0) if len(matrices.tokens(int(r))) else np.zeros(3) for r in rows
    ]
    np.testing.assert_allclose(matrices.best_tokens(rows, queries), tokens, atol=1e-5)
    sentences = [max([float(s @ queries[0]) for s in matrices.sentences(int(r))], default=0.0) for r in rows]
    np.testing.assert_allclose(matrices.best_sentences(rows, queries[0]), sentences, atol=1e-5)


def test_a_corpus_of_many_tokens_keeps_them_smaller(tmp_path: Path, encodings: list[PassageEncoding]) -> None:
    write_matrices(tmp_path, encodings, DIMENSION, most_in_bytes=5)
    matrices = Matrices(tmp_path)
    for row, written in enumerate(encodings):
        assert matrices.tokens(row).shape == written.tokens.shape
        assert np.sum(matrices.tokens(row) * written.tokens, axis=1) == pytest.approx(1, abs=0.25)
    assert matrices.best_tokens(np.asarray([0, 3]), encodings[3].tokens)[1] == pytest.approx(1, abs=0.25)


def test_rarer_tokens_weigh_more_and_unseen_ones_most(tmp_path: Path, encodings: list[PassageEncoding]) -> None:
    write_matrices(tmp_path, encodings, DIMENSION)
    common, rare, unseen = Matrices(tmp_path).inverse_document_frequency(np.asarray([0, 6, 12_345], dtype=np.int32))
    assert common < rare < unseen


@pytest.mark.parametrize("name", ["token_vectors.npy", "passage_codes.npy"])
def test_a_file_cut_short_is_a_clear_error(tmp_path: Path, encodings: list[PassageEncoding], name: str) -> None:
    write_matrices(tmp_path, encodings, DIMENSION)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(IndexCorruptError, match="rebuild"):
        Matrices(tmp_path)
