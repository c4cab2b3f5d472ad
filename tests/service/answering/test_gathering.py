"""What is gathered: whoever is asked about by name is heard in their own words, and each position asked for is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.index import Generations, Index
from corpus.models import Side
from corpus.settings import Settings
from ingest.pipeline import ingest
from service.answering.gathering import Gatherer, _in_their_own_words
from service.found import Filters
from service.opened import OpenIndex
from tests.service.answering.candidates import ROWERS, candidate
from tests.service.consultation.libraries import write_libraries


@pytest.mark.parametrize(("share", "likely"), [(1.0, 0.48), (0.5, 0.05)])
def test_the_words_of_somebody_named_count_nearly_as_much_as_words_about_them(share: float, likely: float) -> None:
    about = candidate("about", 0.8, ("Ada Moor warned of ferries.", 1.0))
    own = candidate("own", 0.05, ("They are slow.", 1.0), voice=ROWERS)
    found = replace(own.evidence.found, features={"speaker": share})
    own = replace(own, evidence=replace(own.evidence, found=found))
    first, second = _in_their_own_words([about, own])
    assert (first.probability, second.probability) == (0.8, pytest.approx(likely))


def test_nobody_is_raised_where_nothing_is_found() -> None:
    assert _in_their_own_words([]) == []


@pytest.fixture(scope="module")
def gatherer(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[Gatherer]:
    home = tmp_path_factory.mktemp("libraries")
    settings = Settings(corpus=write_libraries(home / "corpus"), data_dir=home / "data")
    ingest(settings, lambda: embedder)
    index = Index(Generations(settings.data_dir).current())
    yield OpenIndex(index, embedder).gatherer
    index.close()


COMPARISON = (
    "Fines for late books: what does the Ministry of Libraries propose, and what grant does the Readers' Union want?"
)


def test_a_search_for_two_positions_lets_each_take_its_turn(gatherer: Gatherer) -> None:
    found = gatherer.search(COMPARISON, 6, Filters())
    assert [item.passage.organisation for item in found[:2]] == ["Ministry of Libraries", "Readers' Union"]
    assert "end all fines" in found[0].passage.text
    assert "grant" in found[1].passage.text
    assert len({item.passage.id for item in found}) == len(found) <= 6


def test_a_comparison_without_clauses_hears_both_in_its_first_two(gatherer: Gatherer) -> None:
    found = gatherer.search("What do the Ministry of Libraries and the Readers' Union say about fines?", 4, Filters())
    assert {item.passage.organisation for item in found[:2]} == {"Ministry of Libraries", "Readers' Union"}


def test_a_search_within_one_side_finds_nobody_else(gatherer: Gatherer) -> None:
    found = gatherer.search(COMPARISON, 6, Filters(sides=frozenset({Side.GOVERNMENT})))
    assert found
    assert {item.passage.side for item in found} == {Side.GOVERNMENT}


def test_where_the_parts_find_less_than_was_asked_for_the_whole_question_fills_up(gatherer: Gatherer) -> None:
    found = gatherer.search(COMPARISON, 50, Filters())
    assert "Library Staff Association" in {item.passage.organisation for item in found}


def test_a_question_of_one_part_is_searched_for_whole(gatherer: Gatherer) -> None:
    question = "Which library vans should be replaced first?"
    assert gatherer.search(question, 5, Filters()) == gatherer._retriever.find(question, 5, Filters(), joined=True)


def test_what_fills_up_comes_after_what_the_parts_found(gatherer: Gatherer) -> None:
    asked = {"Ministry of Libraries", "Readers' Union"}
    filling = [item.passage.organisation not in asked for item in gatherer.search(COMPARISON, 50, Filters())]
    assert any(filling)
    assert filling == sorted(filling)
