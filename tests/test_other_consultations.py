"""Other consultations than the shipped one, in other forms: who speaks, what is found, answered and refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import greenpaper
from corpus.embedding import TransformerEmbedder
from corpus.index import Generations, Index
from corpus.lexical import stems
from corpus.manifest import load_manifest, read_document
from corpus.models import BlockKind, Passage, Role, Side, Span
from corpus.quotes import quote_at
from corpus.settings import Settings, load_settings
from eval.gold_set import Question, load_gold
from ingest.pipeline import ingest
from service.engine import AnsweringEngine
from service.schemas import AnswerBody, AskRequest

FOLDERS = {name: Path(__file__).parent / name for name in ("rural_buses", "water_meters", "fireworks", "street_trees")}


@dataclass(frozen=True)
class Opened:
    name: str
    folder: Path
    passages: list[Passage]
    engine: AnsweringEngine
    labels: list[dict[str, str]]
    questions: Sequence[Question]

    def passage(self, label: dict[str, str]) -> Passage | None:
        """The passage that has a labelled sentence; None where it stands in a heading."""
        quote = _words(label["quote"])
        of_document = [p for p in self.passages if p.document_id == label["document"]]
        return next((p for p in of_document if quote in _words(p.text)), None)


def _open(name: str, data: Path, embedder: TransformerEmbedder) -> Opened:
    folder = FOLDERS[name]
    settings: Settings = load_settings(corpus=folder, data_dir=data)
    ingest(settings, lambda: embedder, calibration=greenpaper.calibration())
    index = Index(Generations(settings.data_dir).current(), model=embedder.name)
    passages = [index.passages.at(row) for row in range(len(index.passages))]
    index.close()
    labels = [json.loads(line) for line in (folder / "voices.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = load_gold(folder / "questions.jsonl").questions
    return Opened(name, folder, passages, greenpaper.engine(settings), labels, questions)


def _consultation(folder: str) -> Callable[..., Opened]:
    """A fixture that opens one of the consultations, once for the module."""

    @pytest.fixture(scope="module")
    def opened_once(tmp_path_factory: pytest.TempPathFactory, embedder: TransformerEmbedder) -> Opened:
        return _open(folder, tmp_path_factory.mktemp(folder), embedder)

    return opened_once


buses = _consultation("rural_buses")
water = _consultation("water_meters")
fireworks = _consultation("fireworks")
trees = _consultation("street_trees")


@pytest.fixture(scope="module", params=["buses", "water", "fireworks", "trees"])
def opened(request: pytest.FixtureRequest) -> Opened:
    made: Opened = request.getfixturevalue(request.param)
    return made


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def test_who_speaks_is_known(opened: Opened) -> None:
    found = [(label, passage) for label in opened.labels if (passage := opened.passage(label)) is not None]
    assert len(found) == len(opened.labels)
    sides = [passage.side.value == label["side"] for label, passage in found]
    roles = [passage.voice.role.value.replace("_", "-") == label["role"].replace("_", "-") for label, passage in found]
    # In the fifth, a tenth of the labels are a few words inside an author's sentence, which stay the author's.
    side, role = (0.90, 0.87) if opened.name == "street_trees" else (0.95, 0.93)
    assert sum(sides) >= side * len(sides)
    assert sum(roles) >= role * len(roles)


def test_no_case_study_or_set_off_quotation_of_the_paper_speaks_for_the_government(opened: Opened) -> None:
    for label in opened.labels:
        if label["document"] == "consultation" and label["role"].startswith("case"):
            passage = opened.passage(label)
            assert passage is not None
            assert passage.side is Side.STAKEHOLDER, label["quote"]
    quoted = [p for p in opened.passages if p.document_id == "consultation" and p.voice.role is Role.QUOTED]
    assert len(quoted) >= 2 or opened.name == "street_trees"
    assert all(passage.side is Side.STAKEHOLDER for passage in quoted)


@pytest.mark.parametrize(
    ("consultation", "start", "speaker", "side"),
    [
        ("buses", "“I want to stop attending the funerals", "Helen Marwood, local transport minister", Side.GOVERNMENT),
        ("buses", "“The remainder was always", "Spokesperson for the Department for Transport", Side.GOVERNMENT),
        ("buses", "“I know that a longer notice", "Helen Marwood", Side.GOVERNMENT),
        ("buses", "“Villages are being sold", "Tom Kesteven, shadow buses minister", Side.STAKEHOLDER),
        ("buses", "“You can guarantee what you like", "Janet Moss, firm's owner", Side.STAKEHOLDER),
        ("buses", "“The driver knows I need the ramp", "Amrit, wheelchair user, Devon", Side.STAKEHOLDER),
        (
            "buses",
            "“It's not that I've got anywhere",
            "person with lived experience, quoted by Rural Lives",
            Side.STAKEHOLDER,
        ),
        ("water", "Some will pay more.", "Daniel Oyelaran, Minister for Water and Flooding", Side.GOVERNMENT),
        ("water", "We do not hold such a list.", "Priya Sandford, Director of Water Resources", Side.GOVERNMENT),
        ("water", "Better for the estimated bills", "Nadia Farrukh, Chief Executive", Side.STAKEHOLDER),
        ("water", "So the meter on its own", "Dame Ruth Applegarth, Chair", Side.STAKEHOLDER),
        ("water", '"We had it ready to go.', "Sir Graham Tulloch, former Minister for Water", Side.STAKEHOLDER),
        ("water", '"They want us off the hose', "Derek Sallis", Side.STAKEHOLDER),
        ("water", "“Nobody asked me, they just dug", "Man, 58, Maidstone", Side.STAKEHOLDER),
        ("water", "561mm!!", "Pam T", Side.STAKEHOLDER),
        ("fireworks", "“A horse does not read", "equine rescue charity, Wales", Side.STAKEHOLDER),
        (
            "fireworks",
            "I will bring my mother",
            "Rowena Castle, Parliamentary Under-Secretary of State for Product Safety and Consumer Affairs",
            Side.GOVERNMENT,
        ),
        ("fireworks", "Order. There will be", "Judith Amory, Madam Deputy Speaker", Side.STAKEHOLDER),
        (
            "fireworks",
            "We on the Opposition",
            "Philip Garside, Shadow Minister for Business and Trade",
            Side.STAKEHOLDER,
        ),
        ("fireworks", "“I have kept horses", "Mrs Bexley, owner", Side.STAKEHOLDER),
        ("fireworks", "He keeps one already.", "Colin Maddox, North Fenland, Reform", Side.STAKEHOLDER),
        ("trees", "Thank you for your letter", "Rhian Pritchard-Lowe, Minister for Nature and Places", Side.GOVERNMENT),
        ("trees", "“I can prescribe an inhaler.", "Dr Ffion Lascelles", Side.STAKEHOLDER),
        ("trees", "Morning Jackie", "Rhodri Mostyn", Side.STAKEHOLDER),
        ("trees", '"If five days and an email', "Gareth Beynon", Side.GOVERNMENT),
        ("trees", "Mr Beynon gave", "Gareth Beynon, Head of Tree Policy, Welsh Government", Side.GOVERNMENT),
        ("trees", "Cllr Madoc said that she", "Elin Madoc, Cabinet Member for Environment", Side.STAKEHOLDER),
        ("trees", "Please put in an exemption", "Mr C. Draycott", Side.STAKEHOLDER),
        (
            "trees",
            "There we disagree outright.",
            "Carys Undrell, chief executive, Welsh Housebuilders’ Forum",
            Side.STAKEHOLDER,
        ),
        ("trees", "Does that mean you welcome", "Tom Wexley", Side.STAKEHOLDER),
        ("trees", "“Nobody’s written a poem", "Joe Pascoe, neighbour", Side.STAKEHOLDER),
    ],
)
def test_a_quotation_is_its_speakers(
    request: pytest.FixtureRequest, consultation: str, start: str, speaker: str, side: Side
) -> None:
    opened: Opened = request.getfixturevalue(consultation)
    passage = next(p for p in opened.passages if p.text.startswith(start))
    assert (passage.voice.speaker, passage.side) == (speaker, side)


def test_every_numbered_question_is_found_once(buses: Opened) -> None:
    asked = [p.text for p in buses.passages if p.block.value == "question"]
    assert [int(n) for text in asked for n in re.findall(r"Question (\d+)", text)] == list(range(1, 11))


def test_a_web_pages_list_of_contents_orders_its_headings(trees: Opened) -> None:
    sections = {p.section for p in trees.passages if p.document_id == "consultation"}
    assert ("Ministerial foreword",) in sections
    assert ("Part 1: Street trees", "Proposal B: exemptions from the duty") in sections
    assert not any("☐" in p.text and "?" not in p.text for p in trees.passages)


def test_questions_whose_number_stands_on_a_line_of_its_own_are_found(fireworks: Opened) -> None:
    questions = fireworks.engine.consultation_questions().questions
    assert [q.text.split()[2] for q in questions] == list("1234567")
    answers = {p.section[-1] for p in fireworks.passages if p.document_id == "response-summary" and len(p.section) > 1}
    assert {"What respondents said", "Government response"} <= answers


def test_who_answers_in_a_transcript_has_the_question_before_them(water: Opened) -> None:
    passage = next(p for p in water.passages if p.text.startswith("Only with a court order"))
    assert passage.lead_in == "And the police? Could they have it?"


def test_what_belongs_to_a_page_is_in_no_passage_and_breaks_none(water: Opened) -> None:
    paper = [p for p in water.passages if p.document_id == "consultation"]
    assert not any("Every drop counted: consultation document" in p.text for p in paper)
    joined = next(p for p in paper if p.text.startswith("We recognise that some people distrust"))
    assert "in October 2024 found that" in " ".join(joined.text.split())
    notes = [p.text.split(",")[0] for p in paper if p.block is BlockKind.FOOTNOTE]
    assert "1 Environment Agency" in notes
    assert {p.paragraph for p in paper if p.paragraph} >= {"1.2", "3.9", "7.5"}


def test_the_questions_of_a_list_without_gaps_are_told_apart_and_their_answers_found(water: Opened) -> None:
    questions = water.engine.consultation_questions().questions
    assert [q.number for q in questions] == list(range(1, 13))
    assert all(f"Question {q.number}:" in q.text for q in questions)
    assert questions[10].text.endswith("1 October 2026?")


@pytest.mark.parametrize(("consultation", "right"), [("water", 0.7), ("trees", 0.7)])
def test_most_stances_are_right_and_none_is_reversed(
    request: pytest.FixtureRequest, consultation: str, right: float
) -> None:
    opened: Opened = request.getfixturevalue(consultation)
    labels = [json.loads(line) for line in (opened.folder / "stances.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = opened.engine.consultation_questions().questions
    found = {(_words(q.text), a.organisation): a.stance for q in questions for a in q.organisations}
    pairs = [(label["stance"], _stance(found, label)) for label in labels]
    assert sum(labelled == stance for labelled, stance in pairs) >= right * len(labels)
    assert not any({labelled, stance} == {"agrees", "disagrees"} for labelled, stance in pairs)


def _stance(found: dict[tuple[str, str], str], label: dict[str, str]) -> str:
    asked, who = _words(label["question_text"]), label["organisation"]
    return next(
        stance for (text, organisation), stance in found.items() if text.endswith(asked) and organisation == who
    )


def test_what_can_be_answered_is_and_what_is_quoted_is_in_the_documents(opened: Opened) -> None:
    texts = {entry.id: read_document(opened.folder, entry).text for entry in load_manifest(opened.folder).documents}
    answered = {question.id: _ask(opened, question) for question in opened.questions}
    can = [question for question in opened.questions if question.answerable]
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
