"""Headings however a text marks them: by signs, by nothing but a line of their own, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.lines import marked_heading
from corpus.models import Passage

LONG = (
    "The union has kept the towpaths of the northern canals open for its members since the old company closed its "
    "workshops, and it asks that the work be paid for. "
)


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("## Locks and weirs", 2, "Locks and weirs"),
        ("# Locks #", 1, "Locks"),
        ("== Locks ==", 2, "Locks"),
        ("= = = Locks = = =", 3, "Locks"),
        ("= Locks =", 1, "Locks"),
    ],
)
def test_a_marked_heading_is_read_with_its_level(line: str, level: int, words: str) -> None:
    found = marked_heading(line)
    assert found is not None
    assert (found[0], line[found[1] : found[2]]) == (level, words)


@pytest.mark.parametrize("line", ["#1 priority", "= 5 boats", "== Locks =", "====", "a == b", "##", "£3 = $4"])
def test_other_signs_mark_no_heading(line: str) -> None:
    assert marked_heading(line) is None


@given(st.text(alphabet="=# aZ1", max_size=20))
def test_the_words_of_a_marked_heading_are_never_empty(line: str) -> None:
    found = marked_heading(line.strip())
    assert found is None or line.strip()[found[1] : found[2]].strip()


@pytest.mark.parametrize("marks", [("# {}", "## {}"), ("= {} =", "== {} =="), ("= {} =", "= = {} = =")])
def test_marked_headings_need_no_blank_lines_and_make_sections(
    parse: Callable[..., list[Passage]], marks: tuple[str, str]
) -> None:
    chapter, section = marks
    found = parse(
        "\n".join(
            [chapter.format("Canals"), LONG * 3, section.format("Locks"), LONG * 3, section.format("Weirs"), LONG]
        )
    )
    assert {passage.section for passage in found} == {("Canals",), ("Canals", "Locks"), ("Canals", "Weirs")}
    assert not any("Locks" in passage.text or "=" in passage.text or "#" in passage.text for passage in found)


def test_where_lines_are_not_broken_at_a_width_each_is_a_paragraph(parse: Callable[..., list[Passage]]) -> None:
    found = parse("\n".join(["Tolls and mooring fees", LONG * 3, "A second paragraph begins here. " + LONG * 2]))
    assert {passage.section for passage in found} == {("Tolls and mooring fees",)}
    assert sorted(passage.text[:12] for passage in found) == ["A second par", "The union ha"]


def test_a_turn_in_a_transcript_heads_nothing(parse: Callable[..., list[Passage]]) -> None:
    turns = [
        line for _ in range(4) for line in ("THE CHAIR: And the tolls?", LONG, "MEMBER OF THE PUBLIC: Shame —", LONG)
    ]
    assert {passage.section for passage in parse("\n\n".join(turns))} == {()}


MARKDOWN = """# Tolls

Tolls differ by place.[^1] They rose in May.

| Place | Toll |
| --- | ---: |
| Leeds lock | £12 a week |

[^1]: Survey of moorings, 2029.

**Question 4:** Do you agree that tolls should fall?
"""


def test_markdown_s_notes_tables_and_marks_are_read(parse: Callable[..., list[Passage]]) -> None:
    found = parse(MARKDOWN, consultation=True)
    assert [(passage.block.value, passage.section) for passage in found] == [
        (kind, ("Tolls",)) for kind in ("paragraph", "table", "footnote", "question")
    ]
    assert [sentence.text for sentence in found[0].sentences] == ["Tolls differ by place.[^1]", "They rose in May."]
    assert found[1].text == "Place Toll Leeds lock £12 a week"


PAGE = f"""Clear Waters

Contents
Foreword
Part 1: Locks
Part 2: Weirs

Foreword

{LONG}

Part 1: Locks

{LONG}

Proposal A: mend the locks

{LONG}

Do you agree?
☐ Yes
☐ No

Proposal B: man the locks

The duty would not apply where the lock:
•	is dry all year round
•	has no gates of its own

Part 2: Weirs

{LONG}

Proposal C: build weirs

{LONG}"""


def test_a_web_pages_contents_are_no_headings_and_lettered_proposals_are_siblings(
    parse: Callable[..., list[Passage]],
) -> None:
    found = parse(PAGE)
    sections = list(dict.fromkeys(passage.section for passage in found))
    assert ("Foreword",) in sections
    assert ("Part 1: Locks", "Proposal A: mend the locks") in [section[:2] for section in sections]
    assert ("Part 1: Locks", "Proposal B: man the locks") in sections
    assert ("Part 2: Weirs", "Proposal C: build weirs") in sections


def test_boxes_to_tick_are_in_no_passage(parse: Callable[..., list[Passage]]) -> None:
    assert not [passage.text for passage in parse(PAGE) if "☐" in passage.text]


def test_a_bullet_may_be_followed_by_a_tab(parse: Callable[..., list[Passage]]) -> None:
    found = next(passage for passage in parse(PAGE) if "is dry all year round" in passage.text)
    assert found.block.value == "bullet"
    assert "•" not in "".join(sentence.text for sentence in found.sentences)
