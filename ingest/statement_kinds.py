"""What a sentence does: commits, proposes, asks, reports evidence, recommends, worries, supports, tells of experience.

The rules read the sentence's modal verbs, performative verbs and evaluative words (after Palmer's *Mood and Modality*
and Searle's classes of speech acts), the list it stands in, and whether its speaker is on the government's side. The
first rule that fires decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import BlockKind, Role, Side, StatementKind, Voice
from ingest.cues import (
    ALARM,
    BOUND,
    CITED,
    DEMANDS,
    DOING,
    EMPHATIC,
    FAVOURS,
    FIGURES,
    FORECAST,
    FORETOLD,
    HEARD,
    HOLDS,
    IF,
    IMPERATIVE,
    INDIRECT,
    PLANNED,
    PRAISES,
    PROPOSES,
    REFUSES,
    REMEDY,
    RESEARCH,
    SELF,
    SEQUEL,
    SERVED,
    TO_DO,
    TOLD,
    TURNS,
    UNEASE,
    URGES,
    WANTS,
    WE_FEAR,
    WE_WILL,
    WILL,
)

_CARRIED = frozenset({StatementKind.RECOMMENDATION, StatementKind.COMMITMENT, StatementKind.PROPOSAL})


def kinds_of(
    sentences: Sequence[str], voice: Voice, block: BlockKind, lead_in: str | None
) -> list[StatementKind | None]:
    """The kinds of the sentences of one paragraph; "This would allow …" goes on with what the sentence before does.

    Words of the government that another reports commit it to nothing, and have none.
    """
    if voice.reported_by is not None:
        return [None] * len(sentences)
    kinds: list[StatementKind | None] = []
    if lead_in and lead_in.rstrip().endswith("?"):  # what was asked says nothing of what the answer does
        lead_in = None
    for sentence in sentences:
        kind = kind_of(sentence, voice, block, lead_in)
        if kinds and kinds[-1] in _CARRIED and kind is not StatementKind.QUESTION and SEQUEL.match(sentence):
            kind = kinds[-1]
        kinds.append(kind)
    return kinds


def kind_of(sentence: str, voice: Voice, block: BlockKind, lead_in: str | None) -> StatementKind:
    """The kind of one sentence by its wording, its speaker's side and the sentence that introduces its list."""
    words = re.sub(r"[*_⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", sentence).strip()
    lead = lead_in or ""
    if voice.side is Side.GOVERNMENT:
        return _government(words, block, lead)
    return _stakeholder(words, voice, block, lead)


def _government(words: str, block: BlockKind, lead: str) -> StatementKind:
    asks = words.rstrip("*_”’\"' ").endswith("?")
    if asks or block is BlockKind.QUESTION:
        return StatementKind.QUESTION
    if block is BlockKind.FOOTNOTE:
        return StatementKind.EVIDENCE
    together = _with_lead(words, lead)
    planned = block in (BlockKind.BULLET, BlockKind.TABLE) and not lead.rstrip().endswith(":")
    stated = re.sub(r"\b(?:because|since|if)\b.*", "", words)
    rules: Sequence[tuple[bool, StatementKind]] = (
        (bool(REFUSES.search(words)) and not WE_WILL.search(re.sub(REFUSES, "", words)), StatementKind.POSITION),
        (bool(BOUND.search(words)), StatementKind.POSITION),
        (bool(FORECAST.search(words)), StatementKind.EVIDENCE),
        (
            bool(WE_WILL.search(together) and not _ponders(words)) or bool(DOING.search(together)),
            StatementKind.COMMITMENT,
        ),
        (
            planned and bool(IMPERATIVE.match(words) or TO_DO.match(words)) and not _ponders(f"will {words}"),
            StatementKind.COMMITMENT,
        ),
        (bool(IF.search(stated)) and not FIGURES.search(re.sub(r"£\S+", "", words)), StatementKind.PROPOSAL),
        (
            bool(FIGURES.search(words) and not PLANNED.search(words) and not WILL.search(words)),
            StatementKind.EVIDENCE,
        ),
        (bool(WILL.search(words) and not FORETOLD.search(words) and not _ponders(words)), StatementKind.COMMITMENT),
        (bool(WANTS.match(words)), StatementKind.POSITION),
        (bool(PROPOSES.search(together)), StatementKind.PROPOSAL),
        (bool(RESEARCH.search(words)), StatementKind.EVIDENCE),
        (bool(HOLDS.search(together)), StatementKind.POSITION),
    )
    return next((kind for holds, kind in rules if holds), StatementKind.EVIDENCE)


def _ponders(words: str) -> bool:
    """ "We will consider" promises no more than thought."""
    return bool(re.search(r"\bwill (?:also )?(?:consider|explore|look at)\b", words, re.I))


def _with_lead(words: str, lead: str) -> str:
    """A list item read with the words that introduce it, where they end in a colon."""
    return f"{lead.rstrip()} {words}" if lead.rstrip().endswith(":") else words


def _stakeholder(words: str, voice: Voice, block: BlockKind, lead: str) -> StatementKind:
    demanded = bool(lead) and bool(DEMANDS.search(lead) if lead.rstrip().endswith(":") else URGES.search(lead))
    figures = bool(FIGURES.search(words) or CITED.search(words))
    if block is BlockKind.FOOTNOTE:
        return StatementKind.EVIDENCE
    if block is BlockKind.RECOMMENDATION or demanded:
        return StatementKind.RECOMMENDATION
    unnamed = voice.role is Role.QUOTED and (voice.organisation == voice.speaker)
    personal = unnamed and bool(SELF.search(words))
    if voice.role is Role.CASE_STUDY or personal or SERVED.search(lead):
        return StatementKind.EXPERIENCE
    direct = INDIRECT.sub("", words)
    left = REMEDY.sub("", words)
    uneasy = len({match.group().lower() for match in UNEASE.finditer(left)})
    rules: Sequence[tuple[bool, StatementKind]] = (
        (bool(WE_FEAR.search(words)), StatementKind.CONCERN),
        (bool(PRAISES.search(words)), StatementKind.SUPPORT),
        (bool(URGES.search(direct)), StatementKind.RECOMMENDATION),
        (bool(TOLD.search(words)), StatementKind.EXPERIENCE),
        (
            bool(HEARD.search(words)),
            StatementKind.CONCERN if uneasy or ALARM.search(left) else StatementKind.EXPERIENCE,
        ),
        (bool(FAVOURS.search(words)) and not TURNS.search(words), StatementKind.SUPPORT),
        (bool(ALARM.search(left)) and not figures, StatementKind.CONCERN),
        (figures, StatementKind.EVIDENCE),
        (uneasy >= 2 and bool(TURNS.search(words)), StatementKind.CONCERN),
        (bool(RESEARCH.search(words)), StatementKind.EVIDENCE),
        (uneasy >= 2 or (uneasy == 1 and bool(TURNS.search(words) or EMPHATIC.search(words))), StatementKind.CONCERN),
        (bool(FAVOURS.search(words)), StatementKind.SUPPORT),
    )
    return next((kind for holds, kind in rules if holds), StatementKind.EVIDENCE)
