"""The domain model: document, section, passage, sentence, side and voice.

Offsets count characters of a document's canonical text: its file decoded as UTF-8 with line ends as ``\n``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Side(StrEnum):
    """Whose position a passage states."""

    GOVERNMENT = "government"
    STAKEHOLDER = "stakeholder"


class Role(StrEnum):
    """How the speaker comes to speak in the document."""

    AUTHOR = "author"
    QUOTED = "quoted"
    CASE_STUDY = "case_study"


class BlockKind(StrEnum):
    """What a piece of a document is, typographically."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    RECOMMENDATION = "recommendation"
    QUESTION = "question"
    TABLE = "table"
    BOX = "box"
    CASE_STUDY = "case_study"
    QUOTATION = "quotation"
    FOOTNOTE = "footnote"
    HEADING = "heading"
    CONTENTS = "contents"
    REFERENCE = "reference"
    FURNITURE = "furniture"

    @property
    def answers(self) -> bool:
        """Whether text of this kind may answer a question as prose."""
        return self not in _NEVER_ANSWERS


_NEVER_ANSWERS = frozenset({BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.REFERENCE, BlockKind.FURNITURE})


class StatementKind(StrEnum):
    """What a sentence does: the first five are the government's, the last five a stakeholder's."""

    COMMITMENT = "commitment"
    PROPOSAL = "proposal"
    QUESTION = "question"
    POSITION = "position"
    EVIDENCE = "evidence"
    RECOMMENDATION = "recommendation"
    CONCERN = "concern"
    SUPPORT = "support"
    EXPERIENCE = "experience"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters ``[start, end)`` of a canonical text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: `speaker` is a name to show a person, `organisation` the body whose words they are.

    `reported_by` is the organisation that says so, where the government's words stand in a document which is not the
    government's: anybody can put words into a minister's mouth.
    """

    speaker: str
    role: Role
    side: Side
    organisation: str
    reported_by: str | None = None

    def heard_in(self, entry: DocumentEntry) -> Voice:
        """The voice as it speaks in a document: the government's is only reported in one that is not its own."""
        reported = self.side is Side.GOVERNMENT and entry.side is not Side.GOVERNMENT
        return replace(self, reported_by=entry.organisation if reported else None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage; `text` is the canonical text at `spans` (see `corpus.quotes`)."""

    text: str
    spans: tuple[Span, ...]
    kind: StatementKind | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded, found and cited: one voice, one section, one block.

    `lead_in` is the sentence that introduces the list an item stands in; `order` its position in the document (from 0).
    """

    id: str
    document_id: str
    voice: Voice
    block: BlockKind
    text: str
    spans: tuple[Span, ...]
    section: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    order: int
    paragraph: str | None = None
    page: str | None = None
    lead_in: str | None = None
    kind: StatementKind | None = None

    @property
    def side(self) -> Side:
        return self.voice.side

    @property
    def organisation(self) -> str:
        return self.voice.organisation

    @property
    def reported_by(self) -> str | None:
        """Whose document reports these words of the government; None for its own words and everybody else's."""
        return self.voice.reported_by


@dataclass(frozen=True, slots=True)
class OfficialVoices:
    """What marks a quoted speaker as the government's, anywhere in the corpus (manifest table ``[government]``).

    `official_people` held an office that a document naming them does not mention; `organisation` is shown for them all.
    """

    official_titles: tuple[str, ...] = ()
    official_bodies: tuple[str, ...] = ()
    unofficial_titles: tuple[str, ...] = ()
    official_people: tuple[str, ...] = ()
    organisation: str = "Government"


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as the manifest describes it.

    `organisation` is the short name shown, `speaker` the author's full name, `date` ISO 8601, to the day or coarser;
    `consultation` says that it asks the consultation's questions, `quoted_speaker` names people quoted without a name.
    `original` is the file that `file` was made from, `pages` its page map (see `corpus.page_map`); both may be None.
    """

    id: str
    title: str
    publisher: str
    organisation: str
    speaker: str
    side: Side
    date: str
    licence: str
    attribution: str
    source: str
    file: str
    aliases: tuple[str, ...] = ()
    consultation: bool = False
    quoted_speaker: str | None = None
    original: str | None = None
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A manifest entry with its canonical text and the SHA-256 of the file's bytes.

    `pages` are the labels of its pages, parted by form feeds in the text; empty where nothing is known of pages.
    """

    entry: DocumentEntry
    text: str
    sha256: str
    pages: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.entry.id

    def page_at(self, offset: int) -> str | None:
        """The label of the page that the character at `offset` stands on; None where it is not known."""
        return self.pages[self.text.count("\f", 0, offset)] if self.pages else None


@dataclass(frozen=True, slots=True)
class ConsultationQuestion:
    """A question that a consultation document asks; `setting` are the ids of the passages that set it out."""

    number: int
    text: str
    chapter: str
    section: tuple[str, ...]
    document_id: str
    spans: tuple[Span, ...]
    setting: tuple[str, ...] = ()


def as_pairs(spans: Sequence[Span]) -> list[list[int]]:
    """Spans as the JSON of the HTTP interface has them: ``[[start, end], …]``."""
    return [[span.start, span.end] for span in spans]
