"""Stances against the labelled pairs: accuracy, reversals, confusion and baselines, by split.

Run with ``python -m tests.service.consultation.measure [--held-out] [data folder]``. Without ``--held-out`` the pairs
that nothing was developed on stay unseen.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.schemas import ConsultationQuestionBody

DEVELOPED_ON = Path(__file__).parent / "labels" / "stances.jsonl"
HELD_OUT = Path(__file__).parent / "labels" / "third.jsonl"
STANCES = ("agrees", "agrees in part", "disagrees", "no clear view", "silent")
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


def compared(rows: Sequence[ConsultationQuestionBody], labels: Path = DEVELOPED_ON) -> list[Pair]:
    """Every labelled pair beside the table's label; questions are matched by their first words."""
    table = {(_start(row.text), a.organisation): a.stance for row in rows for a in row.organisations}
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
    from corpus.embedder import SentenceTransformerEmbedder
    from corpus.index import Generations, Index
    from service.consultation import Consultation
    from service.retrieval.pipeline import Retriever

    arguments = [argument for argument in sys.argv[1:] if argument != "--held-out"]
    embedder = SentenceTransformerEmbedder()
    index = Index(Generations(Path(arguments[0] if arguments else ".greenpaper")).current(), model=embedder.name)
    rows = Consultation(index, Retriever(index, embedder)).questions()
    if "--held-out" in sys.argv[1:]:
        print(f"\nheld out\n{report(compared(rows, HELD_OUT))}")
    else:
        for name, part in subsets(compared(rows)):
            print(f"\n{name}\n{report(part)}")


if __name__ == "__main__":
    main()
