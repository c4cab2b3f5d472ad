"""An answer as a terminal shows it."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from corpus.models import Role, Side
from service.schemas import AnswerBody, AnswererBody, CitationBody, PositionBody, StatementBody, VoiceBody
from service.terminal import print_answer


def test_an_overview_is_a_list_of_lines_and_its_sources() -> None:
    citation = CitationBody(
        number=1,
        passage_id="one",
        document_id="plan",
        document_title="The plan",
        side=Side.GOVERNMENT,
        organisation="Harbour Board",
        voice=VoiceBody(speaker="Harbour Board", role=Role.AUTHOR),
        quote="We will dredge the basin.",
        spans=[[0, 25]],
        section=["Dredging"],
        paragraph=None,
        page=None,
        score=1.0,
    )
    body = AnswerBody(
        id="one",
        question="dredging",
        standalone_question="dredging",
        answered=True,
        reason=None,
        answer="Assembled, not drafted.\nDredging: We will dredge the basin. [1]\nThe rowers do not mention it.",
        positions=[
            PositionBody(
                side=Side.GOVERNMENT,
                organisation="Harbour Board",
                statements=[StatementBody(text="We will dredge the basin.", citations=[1])],
            )
        ],
        citations=[citation],
        related=[],
        answerer=AnswererBody(kind="extractive", model="extractive"),
        timings_ms={},
        form="overview",
    )
    written = StringIO()
    print_answer(Console(file=written, width=100), body)
    lines = [line.rstrip() for line in written.getvalue().splitlines()]
    assert lines[:3] == [
        "Assembled, not drafted.",
        "  - Dredging: We will dredge the basin. [1]",
        "  - The rowers do not mention it.",
    ]
    assert "What the government says" not in written.getvalue()
    assert any(line.startswith("[1] Harbour Board") for line in lines)
