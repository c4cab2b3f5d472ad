"""Overviews scored: topics named in the answer, and nothing for a reply that is no overview."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import GoldError
from eval.asker import CallableAsker
from eval.gold_set import Fact, Split
from eval.overviews import PACKAGED_LISTS, OverviewQuestion, load_overviews, mean_share, measure, taken_for_overviews

QUESTION = OverviewQuestion(
    "one", Split.DEV, "made up", "topic", "sheds", (Fact("paint", ("paint",)), Fact("roofs", ("roof", "slates")))
)


def asker(answer: str, form: str) -> CallableAsker:
    def ask(body: Mapping[str, Any]) -> dict[str, Any]:
        return {"answer": answer, "form": form}

    return CallableAsker("made up", ask, lambda _: {}, dict)


def test_the_share_of_topics_that_stand_in_the_answer() -> None:
    (score,) = measure(asker("The sheds need new slates.", "overview"), [QUESTION])
    assert (score.share, score.words, score.missing) == (0.5, 5, ["paint"])


def test_a_reply_that_is_no_overview_scores_nothing() -> None:
    scores = measure(asker("Paint and slates.", "answer"), [QUESTION])
    assert mean_share(scores) == 0.0


def test_ordinary_questions_that_get_an_overview_are_counted() -> None:
    assert taken_for_overviews(asker("", "overview"), ["What colour is the shed?"]) == ["What colour is the shed?"]
    assert taken_for_overviews(asker("", "answer"), ["What colour is the shed?"]) == []


def test_the_packaged_questions_are_half_and_half_and_have_topics_enough() -> None:
    questions = load_overviews()
    assert len({question.id for question in questions}) == len(questions) == 24
    assert sum(question.split is Split.DEV for question in questions) == 12
    assert all(4 <= len(question.topics) <= 10 for question in questions)


def test_the_packaged_lists_have_both_splits_of_the_commonest_kinds() -> None:
    lists = load_overviews(PACKAGED_LISTS)
    assert len({question.id for question in lists}) == len(lists) == 27
    kinds = {(question.kind, question.split) for question in lists}
    assert {("recommendations", split) for split in Split} | {("questions", split) for split in Split} <= kinds


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "overviews.jsonl"
    path.write_text('{"id": "one"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="line 1"):
        load_overviews(path)
