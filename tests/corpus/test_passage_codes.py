"""One bit a dimension: what differs least holds what is nearest, whatever is filtered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.embedding import Vectors
from corpus.errors import IndexCorruptError
from corpus.passage_codes import PassageCodes, least, write_codes


def _near_centres(count: int, dimension: int = 384) -> Vectors:
    """Unit vectors around thirty centres, all on one side of the origin, as an embedding model's are."""
    draw = np.random.default_rng(5)
    centres = draw.standard_normal((30, dimension)) + 0.5
    vectors = centres[draw.integers(30, size=count)] + draw.standard_normal((count, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _written(folder: Path, vectors: Vectors) -> PassageCodes:
    np.save(folder / "passage_vectors.npy", vectors.astype(np.float16))
    write_codes(folder)
    return PassageCodes(folder)


def test_the_ten_nearest_are_among_the_few_that_differ_least(tmp_path: Path) -> None:
    vectors = _near_centres(20_000)
    codes, allowed = _written(tmp_path, vectors), np.arange(20_000) % 3 == 0
    assert len(codes) == 20_000
    found = []
    for number in range(20):
        question = vectors[number] + np.random.default_rng(number).standard_normal(384).astype(np.float32) * 0.03
        for filtered in (None, allowed):
            cosines = vectors @ question if filtered is None else np.where(filtered, vectors @ question, -1)
            nearest = np.argsort(-cosines)[:10]
            rows = least(codes.differing(question), 500, filtered)
            assert 500 <= len(rows) <= 2_000
            assert filtered is None or filtered[rows].all()
            found.append(len(np.intersect1d(nearest, rows)) / 10)
    assert np.mean(found) >= 0.98


@pytest.mark.parametrize("dimension", [1, 8, 64, 100])
def test_the_bits_that_differ_are_counted_whatever_the_number_of_dimensions(tmp_path: Path, dimension: int) -> None:
    vectors = _near_centres(50, dimension)
    codes, kept = _written(tmp_path, vectors), vectors.astype(np.float16).astype(np.float32)
    above = kept > kept.mean(axis=0)
    question = vectors[3]
    expected = (above != (question > kept.mean(axis=0))).sum(axis=1)
    assert (
        np.abs(codes.differing(question).astype(int) - expected).max() <= 1
    )  # one that lies on the mean may go either way


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.integers(1, 70), st.integers(1, 4))
def test_the_least_are_all_there_and_nothing_that_is_filtered_out(bits: list[int], k: int, every: int) -> None:
    differing = np.asarray(bits, dtype=np.uint16)
    allowed = np.arange(len(bits)) % every == 0
    rows = least(differing, k, allowed)
    assert allowed[rows].all()
    assert len(rows) >= min(k, int(allowed.sum()))
    left_out = np.setdiff1d(np.flatnonzero(allowed), rows)
    assert not len(left_out) or differing[left_out].min() >= differing[rows].max()


def test_a_thousand_passages_that_are_alike_are_not_all_brought(tmp_path: Path) -> None:
    codes = _written(tmp_path, np.repeat(_near_centres(1), 1_000, axis=0))
    assert len(least(codes.differing(_near_centres(1)[0]), 10)) == 40


def test_codes_that_are_not_there_are_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IndexCorruptError, match="rebuild"):
        PassageCodes(tmp_path)
