"""``greenpaper eval speed``: what greenpaper and its peers take, side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.settings import load_settings
from eval.composition import own_program
from eval.gold_set import PACKAGED_GOLD, questions_of

app = typer.Typer()


@app.command()
def speed(
    gold: Annotated[Path, typer.Option("--gold", help="Gold question set, JSON lines.")] = PACKAGED_GOLD,
    split: Annotated[str, typer.Option("--split", help="Which questions: dev, test or all.")] = "dev",
    only: Annotated[list[str] | None, typer.Option("--only", help="Only this system; may be repeated.")] = None,
    most: Annotated[int, typer.Option("--most", help="At most so many questions.", min=1)] = 100,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where our index is made anew.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the figures to this JSON file.")] = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Folder with manifest.toml and documents.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print machine-readable output.")] = False,
) -> None:
    """Ingest, cold start, search, recall and memory of greenpaper and its peers, in one run on this machine."""
    from eval import speed as measured
    from eval.peers.table import PEERS
    from eval.runs import write_json
    from eval.terminal import print_json

    settings = load_settings(corpus=corpus)
    asked = [question for question in questions_of(gold, split).questions if question.evidence][:most]
    names = only or [measured.OURS, *PEERS]
    rows, missing = measured.run_speed(
        names, own_program(), settings, asked, folder or settings.data_dir / "speed", _tell
    )
    table = measured.as_json(rows, missing, len(asked))
    if out is not None:
        write_json(out, table)
    if as_json:
        print_json(table)
    else:
        sys.stdout.write(measured.markdown(table))


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
