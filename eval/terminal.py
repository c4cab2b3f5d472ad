"""Evaluation in a terminal: tables on stdout, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from eval.compare import WORSE, Comparison
from eval.figures.catalogue import BY_NAME, FIGURES
from eval.figures.figure import Group
from eval.report import shown

Json = dict[str, Any]


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def console() -> Console:
    return Console(highlight=False)


@contextmanager
def progress(what: str, total: int, done: int = 0) -> Iterator[Callable[[], None]]:
    """A bar on stderr where that is a terminal; gives the function that moves it on by one."""
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total, completed=done)
        yield lambda: bar.update(task, advance=1)


def print_figures(figures: Json) -> None:
    """Every figure with its interval, by group."""
    table = Table(
        title=f"{figures['run']}: {figures['questions']} questions ({figures['split']})", title_justify="left"
    )
    table.add_column("figure")
    for name in ("value", "95% interval", "n", "undefined"):
        table.add_column(name, justify="right")
    for group in Group:
        for figure in (figure for figure in FIGURES if figure.group is group):
            entry = figures["figures"][figure.name]
            bounds = f"{shown(entry['low'], figure.unit)} to {shown(entry['high'], figure.unit)}"
            value = "–" if entry["value"] is None else shown(entry["value"], figure.unit)
            table.add_row(figure.title, value, bounds, str(entry["defined"]), str(entry["undefined"]))
        table.add_section()
    console().print(table)


def print_comparison(comparison: Comparison) -> None:
    """Both runs' figures side by side, the verdicts, and the questions that flipped."""
    table = Table(title=f"{comparison.b} against {comparison.a}: {comparison.shared} questions", title_justify="left")
    for name in ("figure", comparison.a, comparison.b, "difference", "95% interval", "verdict"):
        table.add_column(name, justify="left" if name in ("figure", "verdict") else "right")
    for row in comparison.rows:
        unit, difference = row.figure.unit, row.difference
        style = "bold red" if row.verdict == WORSE else None
        table.add_row(
            row.figure.title,
            *(_value(value, unit) for value in (difference.a, difference.b, difference.value)),
            f"{_value(difference.low, unit)} to {_value(difference.high, unit)}",
            row.verdict,
            style=style,
        )
    screen = console()
    screen.print(table)
    if comparison.left_out:
        screen.print(f"{comparison.left_out} questions that only one run has were left out.")
    for what, ids in (("Right now, not before", comparison.gained), ("Wrong now, right before", comparison.lost)):
        screen.print(f"{what} ({len(ids)}): {', '.join(ids) or 'none'}", soft_wrap=True)


def print_peers(table: Json) -> None:
    """The peers' table: a row a figure, a column a system."""
    systems = table["systems"]
    shown_table = Table(title=f"{table['questions']} questions ({table['split']})", title_justify="left")
    shown_table.add_column("figure")
    for system in systems:
        shown_table.add_column(system["name"], justify="right", overflow="fold")
    for name in systems[0]["figures"]:
        values = [system["figures"][name]["value"] for system in systems]
        form = ".2f" if BY_NAME[name].unit == "share" else ",.0f"
        shown_table.add_row(BY_NAME[name].title, *("–" if value is None else f"{value:{form}}" for value in values))
    console().print(shown_table)


def _value(value: float, unit: str) -> str:
    return shown(None if value != value else value, unit)
