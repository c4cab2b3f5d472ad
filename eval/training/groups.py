"""What the scorer learns from: a question with passages, of whose sentences some answer it.

It learns to read in both ways in which it is asked to: a passage at a time, and sentences of several beside each other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from enum import IntEnum

from service.scoring import Line

# How often a written question's sentences are compared instead of its passages read, among how many, how many of which
# answer or were written as tempting at most, and how often nobody is said to speak.
COMPARED = 0.5
_AMONG = (5, 10)
_ANSWERS, _TEMPTING = 4, 3
_WITHOUT_SPEAKER = 0.25
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
class LabelledLine:
    """A sentence of a passage, that may be read beside others; whether it was written down as one that `tempts`."""

    line: Line
    position: int
    label: Label
    tempts: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A question with the passages that are scored against each other for it; `source` is a consultation or a set.

    `lines` are sentences that answer or are like one that does: what is read where there are no `passages`.
    """

    question: str
    passages: tuple[LabelledPassage, ...]
    source: str
    written: bool
    lines: tuple[LabelledLine, ...] = ()

    @property
    def answerable(self) -> bool:
        return any(passage.answers for passage in self.passages) or any(
            line.label is Label.ANSWERS for line in self.lines
        )

    def compared(self, draw: random.Random) -> Group:
        """The group with some of its lines alone, in an order of passages that says nothing."""
        answers, tempting, also, others = (
            draw.sample(own, len(own))
            for own in (
                [line for line in self.lines if line.label is Label.ANSWERS],
                [line for line in self.lines if line.label is Label.DOES_NOT and line.tempts],
                [line for line in self.lines if line.label is Label.ALSO_DOES],
                [line for line in self.lines if line.label is Label.DOES_NOT and not line.tempts],
            )
        )
        taken = answers[:_ANSWERS] + tempting[:_TEMPTING] + also[: draw.randrange(2)]
        taken += others[: max(0, draw.randint(*_AMONG) - len(taken))]
        draw.shuffle(taken)
        order = {line.line.passage_id: at for at, line in reversed(list(enumerate(taken)))}
        taken.sort(key=lambda line: (order[line.line.passage_id], line.position))
        return replace(self, passages=(), lines=tuple(taken))

    def drawn(self, draw: random.Random) -> Group:
        """The group as one step sees it: three or four passages, cropped, or lines alone.

        Now and then it is as hastily typed, or without what is known of the words.
        """
        question = self.question.lower().rstrip("?") if draw.random() < 0.15 else self.question
        if self.lines and draw.random() < COMPARED:
            group = self.compared(draw)
            if draw.random() < _WITHOUT_SPEAKER:
                unnamed = (replace(line, line=replace(line.line, speaker="")) for line in group.lines)
                group = replace(group, lines=tuple(unnamed))
            return replace(group, question=question)
        passages = list(self.passages)
        if self.written:
            answering = [passage for passage in passages if passage.answers][:2]
            others = [passage for passage in passages if not passage.answers]
            draw.shuffle(others)
            passages = answering + others[: max(1, 3 - len(answering))]
        if draw.random() < _WITHOUT_SPEAKER:
            passages = [replace(passage, context="") for passage in passages]
        cropped = tuple(passage.cropped(draw) for passage in passages)
        return replace(self, question=question, passages=cropped, lines=())
