"""README cannot rot: its commands exist, its answer is the one the program prints, its links lead somewhere."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from rich.console import Console

import greenpaper
from corpus.embedding import TransformerEmbedder
from corpus.index import Index
from corpus.settings import Settings
from service.engine import AnsweringEngine
from service.schemas import AskRequest
from service.terminal import print_answer

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_ANSWER = re.compile(r"(<!-- answer:start -->\n)(.*?)(<!-- answer:end -->)", re.DOTALL)


def answer_as_printed(settings: Settings, embedder: TransformerEmbedder, question: str) -> str:
    shown = io.StringIO()
    console = Console(file=shown, width=110, highlight=False, no_color=True, legacy_windows=False)
    print_answer(console, AnsweringEngine(settings, embedder).ask(AskRequest(question=question)))
    lines = [line.rstrip() for line in shown.getvalue().splitlines()]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def test_the_answer_shown_is_the_answer_given(index: Index, settings: Settings, embedder: TransformerEmbedder) -> None:
    """With GREENPAPER_UPDATE_README=1 the answer is written instead."""
    text = README.read_text(encoding="utf-8")
    asked = re.search(r'greenpaper ask "([^"]+)"', text)
    assert asked is not None
    printed = answer_as_printed(settings, embedder, asked.group(1))
    if os.environ.get("GREENPAPER_UPDATE_README"):
        text = _ANSWER.sub(lambda match: match.group(1) + printed + match.group(3), text)
        README.write_text(text, encoding="utf-8")
    shown = _ANSWER.search(text)
    assert shown is not None
    assert shown.group(2) == printed


def test_its_commands_exist() -> None:
    text = README.read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for target in re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE):
        assert target in targets
    greenpaper.add_evaluation(greenpaper.app, loaded=False)
    commands = {command.name or command.callback.__name__ for command in greenpaper.app.registered_commands}  # type: ignore[union-attr]
    commands |= {group.name or "" for group in greenpaper.app.registered_groups}
    named = set(re.findall(r"(?:bin/|`)greenpaper ([a-z]+)", text))
    assert named
    assert named <= commands


def test_its_links_lead_somewhere() -> None:
    for document in [README, *sorted((ROOT / "docs").rglob("*.md"))]:
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:"):
                assert (document.parent / link).exists(), f"{document.name} links to {link}"
