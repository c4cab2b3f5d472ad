from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import GoldError
from eval.gold_build import occurrences, resolve
from eval.gold_set import split_of

TEXTS = {
    "one": "A start. The sum is\n  ten pounds. An end. The sum is ten pounds.",
    "two": "Here too: The sum is ten pounds.",
    "three": "They say: The sum is ten pounds.",
}
SIDES = {"one": "government", "two": "government", "three": "stakeholder"}


def draft(path: Path, **place: Any) -> Path:
    places = [{"document_id": "one", "quote": "The sum is ten pounds.", **place}]
    row = {
        "id": "q1", "question": "How much?", "type": "number", "answerable": True, "sides": ["government"],
        "evidence": [{"side": "government", "speaker": "x", "role": "author", "places": places}],
        "facts": [{"fact": "ten", "any_of": ["ten pounds"]}],
    }  # fmt: skip
    path.write_text(json.dumps(row), encoding="utf-8")
    return path


def test_white_space_does_not_matter_and_every_occurrence_is_found() -> None:
    assert [TEXTS["one"][s.start : s.end] for s in occurrences(TEXTS["one"], "The sum  is ten\npounds.")] == [
        "The sum is\n  ten pounds.",
        "The sum is ten pounds.",
    ]
    assert occurrences(TEXTS["one"], "  ") == []


def test_the_same_words_of_the_same_side_become_further_places(tmp_path: Path) -> None:
    (question,) = resolve([draft(tmp_path / "d.jsonl")], TEXTS, SIDES)
    places = question.evidence[0].places
    assert [place.document_id for place in places] == ["one", "one", "two"]
    assert all(place.quote == "The sum is ten pounds." for place in places)
    assert question.split is split_of("q1")


def test_a_quotation_that_stands_nowhere_is_named_with_its_question(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"'q1'.*does not stand in one"):
        resolve([draft(tmp_path / "d.jsonl", quote="The sum is eleven pounds.")], TEXTS, SIDES)


def test_an_unknown_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="unknown document 'four'"):
        resolve([draft(tmp_path / "d.jsonl", document_id="four")], TEXTS, SIDES)
