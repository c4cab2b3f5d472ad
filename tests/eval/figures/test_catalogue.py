from __future__ import annotations

from pathlib import Path

import pytest

from eval.figures.catalogue import BY_NAME, FIGURES, GUARDED, INVARIANTS
from eval.figures.figure import Better
from eval.gold_set import QuestionType

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "evaluation.md"


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(FIGURES)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_is_defined_in_the_documents(figure: object) -> None:
    name = figure.name  # type: ignore[attr-defined]
    text = DOCUMENT.read_text(encoding="utf-8")
    marked = f"`{name}`\\*" in text
    assert f"`{name}`" in text
    assert marked == (BY_NAME[name] in GUARDED)


def test_every_type_of_question_is_in_the_documents() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert all(kind.value in text for kind in QuestionType)


def test_what_must_hold_always_is_guarded_and_what_is_guarded_has_a_direction() -> None:
    assert INVARIANTS.keys() <= {figure.name for figure in GUARDED}
    assert all(figure.better is not Better.NEITHER for figure in GUARDED)
