"""No answer to a gold question quotes words as if they followed each other where others stand between them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from corpus.embedding import TransformerEmbedder
from corpus.index import Index
from corpus.models import BlockKind, Span
from corpus.quotes import OMISSION, squeeze, verify_quote
from corpus.settings import Settings
from eval.gold_set import PACKAGED_GOLD, Split, load_gold
from service.engine import AnsweringEngine
from service.schemas import AskRequest, CitationBody


def test_a_quotation_marks_each_sentence_that_it_leaves_out(
    settings: Settings, index: Index, embedder: TransformerEmbedder
) -> None:
    engine = AnsweringEngine(settings.model_copy(update={"llm": ""}), embedder)
    citations = [
        citation
        for question in load_gold(PACKAGED_GOLD).of_split(Split.DEV).questions
        for citation in engine.ask(AskRequest(question=question.question)).citations
    ]
    marked = 0
    for citation in citations:
        spans = [Span(*span) for span in citation.spans]
        verify_quote(index.documents[citation.document_id].text, spans, citation.quote)
        left_out = sum(_holds_a_sentence(index, citation.document_id, gap) for gap in _gaps(citation))
        own = _squeezed_marks(index.documents[citation.document_id].text, spans)
        assert citation.quote.count(f" {OMISSION} ") - own >= left_out, citation.quote
        marked += bool(left_out)
    assert len(citations) > 40
    assert marked > 0


def _gaps(citation: CitationBody) -> Iterator[Span]:
    for (_, low), (high, _) in itertools.pairwise(citation.spans):
        if low < high:
            yield Span(low, high)


def _holds_a_sentence(index: Index, document_id: str, gap: Span) -> bool:
    """Whether a whole sentence of some passage, notes aside, lies in a gap."""
    passages = (index.passages.at(row) for row in index.passages.rows_of_document(document_id))
    return any(
        gap.start <= sentence.spans[0].start and sentence.spans[-1].end <= gap.end and re.search(r"\w", sentence.text)
        for passage in passages
        if passage.block is not BlockKind.FOOTNOTE
        for sentence in passage.sentences
    )


def _squeezed_marks(text: str, spans: list[Span]) -> int:
    """How often the words themselves have such a mark."""
    return sum(squeeze(text[span.start : span.end]).count(f" {OMISSION} ") for span in spans)
