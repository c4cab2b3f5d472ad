"""The port to a reader of stances that understands text: a language model, where one is configured for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.models import Document, Passage, Sentence
from service.schemas import Stance


@dataclass(frozen=True, slots=True)
class ReadStance:
    """A stance and the sentences that it rests on, each with its passage; silent rests on none, every other on some."""

    stance: Stance
    rests: tuple[tuple[Passage, Sentence], ...] = ()


class StanceReader(Protocol):
    """Labels what an organisation says on a question; safe to call from several threads."""

    @property
    def name(self) -> str: ...

    def read(
        self,
        question: str,
        organisation: str,
        government: Sequence[Passage],
        passages: Sequence[Passage],
        *,
        documents: Mapping[str, Document],
        before: str = "",
    ) -> ReadStance:
        """The stance of `organisation` by its own `passages`, best first, on what the `government` passages propose.

        `before` is the question before this one. Raises AnswererError where no label can be had or none stands.
        """
