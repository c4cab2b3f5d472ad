"""The answerer and the reader of stances by a language model, put together from settings."""

from __future__ import annotations

from corpus.embedding import Embedder
from corpus.settings import Settings
from service.language_model.answerer import LanguageModelAnswerer
from service.language_model.cache import DiskReplyCache, ReplyCache
from service.language_model.chat import ChatModel
from service.language_model.prompt import PromptWriter
from service.language_model.stances import LanguageModelStances
from service.language_model.support import EmbeddingSupport


def language_model_answerer(
    settings: Settings, embedder: Embedder, *, model: ChatModel | None = None, cache: ReplyCache | None = None
) -> LanguageModelAnswerer:
    """The answerer for the model that the settings name; `model` and `cache` stand in for the configured ones.

    Raises ConfigurationError where the model cannot be made.
    """
    return LanguageModelAnswerer(
        model or _connected(settings),
        EmbeddingSupport(embedder),
        PromptWriter(settings.llm_context_tokens),
        DiskReplyCache(settings.data_dir) if cache is None else cache,
        _identity(settings),
    )


def language_model_stances(
    settings: Settings, *, model: ChatModel | None = None, cache: ReplyCache | None = None
) -> LanguageModelStances:
    """The reader of stances for the model that the settings name; `model` and `cache` stand in likewise.

    Its connection is its own: reading a whole table takes no place from questions. Raises ConfigurationError where the
    model cannot be made.
    """
    return LanguageModelStances(
        model or _connected(settings),
        PromptWriter(settings.llm_stance_tokens),
        DiskReplyCache(settings.data_dir) if cache is None else cache,
        _identity(settings),
    )


def _connected(settings: Settings) -> ChatModel:
    # Imported only where a model is configured: the clients take seconds to import.
    from service.language_model.connection import connect

    return connect(settings)


def _identity(settings: Settings) -> str:
    """What tells one model and endpoint from another in the cache."""
    return f"{settings.llm} {settings.llm_base_url} {settings.llm_max_tokens}"
