"""Stances on the consultation's questions by a language model: one of five labels, every quotation verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.models import Document, Passage, Sentence
from corpus.settings import Settings
from service.consultation.reader import ReadStance
from service.language_model.answerer import NothingVerifiedError
from service.language_model.cache import DiskReplyCache, ReplyCache, cache_key
from service.language_model.chat import ChatModel
from service.language_model.prompt import STANCES, PromptWriter
from service.language_model.quotation import locate, sentences_at
from service.language_model.reply import ProposedStance, read_stance
from service.language_model.verification import Fault

MAX_RESTS = 3


class LanguageModelStances:
    """Asks a language model where an organisation stands and shows the whole sentences that its quotations stand in.

    A label other than silent without a quotation that stands verbatim in the organisation's own passages is not shown.
    `identity` tells one model and endpoint from another in the cache.
    """

    def __init__(
        self, model: ChatModel, writer: PromptWriter, cache: ReplyCache | None = None, identity: str = ""
    ) -> None:
        self._model = model
        self._writer = writer
        self._cache = cache
        self._identity = identity or model.name

    @property
    def name(self) -> str:
        return self._model.name

    def read(
        self,
        question: str,
        organisation: str,
        government: Sequence[Passage],
        passages: Sequence[Passage],
        *,
        documents: Mapping[str, Document],
        before: str = "",
    ) -> ReadStance:
        """The verified stance; silent without asking where there is no passage to ask about.

        Raises AnswererError where the model cannot be used, NothingVerifiedError where its label rests on nothing.
        """
        prompt = self._writer.stance(question, organisation, government, passages, before=before)
        if not prompt.passages:
            return ReadStance("silent")
        key = cache_key(self._identity, prompt.messages)
        kept = self._cache.get(key) if self._cache is not None else None
        text = self._model.complete(prompt.messages, schema=prompt.schema) if kept is None else kept
        proposed = read_stance(text, STANCES)
        found = _verified(proposed, prompt.passages, documents)
        if self._cache is not None and kept is None:
            self._cache.put(key, text)
        return found


def _verified(
    proposed: ProposedStance, passages: Mapping[int, Passage], documents: Mapping[str, Document]
) -> ReadStance:
    stance = next(label for label in STANCES if label == proposed.label)
    if stance == "silent":
        return ReadStance(stance)
    rests: dict[tuple[str, str], tuple[Passage, Sentence]] = {}
    for number, words in proposed.quotes:
        for passage, sentence in _standing(number, words, passages, documents):
            rests.setdefault((passage.id, sentence.text), (passage, sentence))
    if not rests:
        raise NothingVerifiedError(
            "the language model's stance rests on no words of the organisation", {Fault.ALTERED_QUOTE: 1}
        )
    return ReadStance(stance, tuple(rests.values())[:MAX_RESTS])


def _standing(
    number: int, words: str, passages: Mapping[int, Passage], documents: Mapping[str, Document]
) -> list[tuple[Passage, Sentence]]:
    """The whole sentences where `words` stand: in the passage of that number, else in another that the model saw."""
    first = [passages[number]] if number in passages else []
    for passage in [*first, *passages.values()]:
        spans = locate(words, documents[passage.document_id].text, passage.spans)
        if spans is not None:
            return [(passage, sentence) for sentence in sentences_at(passage, spans)]
    return []


def language_model_stances(
    settings: Settings, *, model: ChatModel | None = None, cache: ReplyCache | None = None
) -> LanguageModelStances:
    """The reader for the model that the settings name; `model` and `cache` stand in for the configured ones.

    Its connection is its own: reading a whole table takes no place from questions. Raises ConfigurationError where the
    model cannot be made.
    """
    if model is None:
        # Imported only where a model is configured: the clients take seconds to import.
        from service.language_model.connection import connect

        model = connect(settings)
    return LanguageModelStances(
        model,
        PromptWriter(settings.llm_stance_tokens),
        DiskReplyCache(settings.data_dir) if cache is None else cache,
        identity=f"{settings.llm} {settings.llm_base_url} {settings.llm_max_tokens}",
    )
