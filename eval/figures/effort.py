"""What an answer costs to read and to wait for."""

from __future__ import annotations

import math

from eval.cases import Case
from eval.figures.figure import UNDEFINED, Cell, once
from eval.phrases import count_words, plain


def words(case: Case) -> Cell:
    """Words of an answer as a person reads it: the answer and its statements."""
    if case.answer is None or not case.answer.answered:
        return UNDEFINED
    return once(count_words(case.answer.text) + sum(count_words(s.text) for s in case.answer.statements))


def words_with_quotes(case: Case) -> Cell:
    """Those words and the quotations beside them, but for quotations that a statement already repeats."""
    if case.answer is None or not case.answer.answered:
        return UNDEFINED
    shown = plain(" ".join(statement.text for statement in case.answer.statements))
    extra = sum(count_words(c.quote) for c in case.answer.citations if plain(c.quote) not in shown)
    return once(words(case)[0] + extra)


def citations(case: Case) -> Cell:
    """Citations of an answer."""
    return once(len(case.answer.citations)) if case.answer is not None and case.answer.answered else UNDEFINED


def ask_ms(case: Case) -> Cell:
    """Milliseconds from question to whole answer, as the caller sees them."""
    return UNDEFINED if math.isnan(case.ask_ms) else once(case.ask_ms)


def search_ms(case: Case) -> Cell:
    """Milliseconds of a search, as the caller sees them."""
    return UNDEFINED if math.isnan(case.search_ms) else once(case.search_ms)
