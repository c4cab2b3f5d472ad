"""Answers by a language model that is configured, every statement verified against the passages before it is shown."""

from service.language_model.answerer import LanguageModelAnswerer, ModelDraft, NothingVerifiedError, NotInPassagesError
from service.language_model.assembly import language_model_answerer, language_model_stances
from service.language_model.chat import ChatMessage, ChatModel
from service.language_model.stances import LanguageModelStances
from service.language_model.verification import Fault, StatementVerifier, Verdict

__all__ = [
    "ChatMessage",
    "ChatModel",
    "Fault",
    "LanguageModelAnswerer",
    "LanguageModelStances",
    "ModelDraft",
    "NotInPassagesError",
    "NothingVerifiedError",
    "StatementVerifier",
    "Verdict",
    "language_model_answerer",
    "language_model_stances",
]
