"""From a draft to a body: numbers, groups, proof of every quotation, and the short answer on top."""

from __future__ import annotations

from dataclasses import replace

from corpus.models import BlockKind, Document, Passage, Role, Sentence, Side, Span, StatementKind, Voice
from service.assembly import assemble
from service.draft import Draft
from service.found import Quotation, QuotedSentence, Statement
from tests.service.answering.made_up import PAPER, RIDERS

TEXT = "We will plant 40 trees. We could plant more. The mayor said so."
DOCUMENTS = {
    "paper": Document(PAPER, TEXT, "0"),
    "riders": Document(RIDERS, "We fear for the bus lane. Trees are good.", "0"),
}
COUNCIL = Voice("Northgate Council", Role.AUTHOR, Side.GOVERNMENT, "Northgate Council")
WHEELERS = Voice("Wheelers", Role.AUTHOR, Side.STAKEHOLDER, "Wheelers")
ADA = Voice("Ada Moor, tree warden", Role.QUOTED, Side.STAKEHOLDER, "Ada Moor")


def statement(
    start: int,
    end: int,
    score: float = 0.5,
    *,
    document: str = "paper",
    voice: Voice = COUNCIL,
    kind: StatementKind | None = None,
) -> Statement:
    words = DOCUMENTS[document].text[start:end]
    spans = (Span(start, end),)
    passage = Passage(
        id=f"{document}-{start}", document_id=document, voice=voice, block=BlockKind.PARAGRAPH, text=words, spans=spans,
        section=(), sentences=(Sentence(words, spans),), order=start,
    )  # fmt: skip
    return Statement(words, (Quotation(passage, spans, words, score, kind),), kind)


TREES = statement(0, 23, 0.9, kind=StatementKind.COMMITMENT)
FEAR = statement(0, 25, 0.8, document="riders", voice=WHEELERS, kind=StatementKind.CONCERN)


def test_the_government_comes_first_and_citations_are_numbered_in_order_of_reading() -> None:
    made = assemble(Draft((FEAR, TREES)), DOCUMENTS)
    assert [position.organisation for position in made.positions] == ["Northgate Council", "Wheelers"]
    assert [statement.citations for position in made.positions for statement in position.statements] == [[1], [2]]
    assert [citation.quote for citation in made.citations] == ["We will plant 40 trees.", "We fear for the bus lane."]


def test_statements_of_one_organisation_stand_together() -> None:
    more = statement(24, 44)
    made = assemble(Draft((TREES, FEAR, more)), DOCUMENTS)
    assert [len(position.statements) for position in made.positions] == [2, 1]


def test_a_quotation_used_twice_is_one_citation() -> None:
    made = assemble(Draft((TREES, Statement("again", TREES.quotations))), DOCUMENTS)
    assert len(made.citations) == 1
    assert [statement.citations for statement in made.positions[0].statements] == [[1], [1]]


def test_words_that_do_not_stand_in_the_document_are_dropped_and_counted() -> None:
    forged = Statement("x", (replace(TREES.quotations[0], quote="We will plant 400 trees."),))
    made = assemble(Draft((forged, FEAR)), DOCUMENTS)
    assert made.dropped == 1
    assert "400" not in made.answer
    assert [citation.document_id for citation in made.citations] == ["riders"]


def test_a_statement_on_words_of_two_sides_is_dropped() -> None:
    mixed = Statement("x", (*TREES.quotations, *FEAR.quotations))
    assert assemble(Draft((mixed, FEAR)), DOCUMENTS).dropped == 1


def test_an_unknown_document_is_dropped() -> None:
    made = assemble(Draft((TREES,)), {})
    assert (made.positions, made.citations, made.dropped) == ([], [], 1)


def test_the_short_answer_says_who_says_what() -> None:
    made = assemble(Draft((TREES, FEAR), compares=True), DOCUMENTS)
    assert made.answer == (
        "Northgate Council commits: “We will plant 40 trees.” [1] "
        "Wheelers is concerned: “We fear for the bus lane.” [2]"
    )


def test_the_short_answer_opens_with_the_likeliest_and_leaves_out_what_is_much_less_likely() -> None:
    doubtful = statement(24, 44, 0.1)
    assert assemble(Draft((doubtful, FEAR)), DOCUMENTS).answer.startswith("Wheelers")
    assert "Northgate" not in assemble(Draft((doubtful, FEAR)), DOCUMENTS).answer


def test_of_a_statement_the_short_answer_takes_the_sentence_that_answers_whole() -> None:
    both = statement(0, 41, 0.8, document="riders", voice=WHEELERS)
    sentences = (QuotedSentence("We fear for the bus lane.", 0.1, 0), QuotedSentence("Trees are good.", 0.8, 1))
    made = assemble(Draft((replace(both, sentences=sentences),)), DOCUMENTS)
    assert made.answer == "Wheelers says: “Trees are good.” [1]"


def test_what_is_reported_of_the_government_is_a_position_of_its_own_and_gives_way_to_its_own_words() -> None:
    told = statement(26, 41, 0.9, document="riders", voice=replace(COUNCIL, reported_by="Wheelers"))
    made = assemble(Draft((told, FEAR, TREES)), DOCUMENTS)
    assert [(position.organisation, position.reported_by) for position in made.positions] == [
        ("Northgate Council", None),
        ("Northgate Council, as reported by Wheelers", "Wheelers"),
        ("Wheelers", None),
    ]
    assert "According to" not in made.answer
    alone = assemble(Draft((told,)), DOCUMENTS).answer
    assert alone == "According to Wheelers, Northgate Council says: “Trees are good.” [1]"


def test_a_list_keeps_its_items() -> None:
    made = assemble(Draft((replace(TREES, items=("trees", "more trees")),)), DOCUMENTS)
    assert made.positions[0].statements[0].items == ["trees", "more trees"]


def test_a_quoted_person_is_named_with_who_quotes() -> None:
    said = statement(45, 63, document="paper", voice=ADA)
    assert assemble(Draft((said,)), DOCUMENTS).answer.startswith("Ada Moor, tree warden, quoted by Northgate Council,")


def test_whoever_is_silent_is_named() -> None:
    made = assemble(Draft((TREES,), silent=("Wheelers",)), DOCUMENTS)
    assert made.answer.endswith("Wheelers says nothing on this in these documents.")
