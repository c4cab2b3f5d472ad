"""An answer with the account of its question: who is silent and what is not stated, said before what is near."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from service import wording
from service.answering.absence.account import Account
from service.answering.absence.coverage import Coverage
from service.answering.asked_names import AskedName
from service.answering.lead import MAX_WORDS, MAX_WORDS_OF_SEVERAL
from service.answering.premise import denied_outright
from service.schemas import AnswerBody, CoverageBody

_CITED = re.compile(r"\[(\d+)\]")
_MARKER = re.compile(r"\s*\[\d+\]")
_NEXT_QUOTATION = re.compile(r"(?<=\])\s+(?=“)")


def with_account(body: AnswerBody, account: Account, question: str, names: Sequence[AskedName] = ()) -> AnswerBody:
    """The body with `coverage`, `not_stated` and the silent, and an answer that begins with what does not stand there.

    What is off topic or unclear has no subject here to count. Somebody whose words are shown is not called silent.
    """
    if body.reason in ("off_topic", "unclear"):
        return body
    heard = {position.organisation for position in body.positions}
    silent = dict.fromkeys((*body.silent, *(name for name in account.silent if name not in heard)))
    return body.model_copy(
        update={
            "answer": _answer(body, account, question, names),
            "silent": list(silent),
            "coverage": coverage_bodies(account.coverage),
            "not_stated": list(account.not_stated),
        }
    )


def coverage_bodies(coverage: Iterable[Coverage]) -> list[CoverageBody]:
    return [
        CoverageBody(
            organisation=item.words.organisation,
            side=item.words.side,
            mentions=item.mentions,
            passages=item.passages,
            silent=item.silent,
        )
        for item in coverage
    ]


def said_apart(body: AnswerBody) -> list[str]:
    """What a reader is told before the answer: what is not stated, where the answer itself does not say so, and a line
    for each silent organisation that is said nothing of yet.
    """
    apart = [sentence for sentence in body.not_stated if sentence not in body.answer]
    told = " ".join((body.answer, *apart))
    silent = (item.organisation for item in body.coverage if item.silent and item.organisation in body.silent)
    return apart + [wording.MENTIONS_NOTHING.format(who=who) for who in silent if who not in told]


def _answer(body: AnswerBody, account: Account, question: str, names: Sequence[AskedName]) -> str:
    first = " ".join(account.not_stated)
    if not body.answered:
        if not first:
            return body.answer
        return f"{first} {wording.NEAREST_LISTED}" if body.related else first
    lead = body.answer
    for name in account.silent:
        if first:
            lead = lead.replace(wording.SILENT.format(who=name), "").strip()
    if not first:
        denied = _speaking(body, lead) == 1 and denied_outright(question, lead, names)
        return wording.CONTRADICTED.format(lead=lead) if denied else lead
    if len(account.coverage) > len(account.silent) and account.silent:
        return f"{lead} {first}"  # somebody else answers: who is silent is said after it
    return _with_nearest(first, lead, MAX_WORDS_OF_SEVERAL if len(body.positions) > 1 else MAX_WORDS)


def _speaking(body: AnswerBody, lead: str) -> int:
    """How many positions are quoted in the short answer."""
    cited = {int(number) for number in _CITED.findall(lead)}
    return sum(any(cited & set(statement.citations) for statement in p.statements) for p in body.positions)


def _with_nearest(first: str, lead: str, most: int) -> str:
    """What is not stated, then as many of the nearest words as can be read out with it."""
    quoted = _NEXT_QUOTATION.split(lead)
    for kept in range(len(quoted), 0, -1):
        whole = f"{first} {wording.NEAREST.format(lead=' '.join(quoted[:kept]))}"
        if len(_MARKER.sub("", whole).split()) <= most:
            return whole
    return f"{first} {wording.NEAREST_BELOW}"
