"""The process that reads one file: ``python -m ingest.readers.worker FILE ANSWER MEMORY``.

It writes the reading, or ``{"error": …}``, to the file ANSWER as JSON; MEMORY are bytes of address space it may take.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

from corpus.manifest import MAX_DOCUMENT_BYTES
from ingest.readers.port import UnreadableError
from ingest.readers.registry import reader_for, with_article


def main() -> None:
    path, answer, memory = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    _limit(memory)
    logging.disable(logging.CRITICAL)
    answer.write_text(json.dumps(_read(path, memory)), encoding="utf-8")


def _read(path: Path, memory: int) -> dict[str, Any]:
    name = "a document"
    try:
        reader = reader_for(path)
        name = with_article(reader.name)
        reading = reader.read(path)
    except UnreadableError as error:
        return {"error": str(error)}
    except ImportError as error:
        return {"error": f"needs {error.name}, which is not installed: pip install 'greenpaper[documents]'"}
    except MemoryError:
        return {"error": f"needs more than {memory >> 30} GiB of memory to be read; split it and add the parts"}
    except Exception as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        return {"error": f"cannot be read as {name}: {why}; save it anew from the program that made it, or as text"}
    if not reading.text.strip():
        return {"error": f"holds no text that could be read as {name}; open it and see whether it is empty"}
    if len(reading.text.encode("utf-8", "replace")) > MAX_DOCUMENT_BYTES:
        return {"error": f"holds over {MAX_DOCUMENT_BYTES >> 20} MiB of text; split it and add the parts"}
    return reading.as_record()


def _limit(memory: int) -> None:
    """Sets the limit of memory where the system knows one."""
    try:
        import resource
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return


if __name__ == "__main__":
    main()
