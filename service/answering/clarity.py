"""Whether a question says enough to be looked up; if not, the one short question to ask back."""

from __future__ import annotations

import re

from service import wording
from service.answering.follow_up import is_courtesy
from service.answering.terms import content_words
from service.retrieval.naming import Naming

_POINTING = re.compile(r"\b(?:it|they|them|that|this|these|those|he|she|him|her|one|ones|so|there)\b", re.IGNORECASE)
_ASKING = re.compile(
    r"^\W*(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|"
    r"might|must|give|list|name|tell|explain|define|describe|summari[sz]e|compare|and|but)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def asks_back(question: str, naming: Naming) -> str | None:
    """What to ask of a question that is too vague, None for one that is clear enough.

    Too vague is one without a word of content, one that only points at something that nobody named ("How much is
    it?"), and
    a lone word.
    """
    if is_courtesy(question):
        return wording.ASK_WHAT_ABOUT
    content = [word for word in content_words(naming.without(question)) if _LETTERS.search(word)]
    named = naming.mentions(question)
    if not content:
        return wording.ASK_WHAT_OF.format(who=named[0]) if named else wording.ASK_WHAT_ABOUT
    if len(content) == 1 and not named and _POINTING.search(question) and not content[0][0].isupper():
        return wording.ASK_WHAT_ABOUT
    if len(content) == 1 and len(question.split()) == 1 and not _ASKING.match(question):
        return wording.ASK_WHAT_ELSE.format(topic=f"“{content[0]}”")
    return None
