"""BM25 over passages: stems, filters before ranking, and nothing of query syntax."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.lexical import LexicalIndex, words, write_lexical
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


_VOCABULARY = [
    "the",
    "of",
    "employer",
    "employers",
    "recruiting",
    "sanctions",
    "harm",
    "people",
    "work",
    "working",
    "coach",
]
_texts = st.lists(
    st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=60
)


def _by_the_parser(lexical: LexicalIndex, query: str, allowed: list[bool]) -> list[float]:
    """Every score above nothing by tantivy's own query parser, of rows allowed, best first."""
    parsed, _ = lexical._index.parse_query_lenient(
        " ".join(dict.fromkeys(words(query))), ["text", "context"], field_boosts={"text": 1.0, "context": 0.5}
    )
    hits = lexical._searcher.search(parsed, len(allowed)).hits
    return [score for score, address in hits if allowed[int(lexical._searcher.doc(address)["row"][0])]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=_texts,
    query=st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=6).map(" ".join),
    k=st.integers(1, 20),
    every=st.integers(1, 30),
)
def test_the_best_are_the_best_of_scoring_every_passage_with_and_without_a_filter(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], query: str, k: int, every: int
) -> None:
    # One passage in `every` is Mind's: many or few, both ways to filter.
    voices = [MIND if order % every == 0 else GOVERNMENT for order in range(len(texts))]
    passages = [
        passage(text, voice=voice, order=order) for order, (text, voice) in enumerate(zip(texts, voices, strict=True))
    ]
    folder = tmp_path_factory.mktemp("random")
    write_lexical(folder, [(p, p.text, "Work coaches") for p in passages])
    lexical, everything = LexicalIndex(folder), [True] * len(texts)
    assert [s for _, s in lexical.search(query, k)] == pytest.approx(_by_the_parser(lexical, query, everything)[:k])
    own = [voice is MIND for voice in voices]
    filters = {"side": [MIND.side.value]}
    for found in (lexical.search(query, k, filters), lexical.search(query, k, filters, allowed=np.asarray(own))):
        assert [score for _, score in found] == pytest.approx(_by_the_parser(lexical, query, own)[:k])
        assert all(own[row] for row, _ in found)


def test_of_rows_that_a_filter_leaves_only_those_allowed_are_found(lexical: LexicalIndex) -> None:
    allowed = np.asarray([False, True, False])
    assert _rows(lexical.search("employer people recruit", 5, {"side": ["stakeholder"]}, allowed=allowed)) == [1]
    assert _rows(
        lexical.search("employer people recruit", 5, {"side": ["stakeholder"]}, allowed=np.roll(allowed, 1))
    ) == [2]
    assert lexical.search("employer", 5, {"side": ["stakeholder"]}, allowed=np.zeros(3, dtype=np.bool_)) == []
