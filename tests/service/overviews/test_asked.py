"""Which questions want an overview, and of what; and which want an answer."""

from __future__ import annotations

import pytest

from corpus.models import DocumentEntry, Side, StatementKind
from service.overviews.asked import AskedOverview, OverviewKind, OverviewQuestions
from service.retrieval.attribution import Attribution
from service.retrieval.naming import Naming


def entry(id_: str, organisation: str, side: Side, *aliases: str) -> DocumentEntry:
    return DocumentEntry(
        id=id_,
        title=f"Title of {id_}",
        publisher=organisation,
        organisation=organisation,
        speaker=organisation,
        side=side,
        date="2024",
        licence="none",
        attribution="",
        source="made up",
        file=f"{id_}.txt",
        aliases=aliases,
        consultation=side is Side.GOVERNMENT,
    )


ENTRIES = (
    entry("plan", "Harbour Board", Side.GOVERNMENT, "the board", "the government"),
    entry("rowers", "Rowers United", Side.STAKEHOLDER, "the rowers"),
    entry("anglers", "Anglers' League", Side.STAKEHOLDER, "the anglers"),
)


def read(question: str) -> AskedOverview | None:
    stands = {"mooring fees", "ferry wardens", "dredging"}
    questions = OverviewQuestions(
        Attribution(ENTRIES).named,
        Naming(ENTRIES),
        frozenset({"Harbour Board"}),
        lambda phrase: phrase.lower() in stands,
    )
    return questions.read(question)


@pytest.mark.parametrize(
    "question",
    [
        "Summarise Rowers United's response.",
        "What are the main points of the rowers' submission?",
        "Summarise Rowers United's response to the board.",
        "What does Rowers United want?",
        "What does Rowers United think overall?",
        "Could you please give me an overview of the rowers' response?",
        "Rowers United",
    ],
)
def test_an_overview_of_somebody(question: str) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.kind, asked.organisations) == (OverviewKind.ORGANISATION, ("Rowers United",))


@pytest.mark.parametrize(
    ("question", "kind", "topic"),
    [
        ("What are Rowers United's key recommendations?", StatementKind.RECOMMENDATION, ""),
        ("List the recommendations of Rowers United on mooring fees.", StatementKind.RECOMMENDATION, "mooring fees"),
        ("Which recommendations does Rowers United make about wardens?", StatementKind.RECOMMENDATION, "wardens"),
        ("Rowers United's proposals", StatementKind.RECOMMENDATION, ""),
        ("What concerns does Rowers United have?", StatementKind.CONCERN, ""),
        ("List Rowers United's concerns about the wardens.", StatementKind.CONCERN, "wardens"),
        ("What commitments does the government make on dredging?", StatementKind.COMMITMENT, "dredging"),
        ("List the government's proposals on dredging.", StatementKind.PROPOSAL, "dredging"),
    ],
)
def test_a_list_of_what_somebody_says(question: str, kind: StatementKind, topic: str) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.kind, asked.listed, asked.topic) == (OverviewKind.LIST, kind, topic)


@pytest.mark.parametrize(
    ("question", "topic", "chapter"),
    [
        ("List the consultation questions.", "", ""),
        ("What questions does the consultation ask about mooring fees?", "mooring fees", ""),
        ("What does the paper ask on dredging?", "dredging", ""),
        ("What does the government want to know about the wardens?", "wardens", ""),
        ("What is asked about night sailings?", "night sailings", ""),
        ("Which questions are asked in chapter 3?", "", "3"),
    ],
)
def test_what_the_consultation_asks(question: str, topic: str, chapter: str) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.kind, asked.topic, asked.chapter) == (OverviewKind.QUESTIONS, topic, chapter)


@pytest.mark.parametrize(
    "question", ["What is this consultation about?", "Give me an overview.", "Summarise the paper."]
)
def test_an_overview_of_the_consultation(question: str) -> None:
    asked = read(question)
    assert asked is not None
    assert asked.kind is OverviewKind.CONSULTATION


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("mooring fees", "mooring fees"),
        ("Dredging", "Dredging"),
        ("What are the proposals on mooring fees?", "mooring fees"),
        ("Draft a briefing on night sailings.", "night sailings"),
        ("What do stakeholders make of ferry wardens?", "ferry wardens"),
        ("Give me an overview of what everybody says about dredging", "dredging"),
    ],
)
def test_an_overview_of_a_topic(question: str, topic: str) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.kind, asked.topic) == (OverviewKind.TOPIC, topic)


def test_stakeholders_alone_are_asked_without_a_name() -> None:
    asked = read("What do stakeholders make of ferry wardens?")
    assert asked is not None
    assert asked.stakeholders


@pytest.mark.parametrize(
    ("question", "chapter", "topic"),
    [
        ("What is chapter 3 about?", "3", ""),
        ("Summarise chapter iv", "iv", ""),
        ("chapter 2", "2", ""),
        ("Summarise the chapter on moorings.", "", "moorings"),
    ],
)
def test_an_overview_of_a_chapter(question: str, chapter: str, topic: str) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.kind, asked.chapter, asked.topic) == (OverviewKind.CHAPTER, chapter, topic)


@pytest.mark.parametrize(
    "question",
    [
        "Where do the government and Rowers United disagree?",
        "Compare the government and Rowers United overall.",
        "Where do they disagree?",
        "How do the sides differ?",
    ],
)
def test_an_overview_of_differences(question: str) -> None:
    asked = read(question)
    assert asked is not None
    assert asked.kind is OverviewKind.DISAGREEMENT


@pytest.mark.parametrize(
    "question",
    [
        "What does Rowers United say about mooring fees?",
        "What are Rowers United's main concerns about the wardens?",
        "How many ferry wardens will be recruited?",
        "Why do the rowers oppose a higher fee?",
        "Does Rowers United agree with the government on wardens?",
        "Where do the government and Rowers United disagree on mooring fees?",
        "What is the overall budget for dredging?",
        "When would the proposals on dredging come into force?",
        "Which recommendations of the review did ministers reject?",
        "What does the government ask employers to do about dredging?",
        "How many questions does the consultation ask?",
        "What are the recommendations of the Moor review that the government accepted?",
        "What do skippers ask about the wardens?",
        "What does a skipper want to know about dredging?",
        "What questions did Rowers United raise at the hearing?",
        "When did the board publish its briefing on dredging?",
        "What does chapter 3 say about the weekly fee?",
        "What is a ferry warden?",
        "weekly mooring fee since 2011",
        "fees wardens",
        "What do you think?",
        "What did the rowers make of the decision to redraft the letters so that nobody would refuse?",
    ],
)
def test_a_question_for_one_thing_wants_an_answer(question: str) -> None:
    assert read(question) is None
