"""A question as the answerer understands it: its terms, what it asks for, whom it names."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.embedder import QueryEncoding
from service.answering.answer_types import AnswerType, asked_for
from service.answering.terms import Term, WordFrequencies, question_terms, stems
from service.retrieval.attribution import Named
from service.retrieval.pipeline import Query


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """`text` is without the names of those it is put to, and so are `terms`, its content words, and `stems`, all its
    words."""

    text: str
    terms: tuple[Term, ...]
    asks_for: frozenset[AnswerType]
    encoding: QueryEncoding
    named: Named
    stems: frozenset[str]


def read_question(query: Query, frequencies: WordFrequencies) -> AskedQuestion:
    """The question that a query was made of."""
    return AskedQuestion(
        text=query.bare,
        terms=question_terms(query.bare, frequencies),
        asks_for=asked_for(query.text),
        encoding=query.encoding,
        named=query.named,
        stems=stems(query.bare),
    )
