"""What the composition root hands to evaluation: how to get at the service inside this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.embedding import TransformerEmbedder
from corpus.settings import Settings
from eval.asker import Asker
from eval.errors import EvaluationError

if TYPE_CHECKING:
    from eval.speed import Own
    from service.language_model.chat import ChatModel

Ingest = Callable[[Settings, Callable[[], TransformerEmbedder]], object]

_factories: list[Callable[[], Asker]] = []
_ingests: list[Ingest] = []
_programs: list[Callable[[], Own]] = []
_with_models: list[Callable[[ChatModel], Asker]] = []


def set_in_process(factory: Callable[[], Asker]) -> None:
    """Sets how a run without ``--url`` gets its service; the last one set holds."""
    _factories[:] = [factory]


def in_process() -> Asker:
    """The service inside this process. Raises EvaluationError where the program was composed without one."""
    if not _factories:
        raise EvaluationError("there is no service in this process; name a running one with --url")
    return _factories[0]()


def set_with_model(factory: Callable[[ChatModel], Asker]) -> None:
    """Sets how to get the service inside this process with a language model of the evaluation's own."""
    _with_models[:] = [factory]


def with_model(model: ChatModel) -> Asker:
    """The service inside this process, answering with `model`. Raises EvaluationError where there is none."""
    if not _with_models:
        raise EvaluationError("there is no service in this process that takes a language model")
    return _with_models[0](model)


@contextmanager
def opened_asker(url: str) -> Iterator[Asker]:
    """The running service at `url`, closed again after use; for an empty `url` the one inside this process."""
    if not url:
        yield in_process()
        return
    from eval.asker import HttpAsker

    with HttpAsker(url) as asker:
        yield asker


def set_ingest(ingest: Ingest) -> None:
    """Sets how an index is made of a corpus, for benchmarks with corpora of their own."""
    _ingests[:] = [ingest]


def ingest_function() -> Ingest:
    """What makes an index. Raises EvaluationError where the program was composed without it."""
    if not _ingests:
        raise EvaluationError("there is nothing in this process to ingest a benchmark's corpora with")
    return _ingests[0]


def set_own_program(program: Callable[[], Own]) -> None:
    """Sets what measures of speed run as our own program, each time in processes of its own."""
    _programs[:] = [program]


def own_program() -> Own:
    """Our own program. Raises EvaluationError where this one was composed without it."""
    if not _programs:
        raise EvaluationError("there is no program in this process whose speed could be measured")
    return _programs[0]()
