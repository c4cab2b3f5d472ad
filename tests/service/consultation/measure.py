"""Stances against the labelled pairs: accuracy, reversals, confusion and baselines, and how far labellers agree.

Run with ``python -m tests.service.consultation.measure [data folder]``. Every pair has three labels by different
labellers; what two of them say is the consensus, and where all differ the fourth labeller's label.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from service.schemas import ConsultationQuestionBody
from tests.service.consultation.recorded import recorded_stances

DEVELOPED_ON = Path(__file__).parent / "labels" / "stances.jsonl"
HELD_OUT = Path(__file__).parent / "labels" / "third.jsonl"
STANCES = ("agrees", "agrees in part", "disagrees", "no clear view", "silent")
MORE = (DEVELOPED_ON.with_name("fourth.jsonl"), DEVELOPED_ON.with_name("fifth.jsonl"))
_OPPOSITES = {"agrees", "disagrees"}
_WORD = re.compile(r"[a-z0-9]+")
_SAME_START = 12


@dataclass(frozen=True)
class Pair:
    """A labelled pair with what the table says; `found` is None where the question was not extracted."""

    question: str
    organisation: str
    split: str
    labeller: str
    stance: str
    found: str | None

    @property
    def right(self) -> bool:
        return self.found == self.stance

    @property
    def reversed(self) -> bool:
        return {self.found, self.stance} == _OPPOSITES


def labels_of(*files: Path) -> dict[tuple[str, str], str]:
    """The label of each pair of question (its first words) and organisation."""
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return {(_start(label["question_text"]), label["organisation"]): label["stance"] for label in lines}


def found_in(rows: Sequence[ConsultationQuestionBody]) -> Mapping[tuple[str, str], str]:
    """The table's label of each pair, likewise."""
    return {(_start(row.text), a.organisation): a.stance for row in rows for a in row.organisations}


def consensus() -> dict[tuple[str, str], str]:
    """What most of the three labels of each pair say; the fourth labeller's where all differ."""
    first, fourth, fifth = labels_of(DEVELOPED_ON, HELD_OUT), labels_of(MORE[0]), labels_of(MORE[1])
    return {pair: first[pair] if first[pair] == fifth[pair] else fourth[pair] for pair in fourth}


def agreement(a: Mapping[tuple[str, str], str], b: Mapping[tuple[str, str], str]) -> tuple[float, float]:
    """The share of pairs labelled alike, and Cohen's kappa (Cohen 1960)."""
    pairs = sorted(a.keys() & b.keys())
    alike = sum(a[pair] == b[pair] for pair in pairs) / len(pairs)
    chance = (
        sum(sum(a[pair] == stance for pair in pairs) * sum(b[pair] == stance for pair in pairs) for stance in STANCES)
        / len(pairs) ** 2
    )
    return alike, (alike - chance) / (1 - chance)


def against_consensus(rows: Sequence[ConsultationQuestionBody]) -> list[Pair]:
    """Every pair's consensus beside the table's label; `split` says whether its question was developed on."""
    table = found_in(rows)
    developed = set(random.Random(7).sample(sorted(row.number for row in rows), len(rows) // 2))
    split = {_start(row.text): "dev" if row.number in developed else "held-out" for row in rows}
    return [
        Pair(question, who, split[question], "consensus", stance, table.get((question, who)))
        for (question, who), stance in consensus().items()
    ]


def compared(rows: Sequence[ConsultationQuestionBody], labels: Path = DEVELOPED_ON) -> list[Pair]:
    """Every labelled pair beside the table's label; questions are matched by their first words."""
    table = found_in(rows)
    pairs = []
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        key = (_start(label["question_text"]), label["organisation"])
        text, who = label["question_text"], label["organisation"]
        pairs.append(Pair(text, who, label["split"], label["labeller"], label["stance"], table.get(key)))
    return pairs


def report(pairs: Sequence[Pair]) -> str:
    """Figures and confusion matrix (rows labelled, columns found) of `pairs`."""
    n = len(pairs)
    right, turned = sum(pair.right for pair in pairs), sum(pair.reversed for pair in pairs)
    majority = Counter(pair.stance for pair in pairs).most_common(1)[0]
    by_organisation = sum(
        Counter(p.stance for p in pairs if p.organisation == organisation).most_common(1)[0][1]
        for organisation in {p.organisation for p in pairs}
    )
    voiced = sum((pair.stance == "silent") == (pair.found == "silent") for pair in pairs)
    confusion = Counter((pair.stance, pair.found) for pair in pairs)
    lines = [
        f"accuracy {right}/{n} = {right / n:.2f}, reversals {turned}, silent or not {voiced / n:.2f}",
        f"always {majority[0]!r}: {majority[1] / n:.2f}; each organisation's commonest: {by_organisation / n:.2f}",
        "| labelled \\ found | " + " | ".join(STANCES) + " | not extracted |",
        "| --- |" + " --- |" * (len(STANCES) + 1),
    ]
    for stance in STANCES:
        cells = [str(confusion[stance, found]) for found in (*STANCES, None)]
        lines.append(f"| {stance} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def subsets(pairs: Sequence[Pair]) -> Iterable[tuple[str, list[Pair]]]:
    yield "first labeller, first half", [p for p in pairs if p.labeller == "first" and p.split == "dev"]
    yield "first labeller, second half", [p for p in pairs if p.labeller == "first" and p.split == "held-out"]
    yield "second labeller", [p for p in pairs if p.labeller == "second"]
    yield "all developed on", list(pairs)


def _start(text: str) -> str:
    return " ".join(_WORD.findall(text.lower())[:_SAME_START])


def main() -> None:
    from corpus.embedding import TransformerEmbedder
    from corpus.index import Generations, Index
    from service.consultation import Consultation
    from service.retrieval.pipeline import Retriever

    embedder = TransformerEmbedder()
    index = Index(Generations(Path(sys.argv[1] if len(sys.argv) > 1 else ".greenpaper")).current(), model=embedder.name)
    rows = Consultation(index, Retriever(index, embedder)).questions()
    for name, part in subsets(compared(rows)):
        print(f"\n{name}\n{report(part)}")
    print(f"\nthird labeller\n{report(compared(rows, HELD_OUT))}")
    pairs = against_consensus(rows)
    for split in ("dev", "held-out"):
        print(f"\nconsensus, {split}\n{report([pair for pair in pairs if pair.split == split])}")
    print(f"\nconsensus\n{report(pairs)}")
    read = Consultation(index, Retriever(index, embedder), recorded_stances())
    unread = read.read()
    for split in ("dev", "held-out", ""):
        part = [pair for pair in against_consensus(read.questions()) if split in ("", pair.split)]
        print(f"\nrecorded replies of a language model, {split or 'all'} (not shown: {unread})\n{report(part)}")
    labels = {
        "first three": labels_of(DEVELOPED_ON, HELD_OUT),
        "fourth": labels_of(MORE[0]),
        "fifth": labels_of(MORE[1]),
        "table": found_in(rows),
        "language model": found_in(read.questions()),
    }
    print("\nlabelled alike, Cohen's kappa")
    for one, other in combinations(labels, 2):
        print(f"{one} – {other}: {', '.join(f'{figure:.2f}' for figure in agreement(labels[one], labels[other]))}")


if __name__ == "__main__":
    main()
