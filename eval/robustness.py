"""Gold questions as people type them: misspelt, behind a preamble, without capitals, as keywords.

Each way of typing is made from the clean question by a seed, so that two runs ask the same. What is measured is the
share of the facts said in answer to the clean questions that is still said.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

from eval.gold_set import Question
from eval.phrases import STOP_WORDS

Typed = Callable[[str, random.Random], str]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST_LETTERS = 5
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
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

_BEFORE = (
    "Morning all, hope everyone had a decent weekend.",
    "We're putting together a pack for the new permanent secretary and there are still a few gaps in it.",
    "Apologies, I only joined the unit last week so this may well have been covered already.",
    "A constituent has written in and the office needs to reply by close of play.",
    "I sat through two hours of the debate yesterday and came away none the wiser.",
    "My daughter is doing a project at college and she has me stumped.",
    "Hope you don't mind me asking.",
    "Hi. Quick one before I go into a meeting.",
)
_ASKS = (
    "{question}",
    "{question}",
    "Please could you help me with the following: {question}",
    "What we were hoping to establish is this: {question}",
    "I keep being asked the same thing – {question}",
)
_AFTER = (
    "",
    "Thanks ever so much for your help with this.",
    "Regards, Priya",
    "Ideally by lunchtime if that is at all possible.",
    "TIA",
    "I'd be really grateful for a pointer.",
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


WAYS: Mapping[str, Typed] = {
    "misspelt": misspelt,
    "preamble": in_preamble,
    "lower case": lower_case,
    "keywords": keywords,
}


def sample(questions: Sequence[Question], size: int, seed: int = 17) -> list[Question]:
    """Answerable questions without a history, at most `size`, the same for the same seed."""
    fit = [question for question in questions if question.answerable and not question.history and question.facts]
    return fit if len(fit) <= size else random.Random(seed).sample(fit, size)


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
