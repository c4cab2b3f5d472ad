"""Running heads, page numbers and notes at the foot of a page are no text of the document."""

from __future__ import annotations

from collections.abc import Callable

from corpus.lines import read_lines
from corpus.models import BlockKind, Passage
from corpus.pages import read_pages

Parse = Callable[..., list[Passage]]

PAPER = """The locks of the north were built two hundred years ago and few have been mended since.
About 60% of them leak by the gate.1 We propose that all of them should be mended before the

1 Lock survey, 2021. The survey was
made by boat.

2
Open water: a plan for canals

end of 2030, and that a toll should pay for it.2 Nobody would pay more than five pounds a day.

2 In prices of 2021.

3
Open water: a plan for canals

The toll would be the same for every boat. It would be paid at the first lock of the day, and a
receipt would open the others until midnight.

4
Open water: a plan for canals

We would like to hear what boaters think of it before the end of the year, by letter or by post.
"""


def _furniture(text: str) -> list[tuple[str, str | None]]:
    lines = read_lines(text)
    return [(lines[at].text, page) for at, page in sorted(read_pages(lines, "Another title").furniture.items())]


def test_a_line_that_stands_beside_a_rising_page_number_again_and_again_is_a_running_head() -> None:
    head = "Open water: a plan for canals"
    assert _furniture(PAPER) == [("2", "2"), (head, None), ("3", "3"), (head, None), ("4", "4"), (head, None)]


def test_notes_at_the_foot_of_a_page_are_those_whose_mark_the_page_has() -> None:
    lines = read_lines(PAPER)
    notes = [lines[at].text for at in sorted(read_pages(lines, "Another title").notes)]
    assert notes == ["1 Lock survey, 2021. The survey was", "made by boat.", "2 In prices of 2021."]
    assert read_pages(read_lines(PAPER.replace("gate.1", "gate.")), "Another title").notes == frozenset()


def test_a_page_out_of_so_many_is_a_foot() -> None:
    assert _furniture("One lock leaks.\n\nBoaters' reply | May 2021            Page 1 of 3\n\nTwo do not.") == [
        ("Boaters' reply | May 2021            Page 1 of 3", "1")
    ]
    assert not _furniture("The figures stand on\nthe last line of page 4")


def test_what_a_rising_number_counts_is_no_page() -> None:
    assert not _furniture("\n\n".join(f"Consultation question {n}\n\nIs lock {n} shut?" for n in range(1, 6)))


def test_a_repeated_line_without_page_numbers_stays() -> None:
    assert not _furniture("\n\n".join(["Our answer", "Locks leak."] * 4))


def test_a_sentence_that_a_page_broke_is_one_passage_and_its_notes_are_footnotes(parse: Parse) -> None:
    found = parse(PAPER)
    text = [" ".join(p.text.split()) for p in found if p.block is BlockKind.PARAGRAPH]
    assert any("mended before the end of 2030" in words for words in text)
    assert [p.text[:6] for p in found if p.block is BlockKind.FOOTNOTE] == ["1 Lock", "2 In p"]
