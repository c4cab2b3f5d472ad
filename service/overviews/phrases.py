"""Whether words stand together in the documents: "fit notes" do, "notes fit" do not."""

from __future__ import annotations

from corpus.index import Index
from corpus.lexical import content_stems

_LOOKED_AT = 60


def stands_in(index: Index, phrase: str) -> bool:
    """Whether a passage has the words of a phrase one after the other, each in any inflection."""
    wanted = content_stems(phrase)
    if not wanted:
        return False
    for row, _ in index.lexical.search(phrase, _LOOKED_AT):
        passage = index.passages.at(row)
        said = content_stems(" ".join((passage.text, *passage.section)))
        if any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1)):
            return True
    return False
