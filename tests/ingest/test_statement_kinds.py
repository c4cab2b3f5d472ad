"""Kinds of statement, sentence by sentence."""

from __future__ import annotations

import pytest

from corpus.models import BlockKind, Role, Side, StatementKind, Voice
from ingest.statement_kinds import kind_of, kinds_of

GOVERNMENT = Voice("HM Government", Role.AUTHOR, Side.GOVERNMENT, "HM Government")
CHARITY = Voice("Boaters' Union", Role.AUTHOR, Side.STAKEHOLDER, "Boaters' Union")
PERSON = Voice("boater, quoted by X", Role.QUOTED, Side.STAKEHOLDER, "boater, quoted by X")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("We will publish a map by 2031.", "commitment"),
        ("We are recruiting 40 lock keepers.", "commitment"),
        ("The scheme will offer a berth to every family.", "commitment"),
        ("The government intends to review the charge.", "commitment"),
        ("We could consider a lower charge.", "proposal"),
        ("One approach would be to let councils decide.", "proposal"),
        ("We want to hear from boaters about safety.", "proposal"),
        ("How should the charge be set?", "question"),
        ("Around 35,000 boats hold a licence.", "evidence"),
        ("Research shows that dredging reduces flooding.", "evidence"),
        ("We believe that the water belongs to everybody.", "position"),
        ("This government is committed to a fair charge.", "position"),
        ("We must protect the towpath.", "position"),
    ],
)
def test_what_the_government_says(sentence: str, kind: str) -> None:
    assert kind_of(sentence, GOVERNMENT, BlockKind.PARAGRAPH, None).value == kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The government should publish its costs.", "recommendation"),
        ("We urge ministers to think again.", "recommendation"),
        ("It is vital that wardens are trained.", "recommendation"),
        ("We are concerned that charges will rise.", "concern"),
        ("The threat of eviction damages trust and makes people anxious.", "concern"),
        ("We welcome the plan to dredge the main line.", "support"),
        ("A 2029 survey found that 71% of boaters were in debt.", "evidence"),
        ("Members tell us that the new locks are good.", "experience"),
    ],
)
def test_what_a_stakeholder_says(sentence: str, kind: str) -> None:
    assert kind_of(sentence, CHARITY, BlockKind.PARAGRAPH, None).value == kind


def test_a_person_telling_of_themselves_tells_of_experience() -> None:
    assert kind_of("“I lost my berth in May.”", PERSON, BlockKind.QUOTATION, None) is StatementKind.EXPERIENCE


def test_a_list_item_is_read_with_its_lead_in() -> None:
    assert kind_of("publish a map;", GOVERNMENT, BlockKind.BULLET, "We will:") is StatementKind.COMMITMENT
    assert (
        kind_of("Publish a map.", CHARITY, BlockKind.BULLET, "The government should:") is StatementKind.RECOMMENDATION
    )
    assert kind_of("A map of locks", CHARITY, BlockKind.RECOMMENDATION, None) is StatementKind.RECOMMENDATION


def test_a_sequel_goes_on_with_what_the_sentence_before_does() -> None:
    said = ["The government should publish a map.", "This would allow boaters to plan."]
    assert kinds_of(said, CHARITY, BlockKind.PARAGRAPH, None) == [StatementKind.RECOMMENDATION] * 2


def test_a_sides_kinds_are_its_own() -> None:
    said = ["We will act.", "We fear it.", "It is 5%.", "You should act.", "I did it.", "We support it.", "What now?"]
    government = {kind_of(words, GOVERNMENT, BlockKind.PARAGRAPH, None) for words in said}
    stakeholder = {kind_of(words, CHARITY, BlockKind.PARAGRAPH, None) for words in said}
    assert government <= {
        StatementKind(name) for name in ("commitment", "proposal", "question", "evidence", "position")
    }
    assert stakeholder <= {
        StatementKind(name) for name in ("recommendation", "concern", "support", "evidence", "experience")
    }
