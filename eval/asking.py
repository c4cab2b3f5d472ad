"""Asking a gold set's questions of a service and keeping every answer as it comes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from corpus.errors import GreenpaperError
from eval.asker import Asker
from eval.gold_set import Question
from eval.phrases import count_words
from eval.runs import DEPTH, Run, open_run

Json = dict[str, Any]
TRIES = 3
PAUSE_S = 0.5
TEXTS_KEPT = 10


def ask_missing(
    run: Run,
    asker: Asker,
    *,
    depth: int = DEPTH,
    on_answer: Callable[[Question], None] = lambda _: None,
    pause: Callable[[float], None] = time.sleep,
) -> Run:
    """Asks what the run has no answer to yet (failures are asked again) and returns the run as it then lies on disk.

    Every answer is on disk before the next question is asked. The first question is asked once unmeasured, so that
    loading models is not timed.
    """
    missing = [question for question in run.gold.questions if not _kept(run, question)]
    if missing:
        _answer(asker, missing[0], depth, pause)
    with (run.folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        for question in missing:
            row = _answer(asker, question, depth, pause)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
            on_answer(question)
    return open_run(run.folder)


def kept(run: Run) -> int:
    """How many of the run's questions have an answer already."""
    return sum(_kept(run, question) for question in run.gold.questions)


def _kept(run: Run, question: Question) -> bool:
    row = run.rows.get(question.id)
    return row is not None and row.get("error") is None and row.get("request") == question.request()


def _answer(asker: Asker, question: Question, depth: int, pause: Callable[[float], None]) -> Json:
    request = question.request()
    row: Json = {"id": question.id, "request": request, "answer": None, "results": [], "error": None}
    try:
        row["answer"], row["ask_ms"] = _timed(lambda: asker.ask(request), pause)
        # Search has no history: it is asked what the service understood the question to be.
        query = (row["answer"].get("standalone_question") if question.history else None) or question.question
        found, row["search_ms"] = _timed(lambda: asker.search({"q": query, "k": depth}), pause)
        row["results"] = [_result(item, rank) for rank, item in enumerate(found.get("results") or [])]
    except GreenpaperError as error:
        row["answer"], row["error"] = None, str(error)
    return row


def _timed(call: Callable[[], Json], pause: Callable[[float], None]) -> tuple[Json, float]:
    for attempt in range(1, TRIES + 1):
        start = time.perf_counter()
        try:
            body = call()
        except GreenpaperError as error:
            if not error.retryable or attempt == TRIES:
                raise
            pause(PAUSE_S * 2**attempt)
        else:
            return body, (time.perf_counter() - start) * 1_000
    raise AssertionError("the last attempt returns or raises")


def _result(item: Mapping[str, Any], rank: int) -> Json:
    """What scoring and the report need of a search result; the text of the first few only."""
    row = {
        key: item.get(key) for key in ("passage_id", "document_id", "side", "organisation", "section", "spans", "score")
    }
    text = str(item.get("text") or "")
    row["words"] = count_words(text)
    if rank < TEXTS_KEPT:
        row["text"] = text
    return row
