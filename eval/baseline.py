"""The gate: a run held against the committed baseline, question by question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.compare import Comparison, compare
from eval.errors import EvaluationError
from eval.figures.catalogue import BY_NAME, GUARDED, INVARIANTS
from eval.runs import Run, write_json

Json = dict[str, Any]
PACKAGED_BASELINE = Path(__file__).resolve().parent / "baseline.json"
LEAST_SHARED = 0.8


@dataclass(frozen=True, slots=True)
class Gate:
    """`broken` names what the contract promises of every answer and this run does not keep."""

    comparison: Comparison
    broken: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.broken and not self.comparison.worse

    def as_json(self) -> Json:
        return {"passed": self.passed, "broken": list(self.broken), **self.comparison.as_json()}


def write_baseline(path: Path, run: Run, figures: Json) -> None:
    """Keeps what the gate needs of a run: the guarded figures with every question's share in them."""
    names = [figure.name for figure in GUARDED]
    kept = {
        "run": "baseline",
        "split": figures["split"],
        "created": run.config["created"],
        "commit": run.config["versions"].get("commit"),
        "gold_sha256": run.config["gold"]["sha256"],
        "rules": figures["rules"],
        "figures": {name: figures["figures"][name] for name in names},
        "per_question": [
            {**row, "cells": {name: row["cells"][name] for name in names if name in row["cells"]}}
            for row in figures["per_question"]
        ],
    }
    write_json(path, kept)


def read_baseline(path: Path) -> Json:
    """The baseline in `path`. Raises EvaluationError where there is none."""
    try:
        baseline = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(f"there is no baseline {path}; make one with `greenpaper eval gate --renew`") from error
    except ValueError as error:
        raise EvaluationError(
            f"baseline {path} is damaged: {error}; renew it with `greenpaper eval gate --renew`"
        ) from error
    if not isinstance(baseline, dict) or not {"rules", "figures", "per_question"} <= baseline.keys():
        raise EvaluationError(f"{path} is not a baseline; renew it with `greenpaper eval gate --renew`")
    return baseline


def hold_against(baseline: Json, figures: Json) -> Gate:
    """Judges a run's figures. Raises EvaluationError where too few of its questions are in the baseline to tell."""
    comparison = compare(baseline, figures, GUARDED)
    if comparison.shared < LEAST_SHARED * figures["questions"]:
        raise EvaluationError(
            f"the baseline knows only {comparison.shared} of {figures['questions']} questions; "
            "renew it with `greenpaper eval gate --renew`"
        )
    return Gate(comparison, tuple(broken_invariants(figures)))


def broken_invariants(figures: Json) -> list[str]:
    """Sentences about the figures that must have one value always and do not."""
    sentences = []
    for name, wanted in INVARIANTS.items():
        value = figures["figures"][name]["value"]
        if value is not None and abs(value - wanted) > 1e-9:
            sentences.append(f"{BY_NAME[name].title}: {value:.4f}, must be {wanted:g}")
    return sentences
