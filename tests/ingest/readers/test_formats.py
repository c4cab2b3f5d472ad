"""Word, OpenDocument, HTML, e-mail, Markdown and text: the words, headings, lists, tables, notes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers.isolation import read_file
from ingest.readers.port import Reading
from tests.ingest.readers.made import Part, write_html, write_odt

Read = Callable[[str, bytes], Reading]

PAGE = """<html><head><title>Reply of the Boaters</title></head><body><h1>Reply</h1>
<p>We don't agree that 20 mph is "enough"<sup>1</sup>. It costs $3 or
£2 a boat,<br>and <b>12 weeks</b> of trial.</p>
<ul><li>first</li><li>second<ol><li>inner</li></ol></li></ul>
<blockquote><p>"My boat sank", said a mother.</p></blockquote>
<table><tr><th>Region</th><th>Locks</th></tr><tr><td>North</td><td>112</td></tr></table>
<p style="display: none">unseen</p><script>var unseen = 1;</script></body></html>"""


def test_html_keeps_words_and_structure_and_no_tag(read: Read) -> None:
    reading = read("reply.html", PAGE.encode("utf-8"))
    assert reading.text == (
        "# Reply\n\n"
        'We don\'t agree that 20 mph is "enough"¹. It costs $3 or £2 a boat,\nand 12 weeks of trial.\n\n'
        "- first\n- second\n  1. inner\n\n"
        '> "My boat sank", said a mother.\n\n'
        "| Region | Locks |\n| --- | --- |\n| North | 112 |\n"
    )
    assert reading.properties.title == "Reply"


def test_a_website_loses_its_menu_and_foot_and_not_its_text(tmp_path: Path) -> None:
    parts = [
        Part("heading", "Locks"),
        *(Part("paragraph", f"Lock {n} leaks by the gate, we are told.") for n in range(30)),
    ]
    write_html(tmp_path / "site.html", parts, chrome=True)
    text = read_file(tmp_path / "site.html").text
    assert all(f"Lock {n} leaks" in text for n in range(30))
    assert "Jobs at the agency" not in text
    assert "Cookies" not in text
    assert "unseen" not in text


def test_html_in_an_older_encoding_says_which(read: Read) -> None:
    page = "<html><head><meta charset='windows-1252'></head><body><p>It’s £2 – a boat</p></body></html>"
    assert read("old.html", page.encode("cp1252")).text == "It’s £2 – a boat\n"


def test_word_keeps_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.core_properties.title = "Reply of the Boaters"
    document.core_properties.author = "Ann Moor"
    document.add_heading("What we want", level=1)
    document.add_paragraph("We ask for two things:")
    document.add_paragraph("gates", style="List Bullet")
    document.add_paragraph("tolls", style="List Bullet")
    document.add_paragraph("My boat sank.", style="Quote")
    table = document.add_table(rows=2, cols=2)
    for at, words in enumerate(["Town", "Cost", "Tolby", "£1,200"]):
        table.cell(at // 2, at % 2).text = words
    document.save(str(tmp_path / "reply.docx"))
    reading = read_file(tmp_path / "reply.docx")
    assert reading.text == (
        "# What we want\n\nWe ask for two things:\n\n- gates\n- tolls\n\n> My boat sank.\n\n"
        "| Town | Cost |\n| --- | --- |\n| Tolby | £1,200 |\n"
    )
    assert (reading.properties.title, reading.properties.author) == ("Reply of the Boaters", "Ann Moor")


def test_opendocument_keeps_headings_lists_tables_notes_and_page_breaks(tmp_path: Path) -> None:
    from odfdo import Cell, Document, Element, Note, Paragraph, Row, Table

    write_odt(tmp_path / "reply.odt", [Part("heading", "What we want"), Part("item", "gates")])
    document = Document(tmp_path / "reply.odt")
    noted = Paragraph("Locks leak")
    noted.append(Note(note_class="footnote", note_id="n1", citation="1", body="Survey of 2021."))
    document.body.append(noted)
    table = Table("costs")
    for words in (("Town", "Cost"), ("Tolby", "£1,200")):
        row = Row()
        for word in words:
            row.append_cell(Cell(word))
        table.append_row(row)
    document.body.append(table)
    document.body.append(Element.from_tag("<text:soft-page-break/>"))
    document.body.append(Paragraph("On the second page."))
    document.save(str(tmp_path / "reply.odt"))
    reading = read_file(tmp_path / "reply.odt")
    assert reading.text.startswith(
        "## What we want\n\n- gates\n\nLocks leak¹\n\n| Town | Cost |\n| --- | --- |\n| Tolby |"
    )
    assert "\f\nOn the second page." in reading.text.replace("\n\n", "\n")
    assert "¹ Survey of 2021." in reading.text
    assert [page.counted for page in reading.pages] == [1, 2]


MESSAGE = b"""From: Ann Moor <ann@example.org>
To: reply@example.org
Subject: =?utf-8?q?Locks_=E2=80=93_our_view?=
Date: Tue, 05 Jan 2016 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>Dear all,</p><p>A toll of =E2=82=AC5 is enough.</p>
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="survey.pdf"
Content-Transfer-Encoding: base64

