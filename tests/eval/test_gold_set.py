from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import GoldError
from eval.gold_set import Split, dump_rows, load_gold, split_of
from tests.eval.fakes import gold_questions, question


def rows(**changes: Any) -> dict[str, Any]:
    row = json.loads(dump_rows(gold_questions()[:1]))
    row.update(changes)
    return row


def load(tmp_path: Path, *lines: object) -> object:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return load_gold(path)


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(dump_rows(gold_questions()), encoding="utf-8")
    assert list(load_gold(path).questions) == gold_questions()


def test_what_is_silent_and_what_stands_alone_is_read_back_and_may_be_left_out(tmp_path: Path) -> None:
    plain = question("q")
    marked = question("r", silent=("Guild",), stands_alone=True)
    path = tmp_path / "gold.jsonl"
    path.write_text(dump_rows([plain, marked]), encoding="utf-8")
    assert list(load_gold(path).questions) == [plain, marked]
    assert "silent" not in json.loads(dump_rows([plain]))
    with pytest.raises(GoldError, match="stands_alone must be true or false"):
        load(tmp_path, rows(stands_alone="yes"))


def test_the_split_is_made_of_the_id_and_both_are_there() -> None:
    assert split_of("gpa-001") is split_of("gpa-001")
    assert {split_of(f"q-{n}") for n in range(20)} == {Split.DEV, Split.TEST}


def test_a_split_holds_its_own_questions_only(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(dump_rows(gold_questions()), encoding="utf-8")
    gold = load_gold(path)
    dev, test = gold.of_split(Split.DEV), gold.of_split(Split.TEST)
    assert {q.split for q in dev.questions} == {Split.DEV}
    assert len(dev.questions) + len(test.questions) == len(gold.of_split(None).questions)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{not json", "line 1 is not JSON"),
        ("[1]", "not a JSON object"),
        (rows(question=" "), "question must be a text"),
        (rows(type="riddle"), "riddle"),
        (rows(sides=["opposition"]), "opposition"),
        (rows(answerable="yes"), "true or false"),
        (rows(evidence=[{"side": "government", "speaker": "x", "role": "author", "places": []}]), "no place"),
        (
            rows(
                evidence=[
                    {
                        "side": "government",
                        "speaker": "x",
                        "role": "author",
                        "places": [{"document_id": "d", "quote": "q"}],
                    }
                ]
            ),
            "eval resolve",
        ),
        ({"id": "q1", "question": "Why?"}, "'q1': type is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, line: object, words: str) -> None:
    with pytest.raises(GoldError, match=words):
        load(tmp_path, line)


def test_a_missing_file_and_an_empty_one_are_errors(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")
    with pytest.raises(GoldError, match="no question"):
        load(tmp_path, "")


def test_a_follow_up_sends_its_history() -> None:
    asked = next(q for q in gold_questions() if q.history)
    assert asked.request() == {
        "question": "How much?",
        "history": [{"question": "Is training paid for?", "answer": "Yes."}],
    }
