"""What a response says in so many words right under a question."""

from __future__ import annotations

import pytest

from service.consultation.outright import asks_for_anything, keeps_to_its_questions, outright_answer


@pytest.mark.parametrize(
    ("sentences", "stance"),
    [
        (("Yes.", "The weir is overdue."), "agrees"),
        (("Yes – it is overdue.",), "agrees"),
        (("Agree.",), "agrees"),
        (("No.", "The weir is too high."), "disagrees"),
        (("Strongly disagree.",), "disagrees"),
        (("In part.", "We agree with the ladder."), "agrees in part"),
        (("Partly.",), "agrees in part"),
        (("Yes, but only above the bridge.",), "agrees in part"),
        (("We agree that the weir should be built.", "It would help salmon."), "agrees"),
        (("We welcome the weir.", "Two metres is not high enough."), "agrees in part"),
        (("We support the ladder but we do not agree with the weir.",), "agrees in part"),
        (("We do not agree.", "The grounds are far too narrow."), "disagrees"),
        (("We oppose it.", "We support the ladder."), "agrees in part"),
        (("We have not answered this question.",), "no clear view"),
        (("Our members hold different opinions and we are not able to give a single answer.",), "no clear view"),
        (("The plan is bold.", "We have no strong view on it either way."), "no clear view"),
        (("About right.", "Others will ask for more."), "agrees"),
        (("Far too short.",), "disagrees"),
        (("We agree with the grounds as drafted.", "There are not enough wardens to hear more."), "agrees"),
        (("We accept the toll.", "We don't accept it for rowers."), "agrees in part"),
        (("We have no evidence to offer on this question.",), "no clear view"),
        (("Our members were divided and we do not offer a single view.",), "no clear view"),
    ],
)
def test_the_first_words_decide(sentences: tuple[str, ...], stance: str) -> None:
    found = outright_answer(sentences)
    assert found is not None
    assert found.stance == stance


@pytest.mark.parametrize(
    "sentences",
    [
        (),
        ("No river is longer.", "Salmon pass in May."),
        ("Yesterday the weir was opened.",),
        ("Nobody agrees on the height.",),
        ("Salmon pass in May.", "Eels pass in June.", "Trout do not pass.", "We oppose the weir."),
    ],
)
def test_other_openings_decide_nothing(sentences: tuple[str, ...]) -> None:
    assert outright_answer(sentences) is None


def test_the_sentence_that_takes_the_stance_is_pointed_at() -> None:
    found = outright_answer(("Salmon pass in May.", "We **strongly** support the weir."))
    assert found is not None
    assert found.position == 1


@pytest.mark.parametrize(
    ("question", "anything"),
    [
        ("Is there anything else you would like to tell us?", True),
        ("Do you have any further comments?", True),
        ("Do you agree that a weir should be built?", False),
        ("What else should the weir have?", False),
    ],
)
def test_a_question_for_anything_else_proposes_nothing(question: str, anything: bool) -> None:
    assert asks_for_anything(question) is anything


@pytest.mark.parametrize(
    ("sentence", "keeps"),
    [
        ("We have no views on the other questions.", True),
        ("We have nothing to say about the remaining matters.", True),
        ("We have kept to the questions which affect us.", True),
        ("We only answer those questions on weirs.", True),
        ("There are other questions about the weir.", False),
        ("We have views on all the questions.", False),
    ],
)
def test_a_response_may_say_that_it_keeps_to_its_questions(sentence: str, keeps: bool) -> None:
    assert keeps_to_its_questions(["The river is long.", sentence]) is keeps
