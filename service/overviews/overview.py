"""The body of an overview: finds what a question wants one of, has its lines gathered, numbers and proves them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.embedding import Vectors
from corpus.index import Index
from corpus.models import Document, Side
from service import wording
from service.answering.absence.coverage import Coverage
from service.answering.terms import IndexFrequencies, question_terms
from service.assembly import assemble
from service.consultation import Consultation
from service.draft import Draft
from service.found import Filters
from service.overviews.asked import AskedOverview, OverviewKind, OverviewQuestions
from service.overviews.central import CentralSentences
from service.overviews.lines import MOST_WORDS, Line, fitting
from service.overviews.of_consultation import chapter_named, lines_of_chapter, lines_of_consultation
from service.overviews.of_disagreement import Disagreements
from service.overviews.of_list import Forms, Lists
from service.overviews.of_organisation import lines_of_documents
from service.overviews.of_questions import lines_of_questions, on_topic, questions_of
from service.overviews.of_topic import CountsTopic, TopicOverviews
from service.overviews.own_words import OwnWords
from service.overviews.phrases import stands_in
from service.retrieval.pipeline import Retriever
from service.schemas import CitationBody, PositionBody

_CITATIONS = 30
_FEWEST_LISTED = 2


@dataclass(frozen=True, slots=True)
class Overview:
    """An overview as the body of an answer has it; `silent` are the organisations that say nothing of its topic,
    `coverage` how often each has it."""

    answer: str
    positions: list[PositionBody]
    citations: list[CitationBody]
    silent: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Lines in order, what they are an overview of, sentences of our own around them, who is silent, and the count."""

    what: str
    lines: Sequence[Line]
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()


