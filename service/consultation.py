"""The consultation's questions, and what each organisation says on them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.index import Index
from corpus.models import as_pairs
from service.presentation import passage_body
from service.retrieval.pipeline import Retriever
from service.schemas import ConsultationQuestionBody


class Consultation:
    """Computed once for each open index."""

    def __init__(self, index: Index, retriever: Retriever) -> None:
        self._index = index
        self._retriever = retriever

    def questions(self) -> Sequence[ConsultationQuestionBody]:
        index = self._index
        return [
            ConsultationQuestionBody(
                number=question.number,
                text=question.text,
                chapter=question.chapter,
                section=list(question.section),
                document_id=question.document_id,
                spans=as_pairs(question.spans),
                government=[
                    passage_body(passage, index.documents)
                    for id_ in question.setting
                    if (passage := index.passages.get(id_)) is not None
                ],
                organisations=[],
            )
            for question in index.questions
        ]

    def suggestions(self) -> list[str]:
        return [question.text for question in self._index.questions[:4]]
