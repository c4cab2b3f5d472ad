"""A run's folder: ``config.json``, ``gold.jsonl``, ``documents.json``, ``answers.jsonl`` and ``figures.json``.

Asking and scoring meet only at these files, so that a run is scored again without being asked again, on any machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.cases import Case, answer_from, results_from
from eval.errors import EvaluationError
from eval.gold_set import GoldSet, dump_rows, load_gold
from eval.overlap import Rules
from eval.scoring import score

Json = dict[str, Any]
FORMAT = 1
DEPTH = 50
_PACKAGES = ("greenpaper", "torch", "sentence-transformers", "chromadb", "langchain-chroma", "tantivy", "numpy")


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it lies in `folder`; `rows` are the answers by question id, the last one of each."""

    folder: Path
    config: Json
    gold: GoldSet
    texts: Mapping[str, str]
    rows: Mapping[str, Json]

    @property
    def name(self) -> str:
        return str(self.config.get("name") or self.folder.name)

    def cases(self, gold: GoldSet | None = None, rules: Rules | None = None) -> list[Case]:
        """The asked questions of `gold` (default: the run's own) with their answers.

        A question that was asked in other words than `gold` has now is left out.
        """
        rules = rules or self.rules()
        cases = []
        for question in (gold or self.gold).questions:
            row = self.rows.get(question.id)
            if row is None or row.get("request") != question.request():
                continue
            body = row.get("answer")
            cases.append(
                Case(
                    question=question,
                    answer=answer_from(body) if isinstance(body, dict) else None,
                    results=results_from(row.get("results") or []),
                    texts=self.texts,
                    rules=rules,
                    ask_ms=_milliseconds(row, "ask_ms"),
                    search_ms=_milliseconds(row, "search_ms"),
                )
            )
        return cases

    def rules(self) -> Rules:
        return Rules(**self.config.get("rules", {}))


def open_run(folder: Path) -> Run:
    """The run in `folder`. Raises EvaluationError where there is none or a file of it cannot be read."""
    config = _read_json(folder / "config.json", folder)
    if config.get("format") != FORMAT:
        raise EvaluationError(f"{folder} holds a run of format {config.get('format')!r}, not {FORMAT}; run it again")
    texts = _read_json(folder / "documents.json", folder)
    return Run(folder, config, load_gold(folder / "gold.jsonl"), texts, read_answers(folder))


def create_run(folder: Path, config: Json, gold: GoldSet, texts: Mapping[str, str], *, fresh: bool = False) -> Run:
    """The run in `folder`, made or taken up again.

    Raises EvaluationError where the folder holds the answers of another configuration, unless `fresh` discards them.
    """
    path = folder / "config.json"
    if path.exists() and not fresh:
        there = _read_json(path, folder)
        if there.get("key") != config["key"]:
            changed = [name for name in config["asking"] if there.get("asking", {}).get(name) != config["asking"][name]]
            raise EvaluationError(
                f"{folder} holds a run of another configuration ({', '.join(changed) or 'format'} changed); "
                "name another --out, or discard it with --fresh"
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            (folder / "answers.jsonl").unlink(missing_ok=True)
        # Figures that were scored before do not describe the answers about to come.
        (folder / "figures.json").unlink(missing_ok=True)
        write_json(path, config)
        write_text(folder / "gold.jsonl", dump_rows(gold.questions))
        write_json(folder / "documents.json", dict(texts))
    except OSError as error:
        raise EvaluationError(f"run folder {folder} cannot be written: {error.strerror}") from error
    return Run(folder, config, gold, texts, read_answers(folder))


def configuration(
    name: str, target: str, about: Json, gold: GoldSet, *, split: str, depth: int, rules: Rules, code: str | None
) -> Json:
    """What ``config.json`` says. `asking` is all that the answers depend on; its hash is the `key` for resuming."""
    asking = {"target": target, "depth": depth, "about": about, "code": code}
    canonical = json.dumps(asking, sort_keys=True, default=str).encode("utf-8")
    return {
        "format": FORMAT,
        "name": name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "key": hashlib.sha256(canonical).hexdigest(),
        "asking": json.loads(canonical),
        "gold": {"sha256": gold.sha256, "questions": len(gold.questions), "split": split},
        "rules": {"cover": rules.cover, "right": rules.right},
        "versions": versions(),
    }


def read_answers(folder: Path) -> dict[str, Json]:
    """The answers by question id. A last line that an interruption cut short is dropped from the file."""
    path = folder / "answers.jsonl"
    if not path.exists():
        return {}
    data = path.read_bytes()
    rows: dict[str, Json] = {}
    kept = 0
    for line in data.splitlines(keepends=True):
        try:
            row = json.loads(line)
            rows[str(row["id"])] = row
        except (ValueError, KeyError, TypeError):
            if kept + len(line) < len(data):
                raise EvaluationError(f"{path} is damaged in the middle; discard the run with --fresh") from None
            break
        kept += len(line)
    if kept < len(data):
        with path.open("r+b") as file:
            file.truncate(kept)
    return rows


def score_run(run: Run, gold: GoldSet | None = None, rules: Rules | None = None) -> Json:
    """Scores the run, writes ``figures.json`` and returns it. Raises EvaluationError where nothing was asked."""
    rules = rules or run.rules()
    cases = run.cases(gold, rules)
    if not cases:
        raise EvaluationError(f"{run.folder} holds no answer to a question of the gold set")
    figures = {"run": run.name, "split": run.config["gold"]["split"], **score(cases, rules)}
    write_json(run.folder / "figures.json", figures)
    return figures


def figures_of(folder: Path) -> Json:
    """The figures of the run in `folder`, scored now where they are missing."""
    path = folder / "figures.json"
    return _read_json(path, folder) if path.exists() else score_run(open_run(folder))


def kept_beside(folder: Path, name: str) -> Json | None:
    """What another command left in the run's folder, such as ``reading.json``; None where it was not called."""
    path = folder / name
    return _read_json(path, folder) if path.exists() else None


def code_fingerprint() -> str:
    """SHA-256 over the sources under evaluation, so that a changed program is not taken for a resumed run."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for package in ("corpus", "service"):
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode("utf-8") + b"\0" + path.read_bytes())
    return digest.hexdigest()


def versions() -> Json:
    """Versions of what a figure may depend on, and the machine."""
    packages: dict[str, str | None] = {}
    for package in _PACKAGES:
        try:
            packages[package] = version(package)
        except PackageNotFoundError:
            packages[package] = None
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    return {**machine, "packages": packages, "commit": _commit()}


def write_json(path: Path, value: object) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Writes the file whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _commit() -> str | None:
    root = Path(__file__).resolve().parent
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=12"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


def _read_json(path: Path, folder: Path) -> Json:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(f"{folder} holds no run: {path.name} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise EvaluationError(f"{path} is damaged: {error}; run it again with --fresh") from error
    if not isinstance(value, dict):
        raise EvaluationError(f"{path} is damaged: it holds no JSON object")
    return value


def _milliseconds(row: Mapping[str, Any], key: str) -> float:
    value = row.get(key)
    return float(value) if isinstance(value, int | float) else float("nan")
