"""The program: the composition root, and the only module that may import ingest, service and eval alike."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from corpus.errors import GreenpaperError
from corpus.models import Side
from corpus.settings import Settings, load_settings

if TYPE_CHECKING:
    from corpus.embedding import Embedder
    from eval.speed import Own
    from service.engine import AnsweringEngine
    from service.language_model import ChatModel
    from service.schemas import SearchBody, SearchQuery

T = TypeVar("T")

app = typer.Typer(
    name="greenpaper",
    help="Ask a consultation what the government proposes and what stakeholders answer, in cited, verified words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder with manifest.toml and the documents.")]
DataOption = Annotated[Path | None, typer.Option("--data-dir", help="Folder where all state lives.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable output.")]
SideOption = Annotated[list[Side] | None, typer.Option("--side", help="Only this side; may be repeated.")]
OrganisationOption = Annotated[
    list[str] | None, typer.Option("--organisation", help="Only this organisation, by name or alias; may be repeated.")
]


def embedder(settings: Settings, threads: int = 0) -> Embedder:
    """The embedding model of the settings, loaded; on so many threads where the settings leave it open."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from corpus.embedding import TransformerEmbedder

    return TransformerEmbedder(settings.embedding_model, settings.threads or threads, settings.data_dir / "models")


def engine(
    settings: Settings, model: ChatModel | None = None, *, serving: bool = False, answering: bool = True
) -> AnsweringEngine:
    """The engine over the index of the settings, with the language model if one is configured.

    `model` stands in for the configured one; what it says is not kept beyond the engine. The models on this machine
    are opened while the code is imported, that of answers where there is `answering` to be done.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1, thread_name_prefix="opening") as opening:
        opened = opening.submit(_query_embedder, settings)
        if answering:
            opening.submit(_open_scorer)
        from service.engine import AnsweringEngine

        if model is None:
            return AnsweringEngine(settings, opened.result(), serving=serving)
        from service.language_model import language_model_answerer
        from service.language_model.cache import MemoryReplyCache

        answerer = language_model_answerer(settings, opened.result(), model=model, cache=MemoryReplyCache())
        return AnsweringEngine(settings, opened.result(), answerer, serving=serving)


def _query_embedder(settings: Settings) -> Embedder:
    from corpus.embedding import QUERY_THREADS

    return embedder(settings, threads=QUERY_THREADS)


def _open_scorer() -> None:
    from service.scoring import PackagedScorer

    # An error comes again, and is reported, where the scorer is used.
    with suppress(GreenpaperError):
        PackagedScorer.opened()


def serving_engine(settings: Settings) -> AnsweringEngine:
    """The engine for a service: what takes long to work out is begun at once."""
    return engine(settings, serving=True)


def calibration() -> dict[str, Any]:
    """The answerer's weights and thresholds, as an index records them."""
    from service.answering.calibration import PACKAGED

    return {"answering": json.loads(PACKAGED.read_text(encoding="utf-8"))}


def ensure_index(settings: Settings) -> None:
    """Builds the index where there is none."""
    from corpus.errors import IndexMissingError
    from corpus.index import Generations

    try:
        Generations(settings.data_dir).current()
    except IndexMissingError:
        _ingest(settings, rebuild=False, quiet=False)


