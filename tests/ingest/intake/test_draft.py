"""What is guessed of a document: its title, who publishes it, whose side it is on, its date."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.models import Side
from ingest.intake.draft import Draft, Taken, drafts_for
from ingest.readers.port import Properties, Reading

FERRIES = "Ferry Authority of Tamble"
PAPER = (
    "# Ferry Authority of Tamble\n\n# Consultation Paper on Ferry Fares\n\nTamble, the 9th March, 2031\n\n"
    "The Ferry Authority of Tamble seeks comments on fares by 30 April 2031. Views may be sent to the office.\n\n"
    "Question 1: Should fares fall?\n\nQuestion 2: When?\n"
)


def draft(
    text: str, name: str = "reply.pdf", *, consults: bool = True, government: tuple[str, ...] = (), **said: str
) -> Draft:
    path = Path(__file__).with_name(name)
    taken = Taken(path, Reading(text, properties=Properties(**{"date": "2031-05-01", **said})))
    return drafts_for([taken], consults=consults, government=government)[0]


def test_the_paper_that_asks_is_told_from_those_that_answer() -> None:
    questions = "Question 1: Should fares fall?\n\nYes.\n\nQuestion 2: When?\n"
    reply = f"# Response to the Consultation Paper on Ferry Fares\n\n{questions}"
    taken = [
        Taken(Path(name), Reading(text, properties=Properties(date="2031-05-01")))
        for name, text in (("b.pdf", reply), ("paper.pdf", PAPER))
    ]
    first, second = drafts_for(taken)
    assert (first.side, first.consultation) == (Side.STAKEHOLDER, False)
    assert (second.side, second.consultation) == (Side.GOVERNMENT, True)
    assert second.publisher == "Ferry Authority of Tamble"
    assert not any(one.consultation for one in drafts_for(taken, consults=True))


def test_a_letter_on_the_paper_asks_nothing() -> None:
    letter = (
        "Re: Consultation Paper on Ferry Fares\n\nDear Sir,\n\nComments were invited by the Authority. We object.\n"
    )
    taken = [Taken(Path("letter.pdf"), Reading(letter, properties=Properties(date="2031-05-01")))]
    assert [(one.side, one.consultation) for one in drafts_for(taken)] == [(Side.STAKEHOLDER, False)]


@pytest.mark.parametrize(
    ("text", "said", "title"),
    [
        (
            "# Our reply\n\n# Response to the paper on ferries\n\nWords.\n",
            {"title": "untitled"},
            "Response to the paper on ferries",
        ),
        (
            "Words about locks.\n",
            {"title": "Microsoft Word - Locks of the north 2031 final.docx"},
            "Locks of the north 2031",
        ),
        ("Dear Sir,\n\nSubject: Fares of the Tamble ferries\n\nWords.\n", {}, "Fares of the Tamble ferries"),
        ("Words about locks.\n", {"title": "reply"}, "Reply"),
    ],
)
def test_the_title_is_the_files_own_or_stands_on_the_first_page(text: str, said: dict[str, str], title: str) -> None:
    assert draft(text, **said).title == title


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("9th March, 2031\n\nWords.", "2031-03-09"),
        ("March 9, 2031\n\nWords.", "2031-03-09"),
        ("March 2031\n\nWords.", "2031-03"),
        ("Comments are invited by 30 April 2031.", "2031-05-01"),
        ("Words alone.", "2031-05-01"),
    ],
)
def test_the_date_is_the_first_pages_and_no_deadline(text: str, date: str) -> None:
    assert draft(text).date == date


@pytest.mark.parametrize(
    ("name", "text", "publisher"),
    [
        ("mozilla.pdf", "We at Mozilla think so. Mozilla says it again.", "Mozilla"),
        ("cuts.pdf", "We think that fares should fall.", "CUTS"),
        ("anglers_league_response_v2.pdf", "The Anglers League thinks that fares should fall.", "Anglers League"),
        ("sflc.pdf", "The Software Freedom Law Centre (SFLC) thinks so. SFLC is sure.", "Software Freedom Law Centre"),
        ("reply.pdf", f"{FERRIES}\n\nBoaters of Tamble\n\nThe {FERRIES} asked Boaters of Tamble.", "Boaters of Tamble"),
    ],
)  # fmt: skip
def test_who_answers_is_whom_the_file_is_named_after_and_never_whom_it_addresses(
    name: str, text: str, publisher: str
) -> None:
    made = draft(text, name, government=("Ferry Authority of Tamble",), author="Rohit Singh")
    assert made.publisher == publisher
    assert made.side is Side.STAKEHOLDER
    assert set(made.guessed) >= {"title", "publisher", "side", "date"}


def test_a_document_of_who_consults_is_the_governments() -> None:
    text = "Ferry Authority of Tamble\n\nThe Ferry Authority of Tamble has read all replies.\n"
    made = draft(text, "summary 12.pdf", government=("Ferry Authority of Tamble",), author="Ferry Authority of Tamble")
    assert made.licence == "not stated"
    assert (made.id, made.consultation) == ("summary-12", False)


@pytest.mark.parametrize(
    ("name", "text", "publisher"),
    [
        # How a message was passed on, and what the file is, name nobody; the text says the whole name.
        (
            "FW_ Extension and the grant - Marsh response.eml",
            "Marsh Town Council supports it. An Extension? We asked for an extension, and an extension we got.\n\n"
            "For Marsh Town Council",
            "Marsh Town Council",
        ),
        (
            "Briefing_ Ferry Fares – Last Boats.html",
            "Last Boats is a charity. At last! Last Boats objects.",
            "Last Boats",
        ),
        (
            "Minutes 4 May (corrected).txt",
            "# A note of talks\n\nInstitute of Fares\n\nThe Institute of Fares met.",
            "Institute of Fares",
        ),
    ],
)
def test_a_name_in_a_file_s_name_is_told_from_its_other_words(name: str, text: str, publisher: str) -> None:
    paper = Taken(Path("paper.pdf"), Reading(PAPER, properties=Properties(date="2031-05-01")))
    reply = Taken(Path(name), Reading(text, properties=Properties(date="2031-05-01")))
    assert drafts_for([paper, reply])[1].publisher == publisher
