"""Things that a question names ("the Fit for Work service"): who never names them says nothing on the question."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.quotes import squeeze

# Capitals inside a sentence, of several words; a lone capitalised word says too little to hang silence on.
_NAME = re.compile(r"(?<![.?!:] )(?<!^)\b[A-Z][\w'’-]+(?: (?:(?:for|of|the) )*[A-Z][\w'’-]+)+")
_ASKING_BODY = re.compile(r"^(?:Department|Ministry|Minister|Office|Government|Secretary)\b")


def names_asked_about(question: str) -> tuple[str, ...]:
    """What `question` names, in the singular, apart from the public bodies that ask it."""
    return tuple(name.removesuffix("s") for name in _NAME.findall(question) if not _ASKING_BODY.match(name))


class Wording:
    """All that somebody says, to look names up in."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = squeeze(" ".join(texts))
        self._small = self._text.lower()

    def has_any(self, names: Iterable[str], asking: Wording) -> bool:
        """Whether any of `names` is said; in any letters, unless `asking` uses the words in small ones.

        Where a consultation writes both "Fit for Work" and "fit for work", only the first is the name.
        """
        return any(
            name in self._text or (name.lower() in self._small and name.lower() not in asking._text) for name in names
        )
