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


OTHER_SUBJECTS = [
    (GOVERNMENT, "From 2031 we will fund 400 new rural bus routes.", "commitment"),
    (GOVERNMENT, "The department is rolling out smart ticketing to every northern station.", "commitment"),
    (GOVERNMENT, "We intend to publish a soil strategy before the harvest.", "commitment"),
    (GOVERNMENT, "The new levy will replace the old duty in April.", "commitment"),
    (GOVERNMENT, "To cut congestion, the government will build three relief roads.", "commitment"),
    (GOVERNMENT, "We are working with growers to design a new payment.", "commitment"),
    (GOVERNMENT, "One option would be to let councils keep part of the levy.", "proposal"),
    (GOVERNMENT, "Farmers could receive payments in advance of the season.", "proposal"),
    (GOVERNMENT, "We would like to hear how hauliers would use a night tariff.", "proposal"),
    (GOVERNMENT, "We will consider whether small firms should be exempt from the duty.", "proposal"),
    (GOVERNMENT, "A lower rate might apply to electric vans.", "proposal"),
    (GOVERNMENT, "How should the tax be collected from online sellers?", "question"),
    (GOVERNMENT, "Do you agree that trams should have priority at junctions?", "question"),
    (GOVERNMENT, "Around 3.2 million drivers renewed their licence last year.", "evidence"),
    (GOVERNMENT, "Research shows that hedgerows reduce erosion by a third.", "evidence"),
    (GOVERNMENT, "The allowance was introduced in 1998 and has been frozen since.", "evidence"),
    (GOVERNMENT, "The Rural Payments Agency refers to the body that pays subsidies.", "evidence"),
    (GOVERNMENT, "Dairy farms are concentrated in the west of the country.", "evidence"),
    (GOVERNMENT, "We know that late buses discourage commuters.", "evidence"),
    (GOVERNMENT, "We believe that everyone should pay their fair share.", "position"),
    (GOVERNMENT, "Too many villages have been cut off from the rail network.", "position"),
    (GOVERNMENT, "Clean soil is essential for our future.", "position"),
    (GOVERNMENT, "Our ambition is a tax system that rewards effort.", "position"),
    (GOVERNMENT, "This government is committed to safer roads.", "position"),
    (GOVERNMENT, "Local roads must be safe for cyclists.", "position"),
    (CHARITY, "The Treasury should abolish the charge on empty barns.", "recommendation"),
    (CHARITY, "We urge ministers to delay the new duty.", "recommendation"),
    (CHARITY, "It is vital that drivers are consulted before timetables change.", "recommendation"),
    (CHARITY, "Small farms need to be exempted from the reporting rules.", "recommendation"),
    (CHARITY, "There is a need for clearer signs at level crossings.", "recommendation"),
    (CHARITY, "We would like to see a single ticket for all buses.", "recommendation"),
    (CHARITY, "We are concerned that the levy will drive small growers out of business.", "concern"),
    (CHARITY, "The new timetable ignores shift workers and risks cutting off whole villages.", "concern"),
    (CHARITY, "Hauliers face delays and confusing paperwork at every port.", "concern"),
    (CHARITY, "The proposed tax is unfair and will not raise what the Treasury claims.", "concern"),
    (CHARITY, "There is simply no reason to believe that the charge will reduce traffic.", "concern"),
    (CHARITY, "Why are ministers so determined to punish motorists?", "concern"),
    (CHARITY, "We welcome the decision to freeze the duty.", "support"),
    (CHARITY, "We agree with the principle of a single payment for growers.", "support"),
    (CHARITY, "The government is right to invest in branch lines.", "support"),
    (CHARITY, "The extra money for flood defences is a positive step.", "support"),
    (CHARITY, "A 2028 survey of 900 hauliers found that 40% had lost contracts.", "evidence"),
    (CHARITY, "Bus use fell by 12 per cent between 2015 and 2020.", "evidence"),
    (CHARITY, "According to the auditor, two in five claims are paid late.", "evidence"),
    (CHARITY, "The scheme pays growers by the hectare and is administered by the county.", "evidence"),
    (CHARITY, "Studies have shown that tolls shift traffic to minor roads (Hartley, 2019).", "evidence"),
    (CHARITY, "Drivers have told us that they wait four hours for a slot.", "experience"),
    (CHARITY, "Our members report to us that inspectors seldom visit.", "experience"),
    (CHARITY, "One farmer said that he filled in the same form nine times.", "experience"),
    (CHARITY, "In our experience, ticket staff are the first to help a lost passenger.", "experience"),
]


@pytest.mark.parametrize(("voice", "sentence", "kind"), OTHER_SUBJECTS)
def test_kinds_of_sentences_on_transport_farming_and_tax(voice: Voice, sentence: str, kind: str) -> None:
    assert kind_of(sentence, voice, BlockKind.PARAGRAPH, None).value == kind


def test_a_full_sentence_in_a_list_does_not_take_the_lead_ins_mood() -> None:
    assert (
        kind_of("Bus use fell by 12 per cent.", GOVERNMENT, BlockKind.BULLET, "We will look at:")
        is StatementKind.EVIDENCE
    )
    assert (
        kind_of("working with councils on signs;", GOVERNMENT, BlockKind.BULLET, "We will continue to improve by:")
        is StatementKind.COMMITMENT
    )
