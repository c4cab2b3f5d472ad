from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import CorpusError, IndexCorruptError, IndexLockedError, IndexMismatchError, IndexMissingError
from corpus.index import Generations, Index
from corpus.settings import Settings
from ingest.pipeline import IngestResult, ingest
from tests.fakes import WordHashEmbedder, write_corpus

PAPER = """Orchards for Every County

Planting

The government will plant ten thousand apple trees in every county by the end of the year. The saplings come
from nurseries that are paid to grow them, and each county chooses its own kinds.

Why orchards

Orchards give shade, fruit and work, and the evidence for each of these three is strong in most places. A
review of forty studies found that a street with trees is three degrees cooler in July.

Schools

We propose that schools could adopt an orchard each, and that pupils could sell what they pick. A school that does so
would be lent the tools and taught how to prune.
"""
ANSWER = """Answer of the Beekeepers

The winter

We welcome the orchards, but we are concerned that nobody has asked who will look after the bees in winter.
Hives that stand empty in March are no use to a tree that flowers in April.

Wardens

We recommend that every orchard should have a warden who is paid for the whole of the year. A volunteer who
comes in spring does not see the frost.
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = write_corpus(tmp_path / "corpus", {"paper": ("government", PAPER), "answer": ("stakeholder", ANSWER)})
    return Settings(corpus=corpus, data_dir=tmp_path / "data")


def run(settings: Settings, embedder: WordHashEmbedder | None = None, *, rebuild: bool = False) -> IngestResult:
    return ingest(settings, lambda: embedder or WordHashEmbedder(), rebuild=rebuild)


def opened(settings: Settings) -> Index:
    return Index(Generations(settings.data_dir).current())


def texts(index: Index) -> dict[str, str]:
    return {index.passages.at(row).id: index.passages.at(row).text for row in range(len(index.passages))}


def edit(settings: Settings, document: str, old: str, new: str) -> None:
    path = settings.corpus / f"{document}.txt"
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def test_every_passage_is_found_by_its_own_text_in_both_stores(settings: Settings) -> None:
    run(settings)
    index, embedder = opened(settings), WordHashEmbedder()
    assert len(index.passages) >= 5
    for row in range(len(index.passages)):
        passage = index.passages.at(row)
        vector = embedder.encode_queries([passage.text])[0].vector
        assert passage.id in [id_ for id_, _ in index.vectors.nearest(passage.side, vector, 3)]
        assert row in [found for found, _ in index.lexical.search(passage.text, 3)]


def test_ingesting_twice_changes_nothing_and_embeds_nothing(settings: Settings) -> None:
    first = run(settings)
    before = texts(opened(settings))
    embedder = WordHashEmbedder()
    second = run(settings, embedder)
    assert second.unchanged
    assert embedder.embedded == []
    assert second.generation == first.generation
    rebuilt = run(settings, rebuild=True)
    assert rebuilt.embedded > 0
    assert texts(opened(settings)) == before


def test_a_changed_paragraph_embeds_only_its_passages_and_the_old_text_is_gone(settings: Settings) -> None:
    run(settings)
    edit(settings, "paper", "ten thousand apple trees", "twelve thousand plum trees")
    embedder = WordHashEmbedder()
    result = run(settings, embedder)
    assert result.changed == ("paper",)
    assert len(embedder.embedded) == result.embedded == 1
    assert "plum" in embedder.embedded[0]
    index = opened(settings)
    assert not any("apple" in text for text in texts(index).values())
    assert index.lexical.search("apple", 5) == []
    assert [index.passages.at(row).document_id for row, _ in index.lexical.search("plum", 5)] == ["paper"]


def test_a_removed_document_leaves_nothing_behind(settings: Settings) -> None:
    run(settings)
    manifest = settings.corpus / "manifest.toml"
    manifest.write_text(manifest.read_text().split('\n\n[[document]]\nid = "answer"')[0])
    removed = run(settings)
    assert removed.removed == ("answer",)
    index = opened(settings)
    assert set(index.documents) == {"paper"}
    assert index.vectors.count() == index.lexical.count() == len(index.passages) == len(index.matrices)
    assert index.lexical.search("beekeepers warden", 5) == []


def test_a_failure_midway_leaves_the_old_index_serving(settings: Settings) -> None:
    first = run(settings)
    edit(settings, "answer", "paid", "fed")

    class Breaking(WordHashEmbedder):
        def encode_passages(self, inputs):  # type: ignore[no-untyped-def]
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError):
        run(settings, Breaking())
    assert opened(settings).generation == first.generation
    assert any("paid" in text for text in texts(opened(settings)).values())
    assert not run(settings).unchanged
    assert any("fed" in text for text in texts(opened(settings)).values())


def test_an_open_index_keeps_answering_while_another_is_swapped_in(settings: Settings) -> None:
    run(settings)
    reader = opened(settings)
    edit(settings, "answer", "warden", "keeper")
    run(settings)
    assert any("warden" in text for text in texts(reader).values())
    assert reader.lexical.search("warden", 1)
    assert any("keeper" in text for text in texts(opened(settings)).values())


def test_a_second_writer_is_refused_at_once(settings: Settings) -> None:
    with Generations(settings.data_dir).writing():
        started = time.perf_counter()
        with pytest.raises(IndexLockedError, match="another process is writing"):
            run(settings)
        assert time.perf_counter() - started < 1


def test_a_bad_document_is_named_and_the_others_go_on(settings: Settings) -> None:
    (settings.corpus / "answer.txt").write_bytes(b"\xff\xfe")
    result = run(settings)
    assert set(result.failed) == {"answer"}
    assert "not UTF-8" in result.failed["answer"]
    assert set(opened(settings).documents) == {"paper"}


def test_a_document_that_turns_bad_keeps_the_text_it_had(settings: Settings) -> None:
    run(settings)
    (settings.corpus / "answer.txt").write_bytes(b"\xff\xfe")
    edit(settings, "paper", "shade", "shelter")
    result = run(settings)
    assert set(result.failed) == {"answer"}
    assert "the text of the earlier ingest is kept" in result.failed["answer"]
    index = opened(settings)
    assert any("warden" in text for text in texts(index).values())
    assert any("shelter" in text for text in texts(index).values())


def test_no_readable_document_is_an_error_that_says_so(settings: Settings) -> None:
    for name in ("paper", "answer"):
        (settings.corpus / f"{name}.txt").write_bytes(b"\xff")
    with pytest.raises(CorpusError, match="no document of the corpus can be read"):
        run(settings)
    with pytest.raises(IndexMissingError, match="greenpaper ingest"):
        Generations(settings.data_dir).current()


def test_an_index_of_another_model_or_format_is_refused(settings: Settings) -> None:
    run(settings)
    folder = Generations(settings.data_dir).current()
    with pytest.raises(IndexMismatchError, match="made with the embedding model 'word-hash', not 'another'"):
        Index(folder, model="another")
    manifest = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(IndexMismatchError, match="format 99"):
        Index(folder)


def test_another_model_embeds_everything_anew(settings: Settings) -> None:
    first = run(settings)
    changed = settings.model_copy(update={"embedding_model": "other"})
    second = run(changed, WordHashEmbedder(name="other", dimension=32))
    assert second.embedded == first.embedded
    assert opened(settings).manifest.dimension == 32


@pytest.mark.parametrize("name", ["passages.jsonl", "passage_vectors.npy", "token_vectors.npy", "documents.json"])
def test_a_file_cut_short_is_named_and_a_rebuild_mends_it(settings: Settings, name: str) -> None:
    run(settings)
    path = Generations(settings.data_dir).current() / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IndexCorruptError, match=rf"{name}.*greenpaper ingest --rebuild"):
        opened(settings)
    run(settings, rebuild=True)
    assert len(opened(settings).passages) >= 5


def test_parts_that_disagree_are_refused(settings: Settings) -> None:
    run(settings)
    index = opened(settings)
    client_folder = index.folder / "chroma"
    index.close()
    import chromadb

    client = chromadb.PersistentClient(path=str(client_folder))
    collection = client.get_collection("government")
    collection.delete(ids=collection.get(limit=1)["ids"])
    client.close()
    with pytest.raises(IndexCorruptError, match="disagree"):
        opened(settings).verify()


KILLED = """
import sys, time
from pathlib import Path
from corpus.settings import Settings
from ingest.pipeline import ingest
from tests.fakes import WordHashEmbedder
settings = Settings(corpus=Path(sys.argv[1]), data_dir=Path(sys.argv[2]))
print("ready", flush=True)
ingest(settings, lambda: WordHashEmbedder())
print("done", flush=True)
"""


@pytest.mark.slow
def test_kill_9_at_random_points_never_harms_the_index_in_force(settings: Settings) -> None:
    run(settings)
    seconds, edits, random_ = 1.5, 0, random.Random(9)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for round_ in range(int(os.environ.get("GREENPAPER_KILLS", "8"))):
        before = texts(opened(settings))
        (settings.corpus / "answer.txt").write_text(
            ANSWER + f"\n\nWe repeat it for the {round_}th time, and shall not tire.\n"
        )
        edits += 1
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(settings.corpus), str(settings.data_dir)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        started = time.perf_counter()
        try:
            process.wait(timeout=random_.uniform(0, seconds))
            seconds = max(0.2, time.perf_counter() - started)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        after = opened(settings)
        found = texts(after)
        assert found == before or any(f"{round_}th" in text for text in found.values())
        embedder = WordHashEmbedder()
        for id_, text in found.items():
            passage = after.passages.get(id_)
            assert passage is not None
            (query,) = embedder.encode_queries([text])
            assert id_ in [hit for hit, _ in after.vectors.nearest(passage.side, query.vector, 3)]
        after.close()
    assert not run(settings, rebuild=True).unchanged
    assert edits
    leftovers = [path.name for path in (settings.data_dir / "index").glob("*.building")]
    assert leftovers == []
