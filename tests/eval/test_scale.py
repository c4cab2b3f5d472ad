"""Made-up text and what a size costs: new words go on coming, the same seed gives the same, costs have exponents."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.settings import PACKAGED_CORPUS
from eval.retrieval_commands import app
from eval.scale import ScaleRow, exponents, markdown
from eval.scale.text import TextMaker, made_up


@pytest.fixture(scope="module")
def source() -> str:
    return (PACKAGED_CORPUS / "documents" / "mind-response.txt").read_text(encoding="utf-8")


def test_the_same_seed_makes_the_same_text_and_another_seed_another(source: str) -> None:
    first, again, other = (list(TextMaker([source], seed).passages(30)) for seed in (1, 1, 2))
    assert first == again
    assert not set(first) & set(other)


def test_passages_are_as_long_as_asked_and_no_copies(source: str) -> None:
    made = list(TextMaker([source], 3).passages(2_100))
    assert len(made) == len(set(made)) == 2_100
    assert all(12 <= len(text.split()) <= 160 for text in made)
    assert all(text[0].upper() == text[0] and "\n" not in text for text in made)
    words = source.split()
    stretches = {tuple(words[at : at + 12]) for at in range(len(words))}
    copied = [any(tuple(text.split()[at : at + 12]) in stretches for at in range(len(text.split()))) for text in made]
    assert sum(copied) < 0.1 * len(made)


def test_new_words_go_on_coming(source: str) -> None:
    made = list(TextMaker([source], 3).passages(4_000))
    seen: set[str] = set()
    sizes = []
    for start in range(0, 4_000, 1_000):
        seen.update(word for text in made[start : start + 1_000] for word in text.lower().split())
        sizes.append(len(seen))
    gained = [after - before for before, after in pairwise(sizes)]
    assert gained == sorted(gained, reverse=True)  # ever fewer,
    assert gained[-1] > 500  # and never none


def test_every_number_has_a_name_of_its_own() -> None:
    names = [made_up(number) for number in (*range(5_000), 10**9, 2**40)]
    assert len(set(names)) > 0.95 * len(names)  # syllables may run together
    assert all(name.isalpha() and name[0].isupper() for name in names)


def test_too_little_text_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 20 words, not 3"):
        TextMaker(["Only three words"], 1)


def test_a_folder_without_text_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["scale", "--texts", str(tmp_path)])
    assert result.exit_code != 0
    assert "holds no .txt file" in str(result.exception)


def _row(passages: int, p50: float) -> ScaleRow:
    return ScaleRow(passages, 2_000.0, 100.0, 200.0, 300.0, p50, 2 * p50, p50, 2 * p50, 1.0, {"dense": 1.0})


def test_the_exponent_is_that_of_the_growth() -> None:
    rows = [_row(10_000, 5.0), _row(100_000, 5.0 * 10**0.5), _row(1_000_000, 50.0)]
    found = exponents(rows)
    assert found["p50"] == pytest.approx(0.5)
    assert found["time of writing"] == pytest.approx(1.0)
    assert found["disk"] == pytest.approx(0.0, abs=1e-9)
    assert "p50 0.50" in markdown(rows)
    assert exponents(rows[:1]) == {}
    assert "power" not in markdown(rows[:1])
