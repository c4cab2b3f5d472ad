"""Voices: who is quoted, on which side, and what stays the author's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.models import Passage, Role, Side

Parse = Callable[..., list[Passage]]


def voices(found: list[Passage]) -> list[tuple[str, str, str]]:
    return [(p.voice.role.value, p.voice.side.value[:3], p.voice.speaker) for p in found]


def test_a_clause_before_the_quotation_names_the_speaker(parse: Parse) -> None:
    found = parse(
        "The Minister for Canals, Rowan Achebe, opened the lock. It cost a great deal of money.\n\n"
        "Achebe added: “Everyone should be able to use the water, and this lock is one of my priorities.\n\n"
        "“We will build two more.”\n\nThe town was pleased with that and said so."
    )
    assert voices(found) == [
        ("author", "sta", "Boaters' Union"),
        ("quoted", "gov", "Rowan Achebe, Minister for Canals"),
        ("author", "sta", "Boaters' Union"),
    ]
    assert found[1].text.endswith("two more.”")
    assert found[1].organisation == "HM Government"


def test_a_clause_after_the_quotation_names_the_speaker(parse: Parse) -> None:
    found = parse(
        "“We cannot go on paying for a lock that never opens,” said Nina Petrov, director of Tidewater Freight."
    )
    assert voices(found)[0] == ("quoted", "sta", "Nina Petrov, director of Tidewater Freight")
    assert found[0].organisation == "Tidewater Freight"


def test_a_short_quoted_phrase_stays_the_authors(parse: Parse) -> None:
    found = parse("Ministers call this “making better use” of the water, which “nobody asked for” in the first place.")
    assert voices(found) == [("author", "sta", "Boaters' Union")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "We met in May. Boaters First found that locks are “so slow and so often shut that nobody ever uses them”.",
            "Boaters First",
        ),
        (
            "We met in May. Boaters First points to a 'growing body of evidence that nobody ever uses the locks'.",
            "Boaters First",
        ),
        (
            "We met in May. Boaters First puts it well: nobody in the north of the country ever uses a lock by choice.",
            "Boaters First",
        ),
        (
            "We met in May. One lock keeper said that “nobody in the north of the country ever uses a lock by choice”.",
            "person, quoted by Boaters' Union",
        ),
    ],
)
def test_a_sentence_that_is_mostly_anothers_words_is_theirs(parse: Parse, text: str, speaker: str) -> None:
    assert voices(parse(text)) == [("author", "sta", "Boaters' Union"), ("quoted", "sta", speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "We found that locks are “so slow and so often shut that nobody in the north uses them”.",
        "The aim of the plan was to “find out how slow the locks are and how often they are shut in the north”.",
        "Boaters First found that locks are “slow”, and so did the union when it asked its members in the spring.",
    ],
)
def test_what_is_about_nobodys_words_or_quotes_few_stays_the_authors(parse: Parse, text: str) -> None:
    assert {role for role, _, _ in voices(parse(text))} == {"author"}


def test_words_quoted_inside_the_authors_clause_stay_the_authors(parse: Parse) -> None:
    found = parse(
        "The plan says it will provide “many more places to tie up safely for a night in the towns of the north”."
    )
    assert [p.voice.role for p in found] == [Role.AUTHOR]


def test_a_long_quotation_in_a_paragraph_is_split_from_the_authors_words(parse: Parse) -> None:
    found = parse(
        "The lock shut in May and has been shut since then. Leon Brandt, chief executive of the Ferry Trust, said: "
        "“We lost half of our passengers in one summer. They have not come back.” The trust has sold a boat since then."
    )
    assert [p.voice.role.value for p in found] == ["author", "quoted", "author"]
    assert found[1].voice.speaker == "Leon Brandt, chief executive of the Ferry Trust"
    assert found[1].organisation == "Ferry Trust"
    assert "sold a boat" in found[2].text


@pytest.mark.parametrize(
    ("office", "side"),
    [
        ("Minister for Canals", Side.GOVERNMENT),
        ("Shadow Minister for Canals", Side.STAKEHOLDER),
        ("former Minister for Canals", Side.STAKEHOLDER),
        ("director of policy at Tidewater", Side.STAKEHOLDER),
    ],
)
def test_the_office_decides_the_side(parse: Parse, office: str, side: Side) -> None:
    found = parse(f"Ada Okoro, {office}, said: “There is no plan to close a lock in this county before next year.”")
    assert found[-1].side is side


def test_a_spokesman_for_a_department_speaks_for_the_government(parse: Parse) -> None:
    found = parse(
        "A spokesman for the Department for Waterways said the fall was in line with policy.\n\n"
        "“With the new licence every boater has access to a warden who is trained to help.”\n\n“The charge is fair.”"
    )
    assert [p.side.value for p in found] == ["stakeholder", "government"]
    assert found[1].text.endswith("“The charge is fair.”")


def test_a_letter_set_off_without_marks_belongs_to_the_department(parse: Parse) -> None:
    found = parse(
        "Pia Lund is a manager at the Department for Waterways. In May she wrote to every boater. It said:\n\n"
        "We have decided that your berth is needed from the first of June.\n\n“You need not reply to this letter.”\n\n"
        "Nobody had been asked before that letter came, and nobody was asked after it."
    )
    letter = [p for p in found if p.voice.role is Role.QUOTED]
    assert [p.side for p in letter] == [Side.GOVERNMENT]
    assert letter[0].voice.speaker.startswith("Pia Lund")
    assert "need not reply" in letter[0].text
    assert found[-1].voice.role is Role.AUTHOR


def test_a_quotation_without_a_name_is_a_person_quoted_by_the_author(parse: Parse) -> None:
    found = parse(
        "We ask people how they live.\n\n“I sleep with my boots on in case the rope goes.”", quoted_speaker="boater"
    )
    assert voices(found)[-1] == ("quoted", "sta", "boater, quoted by Boaters' Union")


def test_an_attribution_line_under_a_quotation_names_the_speaker(parse: Parse) -> None:
    found = parse(
        "1. Freight is down.\n\n“You cannot run a barge on goodwill, whatever they say.”\n\nOwner of a haulage firm\n\n"
        + "\n\n".join(f"{n}. More of the same paragraph follows here." for n in range(2, 9)),
        side=Side.GOVERNMENT,
        organisation="HM Government",
    )
    quoted = [p for p in found if p.voice.role is Role.QUOTED]
    assert {p.voice.speaker for p in quoted} == {"Owner of a haulage firm"}
    assert {p.side for p in quoted} == {Side.STAKEHOLDER}


def test_a_case_study_is_its_providers(parse: Parse) -> None:
    found = parse(
        "Case study: Hesper Wharf\n\nHesper Wharf was derelict. Twelve boaters cleared it by hand over two winters.\n\n"
        "Provided by the Staithe Society\n\nNew plans\n\nWe will fund ten wharves like it in the next three years.",
        side=Side.GOVERNMENT,
        organisation="HM Government",
    )
    assert (found[0].voice.role, found[0].side, found[0].voice.speaker) == (
        Role.CASE_STUDY,
        Side.STAKEHOLDER,
        "Staithe Society",
    )
    assert found[-1].side is Side.GOVERNMENT


def test_the_report_adds_goes_on_with_the_source_last_named(parse: Parse) -> None:
    found = parse(
        "In 2029 the Inland Water Council (IWC) wrote a response to the plan.\n\n"
        "The response continues: “Where wardens are expected to collect a charge, our concern is their safety.”\n\n"
        "And: “Nobody has asked the wardens what they think about the charge or about the towpath.”"
    )
    assert {p.voice.speaker for p in found if p.voice.role is Role.QUOTED} == {"Inland Water Council"}


def test_no_passage_mixes_voices(parse: Parse) -> None:
    found = parse(
        "She said: “This is the first long sentence of a quotation. And this is the second.” He left.\n\n"
        "“They had no place to go to in the end,” he says. We know that he was right about it all along."
    )
    for passage in found:
        assert not (passage.voice.role is Role.AUTHOR and "first long sentence" in passage.text)
        assert not (passage.voice.role is Role.QUOTED and "We know that" in passage.text)


QUOTED = """# Tolls

