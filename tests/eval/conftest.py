"""Runs of the fake service in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.asking import ask_missing
from eval.gold_set import GoldSet
from eval.overlap import Rules
from eval.runs import Run, configuration, create_run, score_run
from tests.eval.fakes import TEXTS, FakeService, write_gold

RunMaker = Callable[..., Run]


@pytest.fixture
def gold(tmp_path: Path) -> GoldSet:
    return write_gold(tmp_path / "gold.jsonl")


@pytest.fixture
def make_run(tmp_path: Path, gold: GoldSet) -> RunMaker:
    """Makes a scored run of a fake service under a name."""

    def make(name: str, service: FakeService | None = None, *, fresh: bool = False) -> Run:
        asker = (service or FakeService()).asker()
        config = configuration(name, asker.name, asker.about(), gold, split="all", depth=50, rules=Rules(), code=None)
        run = create_run(tmp_path / name, config, gold, TEXTS, fresh=fresh)
        run = ask_missing(run, asker, pause=lambda _: None)
        score_run(run)
        return run

    return make
