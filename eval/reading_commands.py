"""``greenpaper eval reading`` and ``robustness``: what is judged by a reader, and what is asked in other words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from eval.gold_set import PACKAGED_GOLD

app = typer.Typer()

GoldOption = Annotated[Path, typer.Option("--gold", help="Gold question set, JSON lines.")]
SplitOption = Annotated[str, typer.Option("--split", help="Which questions: dev, test or all.")]
UrlOption = Annotated[
    str, typer.Option("--url", help="A running service; without it the one in this process is asked.")
]
RunOption = Annotated[Path | None, typer.Option("--run", help="Folder of a run whose report is to show the outcome.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable output.")]


@app.command()
def reading(
    out: Annotated[
        Path | None, typer.Option("--out", help="Sheet to write for a reader: Markdown (.md) or JSON lines.")
    ] = None,
    scores: Annotated[Path | None, typer.Option("--scores", help="Sheet with a reader's scores to sum up.")] = None,
    count: Annotated[int, typer.Option("--count", help="Answers on the sheet.", min=1)] = 30,
    seed: Annotated[int, typer.Option("--seed", help="Which questions are drawn.")] = 1,
    gold: GoldOption = PACKAGED_GOLD,
    split: SplitOption = "all",
    url: UrlOption = "",
    run: RunOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write answers for a reader to judge from 0 to 3, or sum up the judgements."""
    from eval.composition import opened_asker
    from eval.errors import EvaluationError
    from eval.gold_set import questions_of
    from eval.reading import ask_sheets, chosen, read_sheets, summary, write_sheets
    from eval.terminal import print_json, progress

    if (out is None) == (scores is None):
        raise EvaluationError("give --out FILE to write a sheet, or --scores FILE to sum one up")
    if out is not None:
        if out.exists():
            raise EvaluationError(f"{out} exists already; name another file, so that no scores are lost")
        questions = chosen(questions_of(gold, split).questions, count, seed)
        with opened_asker(url) as asker, progress("asking", len(questions)) as step:
            write_sheets(out, ask_sheets(asker, questions, lambda _: step()))
        typer.echo(f"wrote {len(questions)} answers to {out}; the rubric is in docs/evaluation.md", err=True)
        return
    assert scores is not None
    found = summary(read_sheets(scores))
    _keep(run, "reading.json", found)
    if as_json:
        print_json(found)
        return
    typer.echo(
        f"mean {found['mean']:.2f} [{found['low']:.2f}, {found['high']:.2f}] of 3, {found['scored']} of "
        f"{found['answers']} answers scored: "
        + ", ".join(f"{count} times {score}" for score, count in found["counts"].items())
    )
    for row in found["worst"]:
        typer.echo(f"{row['score']}  {row['id']}: {row['question']}\n   {row['lead']}")


@app.command()
def robustness(
    gold: GoldOption = PACKAGED_GOLD,
    split: SplitOption = "dev",
    url: UrlOption = "",
    count: Annotated[int, typer.Option("--count", help="Questions to ask in every way.", min=1)] = 60,
    run: RunOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask questions misspelt, rambling, in small letters, as keywords, and after another question."""
    from eval.composition import opened_asker
    from eval.gold_set import questions_of
    from eval.robustness import WAYS, sample
    from eval.terminal import print_json, progress
    from eval.typed_questions import measure_typed

    questions = questions_of(gold, split).questions
    total = len(sample(questions, count)) * (len(WAYS) + 2)
    with opened_asker(url) as asker, progress("asking", total) as step:
        found = measure_typed(asker, questions, count, lambda _: step())
    _keep(run, "robustness.json", found)
    if as_json:
        print_json(found)
        return
    for name, way in found["ways"].items():
        figures = ", ".join(
            f"{key.replace('_', ' ')} {_shown(way[key])}" for key in ("kept", "answered", "left_alone") if key in way
        )
        typer.echo(f"{name}: {figures}")


def _shown(entry: dict[str, Any]) -> str:
    if entry["value"] is None:
        return "–"
    return f"{entry['value']:.3f} [{entry['low']:.3f}, {entry['high']:.3f}]"


def _keep(run: Path | None, name: str, found: dict[str, Any]) -> None:
    """Puts the outcome into a run's folder, where its report finds it. Raises EvaluationError where there is no run."""
    from eval.runs import open_run, write_json

    if run is not None:
        write_json(open_run(run).folder / name, found)
