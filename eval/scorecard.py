"""The README's scorecard: written from committed figures, so that a test can hold the page against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.figures.catalogue import BY_NAME
from eval.report import shown
from eval.runs import Run, write_json, write_text
from eval.speed import ratios

Json = dict[str, Any]
PACKAGED_SCORECARD = Path(__file__).resolve().parent / "scorecard.json"
START, END = "<!-- scorecard:start -->", "<!-- scorecard:end -->"
ROWS = (
    "lead_fact_recall",
    "lead_words",
    "lead_cut_short",
    "lead_of_another",
    "fact_recall",
    "all_facts",
    "words",
    "citation_usefulness",
    "citation_recall",
    "refusal_near_miss",
    "refusal_out_of_domain",
    "answered_answerable",
    "absence_stated",
    "recall@5",
    "recall@10",
    "mrr",
    "words_of_first_ten",
    "quote_verification",
    "side_accuracy",
    "speaker_accuracy",
    "both_sides",
    "calibration_error",
    "citations",
    "ask_ms_p50",
    "ask_ms_p95",
)
PEER_COLUMNS = (
    "recall@5",
    "recall@10",
    "recall@20",
    "recall_1500_words",
    "mrr",
    "words_of_first_ten",
    "fact_recall",
    "citation_usefulness",
    "side_accuracy",
    "refusal",
)


def scorecard_of(run: Run, figures: Json, before: Json | None = None) -> Json:
    """The figures of one run for the scorecard, beside those that were there of other splits and of peers."""
    card = before or {"runs": {}, "peers": None}
    card["runs"][figures["split"]] = {
        "questions": figures["questions"],
        "created": run.config["created"][:10],
        "commit": run.config["versions"].get("commit"),
        "cores": run.config["versions"].get("cores"),
        "figures": {name: figures["figures"][name] for name in ROWS},
    }
    return card


def with_peers(card: Json, peers: Json) -> Json:
    """The scorecard with the peers' table that `greenpaper eval peers` made."""
    systems = [
        {"title": system["title"], "figures": {name: system["figures"].get(name) for name in PEER_COLUMNS}}
        for system in peers["systems"]
    ]
    return {**card, "peers": {"split": peers["split"], "questions": peers["questions"], "systems": systems}}


def with_speed(card: Json, file: Path) -> Json:
    """The scorecard with what `greenpaper eval speed` wrote. Raises EvaluationError where the file is none of its."""
    try:
        speed = json.loads(file.read_text(encoding="utf-8"))
        ratios(speed)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise EvaluationError(f"{file} holds no figures of `greenpaper eval speed` with ours among them") from error
    return {**card, "speed": speed}


def read_scorecard(path: Path) -> Json | None:
    """The committed figures; None where there are none yet."""
    if not path.exists():
        return None
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"scorecard {path} cannot be read: {error}") from error
    if not isinstance(card, dict) or "runs" not in card:
        raise EvaluationError(f"{path} is not a scorecard")
    return card


def write_scorecard(path: Path, card: Json) -> None:
    write_json(path, card)


def markdown(card: Json) -> str:
    """The scorecard as Markdown tables."""
    splits = [split for split in ("test", "dev", "all") if split in card["runs"]]
    if not splits:
        raise EvaluationError("the scorecard has no run yet; give one with --run DIR")
    lines = ["| figure | " + " | ".join(f"{s} ({card['runs'][s]['questions']} questions)" for s in splits) + " |"]
    lines.append("| --- |" + " --- |" * len(splits))
    for name in ROWS:
        figure = BY_NAME[name]
        unit = "" if figure.unit == "share" or figure.unit in figure.title else f" ({figure.unit})"
        cells = [_cell(card["runs"][split]["figures"].get(name), figure.unit) for split in splits]
        lines.append(f"| {figure.title}{unit} | " + " | ".join(cells) + " |")
    made = "; ".join(
        f"{split}: {card['runs'][split]['created']}, commit {card['runs'][split]['commit'] or 'unknown'}, "
        f"{card['runs'][split]['cores']} cores"
        for split in splits
    )
    lines += [
        "",
        f"In brackets: 95% intervals by bootstrap over questions. Measured {made}. Definitions: docs/evaluation.md.",
    ]
    if card.get("peers"):
        lines += ["", *_peers(card["peers"])]
    if card.get("speed"):
        lines += ["", "What they take, side by side:", "", ratios(card["speed"])]
    return "\n".join(lines)


def rewrite(page: str, section: str) -> str:
    """`page` with what stands between the scorecard's markers replaced. Raises EvaluationError without the markers."""
    start, end = page.find(START), page.find(END)
    if start < 0 or end < start:
        raise EvaluationError(f"the page has no section between {START} and {END}; put the two lines where it belongs")
    return page[: start + len(START)] + "\n" + section.strip() + "\n" + page[end:]


def write_into(path: Path, section: str) -> bool:
    """Writes the section into the page at `path`; whether that changed it."""
    try:
        page = path.read_text(encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}") from error
    new = rewrite(page, section)
    if new != page:
        write_text(path, new)
    return new != page


def _peers(peers: Json) -> list[str]:
    titles = [BY_NAME[name].title.replace("evidence recall", "recall") for name in PEER_COLUMNS]
    lines = [
        f"The same {peers['questions']} questions ({peers['split']}), the same embedding model, "
        "through what one would otherwise build:",
        "",
        "| system | " + " | ".join(titles) + " |",
        "| --- |" + " --- |" * len(PEER_COLUMNS),
    ]
    for system in peers["systems"]:
        cells = []
        for name in PEER_COLUMNS:
            entry = system["figures"].get(name)
            unit = BY_NAME[name].unit
            cells.append(
                "–"
                if entry is None or entry["value"] is None
                else (f"{entry['value']:.2f}" if unit == "share" else f"{entry['value']:,.0f}")
            )
        lines.append(f"| {system['title']} | " + " | ".join(cells) + " |")
    return lines


def _cell(entry: Json | None, unit: str) -> str:
    if entry is None or entry["value"] is None:
        return "–"
    return f"{shown(entry['value'], unit)} [{shown(entry['low'], unit)}, {shown(entry['high'], unit)}]"
