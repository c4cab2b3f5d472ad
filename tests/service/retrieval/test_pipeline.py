"""The pipeline over the real corpus: filters hold, order is settled, and the evidence of plain questions is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import TransformerEmbedder
from corpus.index import Index
from corpus.models import Passage, Side, StatementKind
from service.found import Filters
from service.retrieval.pipeline import Retriever
from service.retrieval.weights import DEFAULT

QUESTION = "How many more Disability Employment Advisers is the government recruiting?"


@pytest.fixture(scope="module")
def retriever(index: Index, embedder: TransformerEmbedder) -> Retriever:
    return Retriever(index, embedder)


def test_the_evidence_of_a_plain_question_comes_first(retriever: Retriever) -> None:
    best = retriever.find(QUESTION, 3)
    assert any("Disability Employment Advisers" in item.passage.text for item in best)
    assert [item.score for item in best] == sorted((item.score for item in best), reverse=True)


def test_the_same_question_gives_the_same_results(retriever: Retriever) -> None:
    first, second = (retriever.find(QUESTION, 10) for _ in range(2))
    assert [(item.passage.id, item.score) for item in first] == [(item.passage.id, item.score) for item in second]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(sides=frozenset({Side.STAKEHOLDER})),
        Filters(documents=frozenset({"mind-response"})),
        Filters(organisations=frozenset({"Mind"}), kinds=frozenset({StatementKind.RECOMMENDATION})),
    ],
)
def test_filters_let_nothing_else_through_and_fill_the_results(retriever: Retriever, filters: Filters) -> None:
    found = retriever.find("What should happen to sanctions for people with mental health problems?", 10, filters)
    assert len(found) == 10
    for item in found:
        assert not filters.sides or item.passage.side in filters.sides
        assert not filters.documents or item.passage.document_id in filters.documents
        assert not filters.organisations or item.passage.organisation in filters.organisations
        kinds = {item.passage.kind, *(sentence.kind for sentence in item.passage.sentences)}
        assert not filters.kinds or kinds & filters.kinds


@pytest.mark.parametrize("by_neighbours", [50_000, 0])
def test_a_small_corpus_is_compared_whole_and_chroma_and_codes_find_the_same(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch, by_neighbours: int
) -> None:
    vector = retriever.query(QUESTION).encoding.vector
    whole = retriever.candidates.dense(vector, Filters(), 20)
    monkeypatch.setattr("service.retrieval.candidates._COMPARED_WHOLE", 0)
    monkeypatch.setattr("service.retrieval.candidates._COMPARED_AFTER_CODES", 200)
    monkeypatch.setattr("service.retrieval.candidates._BY_NEIGHBOURS", by_neighbours)
    nearest = retriever.candidates.dense(vector, Filters(), 20)
    assert len(whole.keys() & nearest.keys()) >= 38  # of twenty on each side; the last may change places by rounding
    for row in whole.keys() & nearest.keys():
        assert abs(whole[row] - nearest[row]) < 1e-3


def test_what_a_filter_leaves_is_found_by_codes_where_it_is_much(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector, filters = retriever.query(QUESTION).encoding.vector, Filters(documents=frozenset({"green-paper"}))
    whole = retriever.candidates.dense(vector, filters, 10)
    monkeypatch.setattr("service.retrieval.candidates._COMPARED_WHOLE", 0)
    monkeypatch.setattr("service.retrieval.candidates._COMPARED_AFTER_CODES", 200)
    assert retriever.candidates.dense(vector, filters, 10) == pytest.approx(whole)


def test_filtered_dense_search_is_exact(retriever: Retriever) -> None:
    query = retriever.query(QUESTION)
    found = retriever.candidates.dense(query.encoding.vector, Filters(documents=frozenset({"mind-response"})), 10)
    rows = np.flatnonzero(retriever.index.passages.mask("document", ["mind-response"]))
    cosines = retriever.index.matrices.passages(rows) @ query.encoding.vector
    assert list(found) == [int(rows[i]) for i in np.argsort(-cosines, kind="stable")[:10]]


def test_names_are_not_searched_for_but_weigh_whose_words_come_first(retriever: Retriever) -> None:
    query = retriever.query("According to Mind, why do benefit sanctions fail?")
    assert "Mind" not in query.bare
    assert query.named.organisations == ("Mind",)
    assert all(item.passage.organisation == "Mind" for item in retriever.find(query, 3))


def test_abbreviations_are_spelled_out_and_long_forms_abbreviated(retriever: Retriever) -> None:
    assert "Employment and Support Allowance" in retriever.query("Who gets ESA?").spelled_out
    assert "ESA" in retriever.query("Who gets Employment and Support Allowance?").lexical


def test_joined_results_quote_the_document_at_their_spans(retriever: Retriever) -> None:
    from corpus.quotes import verify_quote

    found = retriever.find(QUESTION, 10, joined=True)
    assert len({item.passage.id for item in found}) == 10
    for item in found:
        text = retriever.index.documents[item.passage.document_id].text
        verify_quote(text, item.passage.spans, item.passage.text)


def test_a_reranker_decides_the_order(index: Index, embedder: TransformerEmbedder) -> None:
    def shortest_first(_: str, passages: list[Passage]) -> list[float]:
        return [-float(len(passage.text)) for passage in passages]

    found = Retriever(index, embedder, reranker=shortest_first).find("What about fit notes?", 10)  # type: ignore[arg-type]
    lengths = [len(item.passage.text) for item in found]
    assert found[0].score == max(item.score for item in found)
    assert lengths[0] == min(lengths)


def test_nothing_is_found_where_filters_leave_nothing(retriever: Retriever) -> None:
    assert retriever.find(QUESTION, 5, Filters(documents=frozenset({"no-such-document"}))) == []


def test_a_stage_switched_off_counts_for_nothing(index: Index, embedder: TransformerEmbedder) -> None:
    found = Retriever(index, embedder, weights=DEFAULT.without("late")).find(QUESTION, 5)
    assert all(item.features["late"] == 0.0 for item in found)


def test_stages_report_their_milliseconds(retriever: Retriever) -> None:
    timings: dict[str, float] = {}
    retriever.find(QUESTION, 5, timings=timings)
    assert {"encode", "dense", "lexical", "sentence", "late", "merge"} <= timings.keys()


def test_an_index_of_one_passage_can_be_searched(tmp_path: Path) -> None:
    from corpus.index import Generations
    from corpus.settings import Settings
    from ingest.pipeline import ingest
    from tests.fakes import WordHashEmbedder, write_corpus

    corpus = write_corpus(tmp_path / "corpus", {"only": ("government", "We will recruit more advisers next year.\n")})
    embedder = WordHashEmbedder()
    settings = Settings(corpus=corpus, data_dir=tmp_path / "data", embedding_model="word-hash")
    ingest(settings, lambda: embedder)
    found = Retriever(Index(Generations(settings.data_dir).current()), embedder).find("Will advisers be recruited?", 5)
    assert [item.passage.text for item in found] == ["We will recruit more advisers next year."]
