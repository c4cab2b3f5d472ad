"""Transcripts: who takes a turn, and what was asked before it; readers' comments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.models import Passage
from ingest.transcript import comment_of, opens_comments, question_before, spoken_lines, turns_of

Parse = Callable[..., list[Passage]]

HEARING = """Canals Committee

Members present: Rowan Hill (Chair); Edith Moor.

Witnesses: Rowan Achebe MP, Minister for Canals; and Nina Petrov, Director, Tidewater Freight.

Q1 Chair: Good morning. Why do so many of the locks leak?

Rowan Achebe: They are two hundred years old. We will mend forty of them by 2030.

It is a great deal of work, and much of it can only be done in winter.

Q2 Edith Moor: Is that enough?

Nina Petrov: Not nearly.

Q3 Chair: Ms Petrov, what would be?

Ms Petrov: All four hundred.

Edith Moor: And who should pay for all four hundred of them?

Rowan Achebe: Those who use them.
"""


def test_every_turn_is_in_the_voice_of_who_takes_it(parse: Parse) -> None:
    spoken = [(p.voice.speaker, p.side.value[:3], p.text) for p in parse(HEARING) if p.voice.role.value == "quoted"]
    assert spoken == [
        ("Rowan Hill, Chair", "sta", "Good morning. Why do so many of the locks leak?"),
        ("Rowan Achebe, Minister for Canals", "gov", spoken[1][2]),
        ("Edith Moor", "sta", "Is that enough?"),
        ("Nina Petrov, Director", "sta", "Not nearly."),
        ("Rowan Hill, Chair", "sta", "Ms Petrov, what would be?"),
        ("Nina Petrov, Director", "sta", "All four hundred."),
        ("Edith Moor", "sta", "And who should pay for all four hundred of them?"),
        ("Rowan Achebe, Minister for Canals", "gov", "Those who use them."),
    ]
    assert "only be done in winter" in spoken[1][2], "a paragraph without a name goes on"


DEBATE = """Canals
2.41pm

Ann Moor
(Tolby) (Ind)
Share this contribution

The lock in my town has been shut for two years. A lock-keeper wrote to me. He said:

“I have not opened that gate once since the spring before last.”

Will the Minister open it again?

The Minister for Canals
(Jo Hill)

I will open it myself, and soon.

Column 412

Ann Moor

I am grateful.

Sam Petrov
(Shadow Minister for Canals) (Quay East) (Lib)

What of the other locks?

Jo Hill

They will be next.
"""


def test_names_that_stand_over_the_turns_of_a_debate_are_their_speakers(parse: Parse) -> None:
    minister, shadow = "Jo Hill, Minister for Canals", "Sam Petrov, Shadow Minister for Canals"
    spoken = [(p.voice.speaker, p.side.value[:3], p.lead_in) for p in parse(DEBATE) if p.voice.role.value == "quoted"]
    assert [who for who, *_ in spoken] == [
        "Ann Moor, Tolby, Ind",
        "person, quoted by Boaters' Union",
        "Ann Moor, Tolby, Ind",
        minister,
        "Ann Moor, Tolby, Ind",
        shadow,
        minister,
    ]
    assert {who: side for who, side, _ in spoken if who in (minister, shadow)} == {minister: "gov", shadow: "sta"}
    assert [lead for who, _, lead in spoken if who == minister] == [
        "Will the Minister open it again?",
        "What of the other locks?",
    ]


def test_who_answers_has_the_question_before_them(parse: Parse) -> None:
    leads = {p.text: p.lead_in for p in parse(HEARING) if p.voice.role.value == "quoted"}
    assert leads["Not nearly."] == "Is that enough?"
    assert leads["Is that enough?"] is None


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Green Paper: our view.", "Case Study: a lock.", "Key Facts: three.", "Next Steps: none.", "Our Aim: locks."],
        ["Rowan Hill: Yes.", "Edith Moor: No.", *["The lock leaks."] * 10],
        ["Rowan Hill: Yes.", "Edith Moor: No.", "Rowan Hill: Yes."],
    ],
)
def test_labels_before_a_colon_make_no_transcript(paragraphs: list[str]) -> None:
    assert not turns_of(paragraphs)


def test_interjections_in_a_speech_are_no_headings_and_no_turns() -> None:
    speech = [*["AUDIENCE MEMBER: Shame!", *["We will mend the locks."] * 4] * 5]
    assert spoken_lines(speech) == frozenset(range(0, 25, 5))
    assert not turns_of(speech)


def test_comments_under_an_article_are_their_writers(parse: Parse) -> None:
    found = parse(
        "The lock at Tolby has been shut since May, and nobody at the trust can say when it will open to boats "
        "again, which is hard on those who live beyond it.\n\nComments (2)\nBargeGirl7: Shut since April!\n"
        "Pam T: They never answer letters\n\nMore from Tolby\n\nThe swing bridge opens again in June, after two years."
    )
    assert [(p.voice.speaker, p.text) for p in found if p.voice.role.value == "quoted"] == [
        ("BargeGirl7", "Shut since April!"),
        ("Pam T", "They never answer letters"),
    ]
    assert opens_comments("3 comments")
    assert not opens_comments("Comments on the plan")
    assert comment_of("It was shut because the gate, which is old, broke: nobody was hurt.") is None


def test_a_question_at_length_is_no_lead_in() -> None:
    assert question_before("Who pays?") == "Who pays?"
    assert question_before("I thank you.") is None
    assert question_before(f"{'And so it went on ' * 20}?") is None


INTERVIEW = """The locks are in the hands of one man. Tom Vane, their keeper, has not left Tolby for thirty years.

B&C: Is it lonely?

Vane: No. There are the ducks, and the boaters bring me their news.

B&C: Will the plan change that?

Vane: It will change everything. A machine will open the gates, and nobody will be there to see it.

B&C: And you?

Vane: I shall be a passenger.
"""


def test_an_interview_is_a_transcript_and_a_bare_surname_is_known_from_the_text(parse: Parse) -> None:
    found = {p.text.split(".")[0]: p.voice.speaker for p in parse(INTERVIEW, organisation="Boats & Canals")}
    assert found["It will change everything"].startswith("Tom Vane")
    assert found["I shall be a passenger"].startswith("Tom Vane")


def test_a_label_that_is_nobodys_surname_opens_no_turn() -> None:
    notes = [f"{label}: the lock was shut again." for label in ("Monday", "Tuesday", "Monday", "Tuesday", "Sunday")]
    assert turns_of(notes) == {}
