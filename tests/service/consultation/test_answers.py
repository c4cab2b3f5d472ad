"""Which passages answer, on a made-up consultation with the real embedding model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.index import Index
from service.consultation.answers import AnswerFinder, Answers, Calibration
from tests.service.consultation.test_table import STAFF, opened

EVERYTHING = Calibration(spoken=0.3, listed=0.3)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[Index]:
    index = opened(tmp_path_factory.mktemp("answers"), embedder)
    yield index
    index.close()


def found(finder: AnswerFinder, index: Index, number: int, organisation: str) -> Answers:
    answers = finder.find(index.questions[number - 1], index.questions)
    return next(answer for answer in answers if answer.organisation == organisation)


def test_who_never_names_what_the_question_names_is_silent_however_near(
    libraries: Index, embedder: TransformerEmbedder
) -> None:
    first = libraries.questions[0]
    named = replace(first, text="Should the Night Owl Scheme open branch libraries in the evening without librarians?")
    questions = [named, *libraries.questions[1:]]
    by_name = {a.organisation: a for a in AnswerFinder(libraries, embedder).find(named, questions)}
    assert by_name[STAFF].probability >= Calibration().spoken
    assert by_name[STAFF].silent
    plain = replace(first, text="Should branch libraries open in the evening without librarians?")
    answers = AnswerFinder(libraries, embedder).find(plain, [plain, *libraries.questions[1:]])
    assert not next(a for a in answers if a.organisation == STAFF).silent


def test_evidence_is_best_first_with_a_repeated_questions_own_section_before_the_rest(
    libraries: Index, embedder: TransformerEmbedder
) -> None:
    for question in libraries.questions:
        for answer in AnswerFinder(libraries, embedder, EVERYTHING).find(question, libraries.questions):
            order = [(not item.direct, -item.relevance) for item in answer.evidence]
            assert order == sorted(order)
