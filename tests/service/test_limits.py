"""Requests an address may make in a minute."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.limits import WINDOW_S, RateLimiter, network_of


class Clock:
    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def test_admits_the_limit_and_says_when_to_come_back() -> None:
    clock = Clock()
    limiter = RateLimiter(3, clock=clock)
    assert [limiter.admit("192.0.2.1") for _ in range(3)] == [0, 0, 0]
    wait = limiter.admit("192.0.2.1")
    assert 1 <= wait <= 2 * WINDOW_S
    assert limiter.admit("192.0.2.2") == 0
    assert limiter.admit("192.0.2.1", "another purpose") == 0
    clock.now += wait
    assert limiter.admit("192.0.2.1") == 0


def test_zero_is_no_limit() -> None:
    limiter = RateLimiter(0)
    assert not any(limiter.admit("192.0.2.1") for _ in range(1_000))


@settings(max_examples=60, deadline=None)
@given(
    limit=st.integers(1, 20),
    start=st.floats(0, 59.9),
    pauses=st.lists(st.floats(0, 30), min_size=1, max_size=120),
)
def test_never_admits_twice_the_limit_in_a_minute_and_keeps_its_word(
    limit: int, start: float, pauses: list[float]
) -> None:
    clock = Clock(600.0 + start)
    limiter = RateLimiter(limit, clock=clock)
    admitted: list[float] = []
    for pause in pauses:
        clock.now += pause
        wait = limiter.admit("192.0.2.1")
        if wait:
            now = clock.now
            clock.now += wait
            assert limiter.admit("192.0.2.1") == 0, f"refused again after the {wait} s it had asked for"
            admitted.append(clock.now)
            assert wait <= 2 * WINDOW_S
            assert clock.now > now
        else:
            admitted.append(clock.now)
    for moment in admitted:
        # The estimate takes the minute before as evenly spread, so the bound is 2, not 1, in the worst case.
        assert sum(moment - WINDOW_S < other <= moment for other in admitted) <= 2 * limit


def test_a_full_table_forgets_the_stalest_and_never_fails() -> None:
    clock = Clock()
    limiter = RateLimiter(1, clock=clock)
    for number in range(50_000):
        limiter.admit(f"client {number}")
    assert limiter.admit("client 49999") > 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("local", "local", True),
    ],
)
def test_one_customer_is_one_client(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_processes_that_share_a_file_count_together(tmp_path: Path) -> None:
    file = tmp_path / "rates"
    limiter = RateLimiter(10, file)
    program = (
        "import sys; from pathlib import Path; from service.limits import RateLimiter\n"
        f"limiter = RateLimiter(10, Path({str(file)!r}))\n"
        "print(sum(limiter.admit('192.0.2.1') == 0 for _ in range(6)))"
    )
    elsewhere = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    admitted = sum(int(process.communicate(timeout=60)[0]) for process in elsewhere)
    admitted += sum(limiter.admit("192.0.2.1") == 0 for _ in range(6))
    assert 10 <= admitted <= 12  # the clock's minute may turn in between
    limiter.close()
