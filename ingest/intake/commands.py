"""What ``greenpaper add`` and ``greenpaper check`` show in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from corpus.errors import CorpusError, RequestError
from corpus.manifest import MANIFEST_NAME, load_manifest
from corpus.settings import PACKAGED_CORPUS
from ingest.intake.add import Addition, Additions, prepare, write
from ingest.intake.check import FindingKind, Report
from ingest.intake.check import check as check_corpus
from ingest.intake.draft import NOT_STATED

_GUESSED = "?"
_SHOWN = 20  # findings of a kind
_FIELDS = ("title", "publisher", "side", "date")


def add(files: Sequence[Path], corpus: Path, *, yes: bool) -> int:
    """Reads the files, shows what would be written and writes it when confirmed; the number of files that failed.

    Raises RequestError where nobody can be asked or the corpus is the one that ships, CorpusError where none
    could be read.
    """
    if corpus.resolve() == PACKAGED_CORPUS:
        raise RequestError("this would change the corpus that ships with greenpaper; name your own with --corpus DIR")
    console = Console(stderr=True, highlight=False)
    prepared = _prepared(files, corpus, console)
    for reason in prepared.failed.values():
        typer.echo(f"greenpaper: not added: {reason}", err=True)
    if not prepared.additions:
        raise CorpusError("no file was added; what is wrong with each is said above")
    _show(prepared.additions, console)
    if not yes and not _confirmed(corpus, len(prepared.additions)):
        typer.echo("nothing was written", err=True)
        return len(prepared.failed)
    manifest = write(prepared.additions, corpus)
    typer.echo(
        f"{len(prepared.additions)} of {len(files)} files are in {corpus}, which has {len(manifest.documents)} "
        f"documents; look through {corpus / MANIFEST_NAME}, then: greenpaper ingest --corpus {corpus}",
        err=True,
    )
    return len(prepared.failed)


def check(corpus: Path, *, as_json: bool) -> int:
    """Prints what to look at in the corpus; the number of documents that cannot be read. Raises ManifestError."""
    manifest = load_manifest(corpus)
    console = Console(stderr=True, highlight=False)
    with _bar(console, shown=not as_json) as bar:
        task = bar.add_task("checking", total=len(manifest.documents))
        report = check_corpus(
            manifest,
            lambda done, total, name: bar.update(task, completed=done, total=total, description=f"checking {name}"),
        )
    if as_json:
        sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_report(report, Console(highlight=False))
    return sum(finding.kind is FindingKind.UNREADABLE for finding in report.findings)


def _print_report(report: Report, console: Console) -> None:
    for kind in FindingKind:
        found = [finding for finding in report.findings if finding.kind is kind]
        if not found:
            continue
        console.rule(f"{kind.value} ({len(found)})", align="left")
        for finding in found[:_SHOWN]:
            page = f", page {finding.page}" if finding.page else ""
            console.print(Text(f"{finding.document_id}{page}: {finding.message}"))
            if finding.excerpt:
                console.print(Padding(Text(finding.excerpt, style="dim"), (0, 0, 0, 4)))
        if len(found) > _SHOWN:
            console.print(Text(f"… and {len(found) - _SHOWN} more; --json prints them all"))
    console.print(
        Text(
            f"{len(report.findings)} things to look at in {report.documents} documents, {report.passages} passages, "
            f"{report.questions} questions"
        )
    )


def _prepared(files: Sequence[Path], corpus: Path, console: Console) -> Additions:
    with _bar(console) as bar:
        task = bar.add_task("reading files", total=len(files))
        return prepare(
            files,
            corpus,
            progress=lambda done, total, name: bar.update(
                task, completed=done, total=total, description=f"reading {name}" if name else "read"
            ),
        )


def _bar(console: Console, *, shown: bool = True) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not (shown and console.is_terminal), transient=True)


def _confirmed(corpus: Path, count: int) -> bool:
    if not sys.stdin.isatty():
        raise RequestError("nobody can be asked whether to write this; add --yes to write it unasked")
    return typer.confirm(f"Write {count} {'entry' if count == 1 else 'entries'} into {corpus}?", default=True, err=True)


def _show(additions: Sequence[Addition], console: Console) -> None:
    """The drafted entries, a question mark behind what was guessed, and what a person should see to."""
    table = Table("file", "id", *_FIELDS, "pages", "words", show_edge=False, pad_edge=False)
    for addition in additions:
        draft, reading = addition.draft, addition.taken.reading
        values = {"title": draft.title, "publisher": draft.publisher, "side": draft.side.value, "date": draft.date}
        if draft.consultation:
            values["side"] += ", asks"
        cells = [f"{values[name]} {_GUESSED}" if name in draft.guessed else values[name] for name in _FIELDS]
        if addition.replaces:
            cells = ["(its entry is kept as it is)", "", "", ""]
        pages = str(len(reading.pages)) if reading.pages else "–"
        table.add_row(addition.taken.path.name, draft.id, *cells, pages, f"{len(reading.text.split()):,}")
    console.print(table)
    console.print(f"{_GUESSED} was guessed: look through it in the manifest")
    for addition in additions:
        for warning in addition.draft.warnings:
            console.print(f"{addition.taken.path.name}: {warning}")
    unstated = [a.draft.id for a in additions if NOT_STATED in (a.draft.licence, a.draft.source) and not a.replaces]
    if unstated:
        console.print(f"licence and source are not stated for {', '.join(unstated)}; state them in the manifest")
    if not any(addition.draft.consultation for addition in additions) and not any(a.replaces for a in additions):
        console.print(
            "none of these seems to ask the consultation's questions; the document that does needs side = "
            '"government" and consultation = true in the manifest'
        )
