"""Token vectors in bytes and as residuals: scores keep close to those of floats, whatever is asked for at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.embedding import Vectors
from corpus.row_slices import greatest, multiplied
from corpus.token_vectors import Bytes, Residuals, TokenVectors, TokenWriter, open_token_vectors

DIMENSION = 96
Written = tuple[list[Vectors], list[NDArray[np.int32]]]


def _unit(vectors: NDArray[np.float64]) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def written() -> Written:
    """Vectors and ids of 200 passages: a vector is its token's own and as much of something else."""
    draw = np.random.default_rng(11)
    own = draw.standard_normal((40, DIMENSION)) + 0.3
    ids = [np.minimum(draw.zipf(1.4, size), 40).astype(np.int32) - 1 for size in draw.integers(0, 60, size=200)]
    return [_unit(own[i] + draw.standard_normal((len(i), DIMENSION))) for i in ids], ids


def _store(folder: Path, written: Written, most_in_bytes: int) -> tuple[TokenVectors, NDArray[np.int64]]:
    with TokenWriter(folder, DIMENSION, most_in_bytes) as writer:
        for vectors, ids in zip(*written, strict=True):
            writer.append(vectors, ids)
    return open_token_vectors(folder), np.cumsum([0, *(len(vectors) for vectors in written[0])])


@pytest.mark.parametrize(("most_in_bytes", "form", "tolerance"), [(10**6, Bytes, 0.01), (2_000, Residuals, 0.12)])
def test_scores_are_near_those_of_floats(
    tmp_path: Path, written: Written, most_in_bytes: int, form: type, tolerance: float
) -> None:
    store, offsets = _store(tmp_path, written, most_in_bytes)
    assert isinstance(store, form)
    queries = np.concatenate(written[0])[:60:12]
    rows = np.random.default_rng(0).permutation(len(written[0]))
    exact = np.asarray([
        (written[0][row] @ queries.T).max(axis=0) if len(written[0][row]) else np.zeros(len(queries))
        for row in rows
    ])  # fmt: skip
    found = store.best(offsets, rows, queries)
    assert np.abs(found - exact).max() < tolerance
    assert np.abs(found - exact).mean() < tolerance / 3


@pytest.mark.parametrize("most_in_bytes", [10**6, 2_000])
def test_the_vectors_of_a_row_give_the_scores_of_the_row(tmp_path: Path, written: Written, most_in_bytes: int) -> None:
    store, offsets = _store(tmp_path, written, most_in_bytes)
    queries = np.concatenate(written[0])[100:104]
    for row in range(0, 200, 17):
        vectors = store.of(int(offsets[row]), int(offsets[row + 1]))
        assert len(vectors) == len(written[0][row])
        if len(vectors):
            np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.02)
            best = store.best(offsets, np.asarray([row]), queries)
            np.testing.assert_allclose(best[0], (vectors @ queries.T).max(axis=0), atol=1e-4)


def test_residuals_take_a_quarter_of_bytes_and_nothing_is_kept_twice(tmp_path: Path, written: Written) -> None:
    sizes = []
    for name, most_in_bytes in (("bytes", 10**6), ("residuals", 2_000)):
        folder = tmp_path / name
        folder.mkdir()
        _store(folder, written, most_in_bytes)
        sizes.append(sum((folder / f"token_{part}.npy").stat().st_size for part in ("vectors", "codes", "scales")))
    assert sizes[1] < sizes[0] * 0.32  # a quarter, and four bytes a token


def test_tokens_that_come_after_the_means_were_learned_are_kept_too(tmp_path: Path, written: Written) -> None:
    vectors, ids = written
    late = ([*vectors, vectors[5]], [*ids, ids[5] + 90])  # ids that no mean is known of
    store, offsets = _store(tmp_path, late, 2_000)
    kept = store.of(int(offsets[-2]), int(offsets[-1]))
    assert float(np.mean(np.sum(kept * vectors[5], axis=1))) > 0.9


def test_nothing_at_all_can_be_written_and_read(tmp_path: Path) -> None:
    store, offsets = _store(tmp_path, ([], []), 10)
    assert store.best(offsets, np.zeros(0, dtype=np.int64), np.ones((2, DIMENSION), np.float32)).shape == (0, 2)


@pytest.mark.parametrize("dtype", [np.int8, np.float16])
def test_the_greatest_product_of_each_slice_however_slices_fall_together(dtype: type) -> None:
    draw = np.random.default_rng(2)
    lengths = np.asarray([3, 0, 2_500, 700, 400, 1, 0, 1_024, 5])
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    matrix = draw.integers(-9, 9, (int(offsets[-1]), 12)).astype(dtype)
    queries = draw.standard_normal((12, 4)).astype(np.float32)
    rows = draw.permutation(len(lengths))
    expected = [
        (matrix[offsets[row] : offsets[row + 1]].astype(np.float32) @ queries).max(axis=0) if lengths[row] else [0] * 4
        for row in rows
    ]
    np.testing.assert_allclose(greatest(multiplied(matrix, queries), offsets, rows, 4), expected, rtol=1e-5)
