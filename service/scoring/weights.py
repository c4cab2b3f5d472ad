"""The scorer's weights on disk: what differs from the packaged model, in eight bits a number.

A matrix (r, c) is kept as int8 with one scale a row (r, 1); everything else as float32. The file is a NumPy archive.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding.bert import EightBitMatrix, Weight
from corpus.errors import ConfigurationError

PACKAGED = Path(__file__).with_name("sentence_scorer.npz")
_SCALE = ".scale"
_LARGEST = 127


def write_weights(path: Path, tensors: Mapping[str, NDArray[np.float32]]) -> None:
    """Writes tensors by name, matrices rounded to eight bits."""
    arrays: dict[str, NDArray[np.float32] | NDArray[np.int8]] = {}
    for name, tensor in tensors.items():
        if tensor.ndim == 2 and tensor.shape[0] > 1:
            scale = np.maximum(np.abs(tensor).max(axis=1, keepdims=True), 1e-12) / _LARGEST
            arrays[name] = np.rint(tensor / scale).astype(np.int8)
            arrays[name + _SCALE] = scale.astype(np.float32)
        else:
            arrays[name] = tensor.astype(np.float32)
    np.savez(path, **arrays)  # type: ignore[arg-type]  # its stub takes the keyword allow_pickle for one of them


def read_weights(path: Path = PACKAGED) -> dict[str, NDArray[np.float32]]:
    """The tensors by name as float32. Raises ConfigurationError where the file cannot be read."""
    return {
        name: weight.widened() if isinstance(weight, EightBitMatrix) else weight
        for name, weight in read_packed_weights(path).items()
    }


def read_packed_weights(path: Path = PACKAGED) -> dict[str, Weight]:
    """The tensors by name as they are kept. Raises ConfigurationError where the file cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise ConfigurationError(
            f"the scorer's weights {path} cannot be read ({error}); reinstall greenpaper"
        ) from error
    return {
        name: EightBitMatrix(array, arrays[name + _SCALE]) if name + _SCALE in arrays else array
        for name, array in arrays.items()
        if not name.endswith(_SCALE)
    }
