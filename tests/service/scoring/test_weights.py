"""Weights survive the disk to within what eight bits hold; a damaged file is a clear error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ConfigurationError
from service.scoring.weights import PACKAGED, read_weights, write_weights


def test_a_matrix_comes_back_to_half_a_step_of_its_row(tmp_path: Path) -> None:
    matrix = np.random.default_rng(1).normal(size=(7, 33)).astype(np.float32) * np.arange(1, 8)[:, None]
    file = tmp_path / "weights.npz"
    write_weights(file, {"layer.weight": matrix.astype(np.float32)})
    step = np.abs(matrix).max(axis=1, keepdims=True) / 127
    assert (np.abs(read_weights(file)["layer.weight"] - matrix) <= step / 2 + 1e-6).all()


def test_biases_and_a_head_of_one_row_come_back_as_they_were(tmp_path: Path) -> None:
    tensors = {
        "head.weight": np.linspace(-1, 1, 9, dtype=np.float32)[None, :],
        "head.bias": np.array([0.3], np.float32),
    }
    file = tmp_path / "weights.npz"
    write_weights(file, tensors)
    for name, tensor in read_weights(file).items():
        np.testing.assert_array_equal(tensor, tensors[name])


@pytest.mark.parametrize("content", [None, b"", b"not an archive"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "weights.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"weights\.npz"):
        read_weights(file)


def test_the_packaged_weights_are_small() -> None:
    assert PACKAGED.stat().st_size < 25_000_000
