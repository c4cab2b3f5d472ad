"""A statement that denies, turns round or promises what its evidence does not is told from one that repeats it."""

from __future__ import annotations

import pytest

from service.language_model.assertion import contradicts, overstates


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Work is a health outcome for all.", "Work is not a health outcome for all."),
        ("Sanctions do not help people.", "Sanctions help people into work."),
        ("The consultation seeks further savings.", "This consultation does not seek any further savings."),
        ("They opposed the idea of more discretion.", "They supported the idea of more discretion."),
        ("The number of advisers will rise.", "The number of advisers is expected to decline."),
        ("Engagement is mandatory.", "Engagement with the service is voluntary."),
        ("Fewer than 300 advisers were hired.", "More than 300 advisers were hired."),
        ("The focus is appropriate for people.", "The focus is simply inappropriate for people."),
        ("Employers are not prevented from creating a culture.", "Employers may be prevented from creating a culture."),
        ("Information is shared with others.", "It is vital that information is never shared with others."),
        ("There is no plan for this.", "We plan this."),
        ("It is not pleased about the plan.", "We are very pleased about the plan."),
        ("It is not pleased about the plan.", "We note the plan."),
    ],
)
def test_the_opposite_is_a_contradiction(statement: str, evidence: str) -> None:
    assert contradicts(statement, [evidence])


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Work is not a health outcome for all.", "Work is not a health outcome for all."),
        ("It is not fair to people.", "The system is unfair to people."),
        ("Sanctions cannot help people.", "Sanctions fail to help people."),
        ("People lack support.", "There is a lack of support for people."),
        ("More than 300 advisers were hired.", "More than 300 advisers were hired."),
        ("The gap not only harms people but costs money.", "The gap harms people and costs money."),
        ("Advisers will be hired.", "Not everybody agrees, but advisers will be hired."),
        ("People should not be sanctioned.", "We do not think that people should be sanctioned."),
        ("It is very concerned about the plan, not pleased.", "We are very concerned about the plan."),
    ],
)
def test_saying_the_same_is_none(statement: str, evidence: str) -> None:
    assert not contradicts(statement, [evidence])


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("The government will extend certification.", "We will review whether certification should be extended."),
        ("The government guarantees early access.", "We will consider how people can gain early access."),
        ("It commits to a mandatory requirement.", "This could be explored as a mandatory requirement."),
        ("Employers play a big role.", "How big a role can we expect employers to play?"),
    ],
)
def test_a_promise_or_an_answer_where_there_is_a_question_overstates(statement: str, evidence: str) -> None:
    assert overstates(statement, [evidence])


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("The government will extend the scheme.", "We are extending the scheme."),
        ("The government will consider how people gain access.", "We will consider how people can gain access."),
        (
            "The government asks how big a role employers should play.",
            "How big a role can we expect employers to play?",
        ),
        ("The scheme helps people.", "The scheme could help people."),
    ],
)
def test_as_firm_as_the_evidence_is_not_overstated(statement: str, evidence: str) -> None:
    assert not overstates(statement, [evidence])
