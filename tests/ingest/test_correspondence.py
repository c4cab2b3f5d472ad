"""Letters and messages that a document encloses: theirs is the voice of who signs them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.models import Passage

Parse = Callable[..., list[Passage]]

OPEN_LETTER = """BOATERS' UNION

AN OPEN LETTER TO THE MINISTER FOR CANALS

3 May 2031

Dear Minister,

We live on the water and we like your plan. Forty locks are not enough, though, for a network of four hundred of them.

Yours sincerely,

Edith Moor, Chair, Boaters' Union
Tom Vane, Towpath Trust
and 40 others

* * *

THE MINISTER'S REPLY

Rowan Achebe MP
Minister for Canals

Our ref: RA/0031/31

20 May 2031

Dear Edith,

Thank you for your letter. I have read it twice. We chose forty locks because forty is what can be mended by 2033.

You write that “forty locks are not enough for anybody who lives on the water”. I do not agree.

Yours sincerely,

Rowan Achebe MP
Minister for Canals

Canal House, Tolby
"""


def test_a_reply_under_an_open_letter_is_in_the_voice_of_who_signs_it(parse: Parse) -> None:
    found = parse(OPEN_LETTER)
    ours = next(p for p in found if "like your plan" in p.text)
    reply = [p for p in found if "forty is what can be mended" in p.text or "I do not agree" in p.text]
    assert (ours.voice.role.value, ours.voice.speaker) == ("author", "Boaters' Union")
    assert reply
    assert {(p.voice.role.value, p.side.value, p.voice.speaker) for p in reply} == {
        ("quoted", "government", "Rowan Achebe, Minister for Canals")
    }


def test_salutations_references_and_rules_are_said_by_nobody(parse: Parse) -> None:
    found = parse(OPEN_LETTER)
    assert not [p.text for p in found if p.text.startswith(("Dear", "Our ref", "*"))]
    assert not [heading for p in found for heading in p.section if heading.startswith(("Dear", "Our ref", "Yours"))]


EMAIL = """From: Vane, Tom <t.vane@towpath.example>
Sent: 7 January 2031 16:52
To: Canals mailbox
Subject: our response

Dear Canals team,

Please take this as the response of the Boaters' Union. We cannot support a toll on every lock of the network.

Kind regards

Tom Vane
Head of Policy
Boaters' Union

---------- Forwarded message ---------
From: Petrov, Nina (Locks North) <n.petrov@towpath.example>
Date: Mon, 5 Jan 2031 at 07:41
Subject: RE: anything from your side??

Morning Tom, happy new year and all that.

I could live with a toll on the big flights. It is the little locks in the hills that nobody would pay for.

Nina
"""


def test_a_forwarded_message_is_in_the_voice_of_who_sent_it(parse: Parse) -> None:
    found = parse(EMAIL)
    own = next(p for p in found if "cannot support a toll" in p.text)
    forwarded = next(p for p in found if "little locks" in p.text)
    assert (own.voice.role.value, own.voice.speaker) == ("author", "Boaters' Union")
    assert (forwarded.voice.role.value, forwarded.voice.speaker) == ("quoted", "Nina Petrov")


def test_headers_of_messages_are_neither_passages_nor_headings(parse: Parse) -> None:
    found = parse(EMAIL)
    said = [p.text for p in found] + [heading for p in found for heading in p.section]
    assert not [
        words for words in said if words.startswith(("From:", "Sent:", "Subject:", "Date:", "----", "Kind regards"))
    ]


@pytest.mark.parametrize(
    ("heading", "speaker"),
    [
        ("APPENDIX 1\nWRITTEN REPRESENTATION FROM FRIENDS OF THE CUT", "Friends of the Cut"),
        ("APPENDIX 2\nWRITTEN REPRESENTATION FROM MR C. VANE, LOCK STREET (received by email)", "Mr C. Vane"),
        ("Letter from the Towpath Trust", "Towpath Trust"),
    ],
)
def test_an_appended_representation_is_in_the_voice_of_who_sent_it(parse: Parse, heading: str, speaker: str) -> None:
    text = (
        "Boaters' Union\n\nWe met in May and talked about tolls for a whole evening in the hall by the lock.\n\n"
        f"{heading}\n\nDear members\n\nI have lived beside the lock for nineteen years and I want it mended."
        "\n\nRegards\n"
    )
    found = {p.text: p.voice.speaker for p in parse(text)}
    assert found["I have lived beside the lock for nineteen years and I want it mended."] == speaker
    assert (
        found["We met in May and talked about tolls for a whole evening in the hall by the lock."] == "Boaters' Union"
    )


def test_a_section_about_letters_stays_the_authors(parse: Parse) -> None:
    found = parse(
        "Letters from members\n\nWe had nine letters in May. Most of them were about tolls, few about locks.\n\n"
        "What comes next\n\nWe will meet the minister in June and put the letters in front of her."
    )
    assert {p.voice.role.value for p in found} == {"author"}
