"""The phrase that a question is about, and the forms in which a corpus says it."""

from __future__ import annotations

import pytest

from corpus.abbreviations import Expander
from corpus.index import Index
from service.answering.absence.forms import Forms
from service.answering.absence.occurrences import Occurrences, Words, key
from service.answering.absence.subject import Subjects
from service.retrieval.naming import Naming


@pytest.fixture(scope="module")
def occurrences(index: Index) -> Occurrences:
    return Occurrences(index)


@pytest.fixture(scope="module")
def subjects(index: Index, occurrences: Occurrences) -> Subjects:
    naming = Naming([document.entry for document in index.documents.values()])
    return Subjects(occurrences, Forms(occurrences), naming.places, Expander(index.abbreviations).additions)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What does Mind say about benefit sanctions?", "benefit sanctions"),
        ("How much did Access to Work invest last year?", "Access to Work"),
        ("How many work coaches does the government plan to recruit?", "work coaches"),
        ("Do the psychologists want sanctions to be suspended?", "sanctions"),
        ("When will the Small Employer Offer run?", "Small Employer Offer"),
    ],
)
def test_the_subject_is_what_is_asked_about(subjects: Subjects, question: str, subject: str) -> None:
    found = subjects.of(question)
    assert found is not None
    assert found.text == subject


def test_a_question_of_names_alone_has_no_subject(subjects: Subjects) -> None:
    assert subjects.of("What does Mind say?") is None


def test_an_abbreviation_and_its_long_form_are_counted_alike(subjects: Subjects) -> None:
    short, long = (subjects.of(f"What is said about {form}?") for form in ("the WCA", "the Work Capability Assessment"))
    assert short is not None
    assert long is not None
    assert short.positions.tolist() == long.positions.tolist()


def test_words_of_a_phrase_count_only_together(subjects: Subjects, occurrences: Occurrences, index: Index) -> None:
    note = subjects.of("What is said about fit notes?")
    assert note is not None
    assert 0 < len(note.positions) < len(occurrences.positions(key("note")))
    author = index.documents["bps-response"].entry
    assert occurrences.rows(note.positions, Words(author.organisation, author.side)) == (0, 0)


def test_a_family_of_words_and_no_chance_likeness(occurrences: Occurrences) -> None:
    forms = Forms(occurrences)
    assert key("physiotherapy") in forms.of("physiotherapists")
    assert key("care") not in forms.of("carers")
    assert key("police") not in forms.of("policy")
