"""Arrays written piece by piece: what NumPy reads is what was appended."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.growing_array import GrowingArray


@given(st.lists(st.integers(0, 7), max_size=12))
def test_numpy_reads_what_was_appended(tmp_path_factory: pytest.TempPathFactory, lengths: list[int]) -> None:
    path = tmp_path_factory.mktemp("array") / "a.npy"
    pieces = [np.arange(n * 3, dtype=np.float32).reshape(n, 3) for n in lengths]
    with GrowingArray(path, np.float16, (3,)) as array:
        for piece in pieces:
            array.append(piece)
    expected = np.concatenate([*pieces, np.zeros((0, 3), np.float32)]).astype(np.float16)
    np.testing.assert_array_equal(np.load(path), expected)
    np.testing.assert_array_equal(np.load(path, mmap_mode="r"), expected)


def test_a_cleared_array_is_empty_and_can_be_filled_again(tmp_path: Path) -> None:
    with GrowingArray(tmp_path / "a.npy", np.int32) as array:
        array.append(np.arange(1000))
        array.clear()
        array.append(np.arange(2))
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), [0, 1])
