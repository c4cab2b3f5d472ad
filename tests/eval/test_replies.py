"""``greenpaper eval replies``: prompts for a gold set, and a run with what was replied to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from corpus.errors import AnswererError
from eval import composition
from eval.commands import app
from eval.errors import EvaluationError
from eval.gold_set import Question, QuestionType
from service.language_model import ChatMessage, ChatModel
from tests.eval.fakes import FakeService, question, unanswerable, write_gold

KNOWN = question("sum-training", question="What is put into training?")
AGAIN = question("again", type=QuestionType.FOLLOW_UP, question="And how much?")
NOTHING = unanswerable("nothing-1")
REPLY = {
    "answer": "£11 million [1]. That is new money. [1] More follows [1].",
    "statements": [
        {"text": "£11 million goes to training.", "items": [], "citations": [1], "quotes": []},
        {"text": "The aims are", "items": ["training", "buses"], "citations": [1], "quotes": []},
        "no statement",
    ],
}


class ServiceWithModel(FakeService):
    """Asks the model once, "again" for its rewording first, and answers as the fake does; the model may refuse."""

    def __init__(self, questions: list[Question], model: ChatModel) -> None:
        super().__init__(questions)
        self.model = model

    def ask(self, body: Mapping[str, Any]) -> dict[str, Any]:
        asked = str(body["question"])
        found = super().ask(body)
        try:
            if asked == AGAIN.question:
                asked = self.model.complete([ChatMessage("user", f"Reword: {asked}")])
            text = self.model.complete([ChatMessage("user", asked)])
            if text == "broken":
                raise AnswererError("the language model did not answer in JSON")
        except AnswererError as error:
            return {**found, "answerer": {"kind": "extractive", "model": "x", "fallback": str(error)}}
        return {**found, "answerer": {"kind": "llm", "model": "x"}, "dropped_for": {"number": 1}}


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(composition, "_with_models", [])
    monkeypatch.setenv("GREENPAPER_DATA_DIR", str(tmp_path / "data"))
    questions = [KNOWN, AGAIN, NOTHING]
    composition.set_with_model(lambda model: ServiceWithModel(questions, model).asker())
    write_gold(tmp_path / "gold.jsonl", questions)


def replies(tmp_path: Path, command: str, *arguments: object) -> Result:
    shared = ["--gold", tmp_path / "gold.jsonl", "--split", "all", "--replies", tmp_path / "replies", "--json"]
    result = CliRunner().invoke(app, [str(a) for a in ("replies", command, *shared, *arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def prompts(tmp_path: Path) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(replies(tmp_path, "prompts", "--out", tmp_path / "prompts").stdout)
    return printed


def run(tmp_path: Path) -> dict[str, Any]:
    arguments = ("--prompts", tmp_path / "prompts", "--out", tmp_path / "run")
    printed: dict[str, Any] = json.loads(replies(tmp_path, "run", *arguments).stdout)
    return printed


def answer(tmp_path: Path, number: str, text: str) -> None:
    (tmp_path / "replies").mkdir(exist_ok=True)
    (tmp_path / "replies" / f"{number}.txt").write_text(text, encoding="utf-8")


def test_what_a_reply_brings_up_is_written_in_the_next_round(tmp_path: Path) -> None:
    first = prompts(tmp_path)
    assert (first["prompts"], first["unanswered"], first["waiting"]) == (["001", "002", "003"], first["prompts"], 3)
    answer(tmp_path, "001", json.dumps(REPLY))
    answer(tmp_path, "002", "And how much is put into training?")
    second = prompts(tmp_path)
    assert (second["unanswered"], second["waiting"]) == (["003", "004"], 2)
    sent = json.loads((tmp_path / "prompts" / "004.json").read_text(encoding="utf-8"))
    assert sent["messages"][0]["content"] == "And how much is put into training?"


def test_a_run_counts_what_was_dropped_and_what_has_no_reply(tmp_path: Path) -> None:
    prompts(tmp_path)
    answer(tmp_path, "001", json.dumps(REPLY))
    answer(tmp_path, "003", "broken")
    found = run(tmp_path)
    told = found["replies"]
    assert (told["questions"], told["missing"], told["by_model"], told["not_in_passages"]) == (3, 1, 1, 0)
    assert told["fallen_back"] == {"the language model did not answer in JSON": 1}
    # Three sentences of the short answer, a statement, a list of two, and what is no statement.
    assert (told["sentences"], told["dropped"], told["dropped_for"]) == (7, 1, {"number": 1})
    assert found["figures"]["fact_recall"]["value"] == 1
    assert json.loads((tmp_path / "run" / "replies.json").read_text(encoding="utf-8")) == told


def test_a_refusal_by_the_model_is_told_from_one_by_rules(tmp_path: Path) -> None:
    prompts(tmp_path)
    answer(tmp_path, "001", "broken")
    answer(tmp_path, "003", json.dumps({"answer": "", "statements": []}))
    told = run(tmp_path)["replies"]
    assert (told["not_in_passages"], sum(told["fallen_back"].values()), told["sentences"]) == (1, 1, 0)


def test_a_run_without_prompts_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="replies prompts"):
        run(tmp_path)
