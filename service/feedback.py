"""What readers thought of answers, kept in a JSON Lines file of its own: `feedback.jsonl` in the data directory."""

from __future__ import annotations

import fcntl
import json
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import GreenpaperError
from service.schemas import FeedbackReceipt, FeedbackRequest

FILE_NAME = "feedback.jsonl"
MAX_FILE_BYTES = 256 * 1024 * 1024


class FeedbackError(GreenpaperError):
    """Feedback could not be kept; nothing of it was."""


class FeedbackStore:
    """Appends a line a piece of feedback; on disk when `add` returns. For any number of threads and processes."""

    def __init__(self, data_dir: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = data_dir / FILE_NAME
        self._now = now
        self._lock = threading.Lock()

    def add(self, feedback: FeedbackRequest) -> FeedbackReceipt:
        """Raises FeedbackError when the file cannot be written or is full."""
        received = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
        receipt = FeedbackReceipt(id=uuid.uuid4().hex, received=received)
        line = json.dumps({**receipt.model_dump(), **feedback.model_dump()}, ensure_ascii=False)
        try:
            with self._lock:
                self._append(line.encode() + b"\n")
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FeedbackError(f"feedback cannot be written in the data directory: {reason}") from error
        return receipt

    def _append(self, line: bytes) -> None:
        """Writes and syncs a line; a line that a crash cut short is closed first, one that fails is taken back."""
        fresh = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = os.fstat(file).st_size
            if size + len(line) > MAX_FILE_BYTES:
                raise FeedbackError(f"{FILE_NAME} has reached {MAX_FILE_BYTES >> 20} MB: move it away to go on")
            if size and os.pread(file, 1, size - 1) != b"\n":
                line = b"\n" + line
            try:
                _write_all(file, line)
                os.fsync(file)
            except OSError:
                os.ftruncate(file, size)
                raise
        finally:
            os.close(file)
        if fresh:
            _sync_folder(self.path.parent)


def read_feedback(path: Path) -> Iterator[dict[str, object]]:
    """The feedback kept in a file, oldest first; a line that a crash cut short is passed over."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    """Makes a new file's name as durable as its content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
