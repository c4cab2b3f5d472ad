"""How often answers say rightly who is silent and what is not stated: `python -m eval.absence DATA_DIR --corpus NAME`.

The questions of `gold/absence.jsonl` that are about a corpus are put to its index through the public engine. `silent`
is judged by organisation asked about, `not_stated` by question.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.embedding import TransformerEmbedder
from corpus.settings import load_settings
from service.engine import AnsweringEngine
from service.schemas import AnswerBody, AskRequest

QUESTIONS = Path(__file__).resolve().parent / "gold" / "absence.jsonl"


@dataclass(frozen=True, slots=True)
class Hits:
    """Precision and recall of something said or not said; both 0 where there is nothing to divide by."""

    right: int
    said: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0


def measure(questions: Iterable[Mapping[str, Any]], ask: Callable[[str], AnswerBody]) -> dict[str, Hits]:
    """Hits of `silent` on questions of absence, and of `not_stated` on each kind of question."""
    counts: dict[str, Counter[str]] = {}
    for question in questions:
        body = ask(question["question"])
        told = [(f"not_stated, {question['kind']}", bool(body.not_stated), bool(question["not_stated"]))]
        if question["kind"] == "absence":
            mute = {item.organisation for item in body.coverage if item.silent}
            told += [("silent", name in mute, name in question["silent"]) for name in question["asked"]]
        for figure, said, labelled in told:
            counted = counts.setdefault(figure, Counter())
            counted.update(right=said and labelled, said=said, labelled=labelled)
    return {name: Hits(each["right"], each["said"], each["labelled"]) for name, each in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path, help="where the index of the corpus is")
    parser.add_argument("--corpus", default="shipped", help="shipped, street_trees or dentistry")
    parser.add_argument("--split", default="dev", choices=("dev", "test"))
    chosen = parser.parse_args()
    records = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    wanted = [r for r in records if r["corpus"] == chosen.corpus and r["split"] == chosen.split]
    engine = AnsweringEngine(load_settings(data_dir=chosen.data_dir), TransformerEmbedder())
    for name, hits in measure(wanted, lambda text: engine.ask(AskRequest(question=text))).items():
        print(f"{name}: precision {hits.precision:.3f}, recall {hits.recall:.3f} ({hits.right} of {hits.labelled})")


if __name__ == "__main__":
    main()
