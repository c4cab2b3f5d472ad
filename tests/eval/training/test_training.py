"""What the scorer learns from: labels stand where the question's author put them, and a step rewards the right one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from eval.training.groups import Group, Label, LabelledPassage
from eval.training.network import loss_of
from eval.training.written import written_groups

TESTS = Path(__file__).resolve().parents[2]
QUESTIONS = TESTS.parent / "eval" / "training" / "questions" / "fireworks.jsonl"


@pytest.fixture(scope="module")
def groups() -> list[Group]:
    return list(written_groups(QUESTIONS, [TESTS / "fireworks"], random.Random(1)))


def test_every_written_question_becomes_a_group(groups: list[Group]) -> None:
    assert len(groups) >= 0.95 * len(QUESTIONS.read_text(encoding="utf-8").splitlines())
    assert 0.1 < sum(not group.answerable for group in groups) / len(groups) < 0.3


def test_ranges_are_those_of_sentences_and_each_has_a_label(groups: list[Group]) -> None:
    for passage in (passage for group in groups for passage in group.passages):
        assert len(passage.sentences) == len(passage.labels)
        assert " ".join(passage.text[start:end] for start, end in passage.sentences) == passage.text


def test_what_one_step_sees_keeps_the_answer(groups: list[Group]) -> None:
    draw = random.Random(2)
    for group in groups:
        drawn = group.drawn(draw)
        assert drawn.answerable == group.answerable
        assert all(len(passage.sentences) == len(passage.labels) for passage in drawn.passages)


def test_a_step_sees_passages_or_lines_and_both_ways_come_up(groups: list[Group]) -> None:
    draw = random.Random(4)
    drawn = [group.drawn(draw) for group in groups]
    assert all(bool(group.passages) != bool(group.lines) for group in drawn)
    assert 0.4 < sum(bool(group.lines) for group in drawn) / len(drawn) < 0.6


def test_compared_lines_stand_by_passage_in_their_order_with_what_tempts(groups: list[Group]) -> None:
    draw = random.Random(5)
    for group in groups:
        compared = group.compared(draw)
        assert compared.answerable == group.answerable
        assert len(compared.lines) == len(set(compared.lines)) <= 10
        runs = [line.line.passage_id for line in compared.lines]
        assert len(set(runs)) == sum(a != b for a, b in zip([None, *runs], runs, strict=False))
        for passage in set(runs):
            positions = [line.position for line in compared.lines if line.line.passage_id == passage]
            assert positions == sorted(positions)
        assert any(line.tempts for line in compared.lines) or not any(line.tempts for line in group.lines)


def test_a_crop_is_a_run_of_the_passages_own_sentences() -> None:
    text = " ".join(f"Sentence {number} has so many words in it." for number in range(30))
    ends = [at + 1 for at, mark in enumerate(text) if mark == "."]
    ranges = tuple((0 if not at else ends[at - 1] + 1, end) for at, end in enumerate(ends))
    labels = tuple(Label.ANSWERS if at == 17 else Label.DOES_NOT for at in range(30))
    cropped = LabelledPassage("", text, ranges, labels).cropped(random.Random(3), words=40)
    assert cropped.text in text
    assert len(cropped.text.split()) <= 40
    start, end = cropped.sentences[cropped.labels.index(Label.ANSWERS)]
    assert cropped.text[start:end] == "Sentence 17 has so many words in it."


def test_the_loss_falls_as_the_answer_rises_and_for_no_answer_as_everything_falls() -> None:
    labels = torch.tensor([Label.DOES_NOT, Label.ANSWERS, Label.DOES_NOT])
    assert loss_of(torch.tensor([-2.0, 2.0, -2.0]), labels) < loss_of(torch.tensor([2.0, -2.0, -2.0]), labels)
    nothing = torch.tensor([Label.DOES_NOT] * 3)
    assert loss_of(torch.tensor([-4.0] * 3), nothing) < loss_of(torch.tensor([0.0] * 3), nothing)


def test_what_would_also_do_counts_for_nobody_by_itself() -> None:
    labels = torch.tensor([Label.ANSWERS, Label.ALSO_DOES])
    rewarded = loss_of(torch.tensor([1.0, 3.0]), labels)
    assert rewarded < loss_of(torch.tensor([1.0, 3.0]), torch.tensor([Label.ANSWERS, Label.DOES_NOT]))
