"""What each says on a topic: the government first, then every organisation, with what is wanted over what is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.models import Side
from service import wording
from service.answering.absence.coverage import Coverage
from service.answering.terms import Term, WordFrequencies, coverage, question_terms, stems
from service.found import Filters
from service.overviews.central import Candidate, chosen, stands_alone, worth_of
from service.overviews.lines import Line, Piece
from service.overviews.own_words import OwnWords
from service.retrieval.pipeline import Query, Retriever

CountsTopic = Callable[[str, Sequence[tuple[str, Side]]], tuple[Coverage, ...]]

_FOUND = 14
_SAYS_IT = 0.5
_IN_SENTENCE = 0.3
_GOVERNMENT_SHARE = 1.5
_FEWEST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Heard:
    """The lines of an overview, the organisations that do not speak of its topic, and how often each has it."""

    lines: list[Line]
    silent: list[str]
    coverage: tuple[Coverage, ...]


class TopicOverviews:
    """Overviews of topics over one open index; `counted` counts a topic in the words of organisations."""

    def __init__(self, retriever: Retriever, own: OwnWords, frequencies: WordFrequencies, counted: CountsTopic) -> None:
        self._retriever = retriever
        self._own = own
        self._frequencies = frequencies
        self._counted = counted

    def lines(self, topic: str, organisations: Sequence[tuple[str, Side]], filters: Filters, words: int) -> Heard:
        """What each of these organisations says on a topic, the words shared out between them."""
        query = self._retriever.query(topic)
        called = (topic, *self._retriever.expander.additions(topic))
        forms = [question_terms(form, self._frequencies) for form in called]
        said = {name: self._candidates(query, forms, name, side, filters) for name, side in organisations}
        counted = self._counted(topic, organisations)
        silent = [each.words.organisation for each in counted if each.silent and not said[each.words.organisation]]
        speaking = [(name, side) for name, side in organisations if said[name]]
        words -= sum(len(wording.OVERVIEW_SILENT.format(who=name).split()) for name in silent)
        lines: list[Line] = []
        for at, (name, side) in enumerate(speaking):
            shares = [_share(other) for _, other in speaking[at:]]
            allowed = max(_FEWEST_WORDS, int(words * _share(side) / sum(shares)))
            mine = [candidate.line for candidate in chosen(said[name], min(words, allowed), most=4)]
            words -= sum(line.words for line in mine)
            lines += mine
        return Heard(lines, silent, counted)

    def _candidates(
        self, query: Query, forms: Sequence[tuple[Term, ...]], name: str, side: Side, filters: Filters
    ) -> list[Candidate]:
        """Sentences of an organisation's own passages that speak of the topic by one of its names."""
        only = replace(filters, organisations=frozenset({name}), sides=frozenset({side}))
        found: list[Candidate] = []
        for item in self._retriever.find(query, _FOUND, only):
            passage = item.passage
            row = self._retriever.index.passages.row(passage.id)
            around = stems(" ".join((passage.text, *passage.section)))
            if row is None or not self._own.is_own(passage) or not _says(forms, around):
                continue
            vectors = self._retriever.index.matrices.sentences(row)
            for position, sentence in enumerate(passage.sentences[: len(vectors)]):
                if not stands_alone(passage, position) or passage.lead_in:
                    continue
                held = max(coverage(form, stems(sentence.text)) for form in forms)
                near = float(vectors[position] @ query.encoding.vector)
                line = Line(self._own.topic(passage.section), (Piece(passage, (position,)),), who=name)
                worth = near + _IN_SENTENCE * held + max(0.0, worth_of(sentence.kind or passage.kind))
                found.append(Candidate(line, passage.section, vectors[position], worth))
        return found


def _says(forms: Sequence[tuple[Term, ...]], words: frozenset[str]) -> bool:
    """Whether a text has most of a topic in one of its forms."""
    return any(coverage(form, words) > _SAYS_IT for form in forms if form)


def _share(side: Side) -> float:
    return _GOVERNMENT_SHARE if side is Side.GOVERNMENT else 1.0
