"""Whether words stand together in the documents: "fit notes" do, "notes fit" do not."""

from __future__ import annotations

from corpus.index import Index
from corpus.lexical import content_stems

_LOOKED_AT = 60


def stands_in(index: Index, phrase: str) -> bool:
    """Whether a passage has the words of a phrase one after the other, each in any inflection."""
    rows = (row for row, _ in index.lexical.search(phrase, _LOOKED_AT))
    passages = (index.passages.at(row) for row in rows)
    return any(has_phrase(" ".join((passage.text, *passage.section)), phrase) for passage in passages)


def has_phrase(text: str, phrase: str) -> bool:
    """Whether a text has the content words of a phrase one after the other, each in any inflection."""
    said, wanted = content_stems(text), content_stems(phrase)
    return bool(wanted) and any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))
