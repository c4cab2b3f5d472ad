"""Answers by a language model, every statement verified; what cannot be had raises, and the caller falls back."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.errors import AnswererError
from corpus.models import Document
from service import prompts
from service.draft import Draft
from service.found import FoundPassage, Quotation, Standing, Statement
from service.language_model.cache import CachedModel, ReplyCache
from service.language_model.chat import ChatModel
from service.language_model.lead import Key, LeadPart, VerifiedLead, covers, lead_text, verified_lead
from service.language_model.lists import verified_list
from service.language_model.prompt import PromptWriter
from service.language_model.quantities import missing
from service.language_model.reply import Proposed, read_question, read_reply
from service.language_model.standalone import checked_rewording
from service.language_model.support import Support
from service.language_model.verification import Fault, StatementVerifier
from service.language_model.words import content_stems
from service.schemas import Turn

MAX_CITATIONS = 8
_REPEATED = 0.8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelDraft(Draft):
    """A draft that a language model wrote.

    `faults` counts the dropped statements by reason, `withheld` the passages kept from the model as they address it;
    `cached` says that the reply was kept from before. The markers [n] in `lead` number the quotations in order of first
    use, the government's statements first, as `service.assembly` does.
    """

    faults: Mapping[Fault, int] = field(default_factory=dict)
    withheld: int = 0
    cached: bool = False


class NothingVerifiedError(AnswererError):
    """The model answered, and nothing of it may be shown; `faults` counts what was dropped, by reason."""

    def __init__(self, message: str, faults: Mapping[Fault, int]) -> None:
        super().__init__(message)
        self.faults = dict(faults)
        self.dropped = sum(faults.values())


class NotInPassagesError(AnswererError):
    """The model read the passages and found no answer in them."""

    def __init__(self) -> None:
        super().__init__("the language model found no answer in the passages")


class LanguageModelAnswerer:
    """Asks a language model and shows of its answer what is verified; safe to call from several threads.

    `identity` tells one model and endpoint from another in the cache.
    """

    def __init__(
        self,
        model: ChatModel,
        support: Support,
        writer: PromptWriter,
        cache: ReplyCache | None = None,
        identity: str = "",
    ) -> None:
        self._model = CachedModel(model, cache, identity)
        self._support = support
        self._writer = writer
        self._verifier = StatementVerifier({}, support)

    @property
    def name(self) -> str:
        return self._model.name

    def draft(
        self,
        question: str,
        found: Sequence[FoundPassage],
        history: Sequence[Turn] = (),
        *,
        documents: Mapping[str, Document],
        abbreviations: Mapping[str, str] | None = None,
        max_citations: int | None = None,
    ) -> ModelDraft:
        """An answer to `question` (as understood after `history`) from `found`, best first.

        `documents` and `abbreviations` are those of the index that `found` comes from. Raises AnswererError where the
        model cannot be used or answers nonsense, NotInPassagesError where it finds no answer in the passages, and
        NothingVerifiedError where it answers and nothing stands.
        """
        prompt = self._writer.answer(question, found, history)
        if not prompt.passages:
            raise AnswererError("there is no passage that the language model may be shown")
        key, text, cached = self._model.ask(prompt.messages, prompt.schema)
        reply = read_reply(text)
        if not reply.statements and not reply.malformed and not reply.answer:
            if not cached:
                self._model.keep(key, text)
            raise NotInPassagesError
        verifier = self._verifier_for(documents, abbreviations)
        faults: Counter[Fault] = Counter({Fault.MALFORMED: reply.malformed} if reply.malformed else {})
        stood: list[Proposed] = []
        written: list[Statement] = []
        for proposed in reply.statements:
            statements, wrong = _verified(proposed, prompt.passages, verifier)
            faults += wrong
            stood += [proposed] if statements else []
            written += statements
        lead = verified_lead(reply.answer, prompt.passages, stood, verifier, written)
        faults += Counter(lead.faults)
        # A sentence of the lead whose words no statement quotes is a statement of its own.
        own = [said for said in lead.statements if not any(covers(statement, said) for statement in written)]
        kept: list[Statement] = []
        for statement in [*own, *written]:
            if not _repeats(statement, kept):
                kept.append(statement)
        if faults:
            _log.info("of a language model's answer was dropped: %s", _listed(faults))
        if not kept:
            raise NothingVerifiedError("nothing that the language model wrote could be verified", faults)
        if not cached:
            self._model.keep(key, text)
        shown = _within(_ordered(kept), max_citations or MAX_CITATIONS)
        if not shown:
            raise NothingVerifiedError("the language model's answer needs more citations than were asked for", faults)
        return ModelDraft(
            statements=shown,
            lead=lead_text(lead, shown, verifier) or _lead(shown, verifier),
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
        key, text, cached = self._model.ask(self._writer.standalone(question, history), prompts.STANDALONE_SCHEMA)
        reworded = checked_rewording(read_question(text), question, history)
        if not cached:
            self._model.keep(key, text)
        return reworded

    def _verifier_for(
        self, documents: Mapping[str, Document], abbreviations: Mapping[str, str] | None
    ) -> StatementVerifier:
        """The verifier of the last corpus, or a new one where another generation of the index answers now."""
        verifier = self._verifier
        if verifier.documents is not documents:
            verifier = self._verifier = StatementVerifier(documents, self._support, abbreviations)
        return verifier


def _repeats(statement: Statement, kept: Sequence[Statement]) -> bool:
    """Whether the same organisation was already made to say nearly the same."""
    stems = set(content_stems(statement.text))
    for other in kept:
        said = set(content_stems(other.text))
        same_voice = other.standing == statement.standing
        says_less = len(stems & said) >= _REPEATED * len(stems) and not missing(statement.text, other.text)
        if same_voice and says_less:
            return True
    return False


def _ordered(statements: Sequence[Statement]) -> list[Statement]:
    """The government's own first, then by organisation, each as the model ordered them."""
    groups: dict[Standing, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(statement.standing, []).append(statement)
    ordered = sorted(groups, key=lambda standing: standing.rank)
    return [statement for standing in ordered for statement in groups[standing]]


def _key(quotation: Quotation) -> Key:
    """What makes two quotations one citation."""
    return quotation.passage.id, quotation.spans


def _within(statements: Sequence[Statement], max_citations: int) -> tuple[Statement, ...]:
    """Of the statements, in order, those that `max_citations` citations allow."""
    used: set[Key] = set()
    kept: list[Statement] = []
    for statement in statements:
        new = used | {_key(quotation) for quotation in statement.quotations}
        if len(new) <= max_citations:
            used = new
            kept.append(statement)
    return tuple(kept)


def _verified(
    proposed: Proposed, passages: Sequence[FoundPassage], verifier: StatementVerifier
) -> tuple[list[Statement], Counter[Fault]]:
    """The statements that one proposed statement became, and what was dropped of it for which reason."""
    if proposed.items:
        statement, faults = verified_list(proposed, passages, verifier)
        return [statement] if statement is not None else [], faults
    verdict = verifier.verify(proposed, passages)
    return list(verdict.statements), Counter([verdict.fault] if verdict.fault is not None else [])


def _listed(faults: Mapping[Fault, int]) -> str:
    return ", ".join(f"{count} {fault.value}" for fault, count in sorted(faults.items()))


def _lead(statements: Sequence[Statement], verifier: StatementVerifier) -> str:
    """The first statement of each position, as a short answer."""
    firsts: dict[Standing, Statement] = {}
    for statement in statements:
        firsts.setdefault(statement.standing, statement)
    sentences = tuple((LeadPart(statement.text, (statement,)),) for statement in firsts.values())
    return lead_text(VerifiedLead(sentences, {}), statements, verifier)
