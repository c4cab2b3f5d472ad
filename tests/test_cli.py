"""The program as a person or a script runs it. Errors are one line on stderr and a non-zero exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main

import greenpaper
from corpus.embedding import TransformerEmbedder
from corpus.index import Index
from corpus.settings import Settings
from tests.fakes import write_corpus
from tests.ingest.readers.made import Part, write_pdf


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def run(
    index: Index,
    settings: Settings,
    embedder: TransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Outcome]:
    """Runs the program in this process over the session's index, so that the model is loaded once."""
    monkeypatch.setattr(greenpaper, "embedder", lambda _, threads=0: embedder)
    monkeypatch.setenv("GREENPAPER_DATA_DIR", str(settings.data_dir))

    def run_(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["greenpaper", *arguments])
        try:
            greenpaper.main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run_


ADVISERS = "How many more Disability Employment Advisers is the government recruiting, and to what total?"


def test_an_answer_shows_the_sides_apart_with_numbered_quotes_and_sources(run: Callable[..., Outcome]) -> None:
    outcome = run("ask", ADVISERS)
    assert outcome.code == 0
    assert "What the government says" in outcome.out
    assert "[1]" in outcome.out
    assert "Sources" in outcome.out
    assert "paragraph 87" in outcome.out
    assert "over 500" in " ".join(outcome.out.split())


def test_json_prints_the_body_of_an_ask(run: Callable[..., Outcome]) -> None:
    body = json.loads(run("ask", ADVISERS, "--json").out)
    assert body["answered"] is True
    government = [position for position in body["positions"] if position["side"] == "government"]
    cited = {
        number for position in government for statement in position["statements"] for number in statement["citations"]
    }
    citations = [citation for citation in body["citations"] if citation["number"] in cited]
    quotes = " ".join(citation["quote"] for citation in citations)
    assert "300" in quotes
    assert "over 500" in quotes
    assert {"78", "87"} & {citation["paragraph"] for citation in citations}
    assert {citation["side"] for citation in citations} == {"government"}


def test_a_recipe_question_is_refused_without_a_citation(run: Callable[..., Outcome]) -> None:
    body = json.loads(run("ask", "How do I bake a sourdough loaf with a crisp crust?", "--json").out)
    assert (body["answered"], body["reason"], body["positions"], body["citations"]) == (False, "off_topic", [], [])


def test_search_is_ranked_and_keeps_to_the_side(run: Callable[..., Outcome]) -> None:
    found = json.loads(run("search", "benefit sanctions", "-k", "5", "--side", "stakeholder", "--json").out)
    scores = [result["score"] for result in found["results"]]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert {result["side"] for result in found["results"]} == {"stakeholder"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask", "   "], 1, "question"),
        (["ask", "why " * 2_500], 1, "question"),
        (["ask", "What about work?", "--organisation", "Nobody Ltd"], 1, "no organisation 'Nobody Ltd'"),
        (["ask", "What about work?", "--document", "nothing"], 1, "there is no document 'nothing'"),
        (["ingest", "--corpus", "/nonexistent/folder"], 1, "there is no corpus folder /nonexistent/folder"),
        (["check", "--corpus", "/nonexistent/folder"], 1, "there is no corpus folder /nonexistent/folder"),
        (["add", "paper.pdf"], 1, "name your own with --corpus DIR"),
    ],
)
def test_bad_input_is_one_clear_line(arguments: list[str], code: int, said: str, run: Callable[..., Outcome]) -> None:
    outcome = run(*arguments)
    assert outcome.code == code
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("greenpaper: ")
    assert said in outcome.err
    assert outcome.out == ""


def test_an_unknown_side_names_the_known_ones(run: Callable[..., Outcome]) -> None:
    outcome = run("ask", "What about work?", "--side", "opposition")
    assert outcome.code == 2
    assert "government" in outcome.err
    assert "stakeholder" in outcome.err


