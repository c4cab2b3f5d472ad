"""Are the citations exact, do they carry the statements, and do they rest on the gold evidence?

Citation recall and precision after Gao et al., "Enabling Large Language Models to Generate Text with Citations" (ALCE,
2023): here once by gold span (`citation_recall`, `citation_precision`) and once by ALCE's own definition
(`statement_support`, `citation_necessity`) with `phrases.supported` in the place of its entailment model.
"""

from __future__ import annotations

from corpus.errors import QuoteError
from corpus.quotes import verify_quote
from eval.cases import Case, Citation, Statement
from eval.figures.figure import UNDEFINED, Cell, pooled, share
from eval.overlap import lies_on, together_find
from eval.phrases import supported


def on_gold(case: Case, citation: Citation) -> bool:
    """Whether the citation overlaps a place of the gold evidence."""
    extract = citation.extract
    return extract is not None and any(lies_on(extract, item, case.rules.cover) for item in case.question.evidence)


def citation_recall(case: Case) -> Cell:
    """Share of the gold evidence that the citations together cover; a refusal of an answerable question cites none."""
    if case.answer is None or not case.question.evidence:
        return UNDEFINED
    cited = [citation.extract for citation in case.answer.citations if citation.extract is not None]
    hits = sum(together_find(cited, item, case.rules.cover) for item in case.question.evidence)
    return share(hits, len(case.question.evidence))


def citation_precision(case: Case) -> Cell:
    """Share of the statements with a citation on gold evidence."""
    if case.answer is None or not case.question.evidence:
        return UNDEFINED
    answer = case.answer
    hits = sum(any(on_gold(case, c) for c in answer.cited_by(statement)) for statement in answer.statements)
    return share(hits, len(answer.statements))


def citation_usefulness(case: Case) -> Cell:
    """Share of the citations shown that lie on gold evidence, all citations pooled."""
    if case.answer is None or not case.question.evidence:
        return UNDEFINED
    return pooled(sum(on_gold(case, citation) for citation in case.answer.citations), len(case.answer.citations))


def statement_support(case: Case) -> Cell:
    """ALCE's citation recall: statements that their citations carry, of all statements, pooled."""
    if case.answer is None:
        return UNDEFINED
    hits = sum(_carried(case, statement) for statement in case.answer.statements)
    return pooled(hits, len(case.answer.statements))


def citation_necessity(case: Case) -> Cell:
    """ALCE's citation precision: citations that their statement needs, of all it carries, pooled.

    A citation is idle where it does not carry the statement alone and the others carry it without it.
    """
    if case.answer is None:
        return UNDEFINED
    needed = total = 0
    for statement in case.answer.statements:
        quotes = [citation.quote for citation in case.answer.cited_by(statement)]
        total += len(statement.citations)
        if not _carried(case, statement):
            continue
        for number, quote in enumerate(quotes):
            others = " ".join(quotes[:number] + quotes[number + 1 :])
            needed += supported(statement.text, quote) or not supported(statement.text, others)
    return pooled(needed, total)


def quote_verification(case: Case) -> Cell:
    """Citations whose quotation is the canonical text at its spans, of all citations, pooled."""
    if case.answer is None:
        return UNDEFINED
    return pooled(sum(_verbatim(case, citation) for citation in case.answer.citations), len(case.answer.citations))


def citations_resolved(case: Case) -> Cell:
    """Statements with at least one citation, all of whose numbers are in the list, of all statements, pooled."""
    if case.answer is None:
        return UNDEFINED
    whole = sum(
        bool(statement.citations) and len(case.answer.cited_by(statement)) == len(statement.citations)
        for statement in case.answer.statements
    )
    return pooled(whole, len(case.answer.statements))


def _carried(case: Case, statement: Statement) -> bool:
    assert case.answer is not None
    quotes = " ".join(citation.quote for citation in case.answer.cited_by(statement))
    return bool(quotes) and supported(statement.text, quotes)


def _verbatim(case: Case, citation: Citation) -> bool:
    if citation.extract is None:
        return False
    text = case.texts.get(citation.extract.document_id)
    if text is None:
        return False
    try:
        verify_quote(text, citation.extract.spans, citation.quote)
    except QuoteError:
        return False
    return True
