from __future__ import annotations

from corpus.models import Document, DocumentEntry, Side
from corpus.quotes import quote_at
from eval.gold_check import prove
from eval.gold_set import GoldSet, question_from
from eval.suggest import suggest, suggestions

TEXT = """River Transport Review

1. Ferries and piers

The council runs nine boats between the two banks and means to keep them going for as long as people use them. It set
aside £4.5 million for new piers in the last year alone. Some 62 per cent of passengers travel to work by boat.

We recommend that the council should publish the running cost of every route before the summer.

To do so, the council should:

- ask people first
"""


def document(text: str = TEXT) -> Document:
    entry = DocumentEntry(
        id="review", title="Review", publisher="Hull Boats", organisation="Hull Boats", speaker="Hull Boats",
        side=Side.STAKEHOLDER, date="2024", licence="x", attribution="", source="x", file="x",
    )  # fmt: skip
    return Document(entry=entry, text=text, sha256="x")


def test_headings_numbers_and_recommendations_become_questions() -> None:
    found = list(suggestions(document()))
    assert {item.kind for item in found} == {"fact", "number", "recommendation"}
    assert "What does Hull Boats say about 'Ferries and piers'?" in [item.question for item in found]
    assert {"£4.5 million", "62 per cent"} == {item.wording for item in found if item.kind == "number"}
    assert all("…" in item.question for item in found if item.kind == "number")


def test_a_number_is_not_given_away_by_its_question() -> None:
    for item in suggestions(document()):
        if item.kind == "number":
            assert item.wording not in item.question


def test_every_span_is_the_quotation_and_every_draft_validates() -> None:
    drafts = suggest([document()])
    for draft in drafts:
        place = draft["evidence"][0]["places"][0]
        assert place["quote"] == " ".join(TEXT[place["start"] : place["end"]].split())
    questions = tuple(question_from(draft, "draft") for draft in drafts)
    assert prove(GoldSet(questions, "x"), {"review": TEXT}).problems == ()


def test_what_only_leads_in_a_list_is_not_proposed() -> None:
    quotes = [quote_at(TEXT, [item.span]) for item in suggestions(document())]
    assert not any(quote.endswith(":") for quote in quotes)


def test_a_long_document_is_sampled_over_its_whole_length() -> None:
    parts = [f"The scheme cost £{n},000 in the year that is now behind us all." for n in range(1, 101)]
    drafts = suggest([document("\n\n".join(parts))], per_kind=10)
    starts = [draft["evidence"][0]["places"][0]["start"] for draft in drafts if draft["type"] == "number"]
    assert len(starts) == 10
    assert starts[-1] > 0.8 * len("\n\n".join(parts))


def test_a_document_without_any_of_it_proposes_nothing() -> None:
    assert suggest([document("hello there\n")]) == []
