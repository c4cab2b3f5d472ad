"""A NumPy file written piece by piece, for arrays that need not fit into memory."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import DTypeLike, NDArray


class GrowingArray:
    """An ``.npy`` file of rows of `row_shape` and a number known only at the end; valid once closed.

    NumPy pads its header so that the first axis can grow in place, which is what is done here (numpy.lib.format).
    """

    def __init__(self, path: Path, dtype: DTypeLike, row_shape: tuple[int, ...] = ()) -> None:
        self._dtype, self._row_shape, self._length = np.dtype(dtype), row_shape, 0
        self._file = path.open("wb")
        self._write_header()
        self._data = self._file.tell()

    def append(self, rows: NDArray[Any]) -> None:
        """Adds rows (n, *row_shape), converted to the array's type."""
        self._file.write(np.ascontiguousarray(rows, dtype=self._dtype).tobytes())
        self._length += len(rows)

    def clear(self) -> None:
        """Takes back every row."""
        self._file.seek(self._data)
        self._file.truncate()
        self._length = 0

    def flush(self) -> None:
        """Makes the file valid as it stands; more may be appended."""
        end = self._file.tell()
        self._file.seek(0)
        self._write_header()
        self._file.seek(end)
        self._file.flush()

    def close(self) -> None:
        self.flush()
        self._file.close()

    def __enter__(self) -> GrowingArray:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _write_header(self) -> None:
        shape = (self._length, *self._row_shape)
        npy.write_array_header_1_0(
            self._file, {"descr": npy.dtype_to_descr(self._dtype), "fortran_order": False, "shape": shape}
        )
