"""A question as the answerer understands it: its terms, what it asks for, whom it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.embedder import QueryEncoding
from service.answering.answer_types import AnswerType, asked_for
from service.answering.terms import Term, WordFrequencies, question_terms, stems
from service.retrieval.attribution import Named
from service.retrieval.pipeline import Query


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """`terms` are its content words but for the names of organisations, whose stems are `organisation_stems`."""

    text: str
    terms: tuple[Term, ...]
    asks_for: frozenset[AnswerType]
    encoding: QueryEncoding
    named: Named
    stems: frozenset[str]
    organisation_stems: frozenset[str]


def read_question(query: Query, frequencies: WordFrequencies, names: Iterable[str] = ()) -> AskedQuestion:
    """The question of a query; `names` are the names and aliases of the corpus's organisations."""
    organisation = frozenset(stem for name in names for stem in stems(name))
    terms = question_terms(query.text, frequencies)
    about = tuple(term for term in terms if term.stem not in organisation) or terms
    return AskedQuestion(
        text=query.text,
        terms=about,
        asks_for=asked_for(query.text),
        encoding=query.encoding,
        named=query.named,
        stems=stems(query.text),
        organisation_stems=organisation,
    )
