"""PDF: reading order, pages, running heads and feet, notes, hyphens, ligatures, tables; scanned pages are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from corpus.errors import DocumentError
from ingest.readers.isolation import read_file
from ingest.readers.port import Reading
from tests.ingest.readers.made import Part, write_pdf

_LETTER = "the keepers of the northern locks have asked for more money to mend the gates before the winter comes, and "


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Callable[[FPDF], None]], Reading]:
    """Reads a PDF that a function draws."""

    def _made(draw: Callable[[FPDF], None]) -> Reading:
        pdf = FPDF()
        pdf.core_fonts_encoding = "windows-1252"
        pdf.set_auto_page_break(auto=False)
        draw(pdf)
        pdf.output(str(tmp_path / "made.pdf"))
        return read_file(tmp_path / "made.pdf")

    return _made


def _line(pdf: FPDF, x: float, y: float, text: str, size: float = 11, style: str = "") -> None:
    pdf.set_font("Times", style, size)
    pdf.text(x, y, text)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [Part("paragraph", f"Lock {n}: {_LETTER}nobody has paid for it yet.") for n in range(30)]
    write_pdf(tmp_path / "two.pdf", left, columns=2)
    text = read_file(tmp_path / "two.pdf").text
    found = [
        int(word.rstrip(":")) for word, before in zip(text.split()[1:], text.split(), strict=False) if before == "Lock"
    ]
    assert found == list(range(30))
    assert text.count(f"{_LETTER}nobody".replace("  ", " ")) >= 25  # lines joined, none of the other column's between


def test_running_heads_and_page_numbers_are_no_text_and_name_the_pages(tmp_path: Path) -> None:
    parts = [Part("paragraph", f"Lock {n}: {_LETTER * 3}that is all.") for n in range(40)]
    began = write_pdf(tmp_path / "paged.pdf", parts, head="Open water: a plan", first_number=7)
    reading = read_file(tmp_path / "paged.pdf")
    assert "Open water" not in reading.text
    assert reading.left_out == ("Open water: a plan",)
    assert [page.printed for page in reading.pages] == [str(n + 7) for n in range(began[-1] + 1)]
    pages = reading.text.split("\f")
    assert len(pages) == len(reading.pages)
    assert all(f"Lock {n}:" in pages[page] for n, page in enumerate(began))


def test_a_paragraph_over_the_end_of_a_page_is_one_and_the_notes_stand_before_it(
    made: Callable[[Callable[[FPDF], None]], Reading],
) -> None:
    who = ("We", "They", "Keepers", "Boaters", "Anglers", "Walkers", "Rowers", "Poets", "Clerks", "Farmers")

    def draw(pdf: FPDF) -> None:
        for page in range(2):
            pdf.add_page()
            for n in range(20):
                text = (
                    f"{who[(n + page) % 10]} think that every lock of the north should be mended as soon as it can be,"
                )
                _line(pdf, 20, 30 + 6 * n, text)
            if page == 0:
                words = "and that a toll should pay for it"
                _line(pdf, 20, 150, words)
                edge = 20 + pdf.get_string_width(words)
                _line(pdf, edge, 148.5, "1", size=7)
                _line(pdf, edge + 2.3, 150, "which every boat would pay at its first lock and for the whole day and")
                _line(pdf, 20, 250, "1 Lock survey, 2021, made by boat.", size=8)
            else:
                _line(pdf, 20, 150, "nobody else.")

    text = made(draw).text
    assert "pay for it¹ which" in text
    assert "the whole day and\fThey think" in text
    assert "¹ Lock survey, 2021, made by boat.\n" in text
    assert text.index("¹ Lock survey") < text.index("day and\fThey think")


def test_a_letterhead_beside_a_letter_is_read_by_itself(made: Callable[[Callable[[FPDF], None]], Reading]) -> None:
    head = ["Canal Board", "12 Lock Street", "Tolby TO1 2AB", "Tel 0121 496 0000", "info@canals.example"]

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for n, line in enumerate(head):
            _line(pdf, 15, 30 + 3.7 * n, line, size=8)
        for n in range(12):
            _line(
                pdf,
                65,
                31 + 5 * n,
                f"{'We' if n % 2 else 'and we'} think that every lock of the north should be mended,",
            )

    text = made(draw).text
    letterhead, _, letter = text.partition("and we think")
    assert " ".join(letterhead.split()) == " ".join(head)
    assert not any(words in letter for words in head)


def test_pages_out_of_so_many_are_numbered_and_the_browsers_head_goes(
    made: Callable[[Callable[[FPDF], None]], Reading],
) -> None:
    def draw(pdf: FPDF) -> None:
        for page, who in enumerate(("Anglers", "Boaters", "Walkers")):
            pdf.add_page()
            _line(pdf, 10, 8, "11/28/26, 3:04 PM", size=7)
            _line(pdf, 90, 8, "Open water plan", size=7)
            for n in range(10):
                _line(pdf, 20, 40 + 6 * n, f"{who} of {('Tolby', 'Wick', 'Hexley')[n % 3]} think that locks leak.")
            _line(pdf, 10, 290, "https://canals.example/plan", size=7)
            _line(pdf, 190, 290, f"{page + 1}/3", size=7)

    reading = made(draw)
    assert [page.printed for page in reading.pages] == ["1", "2", "3"]
    assert "Open water plan" not in reading.text
    assert "canals.example" not in reading.text
    assert reading.text.count("think that locks leak.") == 30


def test_rows_without_rules_keep_their_cells_apart(made: Callable[[Callable[[FPDF], None]], Reading]) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        _line(
            pdf, 20, 30, "The costs of the locks of the north are these, as the board has told us in its last letter:"
        )
        for n in range(1, 5):
            _line(pdf, 20, 34 + 5 * n, f"Present value of lock {n}")
            _line(pdf, 100, 34 + 5 * n, f"{n},525,012.46")
            _line(pdf, 140, 34 + 5 * n, f"{n * 7}%")

    assert "Present value of lock 3\t3,525,012.46\t21%\n" in made(draw).text


def test_words_parted_at_the_end_of_a_line_are_joined_and_keep_a_hyphen_of_their_own(
    made: Callable[[Callable[[FPDF], None]], Reading],
) -> None:
    lines = [
        "We say that the gov-",
        "ernment has not told us what the long-",
        "term plan is, and a long-term plan is a con-",
        "sultation’s first duty, in the North-",
        "South line of 2015-",
        "16 as in any other line of the kind.",
    ]

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for n, line in enumerate(lines):
            _line(pdf, 20, 30 + 5 * n, line)

    text = made(draw).text
    assert "the government has" in text
    assert "the long-term plan is, and" in text
    assert "a consultation’s first duty, in the North-South line of 2015-16 as" in text


def test_a_table_with_rules_has_rows_and_the_text_round_it_stays(
    made: Callable[[Callable[[FPDF], None]], Reading],
) -> None:
    rows = [("Town", "Locks", "Cost of gates"), ("Tolby", "12", "1,200"), ("Ashwick", "18", "1,274")]

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        _line(pdf, 20, 25, "The table shows what every town would pay.")
        pdf.set_xy(20, 40)
        pdf.set_font("Times", size=10)
        with pdf.table(width=120, align="LEFT") as table:
            for row in rows:
                line = table.row()
                for cell in row:
                    line.cell(cell)
        _line(pdf, 20, 100, "Nobody has said so before.")

    text = made(draw).text
    assert (
        "| Town | Locks | Cost of gates |\n| --- | --- | --- |\n| Tolby | 12 | 1,200 |\n| Ashwick | 18 | 1,274 |"
        in text
    )
    assert text.index("The table shows") < text.index("| Town") < text.index("Nobody has said")


def test_headings_stand_out_by_size_and_lists_keep_their_items(tmp_path: Path) -> None:
    parts = [
        Part("heading", "What we want"),
        Part("paragraph", f"We write because {_LETTER}we are glad of it. We ask for three things:"),
        Part("item", "gates that close"),
        Part("item", f"keepers who {_LETTER}stay"),
        Part("item", "tolls that fall"),
        Part("paragraph", f"All of it is cheap, as {_LETTER}as everybody knows."),
    ]
    write_pdf(tmp_path / "list.pdf", parts, head="")
    text = read_file(tmp_path / "list.pdf").text
    assert text.startswith("# What we want\n\n")
    assert "three things:\n\n- gates that close\n- keepers who" in text
    assert "stay\n- tolls that fall\n\nAll of it" in text


def test_scanned_pages_are_named_and_a_scanned_file_is_refused(tmp_path: Path) -> None:
    picture = Image.new("RGB", (400, 560), "white")
    for name, texts in (("all.pdf", 0), ("some.pdf", 2)):
        pdf = FPDF()
        for n in range(texts):
            pdf.add_page()
            _line(pdf, 20, 30, f"Page {n} has a few words that a person can read without any trouble.")
        pdf.add_page()
        pdf.image(picture, x=0, y=0, w=pdf.w, h=pdf.h)
        pdf.output(str(tmp_path / name))
    with pytest.raises(DocumentError, match=r"all\.pdf: is scanned.*OCR"):
        read_file(tmp_path / "all.pdf")
    reading = read_file(tmp_path / "some.pdf")
    assert reading.scanned == (3,)
    assert reading.text.count("\f") == 2
