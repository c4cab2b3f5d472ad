"""``greenpaper eval …``: runs and what is made of them. Gold sets are in `eval.gold_commands`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.settings import load_settings
from eval import gold_commands, reading_commands, replies_commands, retrieval_commands, speed_commands
from eval.asker import Asker
from eval.composition import opened_asker, set_in_process
from eval.gold_set import PACKAGED_GOLD, questions_of
from eval.overviews import PACKAGED_OVERVIEWS, SHIPPED

__all__ = ["app", "set_in_process"]

Json = dict[str, Any]
OURS = "greenpaper"
app = typer.Typer(help="Measure the service against a gold question set.", no_args_is_help=True)
app.registered_commands += gold_commands.app.registered_commands
app.registered_commands += retrieval_commands.app.registered_commands
app.registered_commands += reading_commands.app.registered_commands
app.registered_commands += speed_commands.app.registered_commands
app.add_typer(replies_commands.app, name="replies")

GoldOption = Annotated[Path, typer.Option("--gold", help="Gold question set, JSON lines.")]
SplitOption = Annotated[str, typer.Option("--split", help="Which questions: dev, test or all.")]
UrlOption = Annotated[
    str, typer.Option("--url", help="A running service; without it the one in this process is asked.")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder of the run; made, or taken up again.")]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Discard the answers that are there.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable output.")]
RunArgument = Annotated[Path, typer.Argument(help="Folder of a run.")]
CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder with manifest.toml and the documents.")]


@app.command()
def run(
    gold: GoldOption = PACKAGED_GOLD,
    split: SplitOption = "all",
    url: UrlOption = "",
    name: Annotated[str, typer.Option("--name", help="What tables call the run.")] = "",
    out: OutOption = None,
    depth: Annotated[int, typer.Option("--depth", help="Passages to ask of a search.", min=20, max=100)] = 50,
    cover: Annotated[float, typer.Option("--cover", help="Share of a gold quotation that a passage must cover.")] = 0.5,
    fresh: FreshOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask every question, keep every answer, score. Interrupted, it goes on where it stopped."""
    folder = out or _runs_folder() / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{name or split}"
    with opened_asker(url) as asker:
        figures = _ask_and_score(
            asker, folder, gold, split, name=name, depth=depth, cover=cover, fresh=fresh, local=not url
        )
    _show(figures, folder, as_json)


@app.command()
def score(
    folder: RunArgument,
    gold: Annotated[
        Path | None, typer.Option("--gold", help="Score against this gold set instead of the run's own.")
    ] = None,
    cover: Annotated[float | None, typer.Option("--cover", help="Share of a gold quotation to cover.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Score a run again, without asking again."""
    from eval.gold_set import load_gold
    from eval.overlap import Rules
    from eval.runs import open_run, score_run

    there = open_run(folder)
    rules = there.rules() if cover is None else _rules(cover, there.rules().right)
    assert isinstance(rules, Rules)
    _show(score_run(there, load_gold(gold) if gold else None, rules), folder, as_json)


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="Folder of the run before.")],
    b: Annotated[Path, typer.Argument(help="Folder of the run after.")],
    as_json: JsonOption = False,
) -> None:
    """What got better, what worse, which questions flipped. Exit code 1 where B is significantly worse."""
    from eval.compare import compare as compared
    from eval.runs import figures_of
    from eval.terminal import print_comparison, print_json

    comparison = compared(figures_of(a), figures_of(b))
    if as_json:
        print_json(comparison.as_json())
    else:
        print_comparison(comparison)
    if comparison.worse:
        raise typer.Exit(1)


@app.command()
def overviews(
    gold: Annotated[Path, typer.Option("--gold", help="Questions for overviews, JSON lines.")] = PACKAGED_OVERVIEWS,
    split: SplitOption = "dev",
    corpus: Annotated[str, typer.Option("--corpus", help="Ask the questions on this corpus.")] = SHIPPED,
    url: UrlOption = "",
    as_json: JsonOption = False,
) -> None:
    """The share of the topics that a reader wants named which overviews name, and what they miss."""
    from eval.overviews import load_overviews, mean_share, measure
    from eval.terminal import print_json

    wanted = [q for q in load_overviews(gold) if q.corpus == corpus and split in ("all", q.split.value)]
    with opened_asker(url) as asker:
        scores = measure(asker, wanted)
    if as_json:
        rows = [{"id": s.question.id, "share": s.share, "words": s.words, "missing": s.missing} for s in scores]
        print_json({"share": mean_share(scores), "overviews": rows})
        return
    for item in scores:
        missing = f", without {'; '.join(item.missing)}" if item.missing else ""
        typer.echo(f"{item.share:.2f} in {item.words} words  {item.question.question}{missing}")
    typer.echo(f"{mean_share(scores):.2f} of the topics, {len(scores)} overviews")


