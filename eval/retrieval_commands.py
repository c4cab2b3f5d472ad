"""``greenpaper eval external``, ``ablation`` and ``scale``: retrieval measured on its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.settings import Settings, load_settings
from eval.composition import ingest_function
from eval.errors import EvaluationError
from eval.gold_set import PACKAGED_GOLD, Split, load_gold
from eval.terminal import print_json

if TYPE_CHECKING:
    from corpus.embedding import TransformerEmbedder
    from corpus.index import Index

app = typer.Typer()
_UNITS = {"k": 1_000, "m": 1_000_000}

JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable output.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write the table to this Markdown file.")]


@app.command()
def external(
    data: Annotated[Path, typer.Option("--data", help="Folder with chunking/ and squad2/.")],
    cache: Annotated[Path | None, typer.Option("--cache", help="Where indexes and vectors are kept.")] = None,
    splitters: Annotated[bool, typer.Option(help="Measure recursive splitters beside us.")] = True,
    every: Annotated[int, typer.Option("--every", help="Ask each N-th question of SQuAD.", min=1)] = 1,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Public benchmarks with our passages and our retrieval, in one table beside recursive splitters."""
    from eval.external import Bench, markdown, run_external

    settings = load_settings()
    bench = Bench(settings, ingest_function(), _embedder(settings), cache or settings.data_dir / "external")
    figures = run_external(data, bench, splitters=splitters, every=every, tell=_tell)
    _show(markdown(figures), asdict(figures), out, as_json)


@app.command()
def ablation(
    gold: Annotated[Path, typer.Option("--gold", help="Gold question set, JSON lines.")] = PACKAGED_GOLD,
    split: Annotated[str, typer.Option("--split", help="Which questions: dev, test or all.")] = "dev",
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """What each stage of retrieval gains and costs, each switched off in turn."""
    from eval.ablation import markdown, run_ablation
    from service.found import Filters
    from service.opened import OpenIndex

    if split not in ("dev", "test", "all"):
        raise EvaluationError(f"split {split!r} is not dev, test or all")
    questions = load_gold(gold).of_split(None if split == "all" else Split(split)).questions
    settings = load_settings()
    embedder = _embedder(settings)
    with _index(settings, embedder) as index:
        opened = OpenIndex(index, embedder)
        rows = run_ablation(
            opened.retriever, lambda text, k: opened.gatherer.search(text, k, Filters()), questions, _tell
        )
    _show(markdown(rows, f"{split} questions"), [asdict(row) for row in rows], out, as_json)


@app.command()
def scale(
    sizes: Annotated[str, typer.Option("--sizes", help="Numbers of passages, such as 10k,100k,1m.")] = "10k,100k",
    folder: Annotated[Path | None, typer.Option("--folder", help="Where the indexes are made; removed again.")] = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", help="Folder of .txt files to make text after as well.")
    ] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """What writing and searching cost as the corpus grows with made-up passages, and how costs grow."""
    from eval.scale import exponents, markdown, run_scale

    more = (
        [file.read_text(encoding="utf-8", errors="replace") for file in sorted(texts.rglob("*.txt"))] if texts else []
    )
    if texts and not more:
        raise EvaluationError(f"{texts} holds no .txt file to make text after")
    settings = load_settings()
    embedder = _embedder(settings)
    with _index(settings, embedder) as index:
        fresh = partial(_embedder, settings)
        rows = run_scale(index, fresh, parse_sizes(sizes), folder or settings.data_dir / "scale", _tell, more)
    record = {"sizes": [asdict(row) for row in rows], "exponents": exponents(rows)}
    _show(markdown(rows), record, out, as_json)


def parse_sizes(text: str) -> list[int]:
    """Numbers of passages from "10k,100k,1m". Raises EvaluationError for anything else."""
    sizes = []
    for part in text.lower().split(","):
        number, unit = (part[:-1], _UNITS[part[-1]]) if part.strip() and part[-1] in _UNITS else (part, 1)
        if not number.strip().isdigit() or not int(number):
            raise EvaluationError(f"size {part!r} is not a number of passages; write 10k, 100k or 1m")
        sizes.append(int(number) * unit)
    return sizes


def _embedder(settings: Settings) -> TransformerEmbedder:
    from corpus.embedding import TransformerEmbedder

    return TransformerEmbedder(settings.embedding_model, settings.threads, settings.data_dir / "models")


@contextmanager
def _index(settings: Settings, embedder: TransformerEmbedder) -> Iterator[Index]:
    from corpus.index import Generations, Index

    index = Index(Generations(settings.data_dir).current(), model=embedder.name)
    try:
        yield index
    finally:
        index.close()


def _show(table: str, record: object, out: Path | None, as_json: bool) -> None:
    if out is not None:
        out.write_text(table, encoding="utf-8")
    if as_json:
        print_json(record)
    elif out is None:
        sys.stdout.write(table)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
