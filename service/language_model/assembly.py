"""The language model answerer put together from settings."""

from __future__ import annotations

from corpus.embedder import Embedder
from corpus.settings import Settings
from service.language_model.answerer import LanguageModelAnswerer
from service.language_model.cache import DiskReplyCache, ReplyCache
from service.language_model.chat import ChatModel
from service.language_model.prompt import PromptWriter
from service.language_model.support import EmbeddingSupport


def language_model_answerer(
    settings: Settings, embedder: Embedder, *, model: ChatModel | None = None, cache: ReplyCache | None = None
) -> LanguageModelAnswerer:
    """The answerer for the model that the settings name; `model` and `cache` stand in for the configured ones.

    Raises ConfigurationError where the model cannot be made.
    """
    if model is None:
        # Imported only where a model is configured: the clients take seconds to import.
        from service.language_model.connection import connect

        model = connect(settings)
    return LanguageModelAnswerer(
        model,
        EmbeddingSupport(embedder),
        PromptWriter(settings.llm_context_tokens),
        DiskReplyCache(settings.data_dir) if cache is None else cache,
        identity=f"{settings.llm} {settings.llm_base_url} {settings.llm_max_tokens}",
    )
