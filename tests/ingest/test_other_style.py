"""A consultation and a response unlike those that ship: the rules are about consultations, not about five documents."""

from __future__ import annotations

import pytest

from corpus.models import BlockKind, Document, Passage, Role, Side, StatementKind
from ingest.consultation import consultation_questions
from ingest.passages import build_passages
from tests.ingest.conftest import WATERWAYS, count_words


@pytest.fixture(scope="module")
def paper(waterways: Document) -> list[Passage]:
    return build_passages(waterways, WATERWAYS, count_tokens=count_words)


@pytest.fixture(scope="module")
def response(boaters: Document) -> list[Passage]:
    return build_passages(boaters, WATERWAYS, count_tokens=count_words)


def saying(found: list[Passage], words: str) -> Passage:
    return next(passage for passage in found if words in passage.text)


def test_the_papers_structure_is_found(paper: list[Passage]) -> None:
    assert saying(paper, "spend £12 million").paragraph == "1.2"
    assert saying(paper, "spend £12 million").section == ("Part 1 Using the water",)
    assert saying(paper, "publish a map").lead_in == "To reach it we will:"
    assert saying(paper, "Annual survey, 2029").block is BlockKind.FOOTNOTE
    assert all("....." not in passage.text for passage in paper)


def test_the_papers_voices_are_told_apart(paper: list[Passage]) -> None:
    case = saying(paper, "Twelve boaters")
    assert (case.voice.role, case.side, case.voice.speaker) == (Role.CASE_STUDY, Side.STAKEHOLDER, "Boaters' Union")
    pulled = saying(paper, "run a barge")
    assert (pulled.voice.role, pulled.side) == (Role.QUOTED, Side.STAKEHOLDER)
    assert pulled.voice.speaker == "Owner of a haulage firm, Tidewater"
    assert saying(paper, "Freight has fallen").side is Side.GOVERNMENT
    assert all(p.side is Side.GOVERNMENT for p in paper if p.voice.role is Role.AUTHOR)


def test_the_papers_statements_are_told_apart(paper: list[Passage]) -> None:
    kinds = {sentence.text: sentence.kind for passage in paper for sentence in passage.sentences}
    assert kinds["We will spend £12 million on dredging by 2031."] is StatementKind.COMMITMENT
    assert kinds["We are recruiting 40 lock keepers."] is StatementKind.COMMITMENT
    assert kinds["train volunteers in each district; and"] is StatementKind.COMMITMENT
    assert next(kind for text, kind in kinds.items() if "could also consider" in text) is StatementKind.PROPOSAL
    assert kinds["Freight has fallen by 60% since 1990."] is StatementKind.EVIDENCE
    assert kinds["We believe they can carry people and parcels again."] is StatementKind.POSITION


def test_the_papers_questions_are_found_once_each_with_their_setting(waterways: Document, paper: list[Passage]) -> None:
    questions = consultation_questions(waterways, paper)
    assert [question.number for question in questions] == [1, 2, 3]
    assert [question.chapter for question in questions] == ["Part 1 Using the water"] * 2 + ["Part 2 Keeping the water"]
    assert questions[0].text.startswith("Question 1: Should councils")
    by_id = {passage.id: passage for passage in paper}
    settings = [by_id[passage_id] for passage_id in questions[2].setting]
    assert [passage.paragraph for passage in settings] == ["2.1"]
    assert all(by_id[i].voice.role is Role.AUTHOR for question in questions for i in question.setting)


def test_the_responses_voices_are_told_apart(response: list[Passage]) -> None:
    expected = {
        "My boat is my home": (Role.QUOTED, Side.STAKEHOLDER, "boater, quoted by Boaters' Union"),
        "No family will lose": (Role.QUOTED, Side.GOVERNMENT, "Rowan Achebe, Minister for Canals"),
        "not worth the paper": (Role.QUOTED, Side.STAKEHOLDER, "Leila Castellanos, Shadow Minister for Canals"),
        "every charge has gone up": (Role.QUOTED, Side.STAKEHOLDER, "Leila Castellanos, Shadow Minister for Canals"),
        "right to doubt it": (Role.AUTHOR, Side.STAKEHOLDER, "Boaters' Union"),
        "listening to boaters": (Role.QUOTED, Side.GOVERNMENT, "Spokeswoman for the Department for Waterways"),
        "continue to use your berth": (Role.QUOTED, Side.GOVERNMENT, "Letter from the Department for Waterways"),
        "find that reassuring": (Role.AUTHOR, Side.STAKEHOLDER, "Boaters' Union"),
        "carried water for a month": (Role.QUOTED, Side.STAKEHOLDER, "boater, quoted by Boaters' Union"),
        "make do and mend": (Role.AUTHOR, Side.STAKEHOLDER, "Boaters' Union"),
    }
    found = {words: saying(response, words).voice for words in expected}
    assert {words: (voice.role, voice.side, voice.speaker) for words, voice in found.items()} == expected


def test_the_responses_statements_are_told_apart(response: list[Passage]) -> None:
    kinds = {sentence.text: sentence.kind for passage in response for sentence in passage.sentences}
    assert kinds["We welcome the plan to dredge the main line."] is StatementKind.SUPPORT
    assert (
        kinds["We are concerned that charges set by councils will drive people off the water."] is StatementKind.CONCERN
    )
    assert kinds["no boater pays more than now."] is StatementKind.RECOMMENDATION
    assert next(kind for text, kind in kinds.items() if "carried water" in text) is StatementKind.EXPERIENCE
    assert next(kind for text, kind in kinds.items() if "survey of 600" in text) is StatementKind.EVIDENCE


def test_an_answer_stands_under_the_question_it_repeats(response: list[Passage]) -> None:
    assert saying(response, "survey of 600").section[-1].startswith("Question 1")
    assert saying(response, "pays for repairs to reservoirs").section[-1].startswith("Question 3")


def test_a_response_asks_no_consultation_questions(boaters: Document, response: list[Passage]) -> None:
    assert consultation_questions(boaters, response) == []
