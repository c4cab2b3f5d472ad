"""Questions written from the sentences of documents, each with passages that retrieval would bring beside the answer.

A file of questions has one JSON object a line: ``{"d": document, "k": kind, "q": question, "a": [sentence], "also":
[sentence], "x": [sentence]}``, where a sentence is its number in the document from 1, or ``"document:number"`` for one
of another document of the same consultation. `a` answer, `also` would do too, `x` look alike and do not.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from corpus.manifest import load_manifest
from corpus.models import Document
from eval.training.groups import Group, Label, LabelledLine, LabelledPassage
from ingest.sentences import sentences_of
from service.scoring import Line

_PASSAGES = 4
_HARD = 10
# Which sentences beside one that answers, and how many that are like the question, it is compared with.
_BESIDE = (-2, -1, 1, 2)
_ALIKE = 14
_PASSAGE_WORDS, _MERGED_WORDS, _HEADING_WORDS = 110, 45, 12

Place = tuple[str, int]


@dataclass(slots=True)
class Consultation:
    """The passages of a folder's documents: each its document, its context and its numbered sentences.

    How alike passages and sentences are to a question is told by their words (TF-IDF).
    """

    passages: list[tuple[str, str, list[tuple[int, str]]]] = field(default_factory=list)
    _vectorizer: Any = None
    _of_passages: Any = None
    _of_sentences: Any = None

    def by_likeness(self, question: str) -> list[int]:
        """The numbers of passages that share a word with the question, most alike first."""
        self._measure()
        return _most_alike(self._of_passages, self._vectorizer, question)

    def sentences_by_likeness(self, question: str) -> list[tuple[int, int]]:
        """The passage and the position of sentences that share a word with the question, most alike first."""
        self._measure()
        places = self.places
        return [places[row] for row in _most_alike(self._of_sentences, self._vectorizer, question)]

    @property
    def places(self) -> list[tuple[int, int]]:
        """The passage and the position of each sentence."""
        return [(row, at) for row, (*_, own) in enumerate(self.passages) for at in range(len(own))]

    def _measure(self) -> None:
        if self._vectorizer is not None:
            return
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        texts = [" ".join((context, *(s for _, s in own))) for _, context, own in self.passages]
        self._of_passages = self._vectorizer.fit_transform(texts)
        self._of_sentences = self._vectorizer.transform([s for *_, own in self.passages for _, s in own])

    def holding(self, places: set[Place]) -> list[int]:
        """The numbers of passages that hold one of some sentences."""
        return [
            row
            for row, (document, _, own) in enumerate(self.passages)
            if any((document, number) in places for number, _ in own)
        ]


def _most_alike(matrix: Any, vectorizer: Any, question: str) -> list[int]:
    alike = (matrix @ vectorizer.transform([question]).T).toarray().ravel()
    return [int(row) for row in np.argsort(-alike) if alike[row] > 0]


def read_consultation(folder: Path) -> Consultation:
    """The passages of every document that the folder's manifest names."""
    made = Consultation()
    for entry in load_manifest(folder).documents:
        name = f"{folder.name}__{Path(entry.file).stem}"
        text = (folder / entry.file).read_text(encoding="utf-8")
        made.passages += [(name, context, own) for context, own in _passages(text, entry.speaker)]
    return made


def written_groups(questions: Path, folders: Sequence[Path], draw: random.Random) -> Iterator[Group]:
    """The groups of a file of questions on consultations in `folders`; questions on others are passed over."""
    consultations: dict[str, Consultation] = {}
    by_name = {folder.name: folder for folder in folders}
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = row["d"].partition("__")[0]
        if name not in by_name:
            continue
        if name not in consultations:
            consultations[name] = read_consultation(by_name[name])
        group = _group(row, consultations[name], draw)
        if group is not None:
            yield group


def answers_in_words(row: dict[str, Any], documents: Mapping[str, Document]) -> list[tuple[str, str]]:
    """The id of a document and the words of each sentence that answers a question, for documents by id."""
    by_stem = {Path(document.entry.file).stem: document for document in documents.values()}
    found = []
    for name, number in sorted(_places(row, "a")):
        document = by_stem[name.partition("__")[2]]
        found.append((document.id, _numbered(document.text)[number - 1]))
    return found


