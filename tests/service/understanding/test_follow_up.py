"""Follow-ups are understood as questions that a person would ask, on any subject; others are left alone."""

from __future__ import annotations

import pytest

from service.schemas import Turn
from tests.service.answering.made_up import FOLLOW_UPS


def understood(question: str, previous: str, answer: str = "") -> str:
    return FOLLOW_UPS.standalone(question, [Turn(question=previous, answer=answer)])


BUS_LANE = "What does the council say about the Market Street bus lane?"
SCHEME = "What is the Clean Air Discount?"

PATTERNS = [
    # Another organisation is asked the same.
    ("And Wheelers?", BUS_LANE, "", "What does Wheelers say about the Market Street bus lane?"),
    ("What about the shopkeepers?", BUS_LANE, "", "What do the shopkeepers say about the Market Street bus lane?"),
    (
        "And what do the cyclists think about that?",
        BUS_LANE,
        "",
        "What do the cyclists say about the Market Street bus lane?",
    ),
    (
        "And the council on that?",
        "What does Wheelers say about parking fees?",
        "",
        "What does the council say about parking fees?",
    ),
    ("What does Wheelers think of it?", SCHEME, "", "What does Wheelers say about the Clean Air Discount?"),
    (
        "How do the cyclists feel about that?",
        "Are there plans to close Mill Bridge to cars?",
        "Yes.",
        "What do the cyclists say about plans to close Mill Bridge to cars?",
    ),
    # What somebody is asked to favour or fear is what the question is about, with all that belongs to it.
    (
        "So what should happen to it?",
        "Are the cyclists happy with through traffic under the Clean Air Scheme?",
        "No.",
        "What should happen to through traffic under the Clean Air Scheme?",
    ),
    (
        "What would it cost?",
        "Does Wheelers support free parking at the Market Hall?",
        "Yes.",
        "What would free parking at the Market Hall cost?",
    ),
    # What an organisation has of its own is not another's: the other is asked about it.
    (
        "And what does Wheelers say about that?",
        "What is the council's plan for the Market Street bus lane?",
        "",
        "What does Wheelers say about the council's plan for the Market Street bus lane?",
    ),
    # Whether another agrees.
    (
        "Does Wheelers agree?",
        BUS_LANE,
        "",
        "Does Wheelers agree with what the council says about the Market Street bus lane?",
    ),
    ("Do the shopkeepers support it?", SCHEME, "", "Do the shopkeepers agree on the Clean Air Discount?"),
    # The same speaker on another thing.
    ("What about night buses?", BUS_LANE, "", "What does the council say about night buses?"),
    ("And on parking fees?", BUS_LANE, "", "What does the council say about parking fees?"),
    # A bare question word.
    (
        "ok and when",
        "Does the council plan to close the pool?",
        "Yes.",
        "Does the council plan to close the pool, and when?",
    ),
    ("Why?", "Does the council oppose night flights?", "Yes.", "Does the council oppose night flights, and why?"),
    ("Why not?", "Will the council reopen the pool?", "No.", "Will the council reopen the pool, and why not?"),
    (
        "On what grounds?",
        "What did Wheelers ask for on speed limits?",
        "",
        "What did Wheelers ask for on speed limits, and on what grounds?",
    ),
    (
        "Since when?",
        "Is there a charge for parking on Sundays?",
        "Yes.",
        "Is there a charge for parking on Sundays, and since when?",
    ),
    ("By when?", "How many trees will be planted?", "40,000", "How many trees will be planted, and by when?"),
    (
        "What else?",
        "What does the council promise on buses?",
        "",
        "What does the council promise on buses, and what else?",
    ),
    # A pronoun for what the question was about.
    ("How much money is behind it?", SCHEME, "A rebate.", "How much money is behind the Clean Air Discount?"),
    ("Who pays for it?", "What is the Green Miles Fund?", "", "Who pays for the Green Miles Fund?"),
    (
        "Does it apply in Scotland?",
        "What is the Human Rights Act?",
        "A law.",
        "Does the Human Rights Act apply in Scotland?",
    ),
    ("Is it compulsory?", "What is the Rider Safety Course?", "", "Is the Rider Safety Course compulsory?"),
    ("When was it published?", "Who wrote Middlemarch?", "George Eliot.", "When was Middlemarch published?"),
    ("Who first climbed it?", "How high is Mount Everest?", "8,849 m", "Who first climbed Mount Everest?"),
    ("Why was it withdrawn?", "Which drug was withdrawn in 2004?", "", "Why was the drug withdrawn?"),
    ("How many of them are there?", "What are river wardens?", "", "How many river wardens are there?"),
    ("What is done for them?", "How many river wardens will be hired?", "Sixty.", "What is done for river wardens?"),
    (
        "What reservations did Wheelers raise about that idea?",
        "How many river wardens will be hired?",
        "Sixty.",
        "What reservations did Wheelers raise about river wardens?",
    ),
    (
        "And what happens to any fee beyond that?",
        "Is there an allowance in the rules for small vans?",
        "",
        "What happens to any fee beyond the allowance in the rules for small vans?",
    ),
    (
        "What dangers does the guild see in it?",
        "Is the council in favour of moving the market indoors?",
        "Yes.",
        "What dangers does the guild see in moving the market indoors?",
    ),
    # A name that only the answer had.
    (
        "How much money is behind it?",
        "Which new bus scheme was announced?",
        "The mayor announced the Northern Loop Express scheme.",
        "How much money is behind the Northern Loop Express scheme?",
    ),
    (
        "Is there proof that it works?",
        "Give an example of a model for slow streets.",
        "Quiet Lanes Plus (QLP).",
        "Is there proof that Quiet Lanes Plus (QLP) works?",
    ),
    (
        "How much extra is going in, and when?",
        "Can wards fix their own pavements?",
        "Yes, from the Local Footways Fund.",
        "Regarding the Local Footways Fund, how much extra is going in, and when?",
    ),
    # Who was asked is meant by those who want or say something; who did not speak is not.
    (
        "What would they rather see done?",
        "What do the shopkeepers want done about night buses?",
        "More of them.",
        "Regarding night buses, what would the shopkeepers rather see done?",
    ),
    (
        "How many boats are they meant to repair?",
        "What does Wheelers say about river wardens?",
        "Too few.",
        "Regarding river wardens, how many boats are they meant to repair?",
    ),
    # What somebody's view is on, where another is asked.
    (
        "Does the RAC see any risk in it as well?",
        "What is Wheelers' view of the Clean Air Discount?",
        "It likes it.",
        "Does the RAC see any risk in the Clean Air Discount as well?",
    ),
    # A name in a question that asks for yes or no; and without one, the question itself.
    (
        "What does Wheelers say to that?",
        "Do vans have to pay for the new Mill Bridge Pass?",
        "Yes.",
        "What does Wheelers say about the Mill Bridge Pass?",
    ),
    (
        "What's the guild's objection to that?",
        "Might the river be closed at night?",
        "Perhaps.",
        "What's the guild's objection to that: might the river be closed at night?",
    ),
    ("How many of them row?", "How big is the Night Group?", "Forty.", "How many of the Night Group row?"),
    # A continuation without a verb, and a comparison.
    (
        "And for children?",
        "What does a tram ticket cost for adults?",
        "",
        "What does a tram ticket cost for adults, and for children?",
    ),
    (
        "How does that compare with Leeds?",
        "How many people cycle to work?",
        "",
        "How many people cycle to work, and how does that compare with Leeds?",
    ),
]

