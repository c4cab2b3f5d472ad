"""Measures voices and kinds of statement against hand labels, and writes the figures into the documentation.

`python -m ingest.measure_voices --labels tests/ingest/labels/voices.jsonl --write docs/voices.md`
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.manifest import load_manifest, read_document
from corpus.models import BlockKind, Passage, Sentence
from ingest.passages import build_passages

START, END = "<!-- measured: begin -->", "<!-- measured: end -->"
FIELDS = ("side", "role", "kind")
ENOUGH = 5
"""Labels that a kind needs to enter `kinds_macro_f1`."""


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
    also: str | None = None
    """A second kind that the labeller would accept."""

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
        row["document_id"], row["start"], row["end"], row["quote"], row["side"], row.get("role", ""),
        row.get("speaker", ""), tuple(row.get("speaker_forms", ())), row.get("kind"),
        bool(row.get("hard") or row.get("mixed")), row.get("also"),
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
    return mean(f1_by_class([(getattr(row.label, field), row.said(field)) for row in rows]).values())


def f1_by_class(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The F1 of each class among the labels, from pairs of label and prediction."""
    scores = {}
    for name in sorted({label for label, _ in pairs}):
        hit = sum(label == name == said for label, said in pairs)
        either = sum((label == name) + (said == name) for label, said in pairs)
        scores[name] = 2 * hit / either
    return scores


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean; NaN of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else float("nan")


def kind_pairs(rows: Sequence[Outcome], *, lenient: bool = False) -> list[tuple[str, str]]:
    """Label and prediction of the kind; where `lenient`, a prediction that the labeller would accept is the label."""
    pairs = []
    for row in rows:
        if row.label.kind and row.passage is not None:
            said = row.said("kind")
            pairs.append((said if lenient and said == row.label.also else row.label.kind, said))
    return pairs


def kinds_macro_f1(rows: Sequence[Outcome], *, lenient: bool = False) -> float:
    """The mean F1 over the kinds with at least `ENOUGH` labels; a rarer kind's F1 hangs on one or two sentences."""
    counts = Counter(row.label.kind for row in rows if row.passage is not None)
    scores = f1_by_class(kind_pairs(rows, lenient=lenient))
    return mean(score for kind, score in scores.items() if counts[kind] >= ENOUGH)


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


def render_kinds(parts: Mapping[str, Sequence[Outcome]]) -> str:
    """The figures of the labels of kinds, part by part, and the confusion matrix of the last part."""
    scores = {name: f1_by_class(kind_pairs(rows)) for name, rows in parts.items()}
    counts = {name: Counter(label for label, _ in kind_pairs(rows)) for name, rows in parts.items()}
    names = sorted({kind for each in scores.values() for kind in each})
    lines = [
        f"| | {' | '.join(f'{name} ({counts[name].total()})' for name in parts)} |",
        f"| --- |{' ---: |' * len(parts)}",
    ]
    for lenient in (False, True):
        how = "lenient" if lenient else "strict"
        macro = [f"{kinds_macro_f1(rows, lenient=lenient):.4f}" for rows in parts.values()]
        pairs = [kind_pairs(rows, lenient=lenient) for rows in parts.values()]
        right = [f"{mean(float(label == said) for label, said in each):.3f}" for each in pairs]
        lines += [f"| kind macro-F1, {how} | {' | '.join(macro)} |", f"| kind accuracy, {how} | {' | '.join(right)} |"]
    for kind in names:
        cells = [f"{scores[name][kind]:.2f} ({counts[name][kind]})" if counts[name][kind] else "–" for name in parts]
        lines.append(f"| F1 of {kind}, strict (labels) | {' | '.join(cells)} |")
    last = [row for row in list(parts.values())[-1] if row.passage is not None and row.label.kind]
    return "\n\n".join(["\n".join(lines), confusion(last, "kind")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--labels", type=Path, default=Path("tests/ingest/labels/voices.jsonl"))
    parser.add_argument("--write", type=Path, help="a Markdown file in which to replace the measured part")
    arguments = parser.parse_args()
    voices = measure(arguments.corpus, arguments.labels)
    kinds = {
        "old, first half (fitted)": [row for row in voices if row.label.half == "first"],
        "new, development (fitted)": measure(arguments.corpus, arguments.labels.with_name("kinds_dev.jsonl")),
        "old, second half": [row for row in voices if row.label.half == "second"],
        "new, held out": measure(arguments.corpus, arguments.labels.with_name("kinds_held_out.jsonl")),
    }
    note = f"Kinds, old labels and new; macro-F1 over kinds with {ENOUGH} labels or more:"
    text = "\n\n".join([render(voices), note, render_kinds(kinds)])
    if arguments.write:
        page = arguments.write.read_text(encoding="utf-8")
        head, tail = page.split(START)[0], page.split(END)[1]
        arguments.write.write_text(f"{head}{START}\n{text}\n{END}{tail}", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
