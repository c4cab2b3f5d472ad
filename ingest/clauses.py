"""A sentence's main clause, by its punctuation and its subordinating words; no parser, so now and then wrong."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[*_#⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_BRACKETS = re.compile(r"\s?\([^()]*\)")
_FRONTED = re.compile(
    r"^[\W_]*(?:while|whilst|although|though|if|when|where|despite|because|since|given|following|unless|as|until|after|"
    r"before|by [a-z]+ing|to (?!be\b)[a-z]+|rather than|instead of|[a-z]+ing (?:on|upon|from))\b"
    r"(?:(?!\b(?:must|should|will|would|could|needs?)\b)[^,]){3,160},\s*",
    re.I,
)
_SUBORDINATE = re.compile(
    r"[,;]?\s(?:which|who|whom|whose|because|so that|if|unless|although|whereas|while|when|where|given that)\b.*", re.S
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|do|does|did|cannot)\b|"
    r"^[\W_]*(?:we|i|they|it|this|these|there)\b",
    re.I,
)
_SHORTEST = 15


def plain(sentence: str) -> str:
    """One line without emphasis marks and note numbers."""
    return re.sub(r"\s+", " ", _MARKS.sub("", sentence)).strip()


def main_clause(words: str) -> str:
    """The words less brackets, an adverbial clause in front and what follows a subordinating word."""
    kept = _BRACKETS.sub("", words)
    fronted = _FRONTED.match(kept)
    if fronted and len(kept) - fronted.end() > _SHORTEST:
        kept = kept[fronted.end() :]
    cut = _SUBORDINATE.sub("", kept)
    return cut if len(cut) > _SHORTEST else kept


def is_fragment(words: str) -> bool:
    """Whether no finite verb shows before "that": an imperative, a gerund or a noun phrase, as list items often are."""
    return not _FINITE.search(main_clause(words).split(" that ")[0])
