"""A made-up consultation on another subject: nothing in answering is about the packaged documents."""

from __future__ import annotations

from corpus.models import DocumentEntry, Side
from service.retrieval.attribution import Attribution
from service.retrieval.naming import Naming
from service.understanding.follow_up import FollowUps


def entry(id_: str, organisation: str, side: Side, *aliases: str) -> DocumentEntry:
    return DocumentEntry(
        id=id_,
        title=f"Paper of {organisation}",
        publisher=organisation,
        organisation=organisation,
        speaker=organisation,
        side=side,
        date="2024",
        licence="none",
        attribution="none",
        source="https://www.example.org/",
        file=f"{id_}.txt",
        aliases=aliases,
    )


PAPER = entry(
    "paper", "Northgate Council", Side.GOVERNMENT, "the council", "Northgate Council", "the white paper", "councillors"
)
RIDERS = entry("riders", "Wheelers", Side.STAKEHOLDER, "Wheelers", "the cyclists")
TRADERS = entry("traders", "Traders' Guild", Side.STAKEHOLDER, "the shopkeepers", "the guild", "Traders' Guild")
ENTRIES = (PAPER, RIDERS, TRADERS)
BY_ID = {item.id: item for item in ENTRIES}
ATTRIBUTION = Attribution(ENTRIES)
NAMING = Naming(ENTRIES)
FOLLOW_UPS = FollowUps(ATTRIBUTION.named, NAMING)
