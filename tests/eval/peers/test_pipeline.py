from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.errors import ConfigurationError
from corpus.manifest import Manifest
from corpus.models import DocumentEntry, OfficialVoices
from eval.cases import answer_from
from eval.gold_set import GoldSet
from eval.overlap import Rules
from eval.peers.pipeline import Chunk, PeerAsker, extra, place
from eval.peers.table import PEERS, retriever, run_system, write_table
from tests.eval.fakes import SIDES, SPEAKERS, TEXTS, paragraph_spans

MANIFEST = Manifest(
    root=Path(),
    title="",
    description="",
    officials=OfficialVoices(),
    documents=tuple(
        DocumentEntry(
            id=name,
            title=name,
            publisher=name,
            organisation=name,
            speaker=SPEAKERS[name],
            side=SIDES[name],
            date="2024",
            licence="",
            attribution="",
            source="",
            file="",
        )
        for name in SPEAKERS
    ),
)


class SharedWords:
    """Paragraphs ranked by how many of their words stand in the query."""

    name, title = "shared-words", "Shared words"

    def index(self, documents: Mapping[str, str]) -> int:
        self.chunks = [(name, span) for name in documents for span in paragraph_spans(name)]
        return len(self.chunks)

    def find(self, query: str, k: int) -> list[Chunk]:
        words = set(query.lower().strip("?.").split())
        scored = [
            Chunk(name, span.start, span.end, len(words & set(TEXTS[name][span.start : span.end].lower().split())))
            for name, span in self.chunks
        ]
        return sorted(scored, key=lambda chunk: -chunk.score)[:k]


@pytest.fixture
def peer() -> PeerAsker:
    return PeerAsker(SharedWords(), MANIFEST, TEXTS)


def test_it_answers_with_its_first_four_chunks_whole_attributed_by_file(peer: PeerAsker) -> None:
    answer = answer_from(peer.ask({"question": "What is put into mills?"}))
    assert answer.answered
    assert len(answer.citations) == len(answer.statements) == 4
    assert {(c.side, c.speaker) for c in answer.citations} <= {
        ("government", "The Ministry"),
        ("stakeholder", "The Guild"),
    }
    assert all(statement.text == answer.cited_by(statement)[0].quote for statement in answer.statements)


def test_it_never_refuses_and_knows_no_history(peer: PeerAsker) -> None:
    body = peer.ask({"question": "How much?", "history": [{"question": "Mills?", "answer": "Yes."}]})
    assert body["answered"] is True
    assert body["standalone_question"] == "How much?"


def test_it_is_scored_by_the_same_rules_in_a_run_of_its_own(peer: PeerAsker, gold: GoldSet, tmp_path: Path) -> None:
    row = run_system(tmp_path / "peer", "Shared words", peer, gold, split="all", rules=Rules())
    figures = row["figures"]
    assert figures["recall@5"]["value"] > 0.7
    assert figures["refusal"]["value"] == 0
    assert (tmp_path / "peer" / "answers.jsonl").exists()
    table = write_table(tmp_path / "peers.json", [row], "all", len(gold.questions))
    assert table["systems"][0]["title"] == "Shared words"


def test_a_chunk_is_placed_by_its_offset_or_found_by_its_words() -> None:
    assert place("one two one", "one", 8) == (8, 11)
    assert place("one two one", "two", 0) == (4, 7)
    with pytest.raises(ConfigurationError, match="not the document's own text"):
        place("one two", "three", None)


def test_a_library_that_is_not_installed_is_one_line_that_says_how() -> None:
    with pytest.raises(ConfigurationError, match=r"pip install 'greenpaper\[peers\]'"):
        extra("no_such_library.anywhere")


def test_an_unknown_peer_is_named_with_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match="haystack-hybrid"):
        retriever("txtai")


@pytest.mark.slow
@pytest.mark.parametrize("name", PEERS)
def test_each_peer_finds_what_is_asked_for_in_plain_words(name: str) -> None:
    pytest.importorskip(
        {"langchain-tutorial": "langchain_text_splitters", "llama-index": "llama_index.core"}.get(name, "haystack")
    )
    texts = {
        "plan": "The harbour was dredged in May. " * 3 + "\n\n" + "Bees make honey in summer from clover. " * 40,
        "reply": "Trains to the north were late all winter. " * 60,
    }
    peer = retriever(name)
    assert peer.index(texts) >= 2
    (best, *_) = peer.find("Which insects produce honey?", 3)
    assert best.document_id == "plan"
    assert "honey" in texts["plan"][best.start : best.end]
