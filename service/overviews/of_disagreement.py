"""Where organisations and the government differ: topic by topic, by the stances in the table of questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from corpus.index import Index
from corpus.models import Passage, Side, StatementKind
from service.overviews.central import Candidate, CentralSentences, chosen, stands_alone, worth_of
from service.overviews.lines import Line, Piece
from service.overviews.own_words import OwnWords, divided
from service.retrieval.attribution import Named
from service.schemas import CitationBody, ConsultationQuestionBody, StanceBody

_AGAINST = {"disagrees": 0, "agrees in part": 1}
_AGAINST_KINDS = frozenset({StatementKind.CONCERN, StatementKind.RECOMMENDATION, StatementKind.POSITION})
# A question that can be answered with yes or no puts a proposal; what and how ask for anything.
_PUTS_A_PROPOSAL = re.compile(
    r"\W*(?:(?:question|q)\W*\d+\W*)?(?:do|does|should|is|are|will|would|can|could)\b", re.IGNORECASE
)
_LOOKED_AT = 4
_NAMES_THEM = 0.4
_LEAST_NEAR = 0.4
# Agreements in part that stand under no question leave this share to what is feared of the government by name.
_IN_PART_LEAVES = 0.4


class Disagreements:
    """Where organisations differ from the consultation's proposals, over one open index."""

    def __init__(self, index: Index, central: CentralSentences, own: OwnWords, names: Callable[[str], Named]) -> None:
        self._central = central
        self._index = index
        self._names = names
        self._concerned: dict[str, list[Candidate]] = {}
        self._own = own
        self._consulting = [d.id for d in index.documents.values() if d.entry.side is Side.GOVERNMENT]

    def lines(
        self, table: Sequence[ConsultationQuestionBody], organisations: Sequence[str], words: int
    ) -> tuple[list[Line], list[str]]:
        """Pairs of lines, the government's and who differs from it; and the organisations that none is of.

        First come outright disagreements on what a question proposes, then agreements in part, then concerns that come
        close to something that the government says.
        """
        pairs = sorted(
            (
                (_AGAINST[stance.stance], question.number, question, stance)
                for question in table
                for stance in question.organisations
                if stance.stance in _AGAINST
                and stance.organisation in organisations
                and _PUTS_A_PROPOSAL.match(question.text)
            ),
            key=lambda pair: (pair[0], pair[1], organisations.index(pair[3].organisation)),
        )
        groups: dict[int, list[Line]] = {}
        taken: set[tuple[str, int]] = set()
        left = words
        for strength, number, question, stance in pairs:
            ours = groups[number][0] if number in groups else self._proposal(question)
            theirs = self._against(question, stance, ours, taken) if ours is not None else None
            if ours is None or theirs is None:
                continue
            added = [theirs] if number in groups else [ours, theirs]
            size = sum(line.words for line in added)
            direct = self._own.answers(theirs.pieces[0].passage.section, number)
            if size <= left - (0 if direct or not strength else _IN_PART_LEAVES * words):
                groups.setdefault(number, []).extend(added)
                taken |= {(piece.passage.id, at) for line in added for piece in line.pieces for at in piece.positions}
                left -= size
        lines = [line for number in sorted(groups) for line in groups[number]]
        lines += self._concerns(organisations, lines, left)
        heard = {line.who for line in lines}
        return lines, [name for name in organisations if name not in heard]

    def _proposal(self, question: ConsultationQuestionBody) -> Line | None:
        """The government's own sentence that sets out what a question asks on, proposals before the rest."""
        passages = [p for body in question.government if (p := self._index.passages.get(body.passage_id)) is not None]
        return self._best(passages, self._own.topic_asked(question.number))

    def _best(self, passages: Sequence[Passage], topic: str) -> Line | None:
        places = [
            (max(0.0, worth_of(passage.sentences[at].kind or passage.kind)), -order, passage, at)
            for order, passage in enumerate(passages)
            if self._own.is_own(passage) and passage.side is Side.GOVERNMENT and not passage.lead_in
            for at in range(len(passage.sentences))
            if stands_alone(passage, at)
        ]
        if not places:
            return None
        _, _, passage, at = max(places, key=lambda place: (place[0], place[1], -place[3]))
        return Line(topic, (Piece(passage, (at,)),), who=passage.organisation)

    def _against(
        self, question: ConsultationQuestionBody, stance: StanceBody, ours: Line, taken: set[tuple[str, int]]
    ) -> Line | None:
        """What an organisation has against a proposal, in a sentence of its own that no other line has.

        That is what its label rests on, or else what it wants or fears in the passages that answer the question. A
        sentence in favour is none, nor one on something else than the government's line.
        """
        number, topic = question.number, self._own.topic_asked(question.number)
        quoted = [place for quote in stance.quotes if (place := self._quoted(quote)) is not None]
        answering = [p for body in stance.passages if (p := self._index.passages.get(body.passage_id)) is not None]
        around = [
            (passage, at)
            for passage in answering[:_LOOKED_AT]
            for at, sentence in enumerate(passage.sentences)
            if sentence.kind in _AGAINST_KINDS and self._own.is_own(passage)
        ]
        places = [
            (passage, at)
            for passage, at in (*quoted, *around)
            if passage.sentences[at].kind is not StatementKind.SUPPORT
            and stands_alone(passage, at)
            and (passage.id, at) not in taken
        ]
        places.sort(key=lambda place: not self._own.answers(place[0].section, number))
        for passage, at in places:
            answered = self._own.answered(passage.section)
            if number in answered or (not answered and self._near(passage, at, ours) >= _LEAST_NEAR):
                return Line(topic, (Piece(passage, (at,)),), who=stance.organisation)
        return None

    def _near(self, passage: Passage, at: int, ours: Line) -> float:
        """How near a sentence, or the passage around it, comes to the government's line: a cosine."""
        row, other = self._index.passages.row(passage.id), self._index.passages.row(ours.pieces[0].passage.id)
        if row is None or other is None:
            return 0.0
        vector = self._index.matrices.sentences(other)[ours.pieces[0].positions[0]]
        whole = self._index.matrices.passages(np.asarray([row], dtype=np.int64))[0]
        return max(float(self._index.matrices.sentences(row)[at] @ vector), float(whole @ vector))

    def _quoted(self, quote: CitationBody) -> tuple[Passage, int] | None:
        """The sentence that a stance quotes, where it is the organisation's own."""
        passage = self._index.passages.get(quote.passage_id)
        if passage is None or not self._own.is_own(passage):
            return None
        spans = [[(span.start, span.end) for span in sentence.spans] for sentence in passage.sentences]
        wanted = [(start, end) for start, end in quote.spans]
        return (passage, spans.index(wanted)) if wanted in spans else None

    def _concerns(self, organisations: Sequence[str], lines: Sequence[Line], words: int) -> list[Line]:
        """What organisations are concerned about or want otherwise, each beside what the government says of it."""
        rows = [
            row
            for document in self._consulting
            for passage in self._own.of(document)
            if (row := self._index.passages.row(passage.id)) is not None
        ]
        if not rows:
            return []
        ours = self._index.matrices.passages(np.asarray(rows, dtype=np.int64))
        taken = {piece.passage.id for line in lines for piece in line.pieces}
        concerns = [
            candidate
            for name in organisations
            for candidate in self._candidates(name)
            if candidate.line.pieces[0].passage.id not in taken
        ]
        found: list[Line] = []
        for candidate in chosen(concerns, words // 2):
            near = ours @ candidate.vector
            order = np.argsort(-near, kind="stable")[:3]
            if float(near[order[0]]) < _LEAST_NEAR:
                continue
            said = [self._index.passages.at(rows[int(at)]) for at in order]
            topic = candidate.line.topic or self._own.topic(said[0].section)
            against = self._best(said, topic)
            theirs = replace(candidate.line, topic=topic)
            added = [line for line in (against, theirs) if line is not None]
            if against is not None and sum(line.words for line in added) <= words:
                found += added
                words -= sum(line.words for line in added)
        return found

    def _candidates(self, organisation: str) -> list[Candidate]:
        """What an organisation is concerned about, first where it names whoever consults; found once."""
        if organisation not in self._concerned:
            found: list[Candidate] = []
            for document in self._index.documents.values():
                if document.entry.organisation != organisation:
                    continue
                passages = self._own.of(document.id)
                for section, mine in divided(passages).items():
                    for candidate in self._central.of(section, mine):
                        first = candidate.line.pieces[0]
                        sentence = first.passage.sentences[first.positions[0]]
                        if sentence.kind is StatementKind.CONCERN and not candidate.line.lead_in:
                            names = Side.GOVERNMENT in self._names(sentence.text).sides
                            line = replace(candidate.line, who=organisation)
                            worth = candidate.worth + _NAMES_THEM * names
                            found.append(replace(candidate, line=line, worth=worth))
            self._concerned[organisation] = found
        return self._concerned[organisation]
