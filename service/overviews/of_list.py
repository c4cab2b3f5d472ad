"""What an organisation recommends, proposes, fears or promises, as a list: its own where it gives one, else sentences
that do so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.embedding import Vectors
from corpus.index import Index
from corpus.models import BlockKind, Passage, StatementKind
from service.answering.display import tidy, without_number
from service.answering.terms import Term, coverage, stems
from service.overviews.central import Candidate, CentralSentences, chosen, readability
from service.overviews.lines import Line, Piece
from service.overviews.own_words import OwnWords, divided

Forms = Sequence[tuple[Term, ...]]

_SPEAKS_OF = 0.7
_FEW, _LEAST_OWN = 2, 3
_TITLE_WORDS = 8
_ON_TOPIC = 0.5
# A sentence that names what it does ("We recommend …") over one that only does it.
_SAYS_SO = 0.2
# What a list's heading calls its items, and a sentence what it does.
_CALLED = {
    StatementKind.RECOMMENDATION: re.compile(r"\b(?:recommend|urge|ask|demand|call)\w*\b", re.IGNORECASE),
    StatementKind.PROPOSAL: re.compile(r"\bpropos\w+\b", re.IGNORECASE),
    StatementKind.CONCERN: re.compile(r"\b(?:concern|worr(?:y|i)|object|criticis)\w*\b", re.IGNORECASE),
    StatementKind.COMMITMENT: re.compile(r"\b(?:commit|pledg|promis)\w*\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The lines of a list in reading order, and how many there are in all; `own` says that the author numbers or
    heads it as such."""

    lines: list[Line]
    total: int
    own: bool


class Lists:
    """Lists of what documents of one open index say, by kind."""

    def __init__(self, index: Index, central: CentralSentences, own: OwnWords) -> None:
        self._index = index
        self._central = central
        self._own = own

    def of(
        self,
        kind: StatementKind,
        documents: Sequence[str],
        words: int,
        *,
        forms: Forms = (),
        near: Vectors | None = None,
    ) -> Listed:
        """What documents list, or say in sentences of a kind, within so many words.

        `forms` are the wordings of a topic that items must be on, `near` (d,) its vector.
        """
        lists = [self._listed(kind, self._own.of(document)) for document in documents]
        own = sum(map(len, lists)) >= _LEAST_OWN
        found = (
            [candidate for each in lists for candidate in each]
            if own
            else [candidate for document in documents for candidate in self._sentences(kind, document)]
        )
        if forms:
            found = _on_topic(found, forms)
        if near is not None:
            found = [replace(c, worth=c.worth + _ON_TOPIC * float(c.vector @ near)) for c in found]
        return Listed([candidate.line for candidate in chosen(found, words)], len(found), own)

    def _listed(self, kind: StatementKind, passages: Sequence[Passage]) -> list[Candidate]:
        """The items of the author's own lists of a kind: numbered as such, or under a heading that calls them so."""
        found = []
        for passage in passages:
            row = self._index.passages.row(passage.id)
            if row is None or not passage.sentences or not _is_item(kind, passage):
                continue
            vectors = self._index.matrices.sentences(row)
            whole = passage.block is BlockKind.RECOMMENDATION
            parts = [tuple(range(len(passage.sentences)))] if whole else [(at,) for at in range(len(passage.sentences))]
            for positions in parts:
                line = Line(self._label(kind, passage), (Piece(passage, positions),))
                if max(positions) < len(vectors):
                    mean = vectors[list(positions)].mean(axis=0)
                    vector = mean / max(float(np.linalg.norm(mean)), 1e-9)
                    found.append(Candidate(line, passage.section, vector, readability(line)))
        return found

    def _label(self, kind: StatementKind, passage: Passage) -> str:
        """The heading over an item; none where the nearest only says what kind of list it is."""
        nearest = passage.section[-1] if passage.section else ""
        named = _calls(kind, nearest) or _calls(kind, passage.lead_in or "")
        return "" if named else self._own.topic(passage.section)

    def _sentences(self, kind: StatementKind, document: str) -> list[Candidate]:
        """Sentences and lists of a kind in a document, each worth its centrality, more where they say what they do."""
        return [
            replace(candidate, worth=candidate.worth + _SAYS_SO * (_CALLED[kind].search(_said(candidate)) is not None))
            for section, mine in divided(self._own.of(document)).items()
            for candidate in self._central.of(section, mine)
            if _kinds(candidate) == {kind}
        ]


def _kinds(candidate: Candidate) -> set[StatementKind | None]:
    pieces = ((piece.passage, at) for piece in candidate.line.pieces for at in piece.positions)
    return {passage.sentences[at].kind or passage.kind for passage, at in pieces}


def _is_item(kind: StatementKind, passage: Passage) -> bool:
    if passage.block is BlockKind.RECOMMENDATION:
        return kind is StatementKind.RECOMMENDATION
    if passage.block is not BlockKind.BULLET:
        return False
    heading = passage.section[-1] if passage.section else ""
    return _calls(kind, heading) or _calls(kind, passage.lead_in or "")


def _calls(kind: StatementKind, text: str) -> bool:
    """Whether a heading or a lead-in in a few words says that items of a kind follow."""
    bare = without_number(tidy(text))
    return len(bare.split()) <= _TITLE_WORDS and _CALLED[kind].search(bare) is not None


def _on_topic(candidates: Sequence[Candidate], forms: Forms) -> list[Candidate]:
    """Those that speak of a topic in their own words, and where that is hardly any, those under a heading that does."""
    own = [candidate for candidate in candidates if speaks_of(_said(candidate), forms)]
    if len(own) >= _FEW:
        return own
    return [c for c in candidates if speaks_of(" ".join((_said(c), *c.line.pieces[0].passage.section)), forms)]


def _said(candidate: Candidate) -> str:
    return " ".join((candidate.line.lead_in, candidate.line.text))


def speaks_of(text: str, forms: Forms) -> bool:
    """Whether a text has nearly all of a topic in one of its wordings."""
    said = stems(text)
    return any(coverage(form, said) >= _SPEAKS_OF for form in forms if form)
