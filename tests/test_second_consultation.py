"""Another consultation than the shipped one, in other forms: who speaks, what is found, answered and refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import greenpaper
from corpus.embedder import SentenceTransformerEmbedder
from corpus.index import Generations, Index
from corpus.lexical import stems
from corpus.manifest import load_manifest, read_document
from corpus.models import Passage, Role, Side, Span
from corpus.quotes import quote_at
from corpus.settings import Settings, load_settings
from eval.gold_set import Question, load_gold
from ingest.pipeline import ingest
from service.engine import AnsweringEngine
from service.schemas import AnswerBody, AskRequest

FOLDER = Path(__file__).parent / "rural_buses"
LABELS = [json.loads(line) for line in (FOLDER / "voices.jsonl").read_text(encoding="utf-8").splitlines()]
QUESTIONS = load_gold(FOLDER / "questions.jsonl").questions


@dataclass(frozen=True)
class Opened:
    passages: list[Passage]
    engine: AnsweringEngine


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder) -> Opened:
    settings: Settings = load_settings(corpus=FOLDER, data_dir=tmp_path_factory.mktemp("buses"))
    ingest(settings, lambda: embedder, calibration=greenpaper.calibration())
    index = Index(Generations(settings.data_dir).current(), model=embedder.name)
    passages = [index.passages.at(row) for row in range(len(index.passages))]
    index.close()
    return Opened(passages, greenpaper.engine(settings))


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _passage(passages: list[Passage], label: dict[str, str]) -> Passage:
    quote = _words(label["quote"])
    return next(p for p in passages if p.document_id == label["document"] and quote in _words(p.text))


def test_who_speaks_is_known(opened: Opened) -> None:
    found = [(label, _passage(opened.passages, label)) for label in LABELS]
    sides = [passage.side.value == label["side"] for label, passage in found]
    roles = [passage.voice.role.value.replace("_", "-") == label["role"].replace("_", "-") for label, passage in found]
    assert sum(sides) >= 0.96 * len(sides)
    assert sum(roles) >= 0.93 * len(roles)


def test_no_case_study_or_set_off_quotation_of_the_paper_speaks_for_the_government(opened: Opened) -> None:
    for label in LABELS:
        if label["document"] == "consultation" and label["role"].startswith("case"):
            passage = _passage(opened.passages, label)
            assert (passage.side, passage.voice.role) == (Side.STAKEHOLDER, Role.CASE_STUDY), label["quote"]
    quoted = [p for p in opened.passages if p.document_id == "consultation" and p.voice.role is Role.QUOTED]
    assert len(quoted) == 2
    assert all(passage.side is Side.STAKEHOLDER for passage in quoted)


@pytest.mark.parametrize(
    ("start", "speaker", "side"),
    [
        ("“I want to stop attending the funerals", "Helen Marwood, local transport minister", Side.GOVERNMENT),
        ("“The remainder was always", "Spokesperson for the Department for Transport", Side.GOVERNMENT),
        ("“I know that a longer notice", "Helen Marwood", Side.GOVERNMENT),
        ("“Villages are being sold", "Tom Kesteven, shadow buses minister", Side.STAKEHOLDER),
        ("“You can guarantee what you like", "Janet Moss, firm's owner", Side.STAKEHOLDER),
        ("“The driver knows I need the ramp", "Amrit, wheelchair user, Devon", Side.STAKEHOLDER),
        ("“It's not that I've got anywhere", "person with lived experience, quoted by Rural Lives", Side.STAKEHOLDER),
    ],
)
def test_a_quotation_is_its_speakers(opened: Opened, start: str, speaker: str, side: Side) -> None:
    passage = next(p for p in opened.passages if p.text.startswith(start))
    assert (passage.voice.speaker, passage.side) == (speaker, side)


def test_every_numbered_question_is_found_once(opened: Opened) -> None:
    asked = [p.text for p in opened.passages if p.block.value == "question"]
    assert [int(n) for text in asked for n in re.findall(r"Question (\d+)", text)] == list(range(1, 11))


def test_what_can_be_answered_is_and_what_is_quoted_is_in_the_documents(opened: Opened) -> None:
    texts = {entry.id: read_document(FOLDER, entry).text for entry in load_manifest(FOLDER).documents}
    answered = {question.id: _ask(opened, question) for question in QUESTIONS}
    can = [question for question in QUESTIONS if question.answerable]
    assert sum(answered[question.id].answered for question in can) >= 0.85 * len(can)
    for body in answered.values():
        for citation in body.citations:
            spans = [Span(start, end) for start, end in citation.spans]
            assert citation.quote == quote_at(texts[citation.document_id], spans)
            signature = set(stems(citation.quote)) <= set(stems(citation.voice.speaker))
            assert not signature, "a line that only names the speaker"


def test_other_subjects_are_refused(opened: Opened) -> None:
    for question in ("Who won the 1966 World Cup?", "How do I bake sourdough bread?", "What is the capital of Peru?"):
        body = opened.engine.ask(AskRequest(question=question))
        assert (body.answered, body.reason) == (False, "off_topic")


def _ask(opened: Opened, question: Question) -> AnswerBody:
    return opened.engine.ask(AskRequest(**question.request()))
