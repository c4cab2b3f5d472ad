"""Measures voices and kinds of statement against hand labels, and writes the figures into the documentation.

`python -m ingest.measure_voices --labels tests/ingest/labels/voices.jsonl --write docs/voices.md`
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.manifest import load_manifest, read_document
from corpus.models import BlockKind, Passage, Sentence
from ingest.passages import build_passages

START, END = "<!-- measured: begin -->", "<!-- measured: end -->"
FIELDS = ("side", "role", "kind")


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled sentence; `half` is "first" (looked at while the rules were written) or "second" (never)."""

    document_id: str
    start: int
    end: int
    quote: str
    side: str
    role: str
    speaker: str
    forms: tuple[str, ...]
    kind: str | None
    hard: bool

    @property
    def half(self) -> str:
        digest = hashlib.sha256(f"{self.document_id}:{self.start}".encode()).digest()
        return "first" if digest[0] % 2 == 0 else "second"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A label with the passage and the sentence that overlap it most; None where no passage does."""

    label: Label
    passage: Passage | None
    sentence: Sentence | None

    def said(self, field: str) -> str:
        if self.passage is None or self.sentence is None:
            return "none"
        if field == "side":
            return self.passage.voice.side.value
        if field == "role":
            return self.passage.voice.role.value
        return self.sentence.kind.value if self.sentence.kind else "none"

    @property
    def speaker_right(self) -> bool:
        if self.passage is None:
            return False
        voice = self.passage.voice
        shown = f"{voice.speaker} {voice.organisation}".lower()
        return any(form.lower() in shown for form in (*self.label.forms, self.label.speaker))


def read_labels(path: Path) -> list[Label]:
    """The labels of a JSON-lines file."""
    return [_label(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _label(row: Mapping[str, Any]) -> Label:
    return Label(
        row["document_id"], row["start"], row["end"], row["quote"], row["side"],
        row.get("role", ""), row.get("speaker", ""), tuple(row.get("speaker_forms", ())),
        row.get("kind"), bool(row.get("hard") or row.get("mixed")),
    )  # fmt: skip


def outcomes(labels: Sequence[Label], passages: Mapping[str, Sequence[Passage]]) -> list[Outcome]:
    """Each label with the sentence that shares most characters with it."""
    return [_outcome(label, passages[label.document_id]) for label in labels]


def _outcome(label: Label, passages: Sequence[Passage]) -> Outcome:
    best: tuple[int, Passage | None, Sentence | None] = (0, None, None)
    for passage in passages:
        if (
            passage.spans[-1].end <= label.start
            or passage.spans[0].start >= label.end
            or passage.block is BlockKind.REFERENCE
        ):
            continue
        for sentence in passage.sentences:
            shared = sum(max(0, min(span.end, label.end) - max(span.start, label.start)) for span in sentence.spans)
            if shared > best[0]:
                best = (shared, passage, sentence)
    return Outcome(label, best[1], best[2])


def accuracy(rows: Sequence[Outcome], field: str) -> float:
    """The share of rows whose field is right; NaN without rows."""
    if not rows:
        return float("nan")
    right = [row.speaker_right if field == "speaker" else row.said(field) == getattr(row.label, field) for row in rows]
    return float(sum(right)) / len(rows)


def macro_f1(rows: Sequence[Outcome], field: str) -> float:
    """The mean F1 over the classes that the labels hold (Sokolova and Lapalme 2009)."""
    scores = []
    for name in sorted({getattr(row.label, field) for row in rows}):
        hit = sum(getattr(row.label, field) == name == row.said(field) for row in rows)
        wrong = sum(row.said(field) == name != getattr(row.label, field) for row in rows)
        missed = sum(getattr(row.label, field) == name != row.said(field) for row in rows)
        scores.append(2 * hit / (2 * hit + wrong + missed) if hit else 0.0)
    return sum(scores) / len(scores) if scores else float("nan")


def confusion(rows: Sequence[Outcome], field: str) -> str:
    """A Markdown table: labels down, what the code says across."""
    counts = Counter((getattr(row.label, field), row.said(field)) for row in rows)
    names = sorted({name for name, _ in counts})
    across = names + sorted({said for _, said in counts} - set(names))
    lines = [f"| {field}: label ↓, code → | {' | '.join(across)} |", f"| --- |{' ---: |' * len(across)}"]
    lines += [f"| {name} | {' | '.join(str(counts[name, said]) for said in across)} |" for name in names]
    return "\n".join(lines)


def figures(rows: Sequence[Outcome]) -> dict[str, float]:
    """Side and speaker accuracy, macro-F1 of role and of kind, over all rows that hold the label."""
    kinds = [row for row in rows if row.label.kind]
    return {
        "side accuracy": accuracy(rows, "side"),
        "speaker accuracy": accuracy(rows, "speaker"),
        "role macro-F1": macro_f1(rows, "role"),
        "kind macro-F1": macro_f1(kinds, "kind"),
        "kind accuracy": accuracy(kinds, "kind"),
    }


def measure(corpus: Path, labels: Path) -> list[Outcome]:
    """Parses the corpus and compares it with the labels."""
    manifest = load_manifest(corpus)
    passages = {
        entry.id: build_passages(
            read_document(manifest.root, entry),
            manifest.officials,
            count_tokens=lambda text: len(text.split()) * 4 // 3,
        )
        for entry in manifest.documents
    }
    return outcomes(read_labels(labels), passages)


def render(rows: Sequence[Outcome]) -> str:
    """The figures as Markdown: both halves apart, then the confusion matrices over all labels."""
    outside = sum(row.passage is None for row in rows)
    rows = [row for row in rows if row.passage is not None]
    halves = {
        "first half": [row for row in rows if row.label.half == "first"],
        "second half": [row for row in rows if row.label.half == "second"],
        "all": list(rows),
        "all but the hard ones": [row for row in rows if not row.label.hard],
    }
    table = {name: figures(part) for name, part in halves.items()}
    lines = [
        f"| | {' | '.join(f'{name} ({len(part)})' for name, part in halves.items())} |",
        f"| --- |{' ---: |' * len(halves)}",
    ]
    lines += [
        f"| {figure} | {' | '.join(f'{table[name][figure]:.3f}' for name in halves)} |" for figure in table["all"]
    ]
    matrices = [confusion([row for row in rows if field != "kind" or row.label.kind], field) for field in FIELDS]
    note = f"{len(rows)} labelled sentences; {outside} more stand in headings or page furniture, which make no passage."
    return "\n\n".join([note, "\n".join(lines), *matrices])


def render_kinds(rows: Sequence[Outcome], fewest: int = 5) -> str:
    """The kinds of a second, fresh set of labels as Markdown; F1 is over kinds with `fewest` or more."""
    rows = [row for row in rows if row.passage is not None]
    counts = Counter(row.label.kind for row in rows)
    common = [row for row in rows if counts[row.label.kind] >= fewest]
    figures_ = f"accuracy {accuracy(rows, 'kind'):.3f}, macro-F1 {macro_f1(common, 'kind'):.3f}"
    return f"{len(rows)} fresh labels: {figures_}.\n\n{confusion(rows, 'kind')}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--labels", type=Path, default=Path("tests/ingest/labels/voices.jsonl"))
    parser.add_argument("--kinds", type=Path, default=Path("tests/ingest/labels/kinds.jsonl"))
    parser.add_argument("--write", type=Path, help="a Markdown file in which to replace the measured part")
    arguments = parser.parse_args()
    text = render(measure(arguments.corpus, arguments.labels))
    text += "\n\n" + render_kinds(measure(arguments.corpus, arguments.kinds))
    if arguments.write:
        page = arguments.write.read_text(encoding="utf-8")
        head, tail = page.split(START)[0], page.split(END)[1]
        arguments.write.write_text(f"{head}{START}\n{text}\n{END}{tail}", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
