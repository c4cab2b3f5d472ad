"""A sheet goes out without scores and comes back with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import EvaluationError
from eval.gold_set import QuestionType
from eval.reading import Sheet, ask_sheets, chosen, read_sheets, summary, write_sheets
from tests.eval.fakes import FakeService, gold_questions


def sheet(name: str, score: int | None = None) -> Sheet:
    return Sheet(
        name, f"What of {name}?", ("Before?",), f"{name} is so.", ("Guild: yes",), ("No date is given.",), score
    )


def test_every_type_is_drawn_and_a_seed_draws_the_same() -> None:
    questions = gold_questions()
    drawn = chosen(questions, 12, seed=3)
    assert drawn == chosen(questions, 12, seed=3) != chosen(questions, 12, seed=4)
    assert {q.type for q in drawn} == {q.type for q in questions}
    assert len({q.id for q in drawn}) == 12
    assert len(chosen(questions, 1_000, seed=3)) == len(questions)
    assert QuestionType.FOLLOW_UP in {q.type for q in drawn}


def test_a_sheet_shows_the_answer_and_nothing_of_the_gold_set() -> None:
    asked = gold_questions()[:1]
    (made,) = ask_sheets(FakeService().asker(), asked)
    assert made.lead == "See below."
    assert made.statements == ("The Ministry: We will spend £11 million on training by next spring.",)
    assert made.score is None


@pytest.mark.parametrize("name", ["sheet.md", "sheet.jsonl"])
def test_both_forms_come_back_as_they_went(tmp_path: Path, name: str) -> None:
    sheets = [sheet("a"), sheet("b", 3), Sheet("c", "Q?", (), "", (), ())]
    write_sheets(tmp_path / name, sheets)
    assert read_sheets(tmp_path / name) == sheets
    with pytest.raises(EvaluationError, match="exists already"):
        write_sheets(tmp_path / name, sheets)


def test_a_score_typed_into_the_markdown_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.md"
    write_sheets(path, [sheet("a"), sheet("b")])
    path.write_text(
        path.read_text(encoding="utf-8").replace("Score (0 to 3):", "Score (0 to 3): 2", 1), encoding="utf-8"
    )
    assert [item.score for item in read_sheets(path)] == [2, None]
    path.write_text(path.read_text(encoding="utf-8").replace("3): 2", "3): 5"), encoding="utf-8")
    with pytest.raises(EvaluationError, match="score of a is '5'"):
        read_sheets(path)


def test_the_mean_its_interval_and_the_worst_ten() -> None:
    found = summary([sheet(f"s{n:02}", n % 4) for n in range(16)] + [sheet("open")])
    assert (found["answers"], found["scored"], found["mean"]) == (17, 16, 1.5)
    assert found["low"] < 1.5 < found["high"]
    assert found["counts"] == {"0": 4, "1": 4, "2": 4, "3": 4}
    assert [row["score"] for row in found["worst"]] == [0] * 4 + [1] * 4 + [2] * 2


@pytest.mark.parametrize("text", ["", "{", '{"id": "a"}', "[1]"])
def test_a_file_that_is_no_reading_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"x\.jsonl"):
        read_sheets(tmp_path / "x.jsonl")


def test_no_score_is_no_mean() -> None:
    with pytest.raises(EvaluationError, match="no answer has a score"):
        summary([sheet("a")])
