"""Gold questions as people type them, and after a conversation on something else: what is still said, with intervals.

How questions are typed is in `eval.robustness`; here they are asked and counted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from eval.asker import Asker
from eval.bootstrap import drawings
from eval.cases import Case, answer_from
from eval.errors import EvaluationError
from eval.figures.figure import UNDEFINED, Cell, Figure, Group, cells_array, once, pooled
from eval.figures.understanding import left_alone
from eval.gold_set import Question
from eval.robustness import WAYS, sample
from eval.scoring import entry

Json = dict[str, Any]
AFTER_ANOTHER = "after another question"
LOST_KEPT = 20


def measure_typed(
    asker: Asker, questions: Sequence[Question], size: int, on_answer: Callable[[object], None] = lambda _: None
) -> Json:
    """Asks at most `size` answerable questions as they are, in every way of typing, and after another question.

    For each way: `kept`, the share of the facts of the clean answers that is still said, pooled; `answered`, the share
    of the questions answered; after another question also `left_alone`, the share into which no word of the history
    was put; `lost`, some of the texts that lost a fact. Raises EvaluationError where no question will do.
    """
    asked = sample(questions, size)
    if not asked:
        raise EvaluationError("no question is answerable and without a history; name another --gold or --split")

    def ask(question: Question, changes: Json) -> Case:
        found = Case(question, answer_from(asker.ask({**question.request(), **changes})), (), {})
        on_answer(question)
        return found

    clean = [ask(question, {}) for question in asked]
    ways: Json = {}
    for name, way in WAYS.items():
        texts = [way(question.question, random.Random(f"{name} {question.id}")) for question in asked]
        typed = [ask(question, {"question": text}) for question, text in zip(asked, texts, strict=True)]
        ways[name] = _kept(clean, typed, texts)
    # The question before is the next one of the sample, with the lead that the service gave it.
    earlier = [clean[(number + 1) % len(clean)] for number in range(len(clean))]
    after = [
        ask(
            question,
            {"history": [{"question": case.question.question, "answer": case.answer.lead if case.answer else ""}]},
        )
        for question, case in zip(asked, earlier, strict=True)
    ]
    ways[AFTER_ANOTHER] = {
        **_kept(clean, after, [question.question for question in asked]),
        "left_alone": _entry("left_alone", [left_alone(case) for case in after]),
    }
    return {
        "questions": len(asked),
        "clean": {
            "facts": sum(sum(case.facts_said()) for case in clean),
            "answered": _entry("answered", [once(float(case.answered)) for case in clean]),
        },
        "ways": ways,
    }


def _kept(clean: Sequence[Case], typed: Sequence[Case], texts: Sequence[str]) -> Json:
    cells, lost = [], []
    for before, now, text in zip(clean, typed, texts, strict=True):
        still = [said for said, was in zip(now.facts_said(), before.facts_said(), strict=True) if was]
        cells.append(pooled(sum(still), len(still)))
        if not all(still):
            lost.append({"id": now.question.id, "text": text})
    return {
        "kept": _entry("kept", cells),
        "answered": _entry("answered", [once(float(case.answered)) for case in typed]),
        "lost": lost[:LOST_KEPT],
    }


def _entry(name: str, cells: Sequence[Cell]) -> Json:
    figure = Figure(name, name, Group.UNDERSTANDING, lambda _: UNDEFINED)
    return entry(figure, cells_array(cells, figure.columns), drawings(len(cells)))
