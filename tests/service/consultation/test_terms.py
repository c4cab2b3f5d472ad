from __future__ import annotations

import pytest

from service.consultation.terms import RepeatedQuestions, content_words, same_title

QUESTIONS = [
    (1, "Should branch libraries stay open until nine o'clock on two evenings a week?"),
    (2, "Which mobile library vans should be replaced with electric vans first? Who should decide?"),
    (3, "What benefits and challenges would this bring?"),
]


@pytest.fixture
def repeated() -> RepeatedQuestions:
    return RepeatedQuestions(QUESTIONS)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Should branch libraries stay open until nine o'clock on two evenings a week?", 1),
        ("Chapter 1 – Should our branch libraries stay open until nine on two evenings each week?", 1),
        ("Q2: Which mobile library vans should electric vans replace first?", 2),
        ("Mobile libraries", None),
        ("Opening branch libraries", None),
        ("What benefits and challenges would this bring?", 3),
        ("The benefits of trees", None),
        ("The benefits, costs and challenges that a new roof would bring to the swimming baths of the north", None),
    ],
)
def test_a_heading_repeats_a_question_where_most_content_words_agree(
    repeated: RepeatedQuestions, heading: str, number: int | None
) -> None:
    assert repeated.repeated_by(heading) == number


def test_a_heading_with_an_abbreviation_matches_once_it_is_spelled_out() -> None:
    repeated = RepeatedQuestions([(7, "How might the Library Loan Scheme (LLS) share its lists with schools?")])
    assert repeated.repeated_by("How might the Library Loan Scheme (LLS) share lists with a school?") == 7


PRINTED = [(n, f"Question {n}: Should branch library {n} stay open in the evening?") for n in range(1, 10)]


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        ("Evenings (question 3)", (3,)),
        ("Evenings (questions 8 and 9)", (8, 9)),
        ("Questions 2–4", (2, 3, 4)),
        ("Q5", (5,)),
        ("Evenings (question 12)", ()),
        ("Evenings", ()),
    ],
)
def test_a_heading_names_questions_by_the_numbers_printed_before_them(heading: str, numbers: tuple[int, ...]) -> None:
    assert RepeatedQuestions(PRINTED).answered_under(heading) == numbers


def test_numbers_mean_nothing_where_the_consultation_prints_none(repeated: RepeatedQuestions) -> None:
    assert repeated.answered_under("Evenings (question 3)") == ()
    assert repeated.answered_under("What benefits and challenges would this bring?") == (3,)


def test_words_of_grammar_do_not_make_headings_alike() -> None:
    assert content_words("What should we do about these, and how?") == frozenset()


@pytest.mark.parametrize(
    ("heading", "title", "same"),
    [
        ("2.1 Fines and charges", "2: Fines and charges", True),
        ("Chapter 2 - Fines and charges", "Chapter 2: Fines and charges", True),
        ("Fines and parking", "2: Fines and charges", False),
        ("2", "2: Fines and charges", False),
    ],
)
def test_a_chapter_is_known_by_its_title_whatever_its_number(heading: str, title: str, same: bool) -> None:
    assert same_title(heading, title) is same
