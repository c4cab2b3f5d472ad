"""The consultation's questions and stances as text for a terminal and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable

from service.consultation import RULES
from service.schemas import CitationBody, ConsultationQuestionBody, ConsultationQuestionsBody, StanceBody

CSV_COLUMNS = (
    "number", "chapter", "question", "organisation", "stance", "passages", "quotes", "sources", "note",
)  # fmt: skip
NOTE_BY_RULES = "The stance is found by rules, an aid to reading: two in five are wrong. Read the quotes and passages."
NOTE_BY_MODEL = "The stance is the language model {model}'s, an aid to reading; its quotes are verified. Read them."
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_BETWEEN = " | "
_WIDTH = 100
_NONE = "The documents ask no consultation questions."


def as_csv(body: ConsultationQuestionsBody) -> str:
    """One row for each question and organisation, silent ones included (RFC 4180); no cell can act as a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(CSV_COLUMNS)
    for question in body.questions:
        for answer in question.organisations:
            cells = (
                question.chapter,
                question.text,
                answer.organisation,
                answer.stance,
                _BETWEEN.join(passage.passage_id for passage in answer.passages),
                _BETWEEN.join(quote.quote for quote in answer.quotes),
                _BETWEEN.join(_source(quote) for quote in answer.quotes),
                note_on(answer),
            )
            writer.writerow([question.number, *(inert(cell) for cell in cells)])
    return file.getvalue()


def as_text(body: ConsultationQuestionsBody) -> str:
    """The questions by chapter, each with every organisation's stance and the first sentence that it rests on."""
    lines = [line for note in notes_on(body.questions) for line in _wrapped(note, "")]
    chapter = None
    for question in body.questions:
        if question.chapter != chapter:
            chapter = question.chapter
            lines += ["", chapter, "-" * min(len(chapter), _WIDTH)]
        lines += ["", *_wrapped(f"{question.number}. {question.text}", "")]
        for answer in question.organisations:
            lines.append(f"   {answer.organisation}: {answer.stance}")
            if answer.quotes:
                first = answer.quotes[0]
                lines += _wrapped(f"“{first.quote}” ({_source(first)})", "      ")
    return "\n".join(lines).strip("\n") if lines else _NONE


def note_on(answer: StanceBody) -> str:
    """Who chose the label, and how far to rely on it."""
    return NOTE_BY_RULES if answer.labelled_by == RULES else NOTE_BY_MODEL.format(model=answer.labelled_by)


def notes_on(questions: Iterable[ConsultationQuestionBody]) -> list[str]:
    """The different notes of a table, in the order in which they are first due."""
    return list(dict.fromkeys(note_on(answer) for question in questions for answer in question.organisations))


def inert(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula, even after leading space (OWASP, CSV injection)."""
    risky = cell.startswith(_FORMULA_STARTS) or cell.lstrip().startswith(_FORMULA_STARTS)
    return f"'{cell}" if risky else cell


def _source(quote: CitationBody) -> str:
    place = [quote.document_id, *quote.section[-1:]]
    if quote.paragraph:
        place.append(f"paragraph {quote.paragraph}")
    return ", ".join(place)


def _wrapped(text: str, indent: str) -> Iterable[str]:
    return textwrap.wrap(
        " ".join(text.split()), _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}   ", break_long_words=False
    )
