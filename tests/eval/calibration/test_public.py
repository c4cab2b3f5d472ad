"""A public set becomes a corpus that can be ingested, and questions whose answers stand where they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.manifest import load_manifest, read_document
from eval.calibration.public import off_topic_questions, squad_questions, write_squad_corpus


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    context = "The mill was built\nin 1740. It burned down twice."
    article = {
        "title": "Old_Mill",
        "paragraphs": [
            {
                "context": context,
                "qas": [
                    {"id": "q1", "question": "When was the mill built?", "is_impossible": False,
                     "answers": [{"text": "1740", "answer_start": context.index("1740")}]},
                    {"id": "q2", "question": "Who sold the mill?", "is_impossible": True, "answers": []},
                ],
            }
        ],
    }  # fmt: skip
    path = tmp_path / "dev.json"
    path.write_text(json.dumps({"data": [article]}), encoding="utf-8")
    return path


def test_the_corpus_loads_and_answers_stand_at_their_offsets(squad: Path, tmp_path: Path) -> None:
    write_squad_corpus(squad, tmp_path / "corpus")
    (entry,) = load_manifest(tmp_path / "corpus").documents
    text = read_document(tmp_path / "corpus", entry).text
    answerable, impossible = sorted(squad_questions(squad, 10), key=lambda question: question.id)
    (place,) = answerable.evidence[0].places
    assert (place.document_id, text[place.span.start : place.span.end]) == ("old-mill", "1740")
    assert answerable.answerable
    assert not impossible.answerable
    assert not impossible.evidence


def test_sampling_is_the_same_every_time(squad: Path) -> None:
    assert squad_questions(squad, 1) == squad_questions(squad, 1)


def test_other_subjects_mix_both_sources(squad: Path, tmp_path: Path) -> None:
    other = tmp_path / "questions.csv"
    other.write_text("question,corpus_id\nHow did shares close?,finance\n", encoding="utf-8")
    asked = off_topic_questions(squad, other, 2)
    assert "How did shares close?" in {question.text for question in asked}
    assert not any(question.answerable for question in asked)