@app.command()
def report(folder: RunArgument) -> None:
    """Write report.html, one page that needs nothing from anywhere else."""
    from eval.report import write_report

    typer.echo(str(write_report(folder)))


@app.command()
def gate(
    baseline: Annotated[Path | None, typer.Option("--baseline", help="The committed baseline.")] = None,
    gold: GoldOption = PACKAGED_GOLD,
    split: SplitOption = "dev",
    url: UrlOption = "",
    out: OutOption = None,
    renew: Annotated[bool, typer.Option("--renew", help="Make this run the baseline instead of judging it.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Run dev and fail on a fall beyond the interval, or on anything that the contract promises of every answer."""
    from eval.baseline import PACKAGED_BASELINE, hold_against, read_baseline, write_baseline
    from eval.runs import open_run
    from eval.terminal import print_comparison, print_json

    path = baseline or PACKAGED_BASELINE
    known = None if renew else read_baseline(path)
    folder = out or _runs_folder() / "gate"
    with opened_asker(url) as asker:
        figures = _ask_and_score(asker, folder, gold, split, name="gate", fresh=out is None, local=not url)
    if known is None:
        write_baseline(path, open_run(folder), figures)
        typer.echo(f"wrote {path}", err=True)
        return
    judged = hold_against(known, figures)
    if as_json:
        print_json(judged.as_json())
    else:
        print_comparison(judged.comparison)
    for sentence in judged.broken:
        typer.echo(f"gate: {sentence}", err=True)
    for row in judged.comparison.rows:
        if row.verdict == "worse":
            change = f"{row.difference.a:.3f} to {row.difference.b:.3f}"
            typer.echo(f"gate: {row.figure.title} fell beyond the interval: {change}", err=True)
    if not judged.passed:
        raise typer.Exit(1)


@app.command()
def scorecard(
    write: Annotated[Path | None, typer.Option("--write", help="Page whose scorecard section to rewrite.")] = None,
    folder: Annotated[Path | None, typer.Option("--run", help="Run whose figures to take in.")] = None,
    peers_file: Annotated[Path | None, typer.Option("--peers", help="peers.json whose table to take in.")] = None,
    speed_file: Annotated[Path | None, typer.Option("--speed", help="JSON of `eval speed` to take in.")] = None,
    figures_file: Annotated[
        Path | None, typer.Option("--figures", help="Where the scorecard's figures are kept.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say whether the page is up to date.")] = False,
) -> None:
    """Write the README's scorecard from committed figures, taking in a run or a peers' table first."""
    import json

    from eval import scorecard as cards
    from eval.errors import EvaluationError
    from eval.runs import figures_of, open_run

    path = figures_file or cards.PACKAGED_SCORECARD
    card = cards.read_scorecard(path) or {"runs": {}, "peers": None}
    if folder is not None:
        card = cards.scorecard_of(open_run(folder), figures_of(folder), card)
    if peers_file is not None:
        try:
            card = cards.with_peers(card, json.loads(peers_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError) as error:
            raise EvaluationError(f"{peers_file} holds no peers' table: {error}") from error
    if speed_file is not None:
        card = cards.with_speed(card, speed_file)
    section = cards.markdown(card)
    if check:
        if write is None:
            raise EvaluationError("--check needs the page: --write README.md")
        page = write.read_text(encoding="utf-8")
        if cards.rewrite(page, section) != page:
            raise EvaluationError(
                f"the scorecard in {write} is not that of {path}; run `greenpaper eval scorecard --write {write}`"
            )
        return
    if folder is not None or peers_file is not None or speed_file is not None:
        cards.write_scorecard(path, card)
    if write is None:
        typer.echo(section)
    else:
        changed = cards.write_into(write, section)
        typer.echo(f"{write}: {'written' if changed else 'up to date'}", err=True)


@app.command()
def peers(
    gold: GoldOption = PACKAGED_GOLD,
    split: SplitOption = "dev",
    url: UrlOption = "",
    out: OutOption = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Only this peer; may be repeated.")] = None,
    without_ours: Annotated[bool, typer.Option("--without-ours", help="Leave our own service out.")] = False,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """The same questions through LangChain's tutorial, LlamaIndex, Haystack and txtai, beside ours, in one table."""
    from corpus.manifest import load_manifest
    from eval.gold_check import corpus_texts
    from eval.overlap import Rules
    from eval.peers.pipeline import PeerAsker
    from eval.peers.table import PEERS, retriever, run_system, write_table
    from eval.runs import code_fingerprint
    from eval.terminal import print_json, print_peers, progress

    folder = out or _runs_folder() / "peers"
    asked = questions_of(gold, split)
    root = load_settings(corpus=corpus).corpus
    texts, manifest = corpus_texts(root), load_manifest(root)

    def row(asker: Asker, title: str, code: str | None = None, fresh: bool = False) -> Json:
        with progress(title, len(asked.questions)) as step:
            return run_system(
                folder / (OURS if title == OURS else asker.name), title, asker, asked,
                split=split, rules=Rules(), code=code, fresh=fresh, on_answer=_each(step),
            )  # fmt: skip

    candidates = [retriever(name) for name in (only or PEERS)]
    systems = [row(PeerAsker(candidate, manifest, texts), candidate.title) for candidate in candidates]
    if not without_ours:
        # Ours is asked afresh every time: it is what changes between two tables.
        with opened_asker(url) as asker:
            systems.append(row(asker, OURS, None if url else code_fingerprint(), fresh=True))
    table = write_table(folder / "peers.json", systems, split, len(asked.questions))
    if as_json:
        print_json(table)
    else:
        print_peers(table)


@app.command()
def judge(folder: RunArgument, as_json: JsonOption = False) -> None:
    """Let a configured model grade a run's answers, and say how far it agrees with the deterministic figures."""
    from eval.judge import EndpointJudge, judge_run
    from eval.runs import open_run
    from eval.terminal import print_json, progress

    settings = load_settings()
    there = open_run(folder)
    model = EndpointJudge(settings.judge_base_url, settings.judge, settings.judge_api_key.get_secret_value())
    with progress("judging", sum(case.answered for case in there.cases())) as step:
        summary = judge_run(there, model, step)
    if as_json:
        print_json(summary)
        return
    typer.echo(
        f"{summary['model']}: faithful {summary['faithful']}, relevant {summary['relevant']}, "
        f"of {summary['answers']} answers, {summary['ungraded']} ungraded"
    )
    for pair, found in summary["agreement"].items():
        typer.echo(f"{pair}: agree {found['agreed']}, kappa {found['kappa']}, over {found['count']}")


def _ask_and_score(
    asker: Asker,
    folder: Path,
    gold: Path,
    split: str,
    *,
    name: str = "",
    depth: int = 50,
    cover: float = 0.5,
    fresh: bool = False,
    local: bool = True,
) -> Json:
    from eval.asking import ask_missing, kept
    from eval.runs import code_fingerprint, configuration, create_run, score_run
    from eval.terminal import progress

    asked, rules = questions_of(gold, split), _rules(cover)
    code = code_fingerprint() if local else None
    config = configuration(
        name or folder.name, asker.name, asker.about(), asked, split=split, depth=depth, rules=rules, code=code
    )
    there = create_run(folder, config, asked, asker.documents(), fresh=fresh)
    if before := kept(there):
        typer.echo(f"{before} of {len(asked.questions)} answers are there already", err=True)
    with progress("asking", len(asked.questions), before) as step:
        there = ask_missing(there, asker, depth=depth, on_answer=_each(step))
    return score_run(there, rules=rules)


def _rules(cover: float, right: float = 0.5) -> Any:
    from eval.errors import EvaluationError
    from eval.overlap import Rules

    try:
        return Rules(cover=cover, right=right)
    except ValueError as error:
        raise EvaluationError(str(error)) from error


def _each(step: Callable[[], None]) -> Callable[[object], None]:
    return lambda _: step()


def _runs_folder() -> Path:
    return load_settings().data_dir / "runs"


def _show(figures: Json, folder: Path, as_json: bool) -> None:
    from eval.terminal import print_figures, print_json

    if as_json:
        print_json({name: value for name, value in figures.items() if name not in ("per_question", "curves")})
    else:
        print_figures(figures)
        typer.echo(str(folder), err=True)
