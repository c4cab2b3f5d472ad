"""Stances on the consultation's questions by a language model: one of five labels, every quotation verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.models import Document, Passage, Sentence
from service.consultation.reader import ReadStance
from service.language_model.answerer import NothingVerifiedError
from service.language_model.cache import CachedModel, ReplyCache
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
        self._model = CachedModel(model, cache, identity)
        self._writer = writer

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
        key, text, cached = self._model.ask(prompt.messages, prompt.schema)
        proposed = read_stance(text, STANCES)
        found = _verified(proposed, prompt.passages, documents)
        if not cached:
            self._model.keep(key, text)
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
