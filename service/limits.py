"""How often one address may ask: a sliding minute in memory of fixed size, which several processes can share."""

from __future__ import annotations

import fcntl
import hashlib
import ipaddress
import math
import mmap
import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOW_S = 60.0
_SLOTS = 1 << 15
_PROBES = 8
_RECORD = struct.Struct("<8sqII")  # whose, the minute counted, requests in it, requests in the minute before
_SALT_BYTES = 16
_SIZE = _SALT_BYTES + _SLOTS * _RECORD.size


class RateLimiter:
    """Counts requests per client in a table of 32,768 places, 0.8 MB; the stalest gives way where it is full.

    The last minute is estimated from the counts of this clock minute and the one before, weighted by how much of that
    one the last 60 s still cover (the sliding-window counter). With `file` every process that names it counts together.
    """

    def __init__(self, per_minute: int, file: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = per_minute
        self._clock = clock
        self._fd = -1 if file is None else os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        with self._locked():
            if file is not None and os.fstat(self._fd).st_size < _SIZE:
                os.ftruncate(self._fd, _SIZE)
                os.pwrite(self._fd, os.urandom(_SALT_BYTES), 0)
            self._table = mmap.mmap(self._fd, _SIZE)
            if file is None:
                self._table[:_SALT_BYTES] = os.urandom(_SALT_BYTES)
        self._salt = bytes(self._table[:_SALT_BYTES])

    def admit(self, client: str, purpose: str = "") -> int:
        """Counts one request of `client`. Returns 0, or the seconds after which it may ask again."""
        if self._limit == 0:
            return 0
        key = hashlib.blake2b(f"{purpose}\0{network_of(client)}".encode(), digest_size=8, key=self._salt).digest()
        now = self._clock()
        minute, into = int(now // WINDOW_S), now % WINDOW_S
        with self._locked():
            place, current, before = self._find(key, minute)
            if wait := _wait(self._limit, current, before, into):
                return wait
            _RECORD.pack_into(self._table, place, key, minute, current + 1, before)
        return 0

    def close(self) -> None:
        self._table.close()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _find(self, key: bytes, minute: int) -> tuple[int, int, int]:
        """Where the client is counted, with its requests in this minute and in the one before."""
        first = int.from_bytes(key, "little")
        stalest, stalest_minute = -1, math.inf
        for probe in range(_PROBES):
            place = _SALT_BYTES + (first + probe) % _SLOTS * _RECORD.size
            owner, counted, current, before = _RECORD.unpack_from(self._table, place)
            if owner == key:
                if counted == minute:
                    return place, current, before
                return place, 0, current if counted == minute - 1 else 0
            if counted < stalest_minute:
                stalest, stalest_minute = place, counted
        return stalest, 0, 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._fd < 0:
            yield
            return
        fcntl.lockf(self._fd, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._fd, fcntl.LOCK_UN)


def network_of(client: str) -> str:
    """Whom an address belongs to: itself, or for IPv6 its /64, of which one customer has every address."""
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _wait(limit: int, current: int, before: int, into: float) -> int:
    """Seconds until one more request fits; 0 when it does now. `into` is the time since the minute began."""
    if before * (1 - into / WINDOW_S) + current + 1 <= limit:
        return 0
    if current + 1 <= limit:  # the minute before has to fade
        moment = WINDOW_S * (1 - (limit - current - 1) / before)
    else:  # this minute has to end, and to fade in its turn
        moment = WINDOW_S + WINDOW_S * (1 - (limit - 1) / current)
    return max(1, math.ceil(moment - into))