@app.command()
def ingest(
    corpus: CorpusOption = None,
    data_dir: DataOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew from nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the index in step with the corpus: new, changed and removed documents only."""
    result = _ingest(load_settings(corpus=corpus, data_dir=data_dir), rebuild=rebuild, quiet=as_json)
    if as_json:
        _print_json(result)
    if result["failed"]:
        raise typer.Exit(1)


@app.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(help="PDF, DOCX, ODT, HTML, EML, Markdown, text, CSV, XLSX or ODS files.")
    ],
    corpus: CorpusOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write the drafted entries without asking.")] = False,
) -> None:
    """Take files into a corpus: convert them and draft their manifest entries; makes the corpus where there is none."""
    from ingest.intake.commands import add as add_files

    if add_files(files, load_settings(corpus=corpus).corpus, yes=yes):
        raise typer.Exit(1)


@app.command()
def check(corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """What to look at before trusting an ingest: lost text, markup, doubtful speakers, missed questions, duplicates."""
    from ingest.intake.commands import check as check_corpus

    if check_corpus(load_settings(corpus=corpus).corpus, as_json=as_json):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain words.")],
    side: SideOption = None,
    organisation: OrganisationOption = None,
    document: Annotated[list[str] | None, typer.Option("--document", help="Only this document, by id.")] = None,
    max_citations: Annotated[int | None, typer.Option("--max-citations", help="At most so many citations.")] = None,
    as_typed: Annotated[
        bool, typer.Option("--as-typed", help="Answer the very words: no repair of spelling, preamble or history.")
    ] = False,
    corpus: CorpusOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question in the terminal; --json prints the body of POST /v1/ask."""
    from service.schemas import AskRequest

    settings = load_settings(corpus=corpus, data_dir=data_dir)
    body = _request(
        AskRequest,
        question=question,
        sides=side,
        organisations=organisation,
        documents=document,
        max_citations=max_citations,
        as_typed=as_typed,
    )
    answer = engine(settings).ask(body)
    if as_json:
        _print_json(answer.model_dump(mode="json"))
        return
    from rich.console import Console

    from service.terminal import print_answer

    print_answer(Console(highlight=False), answer)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", help="How many passages.", min=1, max=100)] = 10,
    side: SideOption = None,
    organisation: OrganisationOption = None,
    document: Annotated[list[str] | None, typer.Option("--document", help="Only this document, by id.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only this kind of statement.")] = None,
    corpus: CorpusOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank passages for a query."""
    from service.schemas import SearchQuery

    settings = load_settings(corpus=corpus, data_dir=data_dir)
    asked = _request(
        SearchQuery,
        q=query,
        k=k,
        side=side or [],
        organisation=organisation or [],
        document=document or [],
        kind=kind or [],
    )
    found = _search(engine(settings, answering=False), asked)
    if as_json:
        _print_json(found.model_dump(mode="json"))
        return
    from rich.console import Console

    from service.terminal import print_passages

    print_passages(Console(highlight=False), found.results)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on; 0 takes any free one.")] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes that serve.")] = None,
    corpus: CorpusOption = None,
    data_dir: DataOption = None,
) -> None:
    """Serve over HTTP, with the widget's page at /; builds the index first where there is none."""
    from service.commands import serve as serve_http

    flags = {"host": host, "port": port, "workers": workers, "corpus": corpus, "data_dir": data_dir}
    serve_http(load_settings(**flags), ensure_index, serving_engine)


@app.command()
def config(data_dir: DataOption = None, corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """Print the settings in force, secrets masked."""
    settings = load_settings(data_dir=data_dir, corpus=corpus)
    values = settings.model_dump(mode="json")
    if as_json:
        _print_json(values)
        return
    for name, field in type(settings).model_fields.items():
        typer.echo(f"{name} = {values[name]!r}  # {field.description} (GREENPAPER_{name.upper()})")


@app.command()
def questions(
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the table to this file.")] = None,
    corpus: CorpusOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """The consultation's questions and each organisation's stance."""
    from service.question_table import as_csv, as_text

    opened = engine(load_settings(corpus=corpus, data_dir=data_dir), answering=False)
    _read_stances(opened)
    body = opened.consultation_questions()
    if csv is not None:
        csv.write_text(as_csv(body), encoding="utf-8", newline="")
        typer.echo(f"wrote {len(body.questions)} questions to {csv}", err=True)
    elif as_json:
        _print_json(body.model_dump(mode="json"))
    else:
        typer.echo(as_text(body))


def _read_stances(opened: AnsweringEngine) -> None:
    """Waits for the language model's labels where the settings ask for them; says how many it could not give."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("labelling stances", total=None)
        failed, why = opened.read_stances(lambda done, total: bar.update(task, completed=done, total=total))
    if failed:
        typer.echo(
            f"greenpaper: {failed} stances keep the rules' label, as the language model could not label them: {why}",
            err=True,
        )


def _ingest(settings: Settings, *, rebuild: bool, quiet: bool) -> dict[str, Any]:
    from dataclasses import asdict

    from rich.console import Console
    from rich.progress import Progress

    from ingest.pipeline import ingest as run

    console = Console(stderr=True)
    with Progress(console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        task = bar.add_task("embedding passages", total=None)
        result = run(
            settings,
            lambda: embedder(settings),
            rebuild=rebuild,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            calibration=calibration(),
        )
    for id_, reason in result.failed.items():
        typer.echo(
            f"greenpaper: not read: {reason}" if id_ in reason else f"greenpaper: not read: {id_}: {reason}", err=True
        )
    if not quiet:
        state = "unchanged" if result.unchanged else f"{result.embedded} embedded, {result.reused} reused"
        typer.echo(f"{result.passages} passages: {state}", err=True)
    return asdict(result)


def _search(opened: AnsweringEngine, asked: SearchQuery) -> SearchBody:
    from service.found import Filters

    filters = Filters(
        sides=frozenset(asked.side),
        organisations=frozenset(asked.organisation),
        documents=frozenset(asked.document),
        kinds=frozenset(asked.kind),
    )
    return opened.search(asked.q, k=asked.k, filters=filters)


def _request(model: Callable[..., T], **fields: Any) -> T:
    """The validated request. Raises RequestError in one line."""
    from pydantic import ValidationError

    from corpus.errors import RequestError

    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise RequestError(f"{name}: {first['msg'].removeprefix('Value error, ')}", field=name) from error


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def add_evaluation(program: typer.Typer, *, loaded: bool) -> None:
    """Adds ``greenpaper eval``; its modules are imported only where it is the command that runs."""
    if not loaded:
        program.add_typer(typer.Typer(), name="eval", help="Measure the service against a gold question set.")
        return
    from eval.commands import app as evaluation
    from eval.commands import set_in_process
    from eval.composition import set_ingest, set_own_program, set_with_model

    set_in_process(lambda: in_process_asker(load_settings()))
    set_with_model(lambda model: in_process_asker(load_settings(), model))
    set_ingest(_ingest_with)
    set_own_program(_own_program)
    program.add_typer(evaluation, name="eval")


def _own_program() -> Own:
    from eval.speed import Own

    return Own(_ingest_anew, in_process_asker)


def _ingest_anew(settings: Settings) -> None:
    _ingest(settings, rebuild=True, quiet=True)


def _ingest_with(settings: Settings, made: Callable[[], Embedder]) -> object:
    from ingest.pipeline import ingest as ingest_corpus

    return ingest_corpus(settings, made)


def main() -> None:
    """Runs the program; an error that greenpaper raises on purpose is one line on stderr and exit code 1."""
    # Numpy's products are small here: its threads wait for each other on a busy machine (an answer in 268 ms, not 68).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    add_evaluation(app, loaded=sys.argv[1:2] == ["eval"])
    try:
        app()
    except GreenpaperError as error:
        line = " ".join(str(error).split())
        sys.stderr.write(f"greenpaper: {line}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        sys.stderr.write("greenpaper: interrupted\n")
        raise SystemExit(130) from None


def in_process_asker(settings: Settings, model: ChatModel | None = None) -> Any:
    """The engine as the evaluation's asker: same bodies as over HTTP, without a server; `model` as in `engine`."""
    from dataclasses import asdict

    from eval.asker import CallableAsker
    from service.schemas import AskRequest, SearchQuery

    ensure_index(settings)
    opened = engine(settings, model)

    def ask_with(body: Mapping[str, Any]) -> dict[str, Any]:
        return opened.ask(_request(AskRequest, **body)).model_dump(mode="json")

    def search_with(params: Mapping[str, Any]) -> dict[str, Any]:
        return _search(opened, _request(SearchQuery, **params)).model_dump(mode="json")

    def documents_with() -> Mapping[str, str]:
        return {document.id: opened.text(document.id) or "" for document in opened.documents()}

    made_from = {name: value for name, value in asdict(opened.index.manifest).items() if name != "files"}
    return CallableAsker("in-process", ask_with, search_with, documents_with, {"index": made_from})


if __name__ == "__main__":
    main()