The department hears that tolls deter people who live on boats from taking winter moorings near a school or a job.

{quote}

We propose a lower toll for winter moorings, and we would like to hear what boaters think of it.
"""


@pytest.mark.parametrize(
    ("quote", "speaker", "side"),
    [
        (
            "> I cannot pay to moor near my son's school in winter.\n>\n> — Boater, Leeds",
            "Boater, Leeds",
            "stakeholder",
        ),
        (
            "> I cannot pay to moor near my son's school in winter.\n> — Dana Roe, Boaters' Union",
            "Dana Roe",
            "stakeholder",
        ),
        (
            "> I cannot pay to moor near my son's school\n> in winter.\n\n— Individual, Leeds",
            "Individual",
            "stakeholder",
        ),
        ("One member told us:\n\n> I cannot pay to moor near my son's school in winter.", "person", "stakeholder"),
        (
            "> We cannot let a toll decide who moors in winter.\n>\n> — Ann Lee, Minister for Canals",
            "Ann Lee",
            "government",
        ),
    ],
)
def test_a_block_quotation_is_whose_words_it_says(
    parse: Callable[..., list[Passage]], quote: str, speaker: str, side: str
) -> None:
    found = parse(QUOTED.format(quote=quote), side=Side.GOVERNMENT, organisation="HM Government")
    spoken = [passage for passage in found if "cannot" in passage.text]
    assert [passage.voice.role for passage in spoken] == [Role.QUOTED]
    assert spoken[0].voice.speaker.startswith(speaker)
    assert spoken[0].side.value == side
    assert not any(">" in passage.text for passage in found)
    assert all(p.voice.role is Role.AUTHOR for p in found if p.text.startswith(("We propose", "The department")))


def test_a_call_out_that_nobody_else_is_said_to_speak_stays_the_authors(parse: Callable[..., list[Passage]]) -> None:
    found = parse(QUOTED.format(quote="> We will halve the toll for boats that stay from November to March."))
    assert {passage.voice.role for passage in found} == {Role.AUTHOR}