class Overviews:
    """Overviews over one open index; safe for several threads."""

    def __init__(self, index: Index, retriever: Retriever, consultation: Consultation, counted: CountsTopic) -> None:
        self._index = index
        self._retriever = retriever
        self._documents: Mapping[str, Document] = index.documents
        self._consultation = consultation
        self._consulting = next((d.id for d in index.documents.values() if d.entry.consultation), "")
        self._own = OwnWords(index)
        self._central = CentralSentences(index, self._own)
        frequencies = IndexFrequencies(index.lexical)
        self._topics = TopicOverviews(retriever, self._own, frequencies, counted)
        self._counted = counted
        self._frequencies = frequencies
        self._lists = Lists(index, self._central, self._own)
        self._disagreements = Disagreements(index, self._central, self._own, retriever.attribution.named)
        entries = [document.entry for document in index.documents.values()]
        self._questions = OverviewQuestions(
            retriever.attribution.named,
            retriever.naming,
            frozenset(entry.organisation for entry in entries if entry.side is Side.GOVERNMENT),
            lambda phrase: stands_in(index, phrase),
        )

    def asked(self, question: str) -> AskedOverview | None:
        """The overview that a question wants; None for a question that wants an answer."""
        return self._questions.read(question)

    def of(self, asked: AskedOverview, filters: Filters, max_citations: int | None = None) -> Overview | None:
        """The overview asked for, within the filters; None where there is nothing to assemble it from."""
        gathered = self._gathered(asked, filters)
        if gathered is None or not gathered.lines:
            return None
        lines = _cited(gathered.lines, max_citations or _CITATIONS)
        statements = [line.statement(self._documents) for line in lines]
        parts = assemble(Draft(tuple(statements)), self._documents)
        numbers = {
            (citation.passage_id, tuple(map(tuple, citation.spans))): citation.number for citation in parts.citations
        }
        shown = [wording.OVERVIEW.format(what=gathered.what), *gathered.opening]
        label = ""
        for line, statement in zip(lines, statements, strict=True):
            cited = [
                numbers.get((quoted.passage.id, tuple((span.start, span.end) for span in quoted.spans)))
                for quoted in statement.quotations
            ]
            found = [number for number in cited if number is not None]
            if len(found) < len(cited):
                continue  # It was left out: its words are not in their document.
            if line.label and line.label == label:
                shown[-1] += f" {line.shown(found, labelled=False)}"
            else:
                shown.append(line.shown(found))
            label = line.label
        return Overview(
            "\n".join([*shown, *gathered.closing]), parts.positions, parts.citations, gathered.silent, gathered.coverage
        )

    def _gathered(self, asked: AskedOverview, filters: Filters) -> _Gathered | None:
        if asked.kind is OverviewKind.ORGANISATION:
            return self._of_organisations(asked, filters)
        if asked.kind is OverviewKind.TOPIC:
            return self._of_topic(asked, filters)
        if asked.kind is OverviewKind.LIST:
            return self._of_list(asked, filters)
        if asked.kind is OverviewKind.QUESTIONS:
            return self._of_questions(asked, filters)
        if asked.kind is OverviewKind.DISAGREEMENT:
            return self._of_disagreement(asked, filters)
        if asked.kind is OverviewKind.CHAPTER:
            return self._of_chapter(asked, filters)
        if filters.organisations or filters.documents or filters.sides:
            return self._of_organisations(asked, filters)
        return self._of_consultation()

    def _of_organisations(self, asked: AskedOverview, filters: Filters) -> _Gathered | None:
        allowed = self._allowed(asked, filters)
        documents = [d for d in allowed if not asked.documents or d.id in asked.documents] or allowed
        if not documents:
            return None
        names = list(dict.fromkeys(document.entry.organisation for document in documents))
        if len(documents) == 1 and (asked.documents or filters.documents):
            entry = documents[0].entry
            what = wording.OVERVIEW_OF_DOCUMENT.format(title=entry.title, who=entry.organisation)
        else:
            of_who = wording.OVERVIEW_OF_SEVERAL if len(names) > 1 else wording.OVERVIEW_OF_WHO
            what = of_who.format(who=_listed(names))
        if [document.id for document in documents] == [self._consulting]:
            # What whoever consults says is what is proposed, chapter by chapter.
            lines = lines_of_consultation(
                self._index, self._central, self._own, self._consulting, self._about(), _left(what)
            )
            return _Gathered(what, lines, coverage=self._of_everything(documents))
        lines = lines_of_documents(self._central, self._own, [d.id for d in documents], _left(what))
        if len(names) > 1:
            named = [replace(line, who=self._documents[_document(line)].entry.organisation) for line in lines]
            lines = fitting(named, _left(what))
        return _Gathered(what, lines, coverage=self._of_everything(documents))

    def _of_consultation(self) -> _Gathered | None:
        if not self._consulting:
            return None
        entry = self._documents[self._consulting].entry
        what = wording.OVERVIEW_OF_DOCUMENT.format(title=entry.title, who=entry.organisation)
        others = [name for name, side in self._organisations(Filters()) if side is Side.STAKEHOLDER]
        closing = (wording.OVERVIEW_ANSWERED_BY.format(who=_listed(others)),) if others else ()
        about = self._about()
        lines = lines_of_consultation(
            self._index, self._central, self._own, self._consulting, about, _left(what, *closing)
        )
        return _Gathered(what, lines, closing=closing, coverage=self._of_everything(self._documents.values()))

    def _about(self) -> Vectors:
        """The vector of the consultation's title and description."""
        return self._retriever.query(f"{self._index.title}. {self._index.description}").encoding.vector

    def _of_chapter(self, asked: AskedOverview, filters: Filters) -> _Gathered | None:
        if self._consulting not in [document.id for document in self._allowed(asked, filters)]:
            return None
        chapter = chapter_named(self._index, self._consulting, asked.chapter, asked.topic)
        if chapter is None:
            return None
        title = self._documents[self._consulting].entry.title
        what = wording.OVERVIEW_OF_CHAPTER.format(chapter=chapter, title=title)
        lines = lines_of_chapter(self._index, self._central, self._own, self._consulting, chapter, _left(what))
        return _Gathered(what, lines, coverage=self._of_everything([self._documents[self._consulting]]))

    def _of_topic(self, asked: AskedOverview, filters: Filters) -> _Gathered | None:
        organisations = [
            (name, side)
            for name, side in self._organisations(filters)
            if not (asked.organisations and name not in asked.organisations)
            and not (asked.stakeholders and side is Side.GOVERNMENT)
        ]
        what = wording.OVERVIEW_OF_TOPIC.format(topic=asked.topic)
        heard = self._topics.lines(asked.topic, organisations, filters, _left(what))
        # Whoever consults is expected first: that they do not speak of it is said first.
        sides = dict(organisations)
        said = {name: wording.OVERVIEW_SILENT.format(who=name) for name in heard.silent}
        opening = tuple(text for name, text in said.items() if sides[name] is Side.GOVERNMENT)
        closing = tuple(text for name, text in said.items() if sides[name] is not Side.GOVERNMENT)
        return _Gathered(what, heard.lines, opening, closing, tuple(heard.silent), heard.coverage)

    def _of_disagreement(self, asked: AskedOverview, filters: Filters) -> _Gathered | None:
        allowed = self._organisations(filters)
        named = [name for name, side in allowed if side is Side.STAKEHOLDER and name in asked.organisations]
        others = named or [name for name, side in allowed if side is Side.STAKEHOLDER]
        government = next((name for name, side in allowed if side is Side.GOVERNMENT), None)
        if government is None or not others:
            return None
        what = wording.OVERVIEW_OF_DIFFERENCES.format(who=_listed([government, *others]))
        possible = [wording.OVERVIEW_NO_DIFFERENCE.format(who=name) for name in others]
        left = _left(what, *possible) if len(others) > 1 else _left(what)
        lines, silent = self._disagreements.lines(self._consultation.questions(), others, left)
        closing = tuple(wording.OVERVIEW_NO_DIFFERENCE.format(who=name) for name in silent)
        compared = [d for d in self._documents.values() if d.entry.organisation in (government, *others)]
        coverage = self._of_everything(compared)
        return _Gathered(what, lines, closing=closing, silent=tuple(silent), coverage=coverage)

    def _of_list(self, asked: AskedOverview, filters: Filters) -> _Gathered | None:
        """A list of what some organisations say of one kind; None where too little is found to be one."""
        documents = [
            document
            for document in self._allowed(asked, filters)
            if (not asked.documents or document.id in asked.documents)
            and (asked.organisations or not asked.stakeholders or document.entry.side is Side.STAKEHOLDER)
        ]
        organisations = list(dict.fromkeys((d.entry.organisation, d.entry.side) for d in documents))
        if asked.listed is None or not organisations:
            return None
        names = [name for name, _ in organisations]
        kind = wording.OVERVIEW_LISTS[asked.listed]
        topic = wording.OVERVIEW_LIST_ON.format(topic=asked.topic) if asked.topic else ""
        what = wording.OVERVIEW_OF_LIST.format(kind=kind, who=_listed(names), topic=topic)
        what_counted = f"{what} {wording.OVERVIEW_COUNTED}"
        called = self._called(asked.topic)
        near = self._retriever.query(asked.topic).encoding.vector if asked.topic else None
        lines: list[Line] = []
        left, total, counted = _left(what_counted), 0, True
        for at, name in enumerate(names):
            mine = [document.id for document in documents if document.entry.organisation == name]
            found = self._lists.of(asked.listed, mine, left // (len(names) - at), forms=self._forms(called), near=near)
            total += found.total
            counted = counted and found.own
            lines += [replace(line, who=name) for line in found.lines] if len(names) > 1 else found.lines
            left -= sum(line.words for line in found.lines)
        if len(lines) < _FEWEST_LISTED:
            return None
        lines = fitting(lines, _left(what_counted))
        if counted:  # What the authors number or head as such can be counted, sentences of a kind can not.
            what = what_counted.format(shown=len(lines), total=total)
        return _Gathered(what, lines, coverage=self._counted(asked.topic, organisations))

    def _of_questions(self, asked: AskedOverview, filters: Filters) -> _Gathered | None:
        """What the consultation asks, in its own words; None where it asks nothing on the topic."""
        if self._consulting not in [document.id for document in self._allowed(asked, filters)]:
            return None
        chapter = chapter_named(self._index, self._consulting, asked.chapter, "") if asked.chapter else None
        questions = questions_of(self._index, self._consulting, chapter)
        if asked.topic:
            called = self._called(asked.topic)
            questions = on_topic(questions, called, self._forms(called))
        entry = self._documents[self._consulting].entry
        topic = wording.OVERVIEW_LIST_ON.format(topic=asked.topic) if asked.topic else ""
        what = f"{wording.OVERVIEW_OF_QUESTIONS.format(title=entry.title, topic=topic)} {wording.OVERVIEW_COUNTED}"
        lines = fitting(lines_of_questions(self._index, questions), _left(what))
        what = what.format(shown=len(lines), total=len(questions))
        return _Gathered(what, lines, coverage=self._counted(asked.topic, [(entry.organisation, entry.side)]))

    def _called(self, topic: str) -> tuple[str, ...]:
        """A topic by all that it is called: its abbreviation and its long form."""
        return (topic, *self._retriever.expander.additions(topic)) if topic else ()

    def _forms(self, called: Sequence[str]) -> Forms:
        return [question_terms(name, self._frequencies) for name in called]

    def _of_everything(self, documents: Iterable[Document]) -> tuple[Coverage, ...]:
        """The count for an overview on no topic: all that the authors of some documents say, the government first."""
        authors = dict.fromkeys((document.entry.organisation, document.entry.side) for document in documents)
        return self._counted("", sorted(authors, key=lambda author: author[1] is not Side.GOVERNMENT))

    def _allowed(self, asked: AskedOverview, filters: Filters) -> list[Document]:
        """The documents of those named, as far as the filters let them speak."""
        return [
            document
            for document in self._documents.values()
            if (not asked.organisations or document.entry.organisation in asked.organisations)
            and (not filters.organisations or document.entry.organisation in filters.organisations)
            and (not filters.documents or document.id in filters.documents)
            and (not filters.sides or document.entry.side in filters.sides)
        ]

    def _organisations(self, filters: Filters) -> list[tuple[str, Side]]:
        """Those whose documents the filters allow, the government first."""
        nobody = AskedOverview(OverviewKind.TOPIC)
        found = {document.entry.organisation: document.entry.side for document in self._allowed(nobody, filters)}
        return sorted(found.items(), key=lambda pair: pair[1] is not Side.GOVERNMENT)


def _document(line: Line) -> str:
    return line.pieces[0].passage.document_id


def _listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence; by semicolons where one of them has a comma."""
    if any("," in name for name in names) and len(names) > 1:
        return "; ".join(names)
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _left(what: str, *closing: str) -> int:
    """The words that an overview has for its lines."""
    return MOST_WORDS - sum(len(text.split()) for text in (wording.OVERVIEW.format(what=what), *closing))


def _cited(lines: Sequence[Line], most: int) -> list[Line]:
    """The first lines that have no more citations than allowed; a list loses its last items first."""
    kept: list[Line] = []
    for line in lines:
        pieces = line.pieces[:most]
        if not pieces:
            break
        kept.append(replace(line, pieces=pieces))
        most -= len(pieces)
    return kept