def test_an_index_of_another_model_is_refused(run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        name = "other-model"

    monkeypatch.setattr(greenpaper, "embedder", lambda _, threads=0: Other())
    outcome = run("ask", "What about work?")
    assert outcome.code == 1
    assert "made with the embedding model" in outcome.err
    assert "greenpaper ingest --rebuild" in outcome.err


def test_a_folder_without_an_index_says_how_to_make_one(run: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = run("ask", "What about work?", "--data-dir", str(tmp_path))
    assert outcome.code == 1
    assert "make one: greenpaper ingest" in outcome.err


def test_ingest_names_a_bad_document_and_keeps_the_others(run: Callable[..., Outcome], tmp_path: Path) -> None:
    text = "Letter\n\nThe river should be cleaned before the summer, and the town should pay for it.\n"
    corpus = write_corpus(tmp_path / "corpus", {"good": ("stakeholder", text), "bad": ("government", text)})
    (corpus / "bad.txt").write_bytes(b"\xff\xfe\x00")
    outcome = run("ingest", "--corpus", str(corpus), "--data-dir", str(tmp_path / "data"), "--json")
    assert outcome.code == 1
    assert "'bad'" in outcome.err
    assert json.loads(outcome.out)["passages"] >= 1


def test_files_become_a_corpus_that_is_checked_ingested_and_asked(run: Callable[..., Outcome], tmp_path: Path) -> None:
    paper = [
        Part("heading", "Consultation Paper on Ferry Fares"),
        Part("paragraph", "Comments are invited by 30 April 2031. Question 1: Should the fare for a boat fall?"),
        *(
            Part("paragraph", f"{n}. The quay of harbour {n} is old, and was mended by its town in spring.")
            for n in range(60)
        ),
        Part("paragraph", "The Ferry Authority proposes a toll of seven pounds for every barge on the upper canal."),
    ]
    began = write_pdf(tmp_path / "paper.pdf", paper, head="Ferry fares", first_number=11)
    (tmp_path / "empty.pdf").write_bytes(b"")
    corpus = ["--corpus", str(tmp_path / "corpus")]
    files = [str(tmp_path / name) for name in ("paper.pdf", "empty.pdf")]
    asked = run("add", *files, *corpus)
    assert (asked.code, (tmp_path / "corpus").exists()) == (1, False)
    assert "add --yes" in asked.err
    added = run("add", *files, *corpus, "--yes")
    assert added.code == 1
    assert "not added: empty.pdf: is empty" in added.err
    assert "1 of 2 files are in" in added.err
    report = json.loads(run("check", *corpus, "--json").out)
    assert report["documents"] == 1
    assert {finding["kind"] for finding in report["findings"]} <= {"not stated", "missed question"}
    assert "things to look at in 1 documents" in run("check", *corpus).out
    here = [*corpus, "--data-dir", str(tmp_path / "data")]
    assert run("ingest", *here).code == 0
    body = json.loads(run("ask", "What toll is proposed for barges on the upper canal?", *here, "--json").out)
    assert "seven pounds" in body["answer"]
    cited = [citation for citation in body["citations"] if "seven pounds" in citation["quote"]]
    assert [citation["page"] for citation in cited] == [str(began[-1] + 11)]
    assert "page " in run("ask", "What toll is proposed for barges on the upper canal?", *here).out


def test_config_prints_every_setting_and_no_secret(
    run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENPAPER_LLM_API_KEY", "hunter2")
    outcome = run("config")
    assert outcome.code == 0
    assert "hunter2" not in outcome.out
    assert all(f"{name} = " in outcome.out for name in Settings.model_fields)


def test_every_command_and_option_is_explained() -> None:
    group = typer.main.get_command(greenpaper.app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", "argument"), f"{name} {parameter.name}"


@pytest.mark.slow
def test_nothing_connects_out_at_import_start_or_question(settings: Settings, index: Index) -> None:
    program = (
        "import socket, sys\n"
        "def refuse(self, address): raise SystemExit(f'connected to {address}')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = lambda *a, **k: (_ for _ in ()).throw(SystemExit(f'looked up {a[0]}'))\n"
        "import greenpaper\n"
        "sys.argv = ['greenpaper', 'ask', 'What does Mind say about sanctions?', '--json']\n"
        "greenpaper.main()\n"
    )
    environment = os.environ | {"GREENPAPER_DATA_DIR": str(settings.data_dir)}
    environment.pop("HF_HUB_OFFLINE", None)
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[1],
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert json.loads(done.stdout)["answered"] is True
