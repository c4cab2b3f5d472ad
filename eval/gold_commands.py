"""``greenpaper eval validate | resolve | init | suggest``: making and proving a gold set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import GoldError
from corpus.settings import load_settings
from eval.gold_set import PACKAGED_GOLD

app = typer.Typer()

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder with manifest.toml and the documents.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable output.")]


@app.command()
def validate(
    gold: Annotated[Path, typer.Option("--gold", help="Gold question set, JSON lines.")] = PACKAGED_GOLD,
    corpus: CorpusOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail on copies of the evidence and on repeats too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Prove every quote, offset and id of a gold set, and find questions that copy their evidence."""
    from eval.gold_check import corpus_texts, prove
    from eval.gold_set import load_gold
    from eval.terminal import print_json

    proof = prove(load_gold(gold), corpus_texts(load_settings(corpus=corpus).corpus))
    summary = proof.as_json()
    if as_json:
        print_json(summary)
    else:
        for name in ("by_type", "by_side", "by_split"):
            typer.echo(
                f"{name.replace('_', ' ')}: " + ", ".join(f"{key} {count}" for key, count in summary[name].items())
            )
        typer.echo(
            f"{summary['questions']} questions, {summary['evidence']} pieces of evidence in "
            f"{summary['places']} places, {summary['facts']} facts"
        )
        for note in (*proof.copies, *proof.repeats):
            typer.echo(f"note: {note}")
    for problem in proof.problems:
        typer.echo(f"greenpaper: {problem}", err=True)
    if proof.problems or (strict and (proof.copies or proof.repeats)):
        raise typer.Exit(1)


@app.command()
def resolve(
    drafts: Annotated[list[Path], typer.Argument(help="Draft files, JSON lines, quotations without offsets.")],
    out: Annotated[Path, typer.Option("--out", help="Gold question set to write.")],
    corpus: CorpusOption = None,
) -> None:
    """Find the offsets of every quotation, and further places that say the very same, and write the gold set."""
    from corpus.manifest import load_manifest
    from eval.gold_build import resolve as resolved
    from eval.gold_check import corpus_texts
    from eval.gold_set import dump_rows
    from eval.runs import write_text

    root = load_settings(corpus=corpus).corpus
    sides = {entry.id: entry.side.value for entry in load_manifest(root).documents}
    questions = resolved(drafts, corpus_texts(root), sides)
    write_text(out, dump_rows(questions))
    typer.echo(f"wrote {len(questions)} questions to {out}", err=True)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="Folder for the template.")] = Path("gold")) -> None:
    """Write a template for a gold set of your own."""
    from eval.starter import write_template

    for path in write_template(folder):
        typer.echo(str(path))


@app.command()
def suggest(
    out: Annotated[Path, typer.Option("--out", help="File for the proposed questions, JSON lines.")],
    corpus: CorpusOption = None,
    per_kind: Annotated[int, typer.Option("--per-kind", help="At most so many of a kind from a document.", min=1)] = 20,
) -> None:
    """Propose questions with their spans from a corpus's headings, numbers and recommendations, for you to edit."""
    from corpus.manifest import load_manifest, read_document
    from eval.runs import write_text
    from eval.suggest import suggest as suggested

    manifest = load_manifest(load_settings(corpus=corpus).corpus)
    if out.exists():
        raise GoldError(f"{out} exists already; name another file, so that nobody's edits are lost")
    drafts = suggested([read_document(manifest.root, entry) for entry in manifest.documents], per_kind)
    write_text(out, "".join(json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts))
    typer.echo(f"wrote {len(drafts)} suggestions to {out}; reword each before use", err=True)
