"""Counts the vectors of an index in a process of its own: Chroma takes 55 MB that a search of few passages never needs.

``python -m corpus.vector_count FOLDER`` prints the count, or says on stderr why there is none.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from corpus.errors import IndexCorruptError

_ROOT = Path(__file__).resolve().parent.parent
# A file that another process has locked would be waited for much longer.
_TIMEOUT_S = 120.0


class VectorCount:
    """The count of the vectors in `folder`, begun at once and had by `result`."""

    def __init__(self, folder: Path, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._process = subprocess.Popen(
            [sys.executable, "-m", "corpus.vector_count", str(folder.resolve())],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def result(self) -> int:
        """Waits for the count. Raises IndexCorruptError where the store cannot be read, or not in time."""
        try:
            counted, complaint = self._process.communicate(timeout=self._timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise IndexCorruptError(
                f"the vector store did not open within {self._timeout_s:.0f} s; see that nothing else has it open, or "
                "rebuild: greenpaper ingest --rebuild"
            ) from None
        if self._process.returncode:
            said = complaint.strip().splitlines()
            raise IndexCorruptError(said[-1] if said else "the vector store could not be opened")
        return int(counted)


def _main(folder: Path) -> int:
    from corpus.vectors import VectorStore

    try:
        store = VectorStore(folder)
    except IndexCorruptError as error:
        print(error, file=sys.stderr)
        return 1
    print(store.count())
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
