"""Public benchmarks: their measures, their files and the systems beside us."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import Vectors
from corpus.manifest import load_manifest, read_document
from eval import external_squad
from eval.errors import EvaluationError
from eval.external import write_corpus
from eval.external_chunking import ChunkingQuestion, load_chunking, score_question
from eval.external_splitters import Splitter, retrieval_by_cosine
from eval.external_squad import Hit, SquadQuestion, load_squad

TEXT = "Alpha pays for coaches. Beta pays for nothing at all. Gamma hires nurses in every region of the country."
QUESTION = ChunkingQuestion("Who pays for coaches?", "letters", ((0, 20), (30, 40)))


def _benchmark(folder: Path, content: str) -> Path:
    (folder / "corpora").mkdir(parents=True)
    (folder / "corpora" / "letters.md").write_text(TEXT, encoding="utf-8")
    references = json.dumps([{"content": content, "start_index": 0, "end_index": 5}]).replace('"', '""')
    (folder / "questions.csv").write_text(
        f'question,references,corpus_id\nWho pays?,"{references}",letters\n', encoding="utf-8"
    )
    return folder


def test_measures_count_every_character_once() -> None:
    scores = score_question(QUESTION, [[(0, 10)], [(5, 20), (35, 50)]])
    assert scores["recall"] == pytest.approx(25 / 30)
    assert scores["precision"] == pytest.approx(25 / 35)
    assert scores["iou"] == pytest.approx(25 / 40)


def test_nothing_retrieved_scores_nothing() -> None:
    assert score_question(QUESTION, []) == {"recall": 0.0, "precision": 0.0, "iou": 0.0, "characters": 0.0}


def test_a_benchmark_is_read_and_its_excerpts_proved(tmp_path: Path) -> None:
    benchmark = load_chunking(_benchmark(tmp_path / "good", "Alpha"))
    assert benchmark.of("letters")[0].references == ((0, 5),)
    with pytest.raises(EvaluationError, match="not at its offsets"):
        load_chunking(_benchmark(tmp_path / "bad", "Gamma"))
    with pytest.raises(EvaluationError, match="cannot be read"):
        load_chunking(tmp_path / "nowhere")


def test_a_splitters_chunks_are_the_text_at_their_ranges() -> None:
    chunks = Splitter(12, 4).split(TEXT * 3)
    assert len(chunks) > 3
    assert all((TEXT * 3)[start:end] == chunk for chunk, (start, end) in chunks)


def test_retrieval_by_cosine_embeds_chunks_once(tmp_path: Path) -> None:
    asked: list[int] = []

    def encode(texts: Sequence[str]) -> Vectors:
        asked.append(len(texts))
        words = [[float(text.lower().count(word)) for word in ("alpha", "beta", "gamma")] for text in texts]
        return np.asarray(words, dtype=np.float32)

    for _ in range(2):
        retrieve = retrieval_by_cosine(Splitter(8, 0), TEXT, encode, tmp_path, "counted")
        (((start, end),),) = retrieve("gamma?", 1)
        assert "Gamma" in TEXT[start:end]
    assert [count for count in asked if count > 1] == [len(Splitter(8, 0).split(TEXT))]


def test_squad_is_read_as_articles_with_places(tmp_path: Path) -> None:
    qas = [
        {"question": "Who pays?", "is_impossible": False, "answers": [{"text": "Alpha", "answer_start": 0}]},
        {"question": "Who sings?", "is_impossible": True, "answers": []},
    ]
    path = tmp_path / "dev.json"
    paragraphs = [{"context": "Nothing.", "qas": []}, {"context": TEXT, "qas": qas}]
    path.write_text(json.dumps({"data": [{"title": "Letters", "paragraphs": paragraphs}]}), encoding="utf-8")
    texts, questions = load_squad(path)
    assert [question.text for question in questions] == ["Who pays?"]
    (start, end), *_ = questions[0].answers
    assert texts["Letters"][start:end] == "Alpha"
    with pytest.raises(EvaluationError):
        load_squad(tmp_path / "nowhere.json")


def test_squad_scores_paragraph_answer_and_sentence_apart() -> None:
    question = SquadQuestion("Who pays?", "Letters", (0, 100), ((10, 15),))
    beside = Hit("Letters", ((40, 90),), ((40, 60),))
    right = Hit("Letters", ((0, 40),), ((0, 20),))
    elsewhere = Hit("Numbers", ((0, 40),), ((0, 20),))
    scores = external_squad.score_question(question, [beside, elsewhere, right])
    assert (scores["paragraph@1"], scores["answer@1"], scores["answer@5"]) == (1.0, 0.0, 1.0)
    assert scores["mrr"] == pytest.approx(1 / 3)
    assert scores["sentence"] == 0.0
    assert external_squad.score_question(question, [right])["sentence"] == 1.0


def test_a_benchmarks_corpus_can_be_ingested_and_is_left_alone_when_unchanged(tmp_path: Path) -> None:
    write_corpus(tmp_path, {'State_of "the" union': TEXT})
    manifest = load_manifest(tmp_path)
    assert read_document(tmp_path, manifest.documents[0]).text == TEXT
    before = (tmp_path / "manifest.toml").stat().st_mtime_ns
    write_corpus(tmp_path, {'State_of "the" union': TEXT})
    assert (tmp_path / "manifest.toml").stat().st_mtime_ns == before
