from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import EvaluationError
from eval.runs import figures_of
from eval.scorecard import (
    END,
    PACKAGED_SCORECARD,
    START,
    markdown,
    read_scorecard,
    rewrite,
    scorecard_of,
    with_peers,
    write_into,
    write_scorecard,
)
from tests.eval.conftest import RunMaker

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def card(make_run: RunMaker) -> dict[str, object]:
    run = make_run("first")
    return scorecard_of(run, figures_of(run.folder))


def test_the_section_between_the_markers_is_replaced_and_nothing_else() -> None:
    page = f"# Title\n\n{START}\nold\n{END}\n\ntail\n"
    assert rewrite(page, "new") == f"# Title\n\n{START}\nnew\n{END}\n\ntail\n"
    assert rewrite(rewrite(page, "new"), "new") == rewrite(page, "new")


@pytest.mark.parametrize("page", ["no markers", f"{END}\n{START}", START])
def test_a_page_without_its_markers_is_left_alone(page: str) -> None:
    with pytest.raises(EvaluationError, match="put the two lines"):
        rewrite(page, "new")


def test_the_table_holds_values_with_intervals(card: dict[str, object]) -> None:
    table = markdown(card)
    assert "| facts said | 1.000 [1.000, 1.000] |" in table
    assert "| expected calibration error | 0.1" in table
    assert "55 questions" in table


def test_peers_stand_beside_it(card: dict[str, object]) -> None:
    figures = {"recall@5": {"value": 0.5}, "mrr": {"value": None}}
    peers = {"split": "dev", "questions": 9, "systems": [{"title": "Other", "figures": figures}]}
    assert "| Other | 0.50 | – |" in markdown(with_peers(card, peers))


def test_figures_are_kept_and_taken_in_by_split(card: dict[str, object], tmp_path: Path) -> None:
    write_scorecard(tmp_path / "s.json", card)
    assert read_scorecard(tmp_path / "s.json") == card
    assert read_scorecard(tmp_path / "none.json") is None
    (tmp_path / "s.json").write_text("[]")
    with pytest.raises(EvaluationError, match="not a scorecard"):
        read_scorecard(tmp_path / "s.json")


def test_writing_says_whether_it_changed_the_page(card: dict[str, object], tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"{START}\n{END}\n", encoding="utf-8")
    assert write_into(page, markdown(card))
    assert not write_into(page, markdown(card))


def test_a_scorecard_of_no_run_cannot_be_shown() -> None:
    with pytest.raises(EvaluationError, match="--run"):
        markdown({"runs": {}, "peers": None})


def test_the_readme_shows_the_committed_figures() -> None:
    card = read_scorecard(PACKAGED_SCORECARD)
    assert card is not None
    page = README.read_text(encoding="utf-8")
    assert rewrite(page, markdown(card)) == page
