"""What a sentence does: commits, proposes, asks, reports evidence, recommends, worries, supports, tells of experience.

Typography settles some kinds (a question mark, a numbered recommendation, a case study). For the rest every cue of
`ingest.cues` adds its weight to the kinds of the speaker's side, and the highest sum decides (multinomial logistic
regression; `ingest.fit_kinds` learns the weights in `ingest.kind_weights`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import BlockKind, Role, Side, StatementKind, Voice
from ingest.clauses import plain
from ingest.cues import MOOD, SELF, WORDING, cues_of
from ingest.kind_weights import WEIGHTS

_CARRIED = frozenset({StatementKind.RECOMMENDATION, StatementKind.COMMITMENT, StatementKind.PROPOSAL})
_SEQUEL = re.compile(
    r"[“\"‘]?(?:this|these|it|they|such (?:an? )?\w+|doing so|both)\b(?: \w+){0,3}? (?:will|would|could|may|might|can|"
    r"should)\b",
    re.I,
)
_TELLS = re.compile(r"\bwhat (?:works|worked|does ?n[’']t|didn[’']t|went)\b|\blessons\b|\bexperienced? by\b", re.I)
_DEMANDS = re.compile(r"\bcould take\b|\bsteps\b", re.I)


def kinds_of(sentences: Sequence[str], voice: Voice, block: BlockKind, lead_in: str | None) -> list[StatementKind]:
    """The kinds of the sentences of one paragraph; "This would allow …" goes on with what the sentence before does."""
    kinds: list[StatementKind] = []
    for sentence in sentences:
        kind = kind_of(sentence, voice, block, lead_in)
        if kinds and kinds[-1] in _CARRIED and kind is not StatementKind.QUESTION and _SEQUEL.match(sentence):
            kind = kinds[-1]
        kinds.append(kind)
    return kinds


def kind_of(sentence: str, voice: Voice, block: BlockKind, lead_in: str | None) -> StatementKind:
    """The kind of one sentence by its wording, its speaker's side and the sentence that introduces its list."""
    words, lead = plain(sentence), plain(lead_in or "")
    settled = settled_kind(words, voice, block, lead)
    if settled:
        return settled
    cues = cues_of(words, voice, block, lead)
    scores = {
        kind: sum(weights.get(cue, 0.0) * strength for cue, strength in cues.items())
        for kind, weights in WEIGHTS[voice.side].items()
    }
    return max(scores, key=lambda kind: scores[kind])


def settled_kind(words: str, voice: Voice, block: BlockKind, lead: str) -> StatementKind | None:
    """The kind that a question mark, a block or a list's lead-in settles; None where the cues have to weigh it."""
    if block is BlockKind.FOOTNOTE:
        return StatementKind.EVIDENCE
    if voice.side is Side.GOVERNMENT:
        asks = block is BlockKind.QUESTION or WORDING["asks"].search(words)
        return StatementKind.QUESTION if asks else None
    if block is BlockKind.RECOMMENDATION or _demands(lead):
        return StatementKind.RECOMMENDATION
    unnamed = voice.role is Role.QUOTED and voice.organisation == voice.speaker
    if voice.role is Role.CASE_STUDY or (unnamed and SELF.search(words)) or _TELLS.search(lead):
        return StatementKind.EXPERIENCE
    return None


def _demands(lead: str) -> bool:
    """Whether a list's lead-in asks for what the items name."""
    asked = MOOD["must"].search(lead) or WORDING["urge"].search(lead) or MOOD["weighty"].search(lead)
    return bool(asked or (lead.endswith(":") and _DEMANDS.search(lead)))
