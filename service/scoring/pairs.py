"""Question and passage as the scorer's model reads them: ``[CLS] question [SEP] who: heading [SEP] passage [SEP]``.

Sentences of several passages are read beside each other: ``[CLS] question [SEP] who: sentence who: sentence … [SEP]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.embedding.models import packaged_folder, tokenizer_of
from corpus.models import Passage

MAX_TOKENS = 288
MAX_QUESTION_TOKENS = 64
MAX_CONTEXT_TOKENS = 32
_CLS, _SEP = 101, 102
_OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a passage (`passage_id`) of some `speaker`, to be read beside sentences of others."""

    passage_id: str
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """`ids` (t,) as the model reads them, `sentence_of` (t,) the number of each token's sentence or -1; the tokens from
    `passage_from` on are the second segment."""

    ids: tuple[int, ...]
    sentence_of: NDArray[np.int64]
    passage_from: int
    sentences: int

    def mean_by_sentence(self, logits: NDArray[np.float32], unread: float) -> NDArray[np.float32]:
        """The mean of `logits` (t or more,) over the tokens of each sentence (s,); `unread` where it has none."""
        inside = self.sentence_of != _OUTSIDE
        numbers = self.sentence_of[inside]
        sums = np.bincount(numbers, weights=logits[: len(self.ids)][inside], minlength=self.sentences)
        counts = np.bincount(numbers, minlength=self.sentences)
        return np.where(counts > 0, sums / np.maximum(counts, 1), unread).astype(np.float32)


class PairEncoder:
    """Encodes pairs with the packaged model's tokenizer; safe for several threads."""

    def __init__(self) -> None:
        # No piece of a pair is longer than the pair.
        self._tokenizer = tokenizer_of(packaged_folder() / "tokenizer.json", MAX_TOKENS)

    def pairs(self, question: str, passages: Sequence[Passage]) -> list[Pair]:
        """The question with each of some passages."""
        return [
            self.pair(question, context_of(passage), [sentence.text for sentence in passage.sentences])
            for passage in passages
        ]

    def pair(self, question: str, context: str, sentences: Sequence[str]) -> Pair:
        """The question with sentences that follow each other; what does not fit is cut off."""
        asked = self._ids(question)[:MAX_QUESTION_TOKENS]
        known = self._ids(context)[:MAX_CONTEXT_TOKENS]
        before = [_CLS, *asked, _SEP, *known, *([_SEP] if known else [])]
        room = MAX_TOKENS - len(before) - 1
        ids: list[int] = []
        numbers: list[int] = []
        for number, sentence in enumerate(sentences):
            own = self._ids(sentence)
            ids += own
            numbers += [number] * len(own)
        return _pair(before, ids[:room], numbers[:room], 2 + len(asked), len(sentences))

    def pair_of_lines(self, question: str, lines: Sequence[Line]) -> Pair:
        """The question with lines of several passages; what does not fit is cut off.

        The speaker, if known, is named where the passage changes.
        """
        asked = self._ids(question)[:MAX_QUESTION_TOKENS]
        before = [_CLS, *asked, _SEP]
        ids: list[int] = []
        numbers: list[int] = []
        passage_id = None
        for number, line in enumerate(lines):
            speaker = self._ids(f"{line.speaker}:") if line.speaker and line.passage_id != passage_id else []
            own = self._ids(line.text)
            ids += [*speaker, *own]
            numbers += [_OUTSIDE] * len(speaker) + [number] * len(own)
            passage_id = line.passage_id
        room = MAX_TOKENS - len(before) - 1
        return _pair(before, ids[:room], numbers[:room], len(before), len(lines))

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


def _pair(before: Sequence[int], ids: Sequence[int], numbers: Sequence[int], passage_from: int, sentences: int) -> Pair:
    sentence_of = np.asarray([_OUTSIDE] * len(before) + [*numbers, _OUTSIDE], dtype=np.int64)
    return Pair((*before, *ids, _SEP), sentence_of, passage_from, sentences)


def context_of(passage: Passage) -> str:
    """Who speaks, under which heading and in which list: what a reader would know before the words."""
    known = [passage.voice.speaker, *passage.section[-1:], passage.lead_in or ""]
    return ": ".join(part for part in known if part)
