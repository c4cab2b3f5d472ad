"""Reads a file in a process of its own with limits of time and memory, so that a bad file harms nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DocumentError
from ingest.readers.port import Reading

_ROOT = Path(__file__).resolve().parents[2]
_SAVE_ANEW = "save it anew from the program that made it, or as text, and add it again"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may take: seconds, bytes of memory, bytes of the file itself."""

    seconds: float = 300.0
    memory: int = 3 << 30
    file_bytes: int = 256 << 20


def read_file(path: Path, limits: ReadingLimits | None = None) -> Reading:
    """The text and pages of a file in any format that a reader is registered for.

    Raises DocumentError, whose one sentence names the file and says what is wrong with it and what to do.
    """
    limits = limits or ReadingLimits()
    if not path.is_file():
        raise DocumentError(f"{path.name}: {'is a folder; name the files in it' if path.is_dir() else 'is not there'}")
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise DocumentError(f"{path.name}: has {size >> 20} MiB, over the {limits.file_bytes >> 20} allowed; split it")
    with tempfile.TemporaryDirectory(prefix="greenpaper-read-") as folder:
        answer = Path(folder) / "reading.json"
        command = [sys.executable, "-m", "ingest.readers.worker", str(path.resolve()), str(answer), str(limits.memory)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.getenv("PYTHONPATH"))))}
        try:
            done = subprocess.run(
                command,
                env=environment | {"TMPDIR": folder},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DocumentError(
                f"{path.name}: was not read within {limits.seconds:g} seconds; split it, or {_SAVE_ANEW}"
            ) from None
        try:
            record = json.loads(answer.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # No word from the process: the system ended it, or its memory did not suffice even for a message.
            raise DocumentError(
                f"{path.name}: the process that read it ended ({_ending(done.returncode)}); it is damaged or made to "
                f"do harm: {_SAVE_ANEW}"
            ) from None
    if "error" in record:
        raise DocumentError(f"{path.name}: {record['error']}")
    return Reading.from_record(record)


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
