"""What the program's commands do for the service."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from corpus.settings import Settings

if TYPE_CHECKING:
    from service.page_data import PageData
    from service.ports import Engine


def serve(
    settings: Settings,
    ensure_index: Callable[[Settings], None],
    open_engine: Callable[[Settings], Engine],
    page_data: Callable[[Engine], PageData | None] | None = None,
) -> None:
    """Builds the index where there is none, then serves over HTTP until stopped.

    Raises what `ensure_index` raises, and ConfigurationError when the address cannot be listened on.
    """
    from service import serving

    # An address that is taken should be known before minutes of embedding, not after.
    serving.listen(settings.host, settings.port).close()
    ensure_index(settings)
    serving.run(settings, open_engine, page_data or partial(pages_of, contact=settings.contact))


def pages_of(engine: Engine, contact: str = "") -> PageData | None:
    """What the pages show of an engine; None, and so no pages, for one that does not show its index."""
    from service.page_source import EnginePages, IndexedEngine

    return EnginePages(engine, contact) if isinstance(engine, IndexedEngine) else None
