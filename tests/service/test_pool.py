"""Work off the loop: bounded, in turn, and given up when nobody waits."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from service import pool as pool_module
from service.pool import Job, PoolFullError, WorkPool


def test_runs_work_in_a_thread_and_hands_back_its_result_and_its_error() -> None:
    async def scenario() -> None:
        pool = WorkPool(1, 0)
        assert await pool.run(lambda _: threading.current_thread()) is not threading.current_thread()
        with pytest.raises(KeyError):
            await pool.run(lambda _: {}["missing"])
        with pytest.raises(RuntimeError):
            await pool.run(lambda _: next(iter(())))
        with pytest.raises(RuntimeError, match="SystemExit"):
            await pool.run(lambda _: exec("raise SystemExit"))
        pool.close()

    asyncio.run(scenario())


def test_works_on_no_more_than_its_concurrency_and_queues_no_more_than_its_queue() -> None:
    async def scenario() -> None:
        seen: list[tuple[int, int, int]] = []
        pool = WorkPool(2, 3, lambda *figures: seen.append(figures))
        go = threading.Event()
        tasks = [asyncio.create_task(pool.run(lambda _: go.wait(5))) for _ in range(9)]
        await asyncio.sleep(0.1)
        refused = [task for task in tasks if task.done()]
        assert len(refused) == 4
        for task in refused:
            with pytest.raises(PoolFullError) as caught:
                task.result()
            assert 1 <= caught.value.retry_after <= 60
        go.set()
        assert sum(await asyncio.gather(*(task for task in tasks if task not in refused))) == 5
        assert max(running for _, running, _ in seen) == 2
        assert max(waiting for waiting, _, _ in seen) == 3
        assert seen[-1] == (0, 0, 0)
        pool.close()

    asyncio.run(scenario())


def test_refuses_what_has_waited_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "MAX_WAIT_S", 0.05)

    async def scenario() -> None:
        pool = WorkPool(1, 1)
        go = threading.Event()
        first = asyncio.create_task(pool.run(lambda _: go.wait(5)))
        await asyncio.sleep(0)
        with pytest.raises(PoolFullError):
            await pool.run(lambda _: None)
        go.set()
        assert await first
        assert await pool.run(lambda _: "free again") == "free again"
        pool.close()

    asyncio.run(scenario())


def test_a_cancelled_wait_leaves_the_queue() -> None:
    async def scenario() -> None:
        pool = WorkPool(1, 1)
        go = threading.Event()
        first = asyncio.create_task(pool.run(lambda _: go.wait(5)))
        waiting = asyncio.create_task(pool.run(lambda _: None))
        await asyncio.sleep(0.02)
        waiting.cancel()
        await asyncio.sleep(0)
        next_one = asyncio.create_task(pool.run(lambda _: "served"))
        await asyncio.sleep(0.02)
        go.set()
        assert await next_one == "served"
        assert await first
        pool.close()

    asyncio.run(scenario())


def test_work_is_told_that_it_was_left_and_its_place_is_free_when_it_ends() -> None:
    async def scenario() -> None:
        pool = WorkPool(1, 1)
        told = threading.Event()

        def considerate(job: Job) -> None:
            if job.left.wait(5):
                told.set()

        task = asyncio.create_task(pool.run(considerate))
        await asyncio.sleep(0.02)
        task.cancel()
        started = time.monotonic()
        assert await pool.run(lambda _: "next") == "next"
        assert time.monotonic() - started < pool_module.GRACE_S
        assert told.is_set()
        pool.close()

    asyncio.run(scenario())


def test_the_place_of_work_that_does_not_end_is_given_on_within_a_second() -> None:
    async def scenario() -> None:
        seen: list[tuple[int, int, int]] = []
        pool = WorkPool(1, 1, lambda *figures: seen.append(figures))
        stuck = threading.Event()
        task = asyncio.create_task(pool.run(lambda _: stuck.wait(10)))
        await asyncio.sleep(0.02)
        task.cancel()
        started = time.monotonic()
        assert await pool.run(lambda _: "next") == "next"
        assert time.monotonic() - started < 1
        assert seen[-1] == (0, 0, 1)
        stuck.set()
        await asyncio.sleep(0.05)
        assert seen[-1] == (0, 0, 0)
        assert list(await asyncio.gather(pool.run(lambda _: 1), pool.run(lambda _: 2))) == [1, 2]
        pool.close()

    asyncio.run(scenario())


def test_callers_that_leave_cannot_pile_up_work_without_bound() -> None:
    async def scenario() -> None:
        pool = WorkPool(1, 4)
        stuck = threading.Event()
        at_work = threading.Semaphore(0)

        def work(_: Job) -> None:
            at_work.release()
            stuck.wait(10)

        for _ in range(4):
            task = asyncio.create_task(pool.run(work))
            await asyncio.sleep(pool_module.GRACE_S + 0.1)
            task.cancel()
        await asyncio.sleep(pool_module.GRACE_S + 0.1)
        begun = 0
        while at_work.acquire(blocking=False):
            begun += 1
        assert begun == 2  # one that was abandoned and one that holds the place
        stuck.set()
        assert await pool.run(lambda _: "served") == "served"
        pool.close()

    asyncio.run(scenario())
