from __future__ import annotations

import csv
import io

import pytest

from service.question_table import CSV_COLUMNS, NOTE_BY_MODEL, NOTE_BY_RULES, as_csv, as_text, inert
from service.schemas import CitationBody, ConsultationQuestionBody, ConsultationQuestionsBody, StanceBody, VoiceBody


def quote(text: str) -> CitationBody:
    return CitationBody(
        number=1,
        passage_id="response-1",
        document_id="response",
        document_title="A response",
        side="stakeholder",
        organisation="Anglers",
        voice=VoiceBody(speaker="Anglers", role="author"),
        quote=text,
        spans=[[0, len(text)]],
        section=["Weirs"],
        paragraph="4",
        page=None,
        score=0.9,
    )


def table(
    *answers: StanceBody, text: str = "Should there be a weir?", chapter: str = "Rivers"
) -> ConsultationQuestionsBody:
    question = ConsultationQuestionBody(
        number=1,
        text=text,
        chapter=chapter,
        section=[chapter],
        document_id="paper",
        spans=[[0, 5]],
        government=[],
        organisations=list(answers),
    )
    return ConsultationQuestionsBody(questions=[question])


def test_csv_has_a_row_for_each_question_and_organisation_silent_ones_included() -> None:
    body = table(
        StanceBody(
            organisation="Anglers", stance="disagrees", passages=[], quotes=[quote('No "weir", please.\nNone.')]
        ),
        StanceBody(organisation="Boaters", stance="silent", passages=[], quotes=[]),
    )
    head, *rows = list(csv.reader(io.StringIO(as_csv(body), newline="")))
    assert tuple(head) == CSV_COLUMNS
    assert [(row[3], row[4]) for row in rows] == [("Anglers", "disagrees"), ("Boaters", "silent")]
    assert rows[0][6] == 'No "weir", please.\nNone.'
    assert rows[0][7] == "response, Weirs, paragraph 4"
    assert [row[8] for row in rows] == [NOTE_BY_RULES, NOTE_BY_RULES]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", "＝1+1", "|x", "%x"]
)
def test_no_cell_can_act_as_a_formula(cell: str) -> None:
    assert inert(cell) == f"'{cell}"
    body = table(
        StanceBody(organisation=cell, stance="disagrees", passages=[], quotes=[quote(cell)]), text=cell, chapter=cell
    )
    _, row = list(csv.reader(io.StringIO(as_csv(body), newline="")))
    assert all(value.startswith("'") for value in (row[1], row[2], row[3], row[6]))


@pytest.mark.parametrize("cell", ["", "We support it.", "5 = 5", "“= quoted”"])
def test_plain_cells_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell


def test_text_shows_each_stance_with_the_first_sentence_it_rests_on() -> None:
    shown = as_text(
        table(
            StanceBody(
                organisation="Anglers", stance="disagrees", passages=[], quotes=[quote("No weir."), quote("Never.")]
            ),
            StanceBody(organisation="Boaters", stance="silent", passages=[], quotes=[]),
        )
    )
    assert "1. Should there be a weir?" in shown
    assert "Anglers: disagrees" in shown
    assert "“No weir.” (response, Weirs, paragraph 4)" in shown
    assert "Never." not in shown
    assert "Boaters: silent" in shown
    assert " ".join(shown.split()).startswith(NOTE_BY_RULES)


def test_a_label_of_a_model_says_so_in_the_csv_and_the_text() -> None:
    body = table(
        StanceBody(organisation="Anglers", stance="silent", passages=[], quotes=[], labelled_by="a-model"),
        StanceBody(organisation="Boaters", stance="silent", passages=[], quotes=[]),
    )
    by_model = NOTE_BY_MODEL.format(model="a-model")
    _, *rows = list(csv.reader(io.StringIO(as_csv(body), newline="")))
    assert [row[8] for row in rows] == [by_model, NOTE_BY_RULES]
    assert " ".join(as_text(body).split()).startswith(f"{by_model} {NOTE_BY_RULES}")


def test_documents_without_questions_are_said_to_have_none() -> None:
    empty = ConsultationQuestionsBody(questions=[])
    assert as_text(empty) == "The documents ask no consultation questions."
    assert as_csv(empty).strip() == ",".join(CSV_COLUMNS)
