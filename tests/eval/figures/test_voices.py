from __future__ import annotations

from corpus.models import Role, Side
from eval.figures.voices import (
    both_sides,
    confusion,
    role_accuracy,
    side_accuracy,
    speaker_accuracy,
    statements_under_side,
)
from eval.gold_set import Evidence
from tests.eval.fakes import answer_body, case, citation, evidence, place, question

SUM = "We will spend £11 million on training by next spring."
ASKED = "Members asked for 31 more inspectors of training."
BOTH = question(
    "q",
    sides=frozenset({Side.GOVERNMENT, Side.STAKEHOLDER}),
    evidence=(evidence("plan", SUM), evidence("reply", ASKED)),
)


def test_the_side_shown_must_be_that_of_the_evidence() -> None:
    right, wrong = citation(1, "plan", SUM), citation(2, "reply", ASKED, side="government")
    shown = case(BOTH, answer_body([right, wrong], []))
    assert side_accuracy(shown) == (1, 2)
    assert confusion([shown]) == {
        "government": {"government": 1, "stakeholder": 0},
        "stakeholder": {"government": 1, "stakeholder": 0},
    }


def test_citations_beside_the_evidence_say_nothing_about_sides() -> None:
    assert side_accuracy(case(BOTH, answer_body([citation(1, "plan", "The money for stations is new.")], [])))[1] == 0


def test_a_quoted_speaker_inside_a_document_has_a_name_and_a_role_of_their_own() -> None:
    quoted = Evidence(Side.STAKEHOLDER, "Ann Lee, mayor of Hull", Role.QUOTED, (place("plan", SUM),))
    asked = question("q", evidence=(quoted,), sides=frozenset({Side.STAKEHOLDER}))
    as_author = case(asked, answer_body([citation(1, "plan", SUM)], []))
    as_quoted = case(
        asked,
        answer_body([citation(1, "plan", SUM, side="stakeholder", voice={"speaker": "Ann Lee", "role": "quoted"})], []),
    )
    assert (side_accuracy(as_author), speaker_accuracy(as_author), role_accuracy(as_author)) == ((0, 1), (0, 1), (0, 1))
    assert (side_accuracy(as_quoted), speaker_accuracy(as_quoted), role_accuracy(as_quoted)) == ((1, 1), (1, 1), (1, 1))


def test_a_statement_stands_under_the_side_of_all_its_citations() -> None:
    gov, other = citation(1, "plan", SUM), citation(2, "reply", ASKED)
    body = answer_body(
        [gov, other], [("government", SUM, [1]), ("government", SUM, [1, 2]), ("stakeholder", ASKED, [])]
    )
    assert statements_under_side(case(BOTH, body)) == (1, 3)


def test_both_sides_need_a_statement_each() -> None:
    one = answer_body([citation(1, "plan", SUM)], [("government", SUM, [1])])
    two = answer_body([], [("government", SUM, [1]), ("stakeholder", ASKED, [2])])
    assert both_sides(case(BOTH, one)) == (0, 1)
    assert both_sides(case(BOTH, two)) == (1, 1)
    assert both_sides(case(BOTH, {"answered": False})) == (0, 1)
    assert both_sides(case(question("q"), one))[1] == 0
