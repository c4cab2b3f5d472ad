"""Tables of responses: a section a row, its respondent guessed; addresses and telephone numbers left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from ingest.readers.isolation import read_file
from ingest.readers.port import Reading
from ingest.readers.table import text_of_rows

NOTHING = "Nothing else, thank you, for now.\n\nBut do ask us again in the autumn."
ROWS = [
    ["ID", "Name", "E-mail", "Phone", "Date", "Region", "Should fares fall?", "What else?"],
    *(
        [
            f"R-{n:03}", name, f"{name.lower()}@example.org", f"0121 496 0{n:03}", f"2031-03-0{n}", "North",
            f"They should fall by {n} pounds, as the survey of our members shows.", NOTHING,
        ]
        for n, name in enumerate(["Anglers", "Boaters", "Walkers"], start=1)
    ),
]  # fmt: skip
_OFFICE = "http://schemas.openxmlformats.org"
_TO = f"{_OFFICE}/officeDocument/2006/relationships"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"


def _relation(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{_TO}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{relation}</Relationships>'


SHEET = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"/>',
    "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_TO}"><sheets>'
    '<sheet name="Replies" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>ROWS</sheetData></worksheet>',
}
FIRST = (
    "## Anglers (row 2)\n\nID: R-001; Date: 2031-03-01; Region: North\n\n"
    "### Should fares fall?\n\nThey should fall by 1 pounds, as the survey of our members shows.\n\n"
    "### What else?\n\nNothing else, thank you, for now.\n\nBut do ask us again in the autumn.\n\n"
)


def test_a_row_is_a_section_with_the_words_of_each_answer() -> None:
    text, notices = text_of_rows(ROWS)
    assert text.startswith(FIRST)
    assert text.count("\n## ") == 2
    assert "example.org" not in text
    assert "0121" not in text
    assert any("E-mail, Phone" in notice for notice in notices)
    assert any("'Name' was taken for who responds" in notice for notice in notices)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_however_its_cells_are_parted(read: Callable[[str, bytes], Reading], delimiter: str) -> None:
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in ROWS]
    assert read("replies.csv", "\r\n".join(lines).encode("utf-8")).text.startswith(FIRST)


def test_an_ods_workbook(tmp_path: Path) -> None:
    from odfdo import Cell, Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Replies")
    for words in ROWS:
        row = Row()
        for word in words:
            row.append_cell(Cell(word, text=word.replace("\n\n", " ")))
        table.append_row(row)
    document.body.append(table)
    document.save(str(tmp_path / "replies.ods"))
    text = read_file(tmp_path / "replies.ods").text
    assert text.startswith("## Anglers (row 2)\n\nID: R-001; Date: 2031-03-01; Region: North\n\n")


def test_an_excel_workbook(read: Callable[[str, bytes], Reading]) -> None:
    def row(cells: list[str]) -> str:
        words = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
        return f"<row>{words}</row>"

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in SHEET.items():
            file.writestr(name, content.replace("ROWS", "".join(map(row, ROWS))))
    assert read("replies.xlsx", made.getvalue()).text.startswith(FIRST)


def test_a_table_without_a_name_counts_its_rows_and_one_without_rows_is_named(
    read: Callable[[str, bytes], Reading],
) -> None:
    assert "## Row 2\n" in read("a.csv", b"id,said\n11,The fares of all ferries should fall by a pound or two\n").text
    with pytest.raises(DocumentError, match=r"b\.csv: is a table without rows"):
        read("b.csv", b"id,said\n")
