"""A small consultation as people have it: a paper and two responses, each a file of another format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.readers.made import Part, write_docx, write_html, write_pdf

_AUTHORITY = "The Ferry Authority of Tamble"
PAPER = [
    Part("heading", "Ferry Authority of Tamble"),
    Part("heading", "Consultation Paper on Ferry Fares"),
    Part("paragraph", "Tamble, the 9th March, 2031"),
    Part("paragraph", f"{_AUTHORITY} (FAT) sets the fares of all ferries. Comments are invited by 30 April 2031."),
    Part("paragraph", f"{_AUTHORITY} proposes that the fare for a boat should be five pounds from the first of June."),
    *(
        Part(
            "paragraph",
            f"{n}. The quay of harbour number {n} was built long ago, and its gate has been mended by the town every "
            "spring since, at a cost that nobody has written down.",
        )
        for n in range(1, 30)
    ),
    Part("paragraph", "Question 1: Should the fare for a boat be five pounds?"),
    Part("paragraph", "Question-2: Is there any other issue that should be considered?"),
]
RESPONSE = [
    Part("heading", "Response of the Boaters to the Consultation Paper on Ferry Fares"),
    Part(
        "paragraph", "We thank the Ferry Authority of Tamble for the opportunity to comment. BOATS speaks for boaters."
    ),
    Part("paragraph", "Question 1: Should the fare for a boat be five pounds?"),
    Part("paragraph", "No. BOATS thinks that three pounds are enough, as the survey of our members in May shows."),
]
ANGLERS = [
    Part("heading", "Comments by the Anglers' League"),
    Part("paragraph", "The Anglers' League welcomes the paper. In our view the fare should be two pounds on Sundays."),
]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "files"
    folder.mkdir()
    write_pdf(folder / "paper.pdf", PAPER, head="FAT, ferry fares")
    write_docx(folder / "boats_response_final.docx", RESPONSE)
    write_html(folder / "anglers.html", ANGLERS, title="Comments by the Anglers' League")
    return sorted(folder.iterdir())


@pytest.fixture
def added(files: list[Path], tmp_path: Path) -> Callable[[], Path]:
    """The files in a corpus of their own."""
    from ingest.intake.add import prepare, write

    def _added() -> Path:
        write(prepare(files, tmp_path / "corpus").additions, tmp_path / "corpus")
        return tmp_path / "corpus"

    return _added
