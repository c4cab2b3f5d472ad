from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import EvaluationError
from eval.gold_build import resolve
from eval.gold_set import QuestionType
from eval.starter import write_template


def test_the_template_becomes_a_gold_set_once_its_placeholders_are_filled(tmp_path: Path) -> None:
    guide, drafts = write_template(tmp_path / "gold")
    text = drafts.read_text(encoding="utf-8").replace("id-from-the-manifest", "plan")
    text = text.replace("the exact words that carry the answer", "It costs ten pounds.")
    drafts.write_text(text, encoding="utf-8")
    questions = resolve([drafts], {"plan": "Now. It costs ten pounds."}, {"plan": "government"})
    assert {question.type for question in questions} == {
        QuestionType.NUMBER, QuestionType.FOLLOW_UP, QuestionType.UNANSWERABLE, QuestionType.OUT_OF_DOMAIN
    }  # fmt: skip
    assert "eval resolve" in guide.read_text(encoding="utf-8")
    assert all(json.loads(line)["id"].startswith("example-") for line in text.splitlines())


def test_the_guide_explains_every_type(tmp_path: Path) -> None:
    guide, _ = write_template(tmp_path / "gold")
    for kind in QuestionType:
        assert kind.value in guide.read_text(encoding="utf-8")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    write_template(tmp_path)
    with pytest.raises(EvaluationError, match="exists already"):
        write_template(tmp_path)
