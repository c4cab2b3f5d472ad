"""Learns the weights of cues for `ingest.statement_kinds` from hand labels: `python -m ingest.fit_kinds --write`.

Multinomial logistic regression whose weights are pulled not to nothing but to `EXPECTED`, what grammar says a cue
is for (a Gaussian prior; MacKay 1992), because a few hundred labels are too few to learn some fifty cues from nothing.
Prints the cross-validated macro-F1 for several strengths of that pull. Never reads a held-out label.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.models import BlockKind, Side, StatementKind, Voice
from ingest.clauses import plain
from ingest.cues import cues_of
from ingest.measure_voices import Outcome, f1_by_class, mean, measure
from ingest.statement_kinds import settled_kind

Matrix = NDArray[np.float64]
Weights = Mapping[str, Mapping[str, float]]

PULL = 4.0
LABELS = Path("tests/ingest/labels")
EXPECTED: Mapping[Side, Weights] = {
    Side.GOVERNMENT: {
        "commitment": {
            "own will": 2, "will": 1.5, "own doing": 1.5, "doing": 0.7, "to do": 0.7, "item": 0.5, "ponder": -1.5,
            "will not": -1.5,
        },
        "proposal": {"inquire": 3, "could": 2.5, "would": 2, "ponder": 2, "propose": 0.5, "you": 0.5},
        "position": {
            "bias": 0.2, "will not": 2, "hold": 2, "must": 2, "falls short": 1.5, "weighty": 1, "require": 0.7,
            "valued": 0.5, "we": 0.3,
        },
        "evidence": {
            "bias": 1.2, "figure": 2, "research": 1.5, "know": 1, "own deed": 1, "past": 1, "perfect": 0.5,
            "define": 0.5, "quoted": 0.5, "may": 0.5, "signpost": 0.3, "year": 0.3,
        },
    },
    Side.STAKEHOLDER: {
        "recommendation": {
            "must": 2.5, "urge": 2.5, "weighty": 2, "require": 1.5, "must beside": 1, "order": 1, "could": 0.7,
        },
        "concern": {
            "bias": 0.3, "fear": 2.5, "bad": 1, "asks": 1, "denied": 0.5, "heightened": 0.4, "contrast": 0.3,
            "scare quotes": 0.3,
        },
        "support": {"bias": -0.3, "favour": 2.5},
        "evidence": {
            "bias": 1, "figure": 2, "cited": 1.5, "research": 1.5, "define": 0.5, "provide": 0.5, "past": 0.3,
            "year": 0.3, "others said": 0.3,
        },
        "experience": {"bias": -0.3, "told": 2.5, "own past": 1, "unnamed": 1},
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled sentence as `kind_of` sees it; `also` is a second kind that the labeller would accept."""

    words: str
    voice: Voice
    block: BlockKind
    lead: str
    kind: str
    also: str | None

    @property
    def settled(self) -> str | None:
        kind = settled_kind(self.words, self.voice, self.block, self.lead)
        return kind.value if kind else None


def examples(rows: Sequence[Outcome]) -> list[Example]:
    """The labelled sentences whose side the code finds; others would be scored among another side's kinds."""
    return [_example(row) for row in rows if row.sentence and row.label.kind and row.said("side") == row.label.side]


def _example(row: Outcome) -> Example:
    assert row.passage
    assert row.sentence
    assert row.label.kind
    lead = plain(row.passage.lead_in or "")
    words = plain(row.sentence.text)
    return Example(
        words, row.passage.voice, row.passage.block, "" if words in lead else lead, row.label.kind, row.label.also
    )


