"""A made-up consultation on public libraries with three responses in four documents, and its corpus folder."""

from __future__ import annotations

from pathlib import Path

from corpus.embedding import Embedder
from corpus.settings import Settings
from ingest.pipeline import ingest

PAPER = """Libraries for the Next Century

1: Opening hours

Chapter summary

This chapter is about when libraries open their doors and how they could do so for longer.

Longer evenings

Most branch libraries close at five o'clock, when people who work cannot come. We propose that every branch
library should
open until nine o'clock on two evenings a week. The evening hours could be run without librarians, with doors
that open to a
library card and cameras that watch the rooms.

Summary of consultation questions

- Should branch libraries stay open until nine o'clock on two evenings a week?
- How can branch libraries be kept safe when they open in the evening without librarians?

2: Fines and charges

Chapter summary

This chapter is about the fines that readers pay for late books and the fees for reservations.

Late books

Fines for late books bring in little money and keep poor families away. We propose to end all fines for overdue
books for
children, and to let each council decide whether adults should pay fines for overdue books.

Summary of consultation questions

- Should fines for overdue books be ended for children?

3: Mobile libraries

Chapter summary

This chapter is about library vans that travel between villages.

Library vans

Two hundred library vans stop in villages that have no branch. We propose to replace the oldest mobile library vans with
electric vans that carry a printer and a scanner.

Summary of consultation questions

- Which mobile library vans should be replaced with electric vans first?
"""
READERS = """The Readers' Union answers

Should branch libraries stay open until nine o'clock on two evenings a week?

We strongly support longer opening hours. It is a welcome step that branch libraries would stay open until nine
o'clock on
two evenings a week. We are delighted that people who work will benefit from evenings in their branch library.

Should fines for overdue books be ended for children?

We welcome the end of fines for overdue books for children. However, we are concerned that councils will lack
the money to
replace the books that are lost. Councils should receive a grant that makes good the fines for overdue books. We
recommend
that the grant is paid for five years, and that each council must report on lost books.
"""
STAFF_RESPONSE = """Response of the Library Staff Association

1. Opening hours

We oppose evening hours without librarians. Branch libraries that stay open until nine o'clock on two evenings a
week with
nobody at the desk are dangerous, and the plan is misguided. It is unacceptable to leave children alone with a
camera until
nine o'clock. The proposal to open branch libraries in the evening without librarians is fundamentally flawed.

"I love the evening opening of my branch library until nine o'clock, it is a welcome and very positive step,"
said Ada Grove,
a reader.
"""
STAFF_REPORT = """Safe branch libraries: a report

Evenings without librarians

We reject unstaffed evenings in branch libraries. Of forty branches that opened in the evening without
librarians, nine closed
their doors again after thefts and threats. Keeping branch libraries safe in the evening without librarians is a
pretext for
cuts.
"""
MANIFEST = """[consultation]
title = "Libraries for the Next Century"

{documents}
"""
_DOCUMENT = """[[document]]
id = "{id}"
title = "{title}"
publisher = "{organisation}"
organisation = "{organisation}"
side = "{side}"
date = "2024"
licence = "none"
source = "made up"
file = "{id}.txt"
consultation = {consultation}
"""


def write_libraries(root: Path, *, questions: bool = True) -> Path:
    """The corpus folder; without `questions` no document asks any."""
    root.mkdir(parents=True, exist_ok=True)
    documents = [
        ("paper", "Ministry of Libraries", "government", PAPER),
        ("readers", "Readers' Union", "stakeholder", READERS),
        ("staff-response", "Library Staff Association", "stakeholder", STAFF_RESPONSE),
        ("staff-report", "Library Staff Association", "stakeholder", STAFF_REPORT),
    ]
    tables = []
    for id_, organisation, side, text in documents:
        (root / f"{id_}.txt").write_text(text, encoding="utf-8", newline="")
        asks = str(questions and id_ == "paper").lower()
        tables.append(
            _DOCUMENT.format(id=id_, title=f"Title of {id_}", organisation=organisation, side=side, consultation=asks)
        )
    (root / "manifest.toml").write_text(MANIFEST.format(documents="\n".join(tables)), encoding="utf-8")
    return root


def index_libraries(folder: Path, embedder: Embedder, *, questions: bool = True) -> Settings:
    """The settings of a folder where the libraries' corpus was written and indexed."""
    settings = Settings(corpus=write_libraries(folder / "corpus", questions=questions), data_dir=folder / "data")
    ingest(settings, lambda: embedder)
    return settings
