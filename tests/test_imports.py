"""What the program imports, and how long that takes: torch and LangChain stay out of serving, asking and searching."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.index import Index
from corpus.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("torch", "transformers", "sentence_transformers", "langchain", "sklearn", "scipy", "openvino_telemetry")
# A few times what they take, for a busy machine: seconds of processor time, which waiting does not add to.
HELP_CPU_S, SEARCH_CPU_S = 1.0, 4.0

AFTER = """
import json, os, sys
import greenpaper
def report():
    used = os.times()
    modules = [name for name, module in sys.modules.items() if module is not None]
    print("\\n" + json.dumps({"modules": modules, "cpu": used.user + used.system}))
"""
COMMAND = (
    AFTER
    + """
sys.argv = ["greenpaper", *sys.argv[1:]]
try:
    greenpaper.main()
except SystemExit as stop:
    assert not stop.code, stop.code
report()
"""
)
SERVED = (
    AFTER
    + """
from corpus.settings import load_settings
from service.commands import pages_of
from service.schemas import AskRequest
from service.serving import build
settings = load_settings()
application = build(settings, greenpaper.serving_engine, pages_of)
engine = greenpaper.serving_engine(settings)
engine.ask(AskRequest(question="What does Mind say about sanctions?"))
report()
"""
)


def program(source: str, settings: Settings, *arguments: str, home: Path | None = None) -> dict[str, object]:
    """What the program had imported and used of the processor (s) when it ended."""
    environment = os.environ | {"GREENPAPER_DATA_DIR": str(settings.data_dir)}
    if home is not None:
        environment["HOME"] = str(home)
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]
    report: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return report


def heavy(report: dict[str, object], *more: str) -> set[str]:
    modules = report["modules"]
    assert isinstance(modules, list)
    return {name.split(".")[0] for name in modules if name.split(".")[0].startswith((*HEAVY, *more))}


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_in_the_terminal_imports_neither_torch_nor_langchain_nor_chroma(
    command: str, index: Index, settings: Settings
) -> None:
    report = program(COMMAND, settings, command, "What does Mind say about sanctions?", "--json")
    assert heavy(report, "chromadb", "onnxruntime", "openai") == set()
    assert float(str(report["cpu"])) < SEARCH_CPU_S


def test_a_service_imports_neither_torch_nor_langchain_nor_chroma(index: Index, settings: Settings) -> None:
    assert heavy(program(SERVED, settings), "chromadb", "grpc", "openai") == set()


def test_help_is_there_at_once(settings: Settings) -> None:
    report = program(COMMAND, settings, "--help")
    assert heavy(report, "openvino", "numpy", "chromadb", "fastapi") == set()
    assert float(str(report["cpu"])) < HELP_CPU_S


def test_the_runtime_leaves_no_trace_of_telemetry(index: Index, settings: Settings, tmp_path: Path) -> None:
    program(COMMAND, settings, "search", "sanctions", "--json", home=tmp_path)
    assert list(tmp_path.iterdir()) == []
