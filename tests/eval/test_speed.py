"""The table of speed: recall within a budget, ratios to ours, and a system that is not installed is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.errors import ConfigurationError
from corpus.models import Span
from corpus.settings import Settings
from eval import speed
from eval.cases import Result
from eval.overlap import Extract
from eval.speed import OURS, Own, SpeedRow, as_json, markdown, ratios, run_speed


def row(name: str, factor: float) -> SpeedRow:
    return SpeedRow(name, name, 10 * factor, 9 * factor, 2 * factor, factor, 20 * factor, 8 * factor, 0.5, 0.6, factor)


def test_times_are_multiples_of_ours_and_shares_stay_shares() -> None:
    table = as_json([row(OURS, 1.0), row("peer", 3.0)], {}, 12)
    peer = next(line for line in ratios(table).splitlines() if line.startswith("| peer"))
    assert peer == "| peer | 3.00 | 3.00 | 3.00 | 3.00 | 3.00 | 3.00 | 0.50 | 0.60 | 3.00 |"


def test_what_is_not_installed_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def absent(*_: object) -> Any:
        raise ConfigurationError("this peer needs txtai; install it with: pip install 'greenpaper[peers]'")

    monkeypatch.setattr(speed, "_peer", absent)
    monkeypatch.setattr(speed, "_ours", lambda *_: row(OURS, 1.0))
    own = Own(lambda _: None, lambda _: None)  # type: ignore[arg-type,return-value]  # neither is called
    rows, missing = run_speed([OURS, "txtai-hybrid"], own, Settings(), [], tmp_path, lambda _: None)
    assert [made.name for made in rows] == [OURS]
    assert "pip install 'greenpaper[peers]'" in markdown(as_json(rows, missing, 0))


def test_results_are_taken_whole_until_the_budget_is_spent() -> None:
    results = [Result(str(n), Extract("d", (Span(0, 1),)), words, "", "") for n, words in enumerate((900, 500, 200, 5))]
    assert [result.passage_id for result in speed._within(results, 1_500)] == ["0", "1"]
