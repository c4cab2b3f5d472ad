"""Feedback is on disk when it is acknowledged, whatever happens around it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service import feedback as feedback_module
from service.feedback import FeedbackError, FeedbackStore, read_feedback
from service.schemas import FeedbackRequest

GIVEN = FeedbackRequest(answer_id="a1", rating="unhelpful", comment="two\nlines – and “quotes”")


def test_what_was_given_is_read_back(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "not yet there", now=lambda: datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
    receipt = store.add(GIVEN)
    (kept,) = read_feedback(store.path)
    assert kept == {**receipt.model_dump(), **GIVEN.model_dump()}
    assert receipt.received == "2025-01-02T03:04:05.000+00:00"
    assert store.path.stat().st_mode & 0o077 == 0, "others may not read what people wrote"


def test_it_is_synced_before_it_is_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def watched(file: int) -> None:
        synced.append(os.fstat(file).st_ino)
        real(file)

    monkeypatch.setattr(os, "fsync", watched)
    store = FeedbackStore(tmp_path)
    store.add(GIVEN)
    assert synced == [store.path.stat().st_ino, tmp_path.stat().st_ino]


def test_many_at_once_from_threads_and_processes_lose_and_mix_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from service.feedback import FeedbackStore\n"
        "from service.schemas import FeedbackRequest\n"
        f"store = FeedbackStore(Path({str(tmp_path)!r}))\n"
        "for i in range(40): store.add(FeedbackRequest(answer_id=f'p{i}', rating='helpful', comment='x' * 500))"
    )
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    store = FeedbackStore(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(lambda _: store.add(GIVEN), range(80)))
    assert [process.wait(60) for process in processes] == [0, 0]
    lines = store.path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 160
    assert len({json.loads(line)["id"] for line in lines}) == 160
    assert {receipt.id for receipt in receipts} <= {json.loads(line)["id"] for line in lines}


def test_a_line_that_a_crash_cut_short_costs_no_other(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    store.add(GIVEN)
    with store.path.open("a", encoding="utf-8") as file:
        file.write('{"id": "cut sho')
    store.add(GIVEN)
    assert len(list(read_feedback(store.path))) == 2


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FeedbackStore(tmp_path)
    store.add(GIVEN)
    before = store.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FeedbackError, match="No space left"):
        store.add(GIVEN)
    assert store.path.read_bytes() == before


def test_the_file_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback_module, "MAX_FILE_BYTES", 300)
    store = FeedbackStore(tmp_path)
    store.add(GIVEN)
    with pytest.raises(FeedbackError, match="move it away"):
        store.add(GIVEN)
    assert len(list(read_feedback(store.path))) == 1


def test_a_folder_that_cannot_be_written_is_an_error_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FeedbackError, match="cannot be written"):
        FeedbackStore(tmp_path / "file").add(GIVEN)


def test_no_file_is_no_feedback(tmp_path: Path) -> None:
    assert list(read_feedback(tmp_path / "feedback.jsonl")) == []
