"""What the scorer learns from: a question with passages, of whose sentences some answer it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from enum import IntEnum

# A passage is cut to about this many words round an answer, so that a step sees more questions.
CROPPED_WORDS = 90


class Label(IntEnum):
    """Whether a sentence answers. One that would also do counts neither for nor against its own probability."""

    DOES_NOT = 0
    ANSWERS = 1
    ALSO_DOES = 2


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """`sentences` are character ranges of `text`, each with a label; `context` says who speaks under which heading."""

    context: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    labels: tuple[Label, ...]

    @property
    def answers(self) -> bool:
        return Label.ANSWERS in self.labels

    def cropped(self, draw: random.Random, words: int = CROPPED_WORDS) -> LabelledPassage:
        """The same in at most so many words: sentences that follow each other, round one that answers if any does."""
        if len(self.text.split()) <= words or len(self.sentences) < 2:
            return self
        answering = [at for at, label in enumerate(self.labels) if label is Label.ANSWERS]
        first = last = draw.choice(answering) if answering else draw.randrange(len(self.sentences))
        while wider := [
            (low, high)
            for low, high in ((first - 1, last), (first, last + 1))
            if low >= 0
            and high < len(self.sentences)
            and len(self.text[self.sentences[low][0] : self.sentences[high][1]].split()) <= words
        ]:
            first, last = draw.choice(wider)
        start, end = self.sentences[first][0], self.sentences[last][1]
        return LabelledPassage(
            self.context,
            self.text[start:end],
            tuple((low - start, high - start) for low, high in self.sentences[first : last + 1]),
            self.labels[first : last + 1],
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A question with the passages that are scored against each other for it; `source` is a consultation or a set."""

    question: str
    passages: tuple[LabelledPassage, ...]
    source: str
    written: bool

    @property
    def answerable(self) -> bool:
        return any(passage.answers for passage in self.passages)

    def drawn(self, draw: random.Random) -> Group:
        """The group as one step sees it: three or four passages, cropped; now and then as hastily typed, or without
        the passages' context."""
        passages = list(self.passages)
        if self.written:
            answering = [passage for passage in passages if passage.answers][:2]
            others = [passage for passage in passages if not passage.answers]
            draw.shuffle(others)
            passages = answering + others[: max(1, 3 - len(answering))]
        question = self.question.lower().rstrip("?") if draw.random() < 0.15 else self.question
        if draw.random() < 0.25:
            passages = [replace(passage, context="") for passage in passages]
        return replace(self, question=question, passages=tuple(passage.cropped(draw) for passage in passages))
