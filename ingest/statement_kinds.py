"""What a sentence does: commits, proposes, asks, reports evidence, recommends, worries, supports, tells of experience."""

from __future__ import annotations

from corpus.models import BlockKind, Side, StatementKind, Voice


def kind_of(sentence: str, voice: Voice, block: BlockKind, lead_in: str | None) -> StatementKind:
    """The kind of one sentence, by its wording, its speaker's side and the list it stands in."""
    if voice.side is Side.GOVERNMENT:
        return StatementKind.QUESTION if sentence.rstrip().endswith("?") else StatementKind.POSITION
    return StatementKind.EVIDENCE
