"""The voices that a document quotes: what a speaker is called, on which side, and whose words were given before."""

from __future__ import annotations

import re

from corpus.models import Document, OfficialVoices, Role, Side, Voice
from ingest.quotation import Quote
from ingest.speakers import Speaker


class QuotedVoices:
    """Makes voices of the speakers of one document and remembers the named ones by their words."""

    def __init__(self, document: Document, officials: OfficialVoices) -> None:
        self._entry = document.entry
        self._officials = officials
        self._known: dict[str, Voice] = {}

    @property
    def by_government(self) -> bool:
        """Whether the document that quotes them is the government's."""
        return self._entry.side is Side.GOVERNMENT

    def of(self, speaker: Speaker | None) -> Voice:
        """The speaker's voice; for None that of somebody without a name."""
        if speaker is None:
            label = f"{self._entry.quoted_speaker or 'person'}, quoted by {self._entry.organisation}"
            return Voice(label, Role.QUOTED, Side.STAKEHOLDER, label)
        if speaker.official:
            return Voice(speaker.shown, Role.QUOTED, Side.GOVERNMENT, self._officials.organisation)
        return Voice(speaker.shown, Role.QUOTED, Side.STAKEHOLDER, speaker.body or speaker.name)

    def remember(self, text: str, quote: Quote, voice: Voice) -> None:
        """Keeps whose words a quotation in `text` is, unless it is known."""
        self._known.setdefault(_key(text, quote), voice)

    def recalled(self, text: str, quote: Quote) -> Voice | None:
        """Who was named where the same words stood."""
        return self._known.get(_key(text, quote))


def _key(text: str, quote: Quote) -> str:
    return re.sub(r"\W+", " ", text[quote.start : quote.end]).strip().lower()[:80]
