"""Whether a question says enough to be looked up; if not, the one short question to ask back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from service import wording
from service.answering.terms import content_words
from service.retrieval.naming import Naming
from service.understanding.dependence import is_courtesy

POINTING = re.compile(r"\b(?:it|they|them|that|this|these|those|he|she|him|her|one|ones|so|there)\b", re.IGNORECASE)
ASKING = re.compile(
    r"^\W*(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|"
    r"might|must|give|list|name|tell|explain|define|describe|summari[sz]e|compare|and|but)\b",
    re.IGNORECASE,
)
_FILLED = "and so on"  # A naming leaves a text of two words as it is.
_STRANGE = 2
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Words(Protocol):
    """What is known of words: whether the documents `has` one, whether anybody `knows` it, whether it is a word that
    the documents are about (`characteristic`)."""

    def has(self, word: str, /) -> bool: ...

    def knows(self, word: str, /) -> bool: ...

    def characteristic(self, word: str, /) -> bool: ...


def asks_back(question: str, naming: Naming, words: Words) -> str | None:
    """What to ask of a question that is too vague, None for one that is clear enough.

    Too vague is one without a word of content, one that only points at something that nobody named ("How much is
    it?"), one of words that are none ("asdf qwer"), and a lone word, unless the documents have it: then it is a
    subject.
    """
    if is_courtesy(question):
        return wording.ASK_WHAT_ABOUT
    content = [word for word in content_words(naming.without(question)) if _LETTERS.search(word)]
    named = naming.mentions(question)
    if named and not naming.without(f"{question} {_FILLED}").removesuffix(_FILLED).strip(" ?!.,"):
        return None
    if not content:
        return wording.ASK_WHAT_OF.format(who=named[0]) if named else wording.ASK_WHAT_ABOUT
    if len(content) == 1 and not named and POINTING.search(question) and not content[0][0].isupper():
        return wording.ASK_WHAT_ABOUT
    alone = len(content) == 1 and len(question.split()) == 1 and not ASKING.match(question)
    if alone and not named and not words.has(content[0]):
        return wording.ASK_WHAT_ELSE.format(topic=f"“{content[0]}”")
    return wording.ASK_WHAT_ABOUT if not named and _is_gibberish(content, words) else None


def _is_gibberish(content: Sequence[str], words: Words) -> bool:
    """Whether half of what a question speaks of, and two words of it, are no words, and nothing in it is of the
    documents. What has a capital or a figure may be a name."""
    strange = [word for word in content if word.islower() and not words.knows(word)]
    if len(strange) < _STRANGE or 2 * len(strange) < len(content):
        return False
    return not any(word[0].isupper() or words.characteristic(word) for word in content)
