"""Consultations written without a sight of the code: their questions, who speaks, stances by recorded replies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus.embedding import TransformerEmbedder
from corpus.index import Generations, Index
from corpus.models import Passage, Role, Side
from corpus.settings import Settings
from ingest.pipeline import ingest
from service.consultation import Consultation
from service.retrieval.pipeline import Retriever
from service.schemas import ConsultationQuestionBody
from tests.service.consultation.recorded import recorded_stances

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "unseen").glob("*/manifest.toml"))
_BEGINS = 50  # characters
SIDES_RIGHT = {"dentistry": 0.82, "phones": 0.92, "care_charges": 0.85, "rented_homes": 0.95}


@dataclass(frozen=True)
class Opened:
    folder: Path
    index: Index
    consultation: Consultation

    def labels(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / name).read_text(encoding="utf-8").splitlines()]

    def saying(self, document: str, words: str) -> Passage:
        """The passage of a document that has these words, or where it was cut inside them, their beginning."""
        passages = [self.index.passages.at(row) for row in self.index.passages.rows_of_document(document)]
        whole, begins = _plain(words), _plain(words)[:_BEGINS]
        return next(passage for sought in (whole, begins) for passage in passages if sought in _plain(passage.text))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _opened(folder: Path, data: Path, embedder: TransformerEmbedder) -> Opened:
    settings = Settings(corpus=folder, data_dir=data)
    ingest(settings, lambda: embedder)
    index = Index(Generations(settings.data_dir).current(), model=embedder.name)
    return Opened(folder, index, Consultation(index, Retriever(index, embedder)))


@pytest.fixture(scope="module")
def by_name(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Iterator[dict[str, Opened]]:
    found = {folder.name: _opened(folder, tmp_path_factory.mktemp(folder.name), embedder) for folder in FOLDERS}
    yield found
    for one in found.values():
        one.index.close()


@pytest.fixture(params=[folder.name for folder in FOLDERS])
def opened(request: pytest.FixtureRequest, by_name: dict[str, Opened]) -> Opened:
    return by_name[request.param]


def test_every_question_is_found_once_in_order_and_with_the_section_that_sets_it_out(opened: Opened) -> None:
    asked = list(dict.fromkeys(_plain(label["question_text"]) for label in opened.labels("stances.jsonl")))
    found = [_plain(question.text) for question in opened.index.questions]
    assert len(found) == len(asked) == 14
    assert all(text.endswith(question.removeprefix("question ")) for text, question in zip(found, asked, strict=True))
    assert all(question.setting for question in opened.index.questions)


def test_no_chapter_is_a_foreword_or_a_summary(opened: Opened) -> None:
    chapters = {question.chapter for question in opened.index.questions}
    assert len(chapters) >= 4
    assert not any(re.search(r"foreword|summary|questions", chapter, re.I) for chapter in chapters)


def test_most_sentences_are_on_their_speakers_side(opened: Opened) -> None:
    labels = opened.labels("voices.jsonl")
    right = 0
    for label in labels:
        try:
            right += opened.saying(label["document"], label["quote"]).side.value == label["side"]
        except StopIteration:  # it was cut at a voice's boundary
            continue
    assert right >= (SIDES_RIGHT[opened.folder.name] - 0.03) * len(labels)


def test_no_speaker_is_a_piece_of_text(opened: Opened) -> None:
    for row in range(len(opened.index.passages)):
        speaker = opened.index.passages.at(row).voice.speaker
        assert len(speaker.split()) <= 16, speaker
        assert not re.search(r"[“”\"?]|\b(?:this is|question \d|told|said)\b", speaker, re.I), speaker


def test_who_is_quoted_in_the_governments_paper_is_a_stakeholder_unless_an_official(opened: Opened) -> None:
    for label in opened.labels("voices.jsonl"):
        if label["role"] == "case_study" and label["document"] == "consultation":
            assert opened.saying("consultation", label["quote"]).side is Side.STAKEHOLDER


def test_with_a_language_models_replies_nearly_every_stance_is_right(
    by_name: dict[str, Opened], embedder: TransformerEmbedder
) -> None:
    dentistry = by_name["dentistry"]
    reader = recorded_stances(dentistry.folder / "replies.jsonl")
    consultation = Consultation(dentistry.index, Retriever(dentistry.index, embedder), reader)
    unread = consultation.read()
    right, turned = _compared(dentistry, list(consultation.questions()))
    assert unread <= 2
    assert right >= 0.9
    assert turned == 0


def _compared(opened: Opened, rows: list[ConsultationQuestionBody]) -> tuple[float, int]:
    """The share of stances that are right, and how many are reversed."""
    found = {(_plain(row.text), cell.organisation): cell.stance for row in rows for cell in row.organisations}
    labels = opened.labels("stances.jsonl")
    pairs = []
    for label in labels:
        asked, who = _plain(label["question_text"]), label["organisation"]
        pairs.append((label["stance"], next(s for (text, o), s in found.items() if text.endswith(asked) and o == who)))
    return sum(a == b for a, b in pairs) / len(pairs), sum({*pair} == {"agrees", "disagrees"} for pair in pairs)


@pytest.mark.parametrize(
    ("consultation", "document", "words", "speaker"),
    [
        ("care_charges", "longgrass", "There's two ways to do it", "Joseph Adeyemi-Cole"),
        ("care_charges", "longgrass", "I would rather make a start", "Helena Marchbank"),
        ("care_charges", "nofee", "I hear you on charging", "Joseph Adeyemi-Cole"),
        ("phones", "suct", "A phone costs a thousand pounds", "Jean Abara"),
        ("phones", "bairns-ken", "we have reached a different view", "Euan Rennie"),
        ("phones", "bairns-ken", "it wasn't me who was weird", "Mhairi"),
        ("phones", "hold-off", "time us with an egg timer", "The First Minister"),
        ("rented_homes", "ail", "I do not want to lose a single landlord", "Secretary of State"),
        ("rented_homes", "hearthside", "It is an absurdity", "Baroness Quill"),
        ("dentistry", "emptychair", "We have to start with prevention", "Helen Ashdown"),
    ],
)
def test_words_are_their_speakers(
    by_name: dict[str, Opened], consultation: str, document: str, words: str, speaker: str
) -> None:
    passage = by_name[consultation].saying(document, words)
    assert speaker in passage.voice.speaker
    assert passage.voice.role is Role.QUOTED
