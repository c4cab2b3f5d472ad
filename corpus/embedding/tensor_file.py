"""The tensors of a ``model.safetensors``, mapped into memory once a process, whoever reads them."""

from __future__ import annotations

import json
import mmap
import weakref
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class TensorFile:
    """The float32 tensors of the file by name, mapped, not read.

    The format: eight bytes of length, that many bytes of JSON, and the tensors. Raises OSError where the file cannot be
    read, ValueError where it is none.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            # Copy on write: OpenVINO takes only arrays that could be written to.
            self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        start = 8 + int.from_bytes(self._content[:8], "little")
        header = json.loads(self._content[8:start])
        self.tensors: dict[str, NDArray[np.float32]] = {
            name: np.ndarray(entry["shape"], np.float32, self._content, start + entry["data_offsets"][0])
            for name, entry in header.items()
            if entry.get("dtype") == "F32"
        }

    def forget(self) -> None:
        """Takes the pages read so far out of the process's memory; what is used again is read again.

        OpenVINO reads every weight once to lay it out its own way, and afterwards only the embeddings of words.
        """
        if hasattr(mmap, "MADV_DONTNEED"):
            self._content.madvise(mmap.MADV_DONTNEED)


def tensor_file(path: Path) -> TensorFile:
    """The file opened, the same one for everybody as long as it is not replaced; raises what TensorFile raises."""
    state = path.stat()
    return _opened(path.resolve(), state.st_mtime_ns, state.st_size)


def forget_read_tensors() -> None:
    """Takes what was read of all files out of the process's memory."""
    for file in list(_OPEN):
        file.forget()


_OPEN: weakref.WeakSet[TensorFile] = weakref.WeakSet()


@lru_cache(maxsize=2)
def _opened(path: Path, _modified_ns: int, _size: int) -> TensorFile:
    opened = TensorFile(path)
    _OPEN.add(opened)
    return opened
