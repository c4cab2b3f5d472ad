"""Replies are kept by content, bounded, and never at the price of an answer."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from service import prompts
from service.language_model import cache as module
from service.language_model.cache import MAX_CHARACTERS, DiskReplyCache, MemoryReplyCache, ReplyCache, cache_key
from service.language_model.chat import ChatMessage

MESSAGES = (ChatMessage("system", "rules"), ChatMessage("user", "question and passages"))


@pytest.fixture(params=["memory", "disk"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> ReplyCache:
    return MemoryReplyCache(3) if request.param == "memory" else DiskReplyCache(tmp_path, 3)


def test_a_reply_is_kept_and_replaced(cache: ReplyCache) -> None:
    assert cache.get("a") is None
    cache.put("a", "first ‘é’")
    assert cache.get("a") == "first ‘é’"
    cache.put("a", "second")
    assert cache.get("a") == "second"


def test_the_one_not_used_for_longest_makes_room(cache: ReplyCache) -> None:
    for key in "abc":
        cache.put(key, key)
    cache.get("a")
    cache.put("d", "d")
    assert [cache.get(key) for key in "abcd"] == ["a", None, "c", "d"]


def test_a_reply_that_is_too_long_is_not_kept(cache: ReplyCache) -> None:
    cache.put("a", "x" * (MAX_CHARACTERS + 1))
    assert cache.get("a") is None


def test_threads_share_it(cache: ReplyCache) -> None:
    def work(number: int) -> None:
        for _ in range(10):
            cache.put("a", f"reply {number}")
            assert (cache.get("a") or "").startswith("reply")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_key_depends_on_all_that_a_reply_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        cache_key("m", MESSAGES),
        cache_key("n", MESSAGES),
        cache_key("m", MESSAGES[:1]),
        cache_key("m", MESSAGES[::-1]),
    }
    keys.add(cache_key("m", (MESSAGES[0], ChatMessage("user", "another"))))
    monkeypatch.setattr(module, "PROMPT_VERSION", f"{prompts.PROMPT_VERSION}.1")
    keys.add(cache_key("m", MESSAGES))
    assert len(keys) == 6
    assert cache_key("m", MESSAGES) == cache_key("m", tuple(MESSAGES))


def test_replies_on_disk_outlive_the_process_and_no_question_is_in_the_file(tmp_path: Path) -> None:
    key = cache_key("m", MESSAGES)
    DiskReplyCache(tmp_path).put(key, "reply")
    again = DiskReplyCache(tmp_path)
    assert again.get(key) == "reply"
    assert b"question and passages" not in again.path.read_bytes()


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    cache = DiskReplyCache(tmp_path)
    cache.path.write_bytes(b"this is no database, for sure" * 100)
    assert cache.get("a") is None
    cache.put("a", "reply")
    assert cache.get("a") == "reply"


def test_a_file_that_another_process_locks_is_only_a_miss(tmp_path: Path) -> None:
    cache = DiskReplyCache(tmp_path)
    cache.put("a", "reply")
    other = sqlite3.connect(cache.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache.put("b", "reply")
    assert cache.get("a") is None
    other.execute("ROLLBACK")
    other.close()
    assert cache.get("a") == "reply"


def test_a_folder_that_cannot_be_written_is_only_a_miss(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = DiskReplyCache(tmp_path / "file")
    cache.put("a", "reply")
    assert cache.get("a") is None