class Scorer:
    """The regression of one side: `cues` are its rows, `kinds` its columns."""

    def __init__(self, side: Side, pull: float = PULL) -> None:
        self.pull = pull
        self.kinds = tuple(EXPECTED[side])
        self.cues = sorted({cue for weights in EXPECTED[side].values() for cue in weights})
        self.expected = np.array([[EXPECTED[side][kind].get(cue, 0.0) for kind in self.kinds] for cue in self.cues])
        self.weights: Matrix = self.expected

    def strengths(self, rows: Sequence[Example]) -> Matrix:
        """The cues' strengths, shape (rows, cues)."""
        found = [cues_of(row.words, row.voice, row.block, row.lead) for row in rows]
        return np.array([[cues.get(name, 0.0) for name in self.cues] for cues in found]).reshape(-1, len(self.cues))

    def fit(self, rows: Sequence[Example], rounds: int = 400) -> None:
        """Accelerated gradient descent (Nesterov 1983); rarer kinds count more, by the square root of their rarity."""
        if not rows:
            return
        x, wanted = self.strengths(rows), np.array([self.kinds.index(row.kind) for row in rows])
        counts = np.maximum(np.bincount(wanted, minlength=len(self.kinds)), 1)
        worth = np.sqrt(counts.mean() / counts)[wanted][:, None]
        step = 1 / (0.5 * float(np.linalg.norm(x * np.sqrt(worth), 2)) ** 2 + self.pull)
        target = np.eye(len(self.kinds))[wanted]
        now = ahead = self.expected
        momentum = 1.0
        for _ in range(rounds):
            slope = x.T @ ((_shares(x @ ahead) - target) * worth) + self.pull * (ahead - self.expected)
            after = ahead - step * slope
            grown = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
            ahead, now, momentum = after + (momentum - 1) / grown * (after - now), after, grown
        self.weights = now

    def predict(self, rows: Sequence[Example]) -> list[str]:
        best = np.argmax(self.strengths(rows) @ self.weights, axis=1)
        return [row.settled or self.kinds[int(place)] for row, place in zip(rows, best, strict=True)]

    def learnt(self) -> dict[StatementKind, dict[str, float]]:
        """Kind to cue to weight, weights near nothing left out."""
        return {
            StatementKind(kind): {
                cue: round(float(weight), 2)
                for cue, weight in zip(self.cues, self.weights[:, place], strict=True)
                if abs(weight) >= 0.05
            }
            for place, kind in enumerate(self.kinds)
        }


def _shares(scores: Matrix) -> Matrix:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float64)


def learnable(rows: Sequence[Example], side: Side) -> list[Example]:
    """A side's rows that the cues decide and whose kind has weights."""
    return [row for row in rows if row.voice.side is side and not row.settled and row.kind in EXPECTED[side]]


def cross_validate(rows: Sequence[Example], pull: float | None, folds: int = 8, seed: int = 0) -> list[tuple[str, str]]:
    """Label and prediction of every row by weights that did not see it; with no `pull`, by the expected weights."""
    pairs = []
    for side in Side:
        mine = [row for row in rows if row.voice.side is side]
        fold = np.random.default_rng(seed).permutation(len(mine)) % folds
        for part in range(folds):
            tested = [row for row, place in zip(mine, fold, strict=True) if place == part]
            scorer = Scorer(side, pull or PULL)
            if pull is not None:
                scorer.fit(learnable([row for row, place in zip(mine, fold, strict=True) if place != part], side))
            pairs += list(zip((row.kind for row in tested), scorer.predict(tested), strict=True))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--write", action="store_true", help="replace ingest/kind_weights.py")
    arguments = parser.parse_args()
    old = [row for row in measure(arguments.corpus, LABELS / "voices.jsonl") if row.label.half == "first"]
    rows = examples([*old, *measure(arguments.corpus, LABELS / "kinds_dev.jsonl")])
    for pull in (None, 16.0, 8.0, 4.0, 2.0, 1.0, 0.5):
        tries = [f1_by_class(cross_validate(rows, pull, seed=seed)) for seed in range(3)]
        print(f"pull {pull or 'expected weights alone'}: macro-F1 {mean(mean(each.values()) for each in tries):.3f}")
    if arguments.write:
        learnt = {}
        for side in Side:
            scorer = Scorer(side)
            scorer.fit(learnable(rows, side))
            learnt[side] = scorer.learnt()
        Path(__file__).with_name("kind_weights.py").write_text(_module(learnt, len(rows)), encoding="utf-8")


def _module(learnt: Mapping[Side, Mapping[StatementKind, Mapping[str, float]]], count: int) -> str:
    lines = [
        f'"""What each cue of `ingest.cues` weighs for each kind; written by `ingest.fit_kinds` from {count} labels.',
        "",
        "The labels are kinds_dev.jsonl and the first half of voices.jsonl in tests/ingest/labels. Not edited by hand.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Mapping",
        "",
        "from corpus.models import Side, StatementKind",
        "",
        "WEIGHTS: Mapping[Side, Mapping[StatementKind, Mapping[str, float]]] = {",
    ]
    for side, kinds in learnt.items():
        lines.append(f"    Side.{side.name}: {{")
        for kind, cues in kinds.items():
            lines.append(f"        StatementKind.{kind.name}: {{")
            lines += _wrapped([f'"{cue}": {weight},' for cue, weight in cues.items()])
            lines.append("        },")
        lines.append("    },")
    return "\n".join([*lines, "}  # fmt: skip", ""])


def _wrapped(items: Sequence[str], width: int = 116) -> list[str]:
    """The items on as few lines as fit, none broken."""
    lines = [" " * 12 + items[0]]
    for item in items[1:]:
        if len(lines[-1]) + 1 + len(item) > width:
            lines.append(" " * 12 + item)
        else:
            lines[-1] += f" {item}"
    return lines


if __name__ == "__main__":
    main()
