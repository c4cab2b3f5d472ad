"""Whether a question is in another language than the documents, by cld2, whose model is in its package."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from service.understanding.vocabulary import WORD, Vocabulary

_UNKNOWN = 0.25
_LEAST_WORDS = 3
_SURE = 90  # per cent of the letters, as cld2 says
_READ = 20_000  # characters of a document


class Languages:
    """The languages of a corpus's documents, by name, most of the text first."""

    def __init__(self, texts: Iterable[str], vocabulary: Vocabulary) -> None:
        self._texts = tuple(texts)
        self._vocabulary = vocabulary

    @cached_property
    def of_documents(self) -> tuple[str, ...]:
        sizes: dict[str, int] = {}
        for text in self._texts:
            language = language_of(text[:_READ])
            if language is not None:
                sizes[language] = sizes.get(language, 0) + len(text)
        return tuple(sorted(sizes, key=lambda language: -sizes[language]))

    def foreign(self, question: str) -> str | None:
        """The language of a question that the documents cannot be asked in; None where they can.

        Its words must be strange to corpus and English alike: names and abbreviations make no other language, and a
        question in the words of a document in its language may be asked.
        """
        words = [word for word in WORD.findall(question) if not word.isupper()]
        strange = [word for word in words if not self._vocabulary.knows(word)]
        unspaced = any(not letter.isascii() for word in strange for letter in word) and len(question) >= _LEAST_WORDS
        if len(strange) < max(1.0, _UNKNOWN * len(words)) or (len(words) < _LEAST_WORDS and not unspaced):
            return None
        language = language_of(question)
        return language if language is not None and language not in self.of_documents[:1] else None


def language_of(text: str) -> str | None:
    """The English name of a text's language ("Welsh"); None where it cannot be told."""
    import pycld2

    try:
        reliable, _, found = pycld2.detect(text.encode("utf-8", "ignore").decode("utf-8"))
    except pycld2.error:  # not text that it can read: control characters
        return None
    name, _, share, _ = found[0]
    return name.title() if reliable and share >= _SURE else None
