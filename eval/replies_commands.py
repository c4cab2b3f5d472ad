"""``greenpaper eval replies prompts | run``: the language model's answers, measured with recorded replies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.gold_set import PACKAGED_GOLD

app = typer.Typer(help="Measure the language model's answers with recorded replies.", no_args_is_help=True)

GoldOption = Annotated[Path, typer.Option("--gold", help="Gold question set, JSON lines.")]
SplitOption = Annotated[str, typer.Option("--split", help="Which questions: dev, test or all.")]
RepliesOption = Annotated[Path, typer.Option("--replies", help="Folder of replies: NNN.txt to the prompt NNN.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable output.")]


@app.command()
def prompts(
    out: Annotated[Path, typer.Option("--out", help="Folder for the prompts; those that are there stay.")],
    replies: Annotated[
        Path | None, typer.Option("--replies", help="Folder of replies so far, which may bring up further prompts.")
    ] = None,
    gold: GoldOption = PACKAGED_GOLD,
    split: SplitOption = "dev",
    as_json: JsonOption = False,
) -> None:
    """Write the prompts that a language model would be sent, one file each. Repeat with --replies until none waits."""
    from dataclasses import asdict

    from eval.composition import with_model
    from eval.gold_set import questions_of
    from eval.recorded import RecordedReplies
    from eval.replies import write_prompts
    from eval.terminal import print_json, progress

    questions = questions_of(gold, split).questions
    model = RecordedReplies(out, replies or out / "replies", writing=True)
    asker = with_model(model)
    with progress("asking", len(questions)) as step:
        found = write_prompts(asker, questions, model, lambda _: step())
    if as_json:
        print_json(asdict(found))
        return
    typer.echo(f"{len(found.prompts)} prompts in {out}, {len(found.unanswered)} without a reply")
    typer.echo(f"{found.waiting} of {found.questions} questions wait for a reply")
    if found.unanswered:
        typer.echo(f"to be answered: {' '.join(found.unanswered)}")


@app.command()
def run(
    prompts_folder: Annotated[Path, typer.Option("--prompts", help="Folder of prompts.")],
    replies: RepliesOption,
    out: Annotated[Path, typer.Option("--out", help="Folder of the run; answers that are there are discarded.")],
    gold: GoldOption = PACKAGED_GOLD,
    split: SplitOption = "dev",
    name: Annotated[str, typer.Option("--name", help="What tables call the run.")] = "recorded replies",
    as_json: JsonOption = False,
) -> None:
    """Ask every question with the recorded replies in place of a model, score, and say what was dropped and why.

    A question without a reply that it needs is counted and not scored.
    """
    from corpus.settings import load_settings
    from eval.asking import ask_missing
    from eval.composition import with_model
    from eval.errors import EvaluationError
    from eval.gold_set import questions_of
    from eval.overlap import Rules
    from eval.recorded import RecordedReplies
    from eval.replies import outcome
    from eval.runs import code_fingerprint, configuration, create_run, score_run, write_json
    from eval.terminal import print_figures, print_json, progress

    asked = questions_of(gold, split)
    model = RecordedReplies(prompts_folder, replies)
    if not model.prompts:
        raise EvaluationError(f"{prompts_folder} holds no prompt; write them with `greenpaper eval replies prompts`")
    asker = with_model(model)
    about = {**asker.about(), "replies": model.digest()}
    config = configuration(
        name, "recorded replies", about, asked, split=split, depth=50, rules=Rules(), code=code_fingerprint()
    )
    there = create_run(out, config, asked, asker.documents(), fresh=True)
    with progress("asking", len(asked.questions)) as step:
        there = ask_missing(there, asker, on_answer=lambda _: step())
    found = outcome(there, model, load_settings().llm_max_tokens)
    write_json(out / "replies.json", found.as_json())
    figures = score_run(there)
    if as_json:
        print_json({"replies": found.as_json(), "figures": figures["figures"]})
        return
    print_figures(figures)
    typer.echo(
        f"{found.by_model} answered by the model, {found.not_in_passages} refused by it, "
        f"{sum(found.fallen_back.values())} fallen back, {found.unasked} not asked, {found.missing} without a reply"
    )
    why = ", ".join(f"{count} {reason}" for reason, count in found.dropped_for.items())
    typer.echo(f"{found.dropped} of {found.sentences} sentences dropped{': ' if why else ''}{why}")
    for reason, count in found.fallen_back.items():
        typer.echo(f"fallen back {count} times: {reason}")
    if found.too_long:
        typer.echo(f"{found.too_long} replies are longer than GREENPAPER_LLM_MAX_TOKENS lets a model answer")
