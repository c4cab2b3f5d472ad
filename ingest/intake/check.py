"""What a person should look at before trusting an ingest: what got lost, what looks wrong, what stands there twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from corpus.errors import DocumentError
from corpus.manifest import Manifest, read_document
from corpus.models import BlockKind, Document, Passage, Role, Span
from corpus.page_map import read_page_map
from corpus.quotes import squeeze
from corpus.tokens import count_tokens
from ingest.blocks import read_blocks
from ingest.consultation import consultation_questions
from ingest.intake.draft import NOT_STATED
from ingest.passages import build_passages
from ingest.sections import arrange
from ingest.speakers import with_people

_LEFT_OUT = 12  # words of page furniture, from which on they are worth a look
_LONG_HEADING = 30
_LONG_QUOTATION = 15
_MARKUP = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,200})?/?>|&(?:[a-z]{2,8}|#\d{2,5});|\\[\"'*_\[\]()#.\-$~^]|\{[.#][\w-]+\}"
    r"|\]\((?:https?:|#|mailto:)|(?<=\w)\^\d+\^|^\s*#{1,6}\s",
    re.I | re.M,
)
_QUOTATION = re.compile(r"“([^“”]{40,})”|(?<![\w])\"([^\"]{40,})\"(?!\w)")
_LABEL = re.compile(
    r"^[\s#*_]*(?:consultation )?(?:question|q)[ .-]?(?P<number>\d{1,3})(?P<part>[a-z]?)\s*[:.)–—-]", re.I | re.M
)
_SHINGLE = 5  # words
_ALIKE = 0.8  # shared shingles by all of both
_REPEATED = 20  # words of a passage, from which on a second one with the same words is no chance
_EXCERPT = 160  # characters


class FindingKind(StrEnum):
    UNREADABLE = "unreadable"
    NO_PASSAGE = "text in no passage"
    MARKUP = "leftover markup"
    SPEAKER = "doubtful speaker"
    QUESTION = "missed question"
    SCANNED = "scanned page"
    DUPLICATE = "duplicate"
    NOT_STATED = "not stated"
    NOTICE = "left out"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: where it stands, its words, and what to do. `span` are offsets into the canonical text."""

    kind: FindingKind
    document_id: str
    message: str
    excerpt: str = ""
    page: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, and how much it looked at."""

    documents: int
    passages: int
    questions: int
    findings: tuple[Finding, ...]


def check(manifest: Manifest, progress: Callable[[int, int, str], None] | None = None) -> Report:
    """Reads and divides the corpus as an ingest would, and reports what to look at. Writes nothing, embeds nothing."""
    findings: list[Finding] = []
    documents: list[Document] = []
    for entry in manifest.documents:
        try:
            documents.append(read_document(manifest.root, entry))
        except DocumentError as error:
            findings.append(Finding(FindingKind.UNREADABLE, entry.id, str(error)))
        unstated = [name for name in ("licence", "source") if getattr(entry, name) == NOT_STATED]
        if unstated:
            message = f"{' and '.join(unstated)} not stated in the manifest"
            findings.append(Finding(FindingKind.NOT_STATED, entry.id, message))
    officials = with_people(manifest.officials, [document.text for document in documents])
    passages: dict[str, list[Passage]] = {}
    questions = 0
    for done, document in enumerate(documents):
        if progress:
            progress(done, len(documents), document.id)
        own = build_passages(document, officials, count_tokens=count_tokens)
        passages[document.id] = own
        found, missed = _questions(document, own)
        questions += found
        findings += [*_pages(manifest, document), *_left_out(document), *_markup(document, own)]
        findings += [*_speakers(document, own), *missed]
    if documents and not any(document.entry.consultation for document in documents):
        message = "no document has consultation = true: set it for the one that asks the questions"
        findings.append(Finding(FindingKind.QUESTION, documents[0].id, message))
    findings += [*_same_documents(documents), *_same_passages(passages)]
    return Report(len(documents), sum(map(len, passages.values())), questions, tuple(findings))


def _pages(manifest: Manifest, document: Document) -> Iterator[Finding]:
    if document.entry.pages is None:
        return
    page_map = read_page_map(manifest.root / document.entry.pages)
    for number in page_map.scanned:
        message = "a picture without text: recognise the text (OCR) and run greenpaper add again"
        yield Finding(FindingKind.SCANNED, document.id, message, page=str(number))
    for notice in page_map.notices:
        yield Finding(FindingKind.NOTICE, document.id, notice)


def _left_out(document: Document) -> Iterator[Finding]:
    """Long text that no passage has: taken for page furniture, or for a heading."""
    for block in arrange(document, read_blocks(document)):
        furniture = block.kind is BlockKind.FURNITURE and block.words >= _LEFT_OUT
        heading = block.kind is BlockKind.HEADING and block.words >= _LONG_HEADING and "?" not in block.text
        if furniture or heading:
            taken = "page furniture" if furniture else "a heading"
            yield _finding(FindingKind.NO_PASSAGE, document, block.pieces[0], f"taken for {taken}", block.text)


def _markup(document: Document, passages: Sequence[Passage]) -> Iterator[Finding]:
    for passage in passages:
        if match := _MARKUP.search(passage.text):
            words = passage.text[max(0, match.start() - 60) :]
            message = f"{match.group().strip()!r} is shown as it stands; mend {document.entry.file}"
            yield _finding(FindingKind.MARKUP, document, passage.spans[0], message, words)


def _speakers(document: Document, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Long quotations that stand as the author's own words."""
    for passage in passages:
        if passage.voice.role is not Role.AUTHOR or passage.block is BlockKind.FOOTNOTE:
            continue
        for match in _QUOTATION.finditer(passage.text):
            if len(match.group().split()) >= _LONG_QUOTATION:
                message = f"a quotation of {len(match.group().split())} words counts as {passage.voice.speaker}'s own"
                yield _finding(FindingKind.SPEAKER, document, passage.spans[0], message, match.group())
                break


