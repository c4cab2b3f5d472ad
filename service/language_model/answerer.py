"""Answers by a language model, every statement verified; what cannot be had raises, and the caller falls back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.errors import AnswererError
from corpus.models import Document, Side, Span
from service import prompts, wording
from service.answering.lead import spoken_of, who_says
from service.draft import Draft
from service.found import FoundPassage, Quotation, Standing, Statement
from service.language_model.cache import CachedModel, ReplyCache
from service.language_model.chat import ChatModel
from service.language_model.prompt import PromptWriter
from service.language_model.quantities import missing
from service.language_model.reply import read_question, read_reply
from service.language_model.standalone import checked_rewording
from service.language_model.support import Support
from service.language_model.verification import Fault, StatementVerifier
from service.language_model.words import FUNCTION_WORDS, content_stems
from service.schemas import Turn

MAX_CITATIONS = 8
_LEAD_WORDS = 70
_REPEATED = 0.8


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
        model cannot be used or answers nonsense, NothingVerifiedError where it answers and nothing stands.
        """
        prompt = self._writer.answer(question, found, history)
        if not prompt.passages:
            raise AnswererError("there is no passage that the language model may be shown")
        key, text, cached = self._model.ask(prompt.messages, prompt.schema)
        reply = read_reply(text)
        verifier = self._verifier_for(documents, abbreviations)
        faults: Counter[Fault] = Counter({Fault.MALFORMED: reply.malformed} if reply.malformed else {})
        kept: list[Statement] = []
        for proposed in reply.statements:
            verdict = verifier.verify(proposed, prompt.passages)
            if verdict.fault is not None:
                faults[verdict.fault] += 1
            kept.extend(statement for statement in verdict.statements if not _repeats(statement, kept))
        if not kept:
            if not faults:
                raise NothingVerifiedError("the language model found no answer in the passages", faults)
            raise NothingVerifiedError("nothing that the language model wrote could be verified", faults)
        if not cached:
            self._model.keep(key, text)
        statements = _within(_ordered(kept), max_citations or MAX_CITATIONS)
        if not statements:
            raise NothingVerifiedError("the language model's answer needs more citations than were asked for", faults)
        return ModelDraft(
            statements=statements,
            lead=_lead(statements, documents),
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


def _key(quotation: Quotation) -> tuple[str, tuple[Span, ...]]:
    """What makes two quotations one citation."""
    return quotation.passage.id, quotation.spans


def _within(statements: Sequence[Statement], max_citations: int) -> tuple[Statement, ...]:
    """Of the statements, in order, those that `max_citations` citations allow."""
    used: set[tuple[str, tuple[Span, ...]]] = set()
    kept: list[Statement] = []
    for statement in statements:
        new = used | {_key(quotation) for quotation in statement.quotations}
        if len(new) <= max_citations:
            used = new
            kept.append(statement)
    return tuple(kept)


def _lead(statements: Sequence[Statement], documents: Mapping[str, Document]) -> str:
    """The first statement of each organisation, saying whose it is, within _LEAD_WORDS words.

    What others report of the government is left out where its own words answer, else it is said who reports it.
    """
    numbers: dict[tuple[str, tuple[Span, ...]], int] = {}
    for statement in statements:
        for quotation in statement.quotations:
            numbers.setdefault(_key(quotation), len(numbers) + 1)
    parts: list[str] = []
    seen: set[tuple[Side, str]] = set()
    for statement in statements:
        body = (statement.side, statement.organisation)
        if body in seen:
            continue
        seen.add(body)
        markers = "".join(f"[{numbers[_key(quotation)]}]" for quotation in statement.quotations)
        quoting = documents[statement.quotations[0].passage.document_id].entry.organisation
        text = _saying_whose(statement, quoting)
        part = f"{text[:-1]} {markers}{text[-1]}" if text[-1] in ".!?" else f"{text} {markers}"
        if parts and len(" ".join([*parts, part]).split()) > _LEAD_WORDS:
            break
        parts.append(part)
    return " ".join(parts)


def _saying_whose(statement: Statement, quoting: str) -> str:
    """The text of a statement with the name of whose it is, if it does not stand there.

    `quoting` is the organisation whose document it stands in, which is named too where it quotes somebody else.
    """
    standing, text = statement.standing, statement.text
    named = _names(text, standing.organisation)
    if standing.reported_by is None:
        own = standing.organisation == quoting
        who = standing.organisation if own else who_says(statement.quotations[0], quoting).rstrip(",")
        return text if named and (own or _names(text, quoting)) else f"{who}: {text}"
    if text.casefold().startswith(
        wording.LEAD_REPORTED_STATEMENT.format(reporter=standing.reported_by, statement="").strip().casefold()
    ):
        return text
    speaker = statement.quotations[0].voice.speaker
    if named or _names(text, speaker):
        first, _, rest = text.partition(" ")
        text = f"{first.lower() if first.casefold() in FUNCTION_WORDS else first} {rest}"
    else:
        text = wording.SAYS.format(who=spoken_of(speaker), statement=text)
    return wording.LEAD_REPORTED_STATEMENT.format(reporter=standing.reported_by, statement=text)


def _names(text: str, name: str) -> bool:
    return name.removeprefix("The ").casefold() in text.casefold()
