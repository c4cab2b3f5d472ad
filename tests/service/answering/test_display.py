"""Quoted words are shown readable on their own; the quotation itself stays as it is."""

from __future__ import annotations

import pytest

from corpus.models import BlockKind, Passage, Role, Sentence, Side, Span, Voice
from service.answering.display import is_label, is_reference, readable, spoken_note, tidy
from service.answering.lead import sentence_to_read, shortened


def shown_of(made: Passage, positions: list[int]) -> str:
    return readable(made, positions, " ".join(sentence.text for sentence in made.sentences))


def passage(
    *sentences: str, section: tuple[str, ...] = (), lead_in: str | None = None, role: Role = Role.AUTHOR
) -> Passage:
    at, made = 0, []
    for text in sentences:
        made.append(Sentence(text, (Span(at, at + len(text)),)))
        at += len(text) + 1
    voice = Voice("Northgate Council", role, Side.GOVERNMENT, "Northgate Council")
    return Passage(
        id="p",
        document_id="paper",
        voice=voice,
        block=BlockKind.PARAGRAPH,
        text=" ".join(sentences),
        spans=(Span(0, at),),
        section=section,
        sentences=tuple(made),
        order=0,
        lead_in=lead_in,
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**We are _clear_ on this.**", "We are clear on this."),
        ("Work is good for health.²⁷", "Work is good for health."),
        ("It rose by a third.12 Then it fell.", "It rose by a third. Then it fell."),
        ("See [the annex](https://example.org/a_(b)) for more.", "See the annex for more."),
        ("It costs £1.5 billion in 2016.", "It costs £1.5 billion in 2016."),
        ("A rate of 23%.", "A rate of 23%."),
        ("snake_case and 2*3 stay", "snake_case and 23 stay"),
    ],
)
def test_marks_of_typography_are_not_shown(written: str, shown: str) -> None:
    assert tidy(written) == shown


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("According to the board,", True),
        ("The mayor of Northgate added:", True),
        ("Account from Ada Moor, Harbour Radio", True),
        ("According to the board, ferries are slow.", False),
        ("a safe place to moor,", False),
        ("The quay has three rules:", False),
    ],
)
def test_a_line_that_only_says_who_speaks_says_nothing(sentence: str, label: bool) -> None:
    assert is_label(sentence) is label


def test_a_bare_pronoun_gets_the_heading_in_brackets() -> None:
    shown = shown_of(passage("They help riders every day.", section=("2: Streets", "River wardens")), [0])
    assert shown == "[River wardens] They help riders every day."


def test_an_item_gets_the_lead_in_of_its_list() -> None:
    shown = shown_of(passage("repair the quay;", section=("Quays",), lead_in="The council will:"), [0])
    assert shown == "[The council will] repair the quay;"


def test_a_generic_heading_explains_nothing() -> None:
    assert shown_of(passage("They help.", section=("Conclusion",)), [0]) == "They help."


def test_a_quoted_person_gets_no_heading() -> None:
    assert shown_of(passage("They help.", section=("River wardens",), role=Role.QUOTED), [0]) == "They help."


def test_what_is_left_out_between_two_sentences_shows() -> None:
    assert shown_of(passage("One is here.", "Two is not.", "Three is here."), [0, 2]) == "One is here. … Three is here."


def test_a_heading_is_shown_before_a_pronoun_and_never_read_out() -> None:
    made = passage("This will rise to £4.", section=("Tolls on the bridge",))
    assert shown_of(made, [0]) == "[Tolls on the bridge] This will rise to £4."
    assert spoken_note(made, 0, "This will rise to £4.") == ""
    of_a_list = passage("Row.", lead_in="The board will:")
    assert spoken_note(of_a_list, 0, "Row.") == "The board will"


def test_a_sentence_that_is_too_long_for_a_short_answer_ends_at_a_clause() -> None:
    sentence = "The toll on Mill Bridge will rise to £4 in May, which is when the new season begins for visitors."
    assert shortened(sentence, 16) == "The toll on Mill Bridge will rise to £4 in May"
    assert shortened(sentence, 40) == sentence


def test_a_short_answer_does_not_open_with_a_word_that_joins_it_to_what_is_left_out() -> None:
    assert sentence_to_read("However, there is no evidence that tolls work.") == "There is no evidence that tolls work."
    assert sentence_to_read("However there is none.") == "There is none."
    assert sentence_to_read("However hard we row, ferries are quicker.") == "However hard we row, ferries are quicker."


@pytest.mark.parametrize(
    ("text", "block", "reference"),
    [
        (
            "Anchor. State of boating 2031. <https://anchor.example/state> (accessed May 2031).",
            BlockKind.FOOTNOTE,
            True,
        ),
        ("The board has 40 wardens: <https://board.example>.", BlockKind.FOOTNOTE, False),
        ("Anchor. State of boating 2031.", BlockKind.FOOTNOTE, False),
        ("Boats: <https://anchor.example/state>.", BlockKind.PARAGRAPH, False),
    ],
)
def test_a_footnote_that_only_names_a_source_is_no_answer(text: str, block: BlockKind, reference: bool) -> None:
    voice = Voice("Harbour Board", Role.AUTHOR, Side.GOVERNMENT, "Harbour Board")
    passage = Passage(
        id="note", document_id="plan", voice=voice, block=block, text=text, spans=(Span(0, len(text)),), section=(),
        sentences=(Sentence(text, (Span(0, len(text)),)),), order=0,
    )  # fmt: skip
    assert is_reference(passage) is reference
