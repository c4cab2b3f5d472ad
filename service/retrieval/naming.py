"""A question without the names of those it is put to: what is searched for once whose words to search is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.models import DocumentEntry
from corpus.quotes import squeeze

_FRAME = (
    r"(?:(?:,\s*)?\b(?:according to|in the (?:view|views|eyes|opinion|words) of|in the (?=\S+\s+(?:eyes|view))|"
    r"as reported (?:by|from|in)|as told to|as far as|in the case of|as|per|in|from|by|does|do|did|has|have|for|at|on|"
    r"with)\s+)?"
)
_FOLLOWED = (
    r"(?:['’]s?)?(?:\s+and\s+(?:its|the|their)?\s*(?:other\s+)?(?:partners?|co-signator(?:y|ies)|co\b\.?|colleagues|"
    r"associations?|bodies|associates))?(?:\s+(?:say|says|said|think|thinks|see|sees|put|puts|have|has|mention|argue|argues|"
    r"report|reports|describe|describes|feel|believe|believes)(?:\s+(?:it|that|about))?\b)?"
    r"(?:\s+(?:response|submission|report|write-up|paper|blog|document|posts?|joint response|evidence)\b)?"
)


class Naming:
    """Takes the names of a corpus's organisations and documents out of questions."""

    def __init__(self, entries: Iterable[DocumentEntry]) -> None:
        names = {name for entry in entries for name in (entry.organisation, *entry.aliases)}
        words = [name for name in names if name]
        exact = sorted((re.escape(name) for name in words if _is_proper(name)), key=len, reverse=True)
        loose = sorted((re.escape(name) for name in words if not _is_proper(name)), key=len, reverse=True)
        alternatives = [*loose, *(f"(?-i:{name})" for name in exact)]
        joined = "|".join(sorted(alternatives, key=len, reverse=True)) or r"(?!)"
        name = rf"(?:(?:the|The)\s+)?(?:{joined})(?!\w)"
        self._name = re.compile(rf"(?<!\w){name}", re.IGNORECASE)
        self._pattern = re.compile(
            rf"{_FRAME}(?<!\w){name}(?:(?:['’]s?)?(?:,| and| or)\s+{name})*{_FOLLOWED}", re.IGNORECASE
        )

    def mentions(self, text: str) -> list[str]:
        """The names in a text as written, with their article, in order."""
        return [match.group() for match in self._name.finditer(text)]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the names stand in a text, with their article: start and end of each."""
        return [match.span() for match in self._name.finditer(text)]

    def without(self, question: str) -> str:
        """`question` without the names and what hangs on them; unchanged where hardly anything would be left."""
        bare = self._pattern.sub(" ", question)
        bare = squeeze(re.sub(r"\s+([,.;:?!])", r"\1", bare)).lstrip(" ,;:–—'’").strip()
        return bare if len(re.findall(r"\w+", bare)) >= 3 else question


def _is_proper(name: str) -> bool:
    return " " not in name and name != name.lower()
