"""Public sets of questions, brought to one form: a JSON object a line, ``{"question", "passage", "sentences":
[[start, end]], "answers": [number of a sentence that answers]}``; no answers where the passage does not say."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.training.groups import Group, Label, LabelledPassage

# A second passage, of another question, stands beside every so-manieth.
_BESIDE = 3


def public_groups(file: Path, most: int, draw: random.Random) -> Iterator[Group]:
    """At most so many groups of a file, drawn at random."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    draw.shuffle(rows)
    for number, row in enumerate(rows[:most]):
        passages = [_labelled(row, set(row["answers"]))]
        other = draw.choice(rows)
        if number % _BESIDE == 0 and other["passage"] != row["passage"]:
            passages.append(_labelled(other, set()))
            draw.shuffle(passages)
        yield Group(row["question"], tuple(passages), file.stem, written=False)


def _labelled(row: dict[str, Any], answers: set[int]) -> LabelledPassage:
    sentences = tuple((int(start), int(end)) for start, end in row["sentences"])
    labels = tuple(Label.ANSWERS if at in answers else Label.DOES_NOT for at in range(len(sentences)))
    return LabelledPassage("", row["passage"], sentences, labels)
