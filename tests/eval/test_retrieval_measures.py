"""Ablation and scale, on a small corpus with a stand-in for the model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.index import Generations, Index
from corpus.models import Role, Side, Span
from corpus.settings import Settings
from eval import ablation, scale
from eval.errors import EvaluationError
from eval.gold_set import Evidence, Place, Question, QuestionType, Split
from eval.retrieval_commands import parse_sizes
from ingest.pipeline import ingest
from service.found import FoundPassage
from service.retrieval.pipeline import Retriever
from tests.fakes import WordHashEmbedder, write_corpus

SENTENCES = [
    "Advisers will be recruited in every jobcentre next spring.",
    "Wheelchairs are repaired within two working days of a call.",
    "Libraries lend laptops to people who look for a post.",
    "Nurses visit large employers once a month at no charge.",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("small")
    corpus = write_corpus(home / "corpus", {"plan": ("government", "\n\n".join(SENTENCES) + "\n")})
    embedder = WordHashEmbedder()
    settings = Settings(corpus=corpus, data_dir=home / "data", embedding_model=embedder.name)
    ingest(settings, lambda: embedder)
    opened = Index(Generations(settings.data_dir).current())
    yield opened
    opened.close()


def _question(number: int, text: str, index: Index) -> Question:
    quote = SENTENCES[number]
    start = index.documents["plan"].text.index(quote)
    place = Place("plan", quote, Span(start, start + len(quote)))
    evidence = (Evidence(Side.GOVERNMENT, "Plan", Role.AUTHOR, (place,)),)
    return Question(
        id=f"q-{number}", question=text, type=QuestionType.FACT, split=Split.DEV, answerable=True, reason=None,
        sides=frozenset({Side.GOVERNMENT}), history=(), evidence=evidence, facts=(),
    )  # fmt: skip


def test_every_stage_has_a_row_and_the_pipeline_is_left_as_it_was(index: Index) -> None:
    retriever = Retriever(index, WordHashEmbedder())
    weights = retriever.weights
    questions = [
        _question(1, "How quickly are wheelchairs repaired after a call?", index),
        _question(3, "Which nurses visit employers and at what charge?", index),
    ]
    asked: list[str] = []

    def in_parts(text: str, k: int) -> list[FoundPassage]:
        asked.append(text)
        return []

    rows = ablation.run_ablation(retriever, in_parts, questions)
    assert asked == [question.question for question in questions]
    assert rows[-1].name == ablation.IN_PARTS
    assert rows[-1].figures["recall@5"].value == 0.0
    assert retriever.weights == weights
    assert {f"without {stage}" for stage in ablation.STAGES} <= {row.name for row in rows}
    assert rows[0].name == "whole pipeline"
    assert rows[0].figures["recall@5"].value == 1.0
    assert all(gain.value == 0.0 for gain in rows[0].gains.values())
    assert ablation.markdown(rows, "dev questions").count("\n| ") == len(rows) + 2


def test_a_grown_index_holds_what_was_asked_for_and_is_searched(index: Index, tmp_path: Path) -> None:
    told: list[str] = []
    (row,) = scale.run_scale(index, WordHashEmbedder, [40], tmp_path / "scale", told.append)
    assert row.passages == 40
    assert row.recall > 0.9
    assert row.p95 >= row.p50 > 0
    assert row.disk_mib > 0
    assert not list((tmp_path / "scale").glob("scale-*"))
    assert told
    assert "| 40 |" in scale.markdown([row])


def test_sizes_are_read_with_their_units() -> None:
    assert parse_sizes("500,10k,1m") == [500, 10_000, 1_000_000]
    for wrong in ("", "k", "10x", "0", "ten"):
        with pytest.raises(EvaluationError, match="number of passages"):
            parse_sizes(wrong)
