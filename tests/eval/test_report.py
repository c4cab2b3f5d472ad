from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from corpus.models import Span
from eval.evidence_view import outcome, pieces, view
from eval.gold_set import Question
from eval.report import write_report
from tests.eval.conftest import RunMaker
from tests.eval.fakes import FakeService, answer_body, case, citation, gold_questions, question, unanswerable

SUM = "We will spend £11 million on training by next spring."


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
def page(make_run: RunMaker) -> str:
    run = make_run("shown", FakeService(rank_of=lambda q: 12 if q.id == "sum-mills" else 2))
    return write_report(run.folder).read_text(encoding="utf-8")


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    parser = Tags()
    parser.feed(page)
    for tag, attributes in parser.tags:
        assert tag not in ("link", "img", "iframe", "object", "embed")
        assert not {"src", "href", "action", "style", "onclick"} & attributes.keys()
    policy = next(a["content"] for tag, a in parser.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert str(policy).startswith("default-src 'none'; style-src 'sha256-")


def test_every_question_is_there_with_its_type_side_and_outcome(page: str) -> None:
    parser = Tags()
    parser.feed(page)
    shown = {a["id"]: a for tag, a in parser.tags if tag == "details"}
    assert set(shown) == {f"q-{q.id}" for q in gold_questions()}
    assert shown["q-sum-mills"]["data-outcome"] == "wrong"
    assert shown["q-both-harbours"]["data-sides"] == "government stakeholder"
    assert shown["q-nothing-1"]["data-outcome"] == "refused rightly"


def test_gold_evidence_is_marked_in_its_context_and_in_citations(page: str) -> None:
    marks = re.findall(r"<mark>(.*?)</mark>", page)
    assert marks.count("We will spend £12 million on buses by next spring.") >= 2


def test_plots_and_figures_are_on_the_page(page: str) -> None:
    for words in (
        "Evidence recall@k",
        "Sides of cited evidence",
        "Reliability of confidence",
        "Risk and coverage",
        "Answer time",
    ):
        assert words in page
    assert page.count("<svg") >= 8


def test_markup_in_a_run_is_text(make_run: RunMaker) -> None:
    service = FakeService()
    ask = service.ask
    evil = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
    service.ask = lambda body: {**ask(body), "answer": evil}  # type: ignore[method-assign]
    page = write_report(make_run("evil", service).folder).read_text(encoding="utf-8")
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;img src=x" in page


def test_a_failed_question_and_one_without_confidence_are_shown(make_run: RunMaker) -> None:
    page = write_report(make_run("failing", FakeService(fails=frozenset({"sum-mills"}))).folder).read_text(
        encoding="utf-8"
    )
    assert "Asking failed." in page


def test_the_same_run_gives_the_same_page(make_run: RunMaker) -> None:
    folder: Path = make_run("shown").folder
    assert write_report(folder).read_bytes() == write_report(folder).read_bytes()


def test_pieces_are_cut_at_the_marks_and_spaces_squeezed() -> None:
    text = "One two\n three four five."
    assert pieces(text, [Span(0, 14), Span(15, 25)], [Span(4, 14)]) == [
        ("One ", False),
        ("two three", True),
        (" ", False),
        ("four five.", False),
    ]


@pytest.mark.parametrize(
    ("asked", "body", "expected"),
    [
        (question("q"), None, "failed"),
        (question("q"), {"answered": False}, "refused wrongly"),
        (unanswerable("q"), {"answered": False}, "refused rightly"),
        (question("q"), answer_body([], [], answer="£11 million"), "right"),
        (question("q"), answer_body([], [], answer="no idea"), "wrong"),
        (unanswerable("q"), answer_body([], [], answer="£11 million"), "wrong"),
    ],
)
def test_outcomes(asked: Question, body: dict[str, object] | None, expected: str) -> None:
    assert outcome(case(asked, body)) == expected


def test_a_quotation_that_is_not_verified_is_shown_as_it_came_and_said_to_be() -> None:
    altered = {**citation(1, "plan", SUM), "quote": "something else"}
    shown = view(case(question("q"), answer_body([altered], [])))
    assert shown.fields["citations"][0]["verified"] is False
    assert shown.fields["citations"][0]["pieces"] == [("something else", False)]
