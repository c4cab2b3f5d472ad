"""Case studies, and boxes that tell somebody's story: whose words they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import BlockKind, Role, Side, Voice
from ingest.blocks import Block
from ingest.quotation import find_quotes
from ingest.quoted_voices import QuotedVoices
from ingest.reporting import Reporter

_SAYS = re.compile(r"\b(?:said|says|commented|told)\b,?:?\s*[“\"]")

_OWN = re.compile(r"\b(?:we|our|us)\b", re.I)


def case_voices(
    blocks: Sequence[Block], flows: Sequence[str], reporter: Reporter, quoted: QuotedVoices
) -> dict[int | None, Voice]:
    """The voice of each group of blocks that is a case study, by group number.

    The speaker is the person an attribution line names, else the body that provided the study, else its title; it is a
    stakeholder's voice whichever document prints it, save that a stakeholder's document which puts an official's name
    under a story quotes the official.
    """
    groups: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.group is not None and block.kind is not BlockKind.FOOTNOTE:
            groups.setdefault(block.group, []).append(index)
    return {
        group: _voice(blocks, flows, members, reporter, quoted)
        for group, members in groups.items()
        if any(blocks[index].kind is BlockKind.CASE_STUDY for index in members) or _tells(flows, members)
    }


def _tells(flows: Sequence[str], members: Sequence[int]) -> bool:
    """Whether a box quotes somebody by name between paragraphs of its own: then it tells their story.

    Where the author says "we" in it, it is the author's own account.
    """
    spoken = [index for index in members if find_quotes(flows[index]) and _SAYS.search(flows[index])]
    return bool(spoken) and len(members) > len(spoken) and not any(_OWN.search(_unquoted(flows[at])) for at in members)


def _unquoted(text: str) -> str:
    for quote in reversed(find_quotes(text)):
        text = f"{text[: quote.start]} {text[quote.end :]}"
    return text


def _voice(
    blocks: Sequence[Block], flows: Sequence[str], members: Sequence[int], reporter: Reporter, quoted: QuotedVoices
) -> Voice:
    title = blocks[members[0]].title or ""
    lines = [flows[index] for index in members if blocks[index].attribution]
    named = [speaker for speaker in map(reporter.attributed, lines) if speaker is not None]
    if not named:
        parts = re.split(r"\s*[:–—]\s+", title, maxsplit=1)
        words = parts[-1].strip()
        label = f"Case study: {words}" if re.match(r"\W*case stud", title, re.I) else words
        return Voice(label, Role.CASE_STUDY, Side.STAKEHOLDER, words)
    person = next((speaker for speaker in named if speaker.title), named[0])
    if person.official and not quoted.by_government:
        return quoted.of(person)
    provider = next((speaker for speaker in named if not speaker.title), person)
    return Voice(person.shown, Role.CASE_STUDY, Side.STAKEHOLDER, provider.body or provider.name)
