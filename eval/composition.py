"""What the composition root hands to evaluation: how to get at the service inside this process."""

from __future__ import annotations

from collections.abc import Callable

from corpus.embedding import TransformerEmbedder
from corpus.settings import Settings
from eval.asker import Asker
from eval.errors import EvaluationError

Ingest = Callable[[Settings, Callable[[], TransformerEmbedder]], object]

_factories: list[Callable[[], Asker]] = []
_ingests: list[Ingest] = []


def set_in_process(factory: Callable[[], Asker]) -> None:
    """Sets how a run without ``--url`` gets its service; the last one set holds."""
    _factories[:] = [factory]


def in_process() -> Asker:
    """The service inside this process. Raises EvaluationError where the program was composed without one."""
    if not _factories:
        raise EvaluationError("there is no service in this process; name a running one with --url")
    return _factories[0]()


def set_ingest(ingest: Ingest) -> None:
    """Sets how an index is made of a corpus, for benchmarks with corpora of their own."""
    _ingests[:] = [ingest]


def ingest_function() -> Ingest:
    """What makes an index. Raises EvaluationError where the program was composed without it."""
    if not _ingests:
        raise EvaluationError("there is nothing in this process to ingest a benchmark's corpora with")
    return _ingests[0]
