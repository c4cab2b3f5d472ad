"""Passages of the shipped corpus and of arbitrary text: exact offsets, sizes, ids, structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ligatures import without_ligatures
from corpus.manifest import Manifest
from corpus.models import BlockKind, Document, Passage, Side
from corpus.quotes import quote_at
from ingest.passages import build_passages
from tests.ingest.conftest import WATERWAYS, count_words, make_document


def assert_exact(document: Document, found: list[Passage], limit: int = 160) -> None:
    taken: set[int] = set()
    for passage in found:
        assert passage.text == without_ligatures(quote_at(document.text, passage.spans))
        assert count_words(passage.text) <= limit or len(passage.sentences) == 1
        spans = [span for sentence in passage.sentences for span in sentence.spans]
        assert all(low.end <= high.start for low, high in pairwise(spans))
        for sentence in passage.sentences:
            assert sentence.text == without_ligatures(quote_at(document.text, sentence.spans))
            assert (sentence.kind is None) == (passage.reported_by is not None)
        visible = {
            at for span in passage.spans for at in range(span.start, span.end) if not document.text[at].isspace()
        }
        assert not visible & taken, "two passages share characters"
        taken |= visible


@pytest.mark.parametrize("name", ["green-paper", "bps-response", "mind-response", "mind-roundtable", "pni-blog"])
def test_every_offset_of_the_corpus_is_exact(
    name: str, documents: Mapping[str, Document], passages: Mapping[str, list[Passage]]
) -> None:
    assert_exact(documents[name], passages[name])


def test_ids_are_unique_and_the_same_every_time(
    manifest: Manifest, documents: Mapping[str, Document], passages: Mapping[str, list[Passage]]
) -> None:
    again = build_passages(documents["mind-roundtable"], manifest.officials, count_tokens=count_words)
    assert again == passages["mind-roundtable"]
    ids = [passage.id for found in passages.values() for passage in found]
    assert len(ids) == len(set(ids))


def test_nothing_but_furniture_and_headings_is_left_out(
    documents: Mapping[str, Document], passages: Mapping[str, list[Passage]]
) -> None:
    for name, document in documents.items():
        kept = sum(len(passage.text.split()) for passage in passages[name])
        assert kept >= 0.86 * len(document.text.split()), name


def find(found: list[Passage], words: str) -> Passage:
    matching = [passage for passage in found if words in passage.text]
    assert matching, f"no passage says {words!r}"
    return matching[0]


def test_a_numbered_paragraph_keeps_its_number_and_section(passages: Mapping[str, list[Passage]]) -> None:
    passage = find(passages["green-paper"], "taking the total to over 500")
    assert passage.paragraph == "87"
    assert passage.section[:2] == ("2: Supporting people into work", "Building work coach capability")
    assert not passage.text.startswith("87")


def test_a_list_item_is_part_of_the_numbered_paragraph_that_introduces_it(
    passages: Mapping[str, list[Passage]],
) -> None:
    assert find(passages["green-paper"], "taking the total to 500").paragraph == "78"


def test_a_paragraph_broken_by_footnotes_and_a_running_head_is_joined(passages: Mapping[str, list[Passage]]) -> None:
    passage = find(passages["green-paper"], "around 1 in every 6")
    assert "economically inactive people aged between 50" in passage.text
    assert "The Work, Health and Disability Green Paper" not in passage.text
    assert len(passage.spans) == 2
    stress = find(passages["green-paper"], "Better Health at Work Award")
    assert "The Health and Safety Executive's Stress Management Standards" in stress.text


def test_hard_wrapped_and_double_spaced_lines_are_joined(passages: Mapping[str, list[Passage]]) -> None:
    passage = find(passages["mind-response"], "In 2014 the Upper Tribunal ruled")
    assert "the anxiety of the assessment process itself can make it difficult for them to articulate" in passage.text
    assert passage.paragraph == "87"


def test_bullets_carry_the_sentence_that_introduces_them(passages: Mapping[str, list[Passage]]) -> None:
    passage = find(passages["mind-response"], "Reinstate the 104-week linking rules so that")
    assert passage.block is BlockKind.BULLET
    assert passage.lead_in is not None
    assert passage.lead_in.endswith("Support Group it should:")


def test_recommendations_footnotes_tables_and_references_are_what_they_are(
    passages: Mapping[str, list[Passage]],
) -> None:
    assert sum(passage.block is BlockKind.RECOMMENDATION for passage in passages["mind-response"]) == 74
    assert find(passages["green-paper"], "Roelfs D J, Shor E").block is BlockKind.FOOTNOTE
    table = find(passages["green-paper"], "Explore improving data sharing across benefit assessments")
    assert table.block is BlockKind.TABLE
    assert "<p>" not in table.text
    assert find(passages["bps-response"], "Steele, C. M. (1997). A threat in the air").block is BlockKind.REFERENCE
    assert all("....." not in passage.text for found in passages.values() for passage in found)


def test_the_contents_list_and_page_numbers_are_no_passages(passages: Mapping[str, list[Passage]]) -> None:
    for found in passages.values():
        for passage in found:
            assert "\t8\t" not in passage.text
            assert not passage.text.replace(" ", "").isdigit()
            assert passage.block not in (BlockKind.FURNITURE, BlockKind.CONTENTS, BlockKind.HEADING)


def test_no_case_study_and_no_quoted_person_of_the_green_paper_speaks_for_the_government(
    documents: Mapping[str, Document], passages: Mapping[str, list[Passage]]
) -> None:
    text = documents["green-paper"].text
    told = [passage for passage in passages["green-paper"] if passage.voice.role.value != "author"]
    assert len(told) >= 40
    assert all(passage.side is Side.STAKEHOLDER for passage in told)
    for heading in ("Case study – Susannah", "Case study: Hatstand Nelly", "Case study: Physiotherapy First"):
        after = text.index(heading) + len(heading)
        first = min((p for p in passages["green-paper"] if p.spans[0].start >= after), key=lambda p: p.spans[0].start)
        assert first.side is Side.STAKEHOLDER, heading
    for words in (
        "“I don’t have to work financially",
        "What’s not to like about hiring",
        "authentic story-telling truly engages",
    ):
        assert find(passages["green-paper"], words).side is Side.STAKEHOLDER


def test_the_government_reporting_others_in_its_own_words_stays_the_government(
    passages: Mapping[str, list[Passage]],
) -> None:
    for words in ("The Council for Work and Health highlighted", "some evidence suggests that waiting times"):
        passage = find(passages["green-paper"], words)
        assert (passage.side, passage.voice.role.value) == (Side.GOVERNMENT, "author")


def test_a_sentence_that_is_mostly_a_bodys_words_is_theirs(passages: Mapping[str, list[Passage]]) -> None:
    for words, speaker in (
        ("Carers UK recently found that carers", "Carers UK"),
        ("growing body of evidence which", "Kings Fund"),
        ("personalised care will only happen when", "National Voices"),
    ):
        passage = find(passages["green-paper"], words)
        assert (passage.side, passage.voice.role.value) == (Side.STAKEHOLDER, "quoted")
        assert speaker in passage.voice.speaker


LINES = """
|Heading words|# Part 1 Marked|12. A numbered paragraph that says something long enough.|• an item;| - another item
“Quoted words that go on for a while,” said Jo Bell.|She said: “An open end.|“And a second paragraph of it.”
It ends here.|and goes on in small letters|¹ A note. 2016.|Case study: Ann|Provided by the Union|7|A\tB\tC|   |”|“|…|\f
Question 2: Who pays?|<p>One</p> <p>Two</p>|Your views|Contents|Part one ........ 4|We will act. We could wait.
e.g. this|References|Recommendation 3: Act.|- Should it?|Owner of a firm|“Short,” she says.|[2] Another note.|2.1 Rules
"""
lines = st.lists(st.sampled_from(["", "", "word " * 150, *re.split(r"[|\n]", LINES)]), max_size=24)


@settings(max_examples=150, deadline=None)
@given(lines, st.booleans())
def test_any_text_gives_passages_with_exact_offsets(drawn: list[str], consults: bool) -> None:
    document = make_document(
        "\n".join(drawn), consultation=consults, side=Side.GOVERNMENT if consults else Side.STAKEHOLDER
    )
    assert_exact(document, build_passages(document, WATERWAYS, count_tokens=count_words))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_characters_give_passages_with_exact_offsets(text: str) -> None:
    document = make_document(text)
    assert_exact(document, build_passages(document, WATERWAYS, count_tokens=count_words))


def test_a_smaller_limit_gives_smaller_passages(parse: Callable[..., list[Passage]]) -> None:
    document = make_document("We waited for the lock to open that day. " * 60)
    found = build_passages(document, WATERWAYS, max_tokens=40, count_tokens=count_words)
    assert_exact(document, found, limit=40)
    assert all(count_words(passage.text) <= 40 for passage in found)
    assert parse("") == []
