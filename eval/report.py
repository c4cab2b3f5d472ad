"""The report of a run: one self-contained HTML page that needs nothing from anywhere else."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval import plots
from eval.evidence_view import view
from eval.figures.catalogue import BY_NAME, FIGURES
from eval.figures.figure import Group
from eval.runs import Run, figures_of, kept_beside, open_run, write_text

Json = dict[str, Any]
TEMPLATES = Path(__file__).resolve().parent / "templates"
_BY_TYPE = ("lead_fact_recall", "recall@5", "citation_recall", "fact_recall")
_TILES = (
    "lead_fact_recall",
    "lead_cut_short",
    "fact_recall",
    "recall@5",
    "citation_usefulness",
    "side_accuracy",
    "quote_verification",
    "near_miss_owned",
)


def write_report(folder: Path) -> Path:
    """Writes ``report.html`` of the run in `folder` and returns its path."""
    run = open_run(folder)
    path = folder / "report.html"
    write_text(path, render(run, figures_of(folder)))
    return path


def render(run: Run, figures: Json) -> str:
    """The page. Scripts and styles are inline and allowed by hash only; all text of the run is escaped."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    views = [view(case) for case in run.cases()]
    return environment.get_template("report.html").render(
        run=run,
        figures=figures,
        style=Markup(style),
        script=Markup(script),
        policy=(
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        groups=_groups(figures),
        tiles=[_row(figures, name) for name in _TILES],
        reading=kept_beside(run.folder, "reading.json"),
        robustness=kept_beside(run.folder, "robustness.json"),
        plots={name: Markup(svg) for name, svg in _plots(figures).items()},
        confusion=_confusion(figures["confusion"]),
        views=views,
        types=sorted({view.case.question.type.value for view in views}),
        outcomes=sorted({view.outcome for view in views}),
    )


def shown(value: float | None, unit: str) -> str:
    """A figure for a table; an undefined one is a dash."""
    if value is None:
        return "–"
    return f"{value:.3f}" if unit == "share" else f"{value:,.1f}"


def _groups(figures: Json) -> list[Json]:
    return [
        {"title": group.value, "rows": [_row(figures, figure.name) for figure in FIGURES if figure.group is group]}
        for group in Group
    ]


def _row(figures: Json, name: str) -> Json:
    figure, entry = BY_NAME[name], figures["figures"][name]
    return {
        "name": name,
        "title": figure.title,
        "unit": "" if figure.unit == "share" else figure.unit,
        "better": figure.better.value,
        "value": shown(entry["value"], figure.unit),
        "low": shown(entry["low"], figure.unit),
        "high": shown(entry["high"], figure.unit),
        "defined": entry["defined"],
        "undefined": entry["undefined"],
    }


def _plots(figures: Json) -> dict[str, str]:
    curves = figures["curves"]
    recall = [
        plots.Point(point["k"], point["value"], point["low"], point["high"])
        for point in curves["recall"]
        if point["value"] is not None
    ]
    marks = [
        (name, figures["figures"][key]["value"])
        for name, key in (("p50", "ask_ms_p50"), ("p95", "ask_ms_p95"))
        if figures["figures"][key]["value"] is not None
    ]
    drawn = {
        "recall": plots.line_plot("Evidence recall@k", recall, "k", "share of gold evidence found", (1, 5, 10, 15, 20)),
        "reliability": plots.reliability_plot("Reliability of confidence", curves["reliability"]),
        "risk": plots.risk_coverage_plot("Risk and coverage", curves["risk_coverage"]),
        "latency": plots.histogram("Answer time", curves["ask_ms"], marks, "ms"),
        "refusal": plots.bar_plot(
            "Refused",
            [
                _bar(title, figures["figures"][name])
                for title, name in (
                    ("near misses", "refusal_near_miss"),
                    ("other subjects", "refusal_out_of_domain"),
                    ("answerable (wrongly)", "false_refusal"),
                )
                if figures["figures"][name]["value"] is not None
            ],
        ),
    }
    for name in _BY_TYPE:
        bars = [
            _bar(kind, group["figures"][name]) for kind, group in figures["by_type"].items() if name in group["figures"]
        ]
        drawn[name] = plots.bar_plot(f"{BY_NAME[name].title} by type", bars)
    return drawn


def _bar(label: str, entry: Json) -> plots.Bar:
    return plots.Bar(label, entry["value"], entry["low"], entry["high"], f"n={entry['defined']}")


def _confusion(counts: dict[str, dict[str, int]]) -> list[Json]:
    rows = []
    for gold, row in counts.items():
        total = sum(row.values())
        cells = [
            {"side": side, "count": count, "share": count / total if total else None, "right": side == gold}
            for side, count in row.items()
        ]
        rows.append({"gold": gold, "cells": cells})
    return rows


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
