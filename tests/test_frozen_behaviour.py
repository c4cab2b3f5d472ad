"""Behaviour is frozen alike twice, and a change of it shows."""

from __future__ import annotations

from pathlib import Path

from corpus.embedding import TransformerEmbedder
from tests.frozen_behaviour import consultations, freeze, stable


def test_a_consultation_frozen_twice_is_the_same(tmp_path: Path, embedder: TransformerEmbedder) -> None:
    for name in ("once", "twice"):
        freeze("dentistry", tmp_path / name, embedder)
    once, twice = ({f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in ("once", "twice"))
    assert once == twice
    assert len(once["passages.jsonl"].splitlines()) > 100
    assert len(once["questions.jsonl"].splitlines()) > 3


def test_times_do_not_show_and_words_do() -> None:
    body = {"id": "1", "answer": "Yes.", "timings_ms": {"total": 3.1}, "citations": [{"score": 0.123456, "quote": "a"}]}
    assert stable(body) == {"answer": "Yes.", "citations": [{"score": 0.1235, "quote": "a"}]}


def test_every_consultation_of_the_tests_is_frozen() -> None:
    assert {"shipped", "street_trees", "dentistry"} <= set(consultations())
    assert all(folder.is_dir() for folder, _ in consultations().values())
