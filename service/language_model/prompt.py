"""What a language model is shown: numbered passages within a budget of tokens, clearly set off as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from corpus.models import Passage, StatementKind
from corpus.quotes import squeeze
from corpus.tokens import count_tokens
from service import prompts
from service.found import FoundPassage
from service.language_model.chat import ChatMessage
from service.language_model.planted import addresses_a_model
from service.language_model.words import plain
from service.schemas import Stance, Turn

MAX_STATEMENTS = 8
LEAD_WORDS = 60
MAX_STANCE_QUOTES = 3
STANCES: tuple[Stance, ...] = get_args(Stance)
_PROPOSING = frozenset({StatementKind.PROPOSAL, StatementKind.COMMITMENT})
_MAX_EARLIER = 3
_MAX_CONTEXT = 200
_MAX_TURN = 600


@dataclass(frozen=True, slots=True)
class Prompt:
    """`passages[i]` is number i + 1 to the model; `withheld` counts passages that address a model and were kept out."""

    messages: tuple[ChatMessage, ...]
    schema: dict[str, object]
    passages: tuple[FoundPassage, ...]
    tokens: int
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class StancePrompt:
    """`passages` are the organisation's by the numbers that the model knows them by."""

    messages: tuple[ChatMessage, ...]
    schema: dict[str, object]
    passages: Mapping[int, Passage]


@dataclass(frozen=True, slots=True)
class PromptWriter:
    """Writes prompts with at most `budget` tokens of passages, as `count` counts them."""

    budget: int
    count: Callable[[str], int] = count_tokens

    def answer(self, question: str, found: Sequence[FoundPassage], history: Sequence[Turn] = ()) -> Prompt:
        """The prompt for an answer: passages in the order given, best first, as many as the budget holds.

        A passage that does not fit is left out, and a shorter one after it may still go in; the first is cut to the
        sentences that fit.
        """
        shown: list[FoundPassage] = []
        blocks: list[str] = []
        spent = withheld = 0
        for item in found:
            if _is_planted(item.passage):
                withheld += 1
                continue
            block = _block(len(shown) + 1, item.passage)
            tokens = self.count(block)
            if spent + tokens > self.budget and not shown and (cut := self._cut(item.passage)) is not None:
                block = _block(1, cut)
                tokens = self.count(block)
            if spent + tokens > self.budget:
                continue
            shown.append(item)
            blocks.append(block)
            spent += tokens
        earlier = "; ".join(_inert(turn.question)[:_MAX_TURN] for turn in history[-_MAX_EARLIER:])
        user = prompts.ANSWER_USER.format(
            passages="\n".join(blocks),
            earlier=prompts.EARLIER.format(questions=earlier) if earlier else "",
            question=_inert(question),
        )
        system = prompts.ANSWER_SYSTEM.format(max_statements=MAX_STATEMENTS, lead_words=LEAD_WORDS)
        messages = (ChatMessage("system", system), ChatMessage("user", user))
        return Prompt(messages, prompts.answer_schema(len(shown), MAX_STATEMENTS), tuple(shown), spent, withheld)

    def stance(
        self,
        question: str,
        organisation: str,
        government: Sequence[Passage],
        passages: Sequence[Passage],
        *,
        before: str = "",
    ) -> StancePrompt:
        """The prompt for an organisation's stance on a question of the consultation, from `passages` of its own.

        Up to a quarter of the budget is for the `government` passages that set the question out, what it proposes
        before the rest; `before` is the question before this one. Passages are numbered through.
        """
        proposals_first = sorted(government, key=lambda passage: passage.kind not in _PROPOSING)
        theirs = sorted(self._within(proposals_first, self.budget // 4), key=lambda passage: passage.order)
        spent = sum(self.count(_block(len(theirs), passage)) for passage in theirs)
        own = self._within(passages, self.budget - spent, after=len(theirs))
        numbered = dict(enumerate([*theirs, *own], start=1))
        blocks = [_block(number, passage) for number, passage in numbered.items()]
        user = prompts.STANCE_USER.format(
            government="\n".join(blocks[: len(theirs)]) or prompts.NOTHING,
            passages="\n".join(blocks[len(theirs) :]) or prompts.NOTHING,
            before=prompts.QUESTION_BEFORE.format(question=_inert(before)) if before else "",
            question=_inert(question),
            organisation=_attribute(organisation),
        )
        messages = (ChatMessage("system", prompts.STANCE_SYSTEM), ChatMessage("user", user))
        shown = {number: passage for number, passage in numbered.items() if number > len(theirs)}
        return StancePrompt(messages, prompts.stance_schema(list(shown), STANCES, MAX_STANCE_QUOTES), shown)

    def _within(self, passages: Sequence[Passage], budget: int, after: int = 0) -> list[Passage]:
        """Of `passages`, in order, those that `budget` tokens hold and that address no model; numbered from `after`."""
        shown: list[Passage] = []
        for passage in passages:
            if _is_planted(passage):
                continue
            tokens = self.count(_block(after + len(passages), passage))
            if tokens <= budget:
                shown.append(passage)
                budget -= tokens
        return shown

    def standalone(self, question: str, history: Sequence[Turn]) -> tuple[ChatMessage, ...]:
        """The prompt for rewording a follow-up question."""
        turns = "\n".join(
            prompts.TURN.format(question=_inert(turn.question)[:_MAX_TURN], answer=_inert(turn.answer)[:_MAX_TURN])
            for turn in history[-_MAX_EARLIER:]
        )
        user = prompts.STANDALONE_USER.format(turns=turns, question=_inert(question))
        return (ChatMessage("system", prompts.STANDALONE_SYSTEM), ChatMessage("user", user))

    def _cut(self, passage: Passage) -> Passage | None:
        """The passage's first sentences that fit the whole budget; None where not even one does."""
        for end in range(len(passage.sentences) - 1, 0, -1):
            text = " ".join(sentence.text for sentence in passage.sentences[:end])
            cut = replace(passage, text=text)
            if self.count(_block(1, cut)) <= self.budget:
                return cut
        return None


def _is_planted(passage: Passage) -> bool:
    return addresses_a_model(passage.text) or addresses_a_model(passage.lead_in or "")


def _block(number: int, passage: Passage) -> str:
    context = " > ".join(passage.section)
    if passage.lead_in:
        context = f"{context}: {passage.lead_in}" if context else passage.lead_in
    return prompts.PASSAGE.format(
        number=number,
        side=passage.side.value,
        organisation=_attribute(passage.organisation),
        speaker=_attribute(passage.voice.speaker),
        role=passage.voice.role.value,
        reported=f' reported_by="{_attribute(passage.reported_by)}"' if passage.reported_by else "",
        kind=f' kind="{passage.kind.value}"' if passage.kind else "",
        context=f' context="{_attribute(context)[:_MAX_CONTEXT]}"' if context else "",
        text=_inert(passage.text),
    )


def _attribute(text: str) -> str:
    return _inert(text).replace('"', "'")


def _inert(text: str) -> str:
    """Text in which nothing can pass for one of the prompt's own delimiters; emphasis and footnote marks left out."""
    return squeeze(plain(text)).replace("<", "‹").replace(">", "›")
