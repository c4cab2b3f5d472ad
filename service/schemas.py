"""Bodies of the HTTP interface; the contract that callers rely on. Fields may be added, none renamed or removed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from corpus.models import Role, Side, StatementKind
from service.plain_text import MAX_QUESTION_CHARACTERS as MAX_QUESTION_CHARACTERS
from service.plain_text import AnswerText, CommentText, Name, QuestionText

Change = Literal["spelling", "preamble", "history", "abbreviation"]
Form = Literal["answer", "overview", "help"]
Reason = Literal["not_in_corpus", "off_topic", "unclear"]
Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]

Rating = Literal["helpful", "unhelpful"]

MAX_HISTORY_TURNS = 20
MAX_FILTER_VALUES = 50
MAX_CITATIONS = 50
MAX_RESULTS = 100
_REPORTED_BY = "the organisation whose document reports these words of the government; null elsewhere"


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(Body):
    """An earlier question of the conversation with the answer that was given."""

    question: QuestionText
    answer: AnswerText = ""


class AskRequest(Body):
    """A question, what to answer it from, and the conversation so far (oldest turn first)."""

    question: QuestionText = Field(description="the question, in plain words")
    sides: list[Side] | None = Field(
        default=None, max_length=MAX_FILTER_VALUES, description="answer from these sides only"
    )
    organisations: list[Name] | None = Field(
        default=None, max_length=MAX_FILTER_VALUES, description="answer from these organisations only"
    )
    documents: list[Name] | None = Field(
        default=None, max_length=MAX_FILTER_VALUES, description="answer from these documents only, by id"
    )
    history: list[Turn] = Field(default_factory=list, max_length=MAX_HISTORY_TURNS)
    max_citations: int | None = Field(
        default=None,
        ge=1,
        le=MAX_CITATIONS,
        strict=True,
        description="at most so many citations (default 8, in an overview 30)",
    )
    as_typed: bool = Field(
        default=False, strict=True, description="answer the very words: no repair of spelling, preamble or history"
    )


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
    reported_by: str | None = Field(default=None, description=_REPORTED_BY)
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
    items: list[str] = Field(default_factory=list, description="the items of a list, which `text` holds as well")


class PositionBody(Body):
    """What one organisation says, or what another reports of the government ("…, as reported by …")."""

    side: Side
    organisation: str
    reported: bool = Field(default=False, description="the government's words in a document that is not its own")
    reported_by: str | None = Field(default=None, description=_REPORTED_BY)
    statements: list[StatementBody]


class PassageBody(Body):
    """A passage as a search result; `score` is comparable within one answer only."""

    passage_id: str
    document_id: str
    document_title: str
    side: Side
    organisation: str
    voice: VoiceBody
    reported_by: str | None = Field(default=None, description=_REPORTED_BY)
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


class UnderstoodBody(Body):
    """The question that was answered, and what was changed in it to get there."""

    question: str
    changes: list[Change] = Field(default_factory=list)


class CoverageBody(Body):
    """How often an organisation's own words have the subject of a question, in any of its forms; counted."""

    organisation: str
    side: Side
    mentions: int = Field(description="how often the subject stands in their words")
    passages: int = Field(description="how many of their passages have it")
    silent: bool = Field(description="whether none has")


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
    coverage: list[CoverageBody] = Field(
        default_factory=list, description="how often everyone asked about (all, where nobody is named) has the subject"
    )
    not_stated: list[str] = Field(
        default_factory=list, description="plain sentences on what was asked for and does not stand in the documents"
    )
    suggestions: list[str] = Field(default_factory=list, description="ways to reword a question that was not answered")
    understood: UnderstoodBody | None = None
    form: Form = "answer"
    dropped: int = Field(
        default=0,
        description="statements of a language model, and sentences of its short answer, that failed verification",
    )
    dropped_for: dict[str, int] = Field(default_factory=dict, description="how many of them for which reason")


class StatementEvent(Body):
    """A statement as it is streamed, with the position that it belongs to."""

    side: Side
    organisation: str
    reported: bool = False
    reported_by: str | None = None
    statement: StatementBody


def _without_blanks(value: Any) -> Any:
    """A form sends its empty fields too: they filter nothing."""
    return [item for item in value if item != ""] if isinstance(value, list) else value


def _ten_if_blank(value: Any) -> Any:
    return 10 if value == "" else value


class SearchQuery(Body):
    """The query string of a search; a filter may be repeated, and an empty one is none."""

    q: QuestionText = Field(description="what to look for, in plain words")
    k: Annotated[int, BeforeValidator(_ten_if_blank)] = Field(
        default=10, ge=1, le=MAX_RESULTS, description="at most so many results"
    )
    side: Annotated[list[Side], BeforeValidator(_without_blanks)] = Field(
        default_factory=list, max_length=MAX_FILTER_VALUES, description="passages of these sides only"
    )
    organisation: Annotated[list[Name], BeforeValidator(_without_blanks)] = Field(
        default_factory=list, max_length=MAX_FILTER_VALUES, description="passages of these organisations only"
    )
    document: Annotated[list[Name], BeforeValidator(_without_blanks)] = Field(
        default_factory=list, max_length=MAX_FILTER_VALUES, description="passages of these documents only, by id"
    )
    kind: Annotated[list[StatementKind], BeforeValidator(_without_blanks)] = Field(
        default_factory=list, max_length=MAX_FILTER_VALUES, description="passages that say this kind of thing only"
    )


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


class DocumentsBody(Body):
    documents: list[DocumentBody]


class PassagesBody(Body):
    """The passages of one document in its order."""

    passages: list[PassageBody]


class PassageInContext(Body):
    """A passage with its neighbours in the document, nearest last before it and nearest first after it."""

    passage: PassageBody
    before: list[PassageBody]
    after: list[PassageBody]


Stance = Literal["agrees", "agrees in part", "disagrees", "no clear view", "silent"]


class StanceBody(Body):
    """What one organisation says on a consultation question; `quotes` are what the label rests on.

    `labelled_by` is "rules", or the name of the language model that chose the label.
    """

    organisation: str
    stance: Stance
    labelled_by: str = "rules"
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


class SuggestionsBody(Body):
    """Questions that these documents answer, to begin with."""

    suggestions: list[str]


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


class FeedbackRequest(Body):
    """What somebody thought of an answer."""

    answer_id: Name = Field(description="the `id` of the answer")
    rating: Rating
    comment: Annotated[CommentText | None, BeforeValidator(_none_if_blank)] = Field(
        default=None, description="in the reader's own words; kept, so it should name no one"
    )


class FeedbackReceipt(Body):
    """Proof that the feedback is on disk; `received` is ISO 8601 in UTC."""

    id: str
    received: str


class HealthBody(Body):
    status: Literal["ok", "ready"]


CitationBody.model_rebuild()
PassageBody.model_rebuild()