aGVsbG8=
--b--
"""


def test_a_message_has_its_head_and_text_and_names_its_attachments(read: Read) -> None:
    reading = read("mail.eml", MESSAGE)
    assert reading.text.startswith("From: Ann Moor <ann@example.org>\nTo: reply@example.org\nDate: Tue, 05 Jan 2016")
    assert reading.text.endswith("Subject: Locks – our view\n\nDear all,\n\nA toll of €5 is enough.\n")
    assert reading.properties.author == "Ann Moor"
    assert reading.properties.date == "2016-01-05"
    assert reading.notices == ("the attachment survey.pdf was left out; add it as a file of its own",)


PANDOC = r"""# Reply of the Boaters\' Union

We don\'t agree that 20 mph is \"enough\" \-- it\'s a start\...
See [the survey](https://example.org) for 58%^1^ and [our note]{.underline}[^2].

> \"My boat sank\", said a mother.

  -----------------------------------------------
  Region                  Locks     Cost per lock
  ----------------------- --------- -------------
  North                   112       £8,200

  South                   87        £9,450
  -----------------------------------------------

[^2]: Made by boat.
"""


def test_pandocs_markdown_leaves_no_mark(read: Read) -> None:
    text = read("reply.md", PANDOC.encode("utf-8")).text
    assert text == (
        "# Reply of the Boaters' Union\n\n"
        "We don't agree that 20 mph is \"enough\" -- it's a start... See the survey for 58%¹ and our note².\n\n"
        '> "My boat sank", said a mother.\n\n'
        "| Region | Locks | Cost per lock |\n| --- | --- | --- |\n| North | 112 | £8,200 |\n| South | 87 | £9,450 |\n\n"
        "² Made by boat.\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_in_any_encoding(read: Read, encoding: str) -> None:
    words = "It’s a toll of £2 – “or so”, says the café by the lock.\n" * 3
    assert read("reply.txt", words.encode(encoding)).text == words


def test_text_in_another_script(read: Read) -> None:
    words = "Шлюзы на севере протекают, и никто их не чинит. Мы просим денег на новые ворота.\n" * 5
    assert read("reply.txt", words.encode("cp1251")).text == words


def test_page_marks_of_the_federal_register_are_its_pages(read: Read) -> None:
    source = "A lock leaks and\n\n[[Page 60971]]\n\nnobody mends it.\n\n[[Page 60972]]\n\nA second paragraph.\n"
    reading = read("rule.txt", source.encode())
    assert reading.text == "A lock leaks and\n\fnobody mends it.\n\n\f\nA second paragraph.\n"
    assert [page.printed for page in reading.pages] == ["60970", "60971", "60972"]


def test_form_feeds_of_a_text_are_its_pages(read: Read) -> None:
    last = "Three are said to leak, as far as anybody knows who has been there."
    reading = read("paper.txt", f"One lock leaks.\r\n\fTwo do.\r\n\f{last}\0\r\n\f".encode())
    assert reading.text == f"One lock leaks.\n\fTwo do.\n\f{last}\n"
    assert len(reading.pages) == 3
