"""A question as the answerer understands it: its terms, what it asks for, whom it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.embedding import QueryEncoding
from service.answering.answer_types import AnswerType, asked_for
from service.answering.asked_names import AskedName, names_asked_for
from service.answering.terms import Term, WordFrequencies, question_terms, stems
from service.retrieval.attribution import Named
from service.retrieval.pipeline import Query


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """`text` is without the names of those it is put to, and so are `terms`, its content words, and `stems`, all its
    words; `names` are those that are left in it, each in its forms."""

    text: str
    terms: tuple[Term, ...]
    asks_for: frozenset[AnswerType]
    encoding: QueryEncoding
    named: Named
    stems: frozenset[str]
    names: tuple[AskedName, ...] = ()


def read_question(
    query: Query, frequencies: WordFrequencies, also_called: Callable[[str], Sequence[str]] = lambda _: ()
) -> AskedQuestion:
    """The question that a query was made of; `also_called` gives what abbreviations in a text stand for."""
    return AskedQuestion(
        text=query.bare,
        terms=question_terms(query.bare, frequencies),
        asks_for=asked_for(query.text),
        encoding=query.encoding,
        named=query.named,
        stems=stems(query.bare),
        names=names_asked_for(query.bare, also_called, frequencies),
    )