def _questions(document: Document, passages: Sequence[Passage]) -> tuple[int, list[Finding]]:
    """How many questions a document asks, and those whose label was seen and that are not among them."""
    if not document.entry.consultation:
        return 0, []
    asked = consultation_questions(document, passages)
    known = {match.group(1) for one in asked if (match := re.search(r"(?:question|q)[ .-]?(\d{1,3})", one.text, re.I))}
    known |= {match.group(1) for one in asked if (match := re.match(r"\W*(\d{1,3})[.):]", one.text))}
    missed: dict[str, Finding] = {}
    for match in _LABEL.finditer(document.text):
        number = match["number"]
        if number not in known and number not in missed:
            span = Span(match.start(), match.end())
            words = document.text[match.start() : match.start() + _EXCERPT]
            message = f"question {number} is not among the {len(asked)} that were found"
            missed[number] = _finding(FindingKind.QUESTION, document, span, message, words)
    if not asked and not missed:
        message = "no question was found, though consultation = true"
        return 0, [Finding(FindingKind.QUESTION, document.id, message)]
    return len(asked), list(missed.values())


def _same_documents(documents: Sequence[Document]) -> Iterator[Finding]:
    shingles = {document.id: _shingles(document.text) for document in documents}
    for one, other in combinations(shingles, 2):
        both, all_ = len(shingles[one] & shingles[other]), len(shingles[one] | shingles[other])
        if all_ and both >= _ALIKE * all_:
            message = f"has {both / all_:.0%} of its words in common with {one}; keep one of them"
            yield Finding(FindingKind.DUPLICATE, other, message)


def _same_passages(passages: Mapping[str, Sequence[Passage]]) -> Iterator[Finding]:
    """Passages of two documents with the very same words, once for each pair of documents."""
    places: dict[str, list[Passage]] = defaultdict(list)
    for own in passages.values():
        for passage in own:
            if len(passage.text.split()) >= _REPEATED:
                places[squeeze(passage.text).lower()].append(passage)
    pairs: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for same in places.values():
        ids = list(dict.fromkeys(passage.document_id for passage in same))
        for one, other in combinations(ids, 2):
            pairs[one, other].append(same[-1])
    for (one, other), same in pairs.items():
        message = f"{len(same)} passages have the very words of {one}"
        yield Finding(FindingKind.DUPLICATE, other, message, _excerpt(same[0].text), same[0].page)


def _shingles(text: str) -> frozenset[int]:
    words = re.findall(r"\w+", text.lower())
    return frozenset(hash(tuple(words[at : at + _SHINGLE])) for at in range(max(0, len(words) - _SHINGLE + 1)))


def _finding(kind: FindingKind, document: Document, span: Span, message: str, words: str) -> Finding:
    page = document.page_at(span.start)
    return Finding(kind, document.id, message, _excerpt(words), page, (span.start, span.end))


def _excerpt(words: str) -> str:
    text = squeeze(words)
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