STAND_ALONE = [
    "What is the Rider Safety Course?",
    "When does the Bank of England next decide on interest rates?",
    "How many disabled people use the ferries in the summer months?",
    "Is it true that Wheelers wants lower speed limits near schools?",
    "Which employers say that their lorry drivers need longer rest breaks?",
    "Thanks!",
    "ok thank you very much",
]


@pytest.mark.parametrize(
    ("question", "previous", "answer", "expected"), PATTERNS, ids=[f"{p[0]} [{n}]" for n, p in enumerate(PATTERNS)]
)
def test_a_follow_up_reads_as_a_question_of_its_own(question: str, previous: str, answer: str, expected: str) -> None:
    assert understood(question, previous, answer) == expected


@pytest.mark.parametrize("question", STAND_ALONE)
def test_an_unrelated_question_is_left_alone(question: str) -> None:
    assert understood(question, SCHEME, "A rebate for vans.") == question


@pytest.mark.parametrize("question", ["Why?", "And Wheelers?", "What is the Clean Air Discount?"])
def test_without_history_nothing_is_changed(question: str) -> None:
    assert FOLLOW_UPS.standalone(f" {question} ", []) == question


def test_a_follow_up_of_a_follow_up_goes_back_to_the_first_question() -> None:
    history = [Turn(question=SCHEME, answer="A rebate."), Turn(question="Who pays for it?", answer="Residents.")]
    assert FOLLOW_UPS.standalone("Since when?", history) == "Who pays for the Clean Air Discount, and since when?"


def test_the_subject_is_that_of_the_last_question() -> None:
    history = [Turn(question=SCHEME, answer=""), Turn(question="What is the Rider Safety Course?", answer="")]
    assert FOLLOW_UPS.standalone("Is it compulsory?", history) == "Is the Rider Safety Course compulsory?"


def test_citation_markers_of_an_answer_do_not_get_into_a_question() -> None:
    answer = "Northgate Council commits: “we will fund the Northern Loop Express” [1]"
    assert "[1]" not in understood("How much money is behind it?", "Which new bus scheme was announced?", answer)


def test_a_question_that_depends_on_a_turn_is_searched_for_with_it() -> None:
    turn = Turn(question="What is done for pupils?", answer="Summer boats [1], free of charge.")
    assert FOLLOW_UPS.context("Do these lead to jobs?", [turn]) == (
        "What is done for pupils? Summer boats, free of charge. Do these lead to jobs?",
    )
    assert FOLLOW_UPS.context("What is the Rider Safety Course?", [turn]) == ()
    assert FOLLOW_UPS.context("Thanks!", [turn]) == ()
    assert FOLLOW_UPS.context("Why?", []) == ()
