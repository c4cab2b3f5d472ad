"""What the composition root hands to evaluation: how to get at the service inside this process."""

from __future__ import annotations

from collections.abc import Callable

from eval.asker import Asker
from eval.errors import EvaluationError

_factories: list[Callable[[], Asker]] = []


def set_in_process(factory: Callable[[], Asker]) -> None:
    """Sets how a run without ``--url`` gets its service; the last one set holds."""
    _factories[:] = [factory]


def in_process() -> Asker:
    """The service inside this process. Raises EvaluationError where the program was composed without one."""
    if not _factories:
        raise EvaluationError("there is no service in this process; name a running one with --url")
    return _factories[0]()
