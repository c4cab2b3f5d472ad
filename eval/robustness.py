"""Gold questions as people type them: misspelt, behind a preamble, without capitals, as keywords.

Each way of typing is made from the clean question by a seed, so that two runs ask the same. What is measured is the
share of the facts said in answer to the clean questions that is still said.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.asker import Asker
from eval.cases import Case, answer_from
from eval.gold_set import Question
from eval.phrases import STOP_WORDS

Typed = Callable[[str, random.Random], str]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST_LETTERS = 5
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

_BEFORE = (
    "Good afternoon. We have a select committee hearing on Thursday and the chair is likely to press us on this.",
    "hello, new to this team and trying to get up to speed before my one-to-one",
    "Sorry to bother you with something so basic!",
    "My brother-in-law was saying over Sunday lunch that nobody ever reads these things. Anyway,",
    "Dear colleague, further to our call this morning I am still missing one thing for the annex.",
    "I've read through most of this twice and cannot find it anywhere.",
)
_ASKS = (
    "What I'd like to find out is: {question}",
    "Would you be able to tell me this: {question}",
    "{question}",
    "So here goes: {question}",
)
_AFTER = (
    "Much appreciated.",
    "A short answer is fine, it is only for a footnote.",
    "Cheers, Sam",
    "",
    "No rush, end of the week will do.",
)


def misspelt(question: str, chance: random.Random) -> str:
    """One or two words of at least five letters with two letters swapped, one dropped, doubled or beside the right."""
    words = [
        match
        for match in _WORD.finditer(question)
        if len(match.group()) >= _LEAST_LETTERS and match.group().lower() not in STOP_WORDS
    ]
    chosen = chance.sample(words, min(len(words), chance.choice((1, 2))))
    for match in sorted(chosen, key=lambda word: -word.start()):
        question = question[: match.start()] + _slip(match.group(), chance) + question[match.end() :]
    return question


def in_preamble(question: str, chance: random.Random) -> str:
    """The question inside what people write before and after it."""
    asked = chance.choice(_ASKS).format(question=question)
    return " ".join(filter(None, (chance.choice(_BEFORE), asked, chance.choice(_AFTER))))


def lower_case(question: str, _: random.Random) -> str:
    """Small letters and no punctuation, hyphens and apostrophes apart."""
    return " ".join(re.sub(r"[^\w\s'’£%.-]|\.(?!\d)", " ", question).lower().split())


def keywords(question: str, _: random.Random) -> str:
    """The words that carry meaning, as they stand, and nothing else."""
    return " ".join(
        word for word in re.findall(r"[£\w][\w%.'’-]*\b%?", question) if word.lower().replace("’", "'") not in _NO_KEY
    )


_NO_KEY = STOP_WORDS | {
    "what's",
    "tell",
    "me",
    "doing",
    "done",
    "get",
    "gets",
    "give",
    "any",
    "whether",
    "while",
    "under",
}

WAYS: Mapping[str, Typed] = {
    "misspelt": misspelt,
    "preamble": in_preamble,
    "lower case": lower_case,
    "keywords": keywords,
}


@dataclass(slots=True)
class Robustness:
    """`kept` is the share of the clean questions' facts by way of typing; `asked` the texts, by question and way."""

    questions: int
    clean_facts: int
    kept: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    lost: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "questions": self.questions,
            "clean_facts": self.clean_facts,
            "kept": self.kept,
            "answered": self.answered,
            "lost": self.lost,
        }


def sample(questions: Sequence[Question], size: int, seed: int = 17) -> list[Question]:
    """Answerable questions without a history, at most `size`, the same for the same seed."""
    fit = [question for question in questions if question.answerable and not question.history and question.facts]
    return fit if len(fit) <= size else random.Random(seed).sample(fit, size)


def measure(asker: Asker, questions: Sequence[Question], ways: Mapping[str, Typed] = WAYS) -> Robustness:
    """Asks each question as it is and in each way; raises what the asker raises."""
    clean = {question.id: _said(asker, question, question.question) for question in questions}
    result = Robustness(len(questions), sum(sum(said) for said, _ in clean.values()))
    result.answered["clean"] = _share([answered for _, answered in clean.values()])
    for name, way in ways.items():
        kept: list[bool] = []
        answered: list[bool] = []
        for question in questions:
            text = way(question.question, random.Random(f"{name} {question.id}"))
            said, answers = _said(asker, question, text)
            still = [now for now, before in zip(said, clean[question.id][0], strict=True) if before]
            kept += still
            answered.append(answers)
            result.asked.setdefault(question.id, {})[name] = text
            if not all(still):
                result.lost.setdefault(name, []).append(f"{question.id}: {text}")
        result.kept[name], result.answered[name] = _share(kept), _share(answered)
    return result


def _said(asker: Asker, question: Question, text: str) -> tuple[list[bool], bool]:
    case = Case(question, answer_from(asker.ask({"question": text})), (), {})
    return case.facts_said(), case.answered


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else float("nan")


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "drop", "double", "neighbour"))
    if kind == "swap" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "neighbour":
        return word[:at] + _beside(word[at], chance) + word[at + 1 :]
    return word[:at] + word[at] + word[at:]


def _beside(letter: str, chance: random.Random) -> str:
    row = next((row for row in _KEYBOARD if letter in row), None)
    if row is None:
        return letter + letter
    at = row.index(letter)
    return chance.choice([row[place] for place in (at - 1, at + 1) if 0 <= place < len(row)])
