"""Bodies of the HTTP interface; the contract that callers rely on. Fields may be added, none renamed or removed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Role, Side, StatementKind

Reason = Literal["not_in_corpus", "off_topic", "unclear"]
Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]

MAX_QUESTION_CHARACTERS = 2_000
MAX_HISTORY_TURNS = 20


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(Body):
    """An earlier question of the conversation with the answer that was given."""

    question: str = Field(max_length=MAX_QUESTION_CHARACTERS)
    answer: str = Field(default="", max_length=20_000)


class AskRequest(Body):
    """A question, what to answer it from, and the conversation so far (oldest turn first)."""

    question: str = Field(description="the question, in plain words", examples=["What does Mind say about sanctions?"])
    sides: list[Side] | None = Field(default=None, description="answer from these sides only")
    organisations: list[str] | None = Field(default=None, description="answer from these organisations only")
    documents: list[str] | None = Field(default=None, description="answer from these documents only, by id")
    history: list[Turn] = Field(default_factory=list, max_length=MAX_HISTORY_TURNS)
    max_citations: int | None = Field(default=None, ge=1, le=50, description="at most so many citations (default 8)")


class VoiceBody(Body):
    speaker: str
    role: Role


class CitationBody(Body):
    number: int
    passage_id: str
    document_id: str
    document_title: str
    side: Side
    organisation: str
    voice: VoiceBody
    quote: str
    spans: list[Offsets]
    section: list[str]
    paragraph: str | None
    page: str | None
    score: float
    kind: StatementKind | None = None
    also: list[PlaceBody] = Field(default_factory=list, description="other places that say the same")


class PlaceBody(Body):
    """Another place in the corpus where the same words stand."""

    passage_id: str
    document_id: str
    section: list[str]
    paragraph: str | None
    spans: list[Offsets]


class StatementBody(Body):
    text: str
    citations: list[int] = Field(min_length=1)
    kind: StatementKind | None = None


class PositionBody(Body):
    side: Side
    organisation: str
    statements: list[StatementBody]


class PassageBody(Body):
    """A passage as a search result; `score` is comparable within one answer only."""

    passage_id: str
    document_id: str
    document_title: str
    side: Side
    organisation: str
    voice: VoiceBody
    text: str
    spans: list[Offsets]
    section: list[str]
    paragraph: str | None
    page: str | None = None
    block: str = "paragraph"
    kind: StatementKind | None = None
    lead_in: str | None = None
    score: float = 0.0
    also: list[PlaceBody] = Field(default_factory=list)


class AnswererBody(Body):
    """Who wrote the answer; `fallback` says why it was not the model that was configured."""

    kind: Literal["extractive", "llm"]
    model: str
    fallback: str | None = None


class AnswerBody(Body):
    id: str
    question: str
    standalone_question: str
    answered: bool
    reason: Reason | None
    answer: str
    positions: list[PositionBody]
    citations: list[CitationBody]
    related: list[PassageBody]
    answerer: AnswererBody
    timings_ms: dict[str, float]
    confidence: float = 0.0
    silent: list[str] = Field(default_factory=list, description="organisations asked about that say nothing on it")
    suggestions: list[str] = Field(default_factory=list, description="ways to reword a question that was not answered")
    dropped: int = Field(default=0, description="statements of a language model that failed verification")


class SearchBody(Body):
    query: str
    results: list[PassageBody]


class DocumentBody(Body):
    id: str
    title: str
    publisher: str
    organisation: str
    side: Side
    date: str
    licence: str
    attribution: str
    source: str
    sha256: str
    characters: int
    passages: int


class PassageInContext(Body):
    """A passage with its neighbours in the document, nearest last before it and nearest first after it."""

    passage: PassageBody
    before: list[PassageBody]
    after: list[PassageBody]


Stance = Literal["agrees", "agrees in part", "disagrees", "no clear view", "silent"]


class StanceBody(Body):
    """What one organisation says on a consultation question; `quotes` are what the label rests on."""

    organisation: str
    stance: Stance
    passages: list[PassageBody]
    quotes: list[CitationBody]


class ConsultationQuestionBody(Body):
    number: int
    text: str
    chapter: str
    section: list[str]
    document_id: str
    spans: list[Offsets]
    government: list[PassageBody]
    organisations: list[StanceBody]


class ConsultationQuestionsBody(Body):
    questions: list[ConsultationQuestionBody]


CitationBody.model_rebuild()
PassageBody.model_rebuild()
