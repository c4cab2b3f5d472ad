"""A question's way before anything is looked up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.index import Generations, Index
from corpus.settings import Settings
from eval.gold_set import PACKAGED_GOLD, load_gold
from ingest.pipeline import ingest
from service.retrieval.pipeline import Retriever
from service.schemas import Turn
from service.understanding import Understanding

TURNS = [Turn(question="How many Community Partners will be recruited?", answer="About 200.")]


def test_its_very_words_are_kept_on_demand(understanding: Understanding) -> None:
    typed = "Hello! And waht about sanctoins?"
    assert understanding.understand(typed, TURNS, as_typed=True).question == typed
    assert understanding.understand(typed, TURNS).question != typed


def test_an_abbreviation_alone_is_spelled_out(understanding: Understanding) -> None:
    understood = understanding.understand("esa")
    assert understood.question == "Employment and Support Allowance (ESA)"
    assert understood.changes == ("spelling", "abbreviation")
    assert understood.verdict is None
    assert understood.subject


@pytest.mark.parametrize(
    "subject", ["sanctions", "PIP", "Mind", "Sanctions?", "esa support group changes", "sanctions mind"]
)
def test_a_subject_is_not_asked_back(understanding: Understanding, subject: str) -> None:
    understood = understanding.understand(subject)
    assert understood.verdict is None
    assert understood.subject


@pytest.mark.parametrize(
    "question",
    ["Combien d'argent pour les personnes handicapées ?", "Faint o arian a gaiff cynghorau ar gyfer arwyddion newydd?"],
)
def test_another_language_is_told_which_is_served(understanding: Understanding, question: str) -> None:
    verdict = understanding.understand(question).verdict
    assert verdict is not None
    assert (verdict.answered, verdict.reason) == (False, "unclear")
    assert verdict.says is not None
    assert "English" in verdict.says


@pytest.mark.parametrize(
    "question",
    ["ESA BPS IAPT", "Jobcentre BACP Grover Rudd", "waht dose teh goverment proposse abuot sanctoins", "WRAG"],
)
def test_names_and_slips_make_no_other_language(understanding: Understanding, question: str) -> None:
    verdict = understanding.understand(question).verdict
    assert verdict is None or verdict.says is None


@pytest.mark.parametrize(
    "question", ["What can you do?", "help", "what can I ask", "who are you?", "What can you answer?"]
)
def test_help_is_asked_for(understanding: Understanding, question: str) -> None:
    assert understanding.understand(question).help


@pytest.mark.parametrize(
    "question", ["What help can claimants get?", "What do they say?", "How do work coaches help?", "Why?"]
)
def test_help_is_not_asked_for(understanding: Understanding, question: str) -> None:
    assert not understanding.understand(question).help


def test_a_question_with_a_subject_of_its_own_is_not_welded_to_the_last(understanding: Understanding) -> None:
    for question in ("How tall is the Shard?", "How many advisers will be recruited?", "How long do sanctions last?"):
        understood = understanding.understand(question, TURNS)
        assert (understood.question, understood.changes, understood.context) == (question, (), ())
    follow_up = understanding.understand("What does Mind think of them?", TURNS)
    assert follow_up.changes == ("history",)
    assert "Community Partners" in follow_up.question


def test_understanding_is_quick(understanding: Understanding) -> None:
    questions = [question.question for question in load_gold(PACKAGED_GOLD).questions[:100]]
    understanding.warm()
    times = []
    for question in questions:
        started = time.process_time()
        understanding.understand(question)
        times.append(time.process_time() - started)
    assert sorted(times)[len(times) // 2] < 0.005


def test_a_question_in_the_language_of_one_document_is_asked_of_it(
    tmp_path: Path, embedder: TransformerEmbedder
) -> None:
    """A consultation in English, with one answer to it in Welsh."""
    (tmp_path / "manifest.toml").write_text(_MANIFEST, encoding="utf-8")
    (tmp_path / "paper.txt").write_text(_PAPER, encoding="utf-8")
    (tmp_path / "welsh.txt").write_text(_WELSH, encoding="utf-8")
    settings = Settings(corpus=tmp_path, data_dir=tmp_path / "data")
    ingest(settings, lambda: embedder)
    index = Index(Generations(settings.data_dir).current(), model=embedder.name)
    opened = Understanding(index, Retriever(index, embedder))
    assert opened.understand("Pam mae'r Gynghrair yn croesawu'r terfyn o amgylch ysgolion?").verdict is None
    verdict = opened.understand("Pwy fydd yn talu am yr ysbytai newydd eleni?").verdict
    assert verdict is not None
    assert verdict.says is not None
    assert "Welsh" in verdict.says


_MANIFEST = """
[consultation]
title = "Quiet Streets"
description = "Speed limits."

[government]
official_titles = ["Minister"]
official_bodies = ["Department for Streets"]
""" + "".join(
    f"""
[[document]]
id = "{name}"
title = "{name}"
publisher = "{publisher}"
side = "{side}"
date = "2024-03"
licence = "test"
source = "https://example.org/"
file = "{name}.txt"
"""
    for name, publisher, side in (
        ("paper", "Department for Streets", "government"),
        ("welsh", "Cynghrair Cerddwyr", "stakeholder"),
    )
)
_PAPER = """Quiet Streets

1. We propose to lower the default speed limit on residential streets from 30 mph to 20 mph from April. The change would
apply to about 9,400 streets, and councils will be able to apply for money for new signs from January.

2. We are considering a ban on lorries above 18 tonnes on residential streets at night.
"""
_WELSH = """Ymateb

1. Mae'r Gynghrair yn croesawu'r cynnig i ostwng y terfyn cyflymder, am fod plant o amgylch ysgolion mewn perygl.
"""
