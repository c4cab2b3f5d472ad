"""Answers by a language model, every statement verified; what cannot be had raises, and the caller falls back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.errors import AnswererError
from service import prompts
from service.found import FoundPassage, Quotation, Statement
from service.language_model.cache import ReplyCache, cache_key
from service.language_model.chat import ChatMessage, ChatModel
from service.language_model.prompt import PromptWriter
from service.language_model.reply import read_question, read_reply
from service.language_model.standalone import checked_rewording
from service.language_model.verification import Fault, StatementVerifier
from service.language_model.words import content_stems
from service.schemas import Turn

_ANSWER_WORDS = 70
_REPEATED = 0.8


@dataclass(frozen=True, slots=True)
class Draft:
    """A verified answer.

    `statements` of one organisation stand together; `citations` are their distinct quotations in order of first use,
    and the markers [n] in `answer` are places in it, from 1. `dropped` counts statements that failed, `faults` by
    reason; `withheld` counts passages kept from the model because they address it.
    """

    statements: tuple[Statement, ...]
    citations: tuple[Quotation, ...]
    answer: str
    dropped: int
    model: str
    faults: Mapping[Fault, int] = field(default_factory=dict)
    withheld: int = 0
    cached: bool = False

    def numbers(self, statement: Statement) -> list[int]:
        """The citation numbers of one of the statements."""
        return [self.citations.index(quotation) + 1 for quotation in statement.quotations]


class NothingVerifiedError(AnswererError):
    """The model answered, and nothing of it may be shown; `faults` counts what was dropped, by reason."""

    def __init__(self, message: str, faults: Mapping[Fault, int]) -> None:
        super().__init__(message)
        self.faults = dict(faults)
        self.dropped = sum(faults.values())


class LanguageModelAnswerer:
    """Asks a language model and shows of its answer what is verified; safe to call from several threads.

    `identity` tells one model and endpoint from another in the cache.
    """

    def __init__(
        self,
        model: ChatModel,
        verifier: StatementVerifier,
        writer: PromptWriter,
        cache: ReplyCache | None = None,
        identity: str = "",
    ) -> None:
        self._model = model
        self._verifier = verifier
        self._writer = writer
        self._cache = cache
        self._identity = identity or model.name

    @property
    def name(self) -> str:
        return self._model.name

    def draft(
        self, question: str, found: Sequence[FoundPassage], history: Sequence[Turn] = (), *, max_citations: int = 8
    ) -> Draft:
        """An answer to `question` (as understood after `history`) from `found`, best first.

        Raises AnswererError where the model cannot be used or answers nonsense, NothingVerifiedError where it answers
        and nothing stands.
        """
        prompt = self._writer.answer(question, found, history)
        if not prompt.passages:
            raise AnswererError("there is no passage that the language model may be shown")
        key, text, cached = self._reply(prompt.messages, prompts.ANSWER_SCHEMA)
        reply = read_reply(text)
        faults: Counter[Fault] = Counter({Fault.MALFORMED: reply.malformed} if reply.malformed else {})
        kept: list[Statement] = []
        for proposed in reply.statements:
            verdict = self._verifier.verify(proposed, prompt.passages)
            if verdict.fault is not None:
                faults[verdict.fault] += 1
            kept.extend(statement for statement in verdict.statements if not _repeats(statement, kept))
        if not kept:
            if not faults:
                raise NothingVerifiedError("the language model found no answer in the passages", faults)
            raise NothingVerifiedError("nothing that the language model wrote could be verified", faults)
        if self._cache is not None and not cached:
            self._cache.put(key, text)
        statements = _within(_grouped(kept), max_citations)
        citations = tuple(dict.fromkeys(quotation for statement in statements for quotation in statement.quotations))
        return Draft(
            statements=statements,
            citations=citations,
            answer=_short_answer(statements, citations),
            dropped=sum(faults.values()),
            model=self._model.name,
            faults=dict(faults),
            withheld=prompt.withheld,
            cached=cached,
        )

    def standalone_question(self, question: str, history: Sequence[Turn]) -> str:
        """The question as one that stands on its own; without history, unchanged.

        Raises AnswererError where the model cannot be used or its rewording is none; the caller then goes by rules.
        """
        if not history:
            return question
        key, text, cached = self._reply(self._writer.standalone(question, history), prompts.STANDALONE_SCHEMA)
        reworded = checked_rewording(read_question(text), question, history)
        if self._cache is not None and not cached:
            self._cache.put(key, text)
        return reworded

    def _reply(self, messages: Sequence[ChatMessage], schema: dict[str, object]) -> tuple[str, str, bool]:
        """The cache's key, the reply, and whether it came from the cache; replies are verified anew each time."""
        key = cache_key(self._identity, messages)
        if self._cache is not None and (kept := self._cache.get(key)) is not None:
            return key, kept, True
        return key, self._model.complete(messages, schema=schema), False


def _repeats(statement: Statement, kept: Sequence[Statement]) -> bool:
    """Whether the same organisation was already made to say nearly the same."""
    stems = set(content_stems(statement.text))
    for other in kept:
        said = set(content_stems(other.text))
        same = (other.side, other.organisation) == (statement.side, statement.organisation)
        if same and len(stems & said) >= _REPEATED * min(len(stems), len(said)) and len(stems) <= len(said):
            return True
    return False


def _grouped(statements: Sequence[Statement]) -> list[Statement]:
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        groups.setdefault((statement.side.value, statement.organisation), []).append(statement)
    return [statement for group in groups.values() for statement in group]


def _within(statements: Sequence[Statement], max_citations: int) -> tuple[Statement, ...]:
    """As many statements as `max_citations` distinct quotations allow; at least the first, its quotations cut to
    them.
    """
    used: set[Quotation] = set()
    kept: list[Statement] = []
    for statement in statements:
        new = used | set(statement.quotations)
        if len(new) <= max_citations:
            used = new
            kept.append(statement)
    return tuple(kept) or (Statement(statements[0].text, statements[0].quotations[:max_citations], statements[0].kind),)


def _short_answer(statements: Sequence[Statement], citations: Sequence[Quotation]) -> str:
    """The first statement of each organisation, saying whose it is, within _ANSWER_WORDS words."""
    parts: list[str] = []
    seen: set[tuple[str, str]] = set()
    for statement in statements:
        voice = (statement.side.value, statement.organisation)
        if voice in seen:
            continue
        seen.add(voice)
        markers = "".join(f"[{citations.index(quotation) + 1}]" for quotation in statement.quotations)
        named = statement.organisation.casefold() in statement.text.casefold()
        text = statement.text if named else f"{statement.organisation}: {statement.text}"
        part = f"{text[:-1]} {markers}{text[-1]}" if text[-1] in ".!?" else f"{text} {markers}"
        if parts and len(" ".join([*parts, part]).split()) > _ANSWER_WORDS:
            break
        parts.append(part)
    return " ".join(parts)
