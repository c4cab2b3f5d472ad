"""BM25 over passages: stems, filters before ranking, and nothing of query syntax."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.lexical import LexicalIndex, write_lexical
from corpus.models import Passage, Sentence, StatementKind
from tests.service.retrieval.passages import GOVERNMENT, MIND, passage

TEXTS = [
    "Employers recruit disabled people",
    "Sanctions harm people who are ill",
    "An employer may recruit nobody at all",
]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    passages: list[Passage] = [
        passage(TEXTS[0], voice=GOVERNMENT, order=0),
        passage(TEXTS[1], voice=MIND, document="response", order=0),
        passage(TEXTS[2], voice=MIND, document="response", order=1),
    ]
    sentence = Sentence(TEXTS[2], passages[2].spans, StatementKind.RECOMMENDATION)
    passages[2] = replace(passages[2], kind=StatementKind.EVIDENCE, sentences=(sentence,))
    write_lexical(tmp_path, [(p, p.text, "Work") for p in passages])
    return LexicalIndex(tmp_path)


def _rows(hits: list[tuple[int, float]]) -> list[int]:
    return [row for row, _ in hits]


def test_inflected_words_are_found(lexical: LexicalIndex) -> None:
    assert _rows(lexical.search("employer recruiting", 5)) == [0, 2]


def test_filters_are_kept_and_a_passage_is_found_by_its_sentences_kinds(lexical: LexicalIndex) -> None:
    assert _rows(lexical.search("recruit", 5, {"side": ["stakeholder"]})) == [2]
    assert _rows(lexical.search("people", 5, {"document": ["response"]})) == [1]
    assert _rows(lexical.search("recruit", 5, {"kind": ["recommendation"]})) == [2]
    assert _rows(lexical.search("recruit", 5, {"kind": ["commitment"]})) == []


def test_a_filter_does_not_change_scores(lexical: LexicalIndex) -> None:
    free = dict(lexical.search("recruit people", 5))
    held = dict(lexical.search("recruit people", 5, {"side": ["government"]}))
    assert held[0] == pytest.approx(free[0])


def test_query_syntax_is_only_words(lexical: LexicalIndex) -> None:
    assert _rows(lexical.search('recruit AND -people "disabled +', 5))
    assert lexical.search("?!", 5) == []


def test_rarity_grows_with_rare_words_and_counts_a_stem_once(lexical: LexicalIndex) -> None:
    assert lexical.rarity("sanctions") > lexical.rarity("people")
    assert lexical.rarity("recruit recruits recruiting") == pytest.approx(lexical.rarity("recruit"))