def _numbered(text: str) -> list[str]:
    """The sentences of a document in order, as they are numbered."""
    return [sentence for paragraph in _paragraphs(text) for sentence in paragraph]


def _paragraphs(text: str) -> Iterator[list[str]]:
    """The sentences of each paragraph of a document."""
    for paragraph in re.split(r"\n\s*\n", text.replace("\r", "")):
        yield [sentence.strip() for sentence in sentences_of(" ".join(paragraph.split())) if sentence.strip()]


def _group(row: dict[str, Any], consultation: Consultation, draw: random.Random) -> Group | None:
    answers, also, decoys = (_places(row, key) for key in ("a", "also", "x"))
    answering = consultation.holding(answers)
    if answers and not answering:
        return None
    near = [number for number in consultation.holding(decoys) if number not in answering]
    alike = [n for n in consultation.by_likeness(row["q"])[:_HARD] if n not in answering and n not in near]
    draw.shuffle(alike)
    taken = (answering[:4] + near[:3] + alike)[: max(_PASSAGES, min(len(answering), 4) + 1)]
    draw.shuffle(taken)
    passages = tuple(_labelled(*consultation.passages[number], answers, also) for number in taken)
    lines = _lines(row["q"], consultation, answers, also, decoys)
    return Group(row["q"], passages, row["d"].partition("__")[0], written=True, lines=lines) if passages else None


def _lines(
    question: str, consultation: Consultation, answers: set[Place], also: set[Place], decoys: set[Place]
) -> tuple[LabelledLine, ...]:
    """Sentences that answer or tempt, those beside one that answers, and those most like the question."""
    rows = consultation.passages

    def place(row: int, at: int) -> Place:
        return rows[row][0], rows[row][2][at][0]

    known = [(row, at) for row, at in consultation.places if place(row, at) in answers | also | decoys]
    beside = [
        (row, at + step)
        for row, at in known
        if place(row, at) in answers
        for step in _BESIDE
        if 0 <= at + step < len(rows[row][2])
    ]
    taken = dict.fromkeys([*known, *beside, *consultation.sentences_by_likeness(question)[:_ALIKE]])
    return tuple(
        LabelledLine(
            Line(str(row), rows[row][1].partition(":")[0], rows[row][2][at][1]),
            at,
            _label(place(row, at), answers, also),
            place(row, at) in decoys,
        )
        for row, at in taken
    )


def _places(row: dict[str, Any], key: str) -> set[Place]:
    places = set()
    for sentence in row.get(key) or ():
        document, _, number = str(sentence).rpartition(":")
        places.add((document or row["d"], int(number)))
    return places


def _labelled(
    document: str, context: str, own: Sequence[tuple[int, str]], answers: set[Place], also: set[Place]
) -> LabelledPassage:
    text = ""
    sentences, labels = [], []
    for number, sentence in own:
        text += " " if text else ""
        sentences.append((len(text), len(text) + len(sentence)))
        text += sentence
        labels.append(_label((document, number), answers, also))
    return LabelledPassage(context, text, tuple(sentences), tuple(labels))


def _label(place: Place, answers: set[Place], also: set[Place]) -> Label:
    return Label.ANSWERS if place in answers else Label.ALSO_DOES if place in also else Label.DOES_NOT


def _passages(text: str, speaker: str) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """`(context, [(number, sentence)])` of a document, paragraph by paragraph, short ones together."""
    heading, number, words = "", 0, 0
    own: list[tuple[int, str]] = []

    def context() -> str:
        return f"{speaker}: {heading}" if heading else speaker

    for sentences in _paragraphs(text):
        numbered = list(enumerate(sentences, number + 1))
        number += len(sentences)
        length = sum(len(sentence.split()) for sentence in sentences)
        if len(sentences) == 1 and length <= _HEADING_WORDS and sentences[0][-1] not in ".;:,":
            if own:
                yield context(), own
            own, words, heading = [], 0, re.sub(r"^[#\d.\s]+", "", sentences[0])[:80]
            continue
        for at, sentence in numbered:
            length = len(sentence.split())
            if words and words + length > _PASSAGE_WORDS:
                yield context(), own
                own, words = [], 0
            own.append((at, sentence))
            words += length
        if words >= _MERGED_WORDS:
            yield context(), own
            own, words = [], 0
    if own:
        yield context(), own
