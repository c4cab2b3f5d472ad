"""Replies of a language model kept by content: the same prompt to the same model is not sent twice."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from service.language_model.chat import ChatMessage, ChatModel
from service.prompts import PROMPT_VERSION

CACHE_FILE = "language-model-replies.sqlite3"
MAX_ENTRIES = 2_000
MAX_CHARACTERS = 20_000
_log = logging.getLogger(__name__)


class ReplyCache(Protocol):
    """Where replies are kept; it never raises: what cannot be kept is simply asked for again."""

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, reply: str) -> None: ...


def cache_key(model: str, messages: Sequence[ChatMessage]) -> str:
    """SHA-256 over all that a reply depends on: model and endpoint, version of the prompts, question and passages."""
    content = [PROMPT_VERSION, model, *([message.role, message.content] for message in messages)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


class CachedModel:
    """A model whose replies are kept once the caller finds them good; `identity` tells it from others in the cache."""

    def __init__(self, model: ChatModel, cache: ReplyCache | None = None, identity: str = "") -> None:
        self.name = model.name
        self._model = model
        self._cache = cache
        self._identity = identity or model.name

    def ask(self, messages: Sequence[ChatMessage], schema: dict[str, object]) -> tuple[str, str, bool]:
        """The cache's key, the reply, and whether it came from the cache; replies are verified anew each time."""
        key = cache_key(self._identity, messages)
        if self._cache is not None and (kept := self._cache.get(key)) is not None:
            return key, kept, True
        return key, self._model.complete(messages, schema=schema), False

    def keep(self, key: str, text: str) -> None:
        """Keeps a reply of which something stood."""
        if self._cache is not None:
            self._cache.put(key, text)


class MemoryReplyCache:
    """The last replies used, in memory."""

    def __init__(self, max_entries: int = MAX_ENTRIES) -> None:
        self._max = max_entries
        self._replies: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        with self._lock:
            if key in self._replies:
                self._replies.move_to_end(key)
            return self._replies.get(key)

    def put(self, key: str, reply: str) -> None:
        if len(reply) > MAX_CHARACTERS:
            return
        with self._lock:
            self._replies[key] = reply
            self._replies.move_to_end(key)
            while len(self._replies) > self._max:
                self._replies.popitem(last=False)


class DiskReplyCache:
    """The last replies used, in an SQLite file of their own under the data directory; several processes may share it.

    Keys are hashes, so no question stands in the file. A file that is damaged is replaced.
    """

    def __init__(self, folder: Path, max_entries: int = MAX_ENTRIES) -> None:
        self.path = folder / CACHE_FILE
        self._max = max_entries
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        try:
            with self._lock, closing(self._open()) as base:
                row = base.execute("SELECT reply FROM replies WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    base.execute("UPDATE replies SET used = (SELECT MAX(used) + 1 FROM replies) WHERE key = ?", (key,))
                    base.commit()
                return str(row[0]) if row is not None else None
        except (sqlite3.Error, OSError) as error:
            self._failed(error)
            return None

    def put(self, key: str, reply: str) -> None:
        if len(reply) > MAX_CHARACTERS:
            return
        try:
            with self._lock, closing(self._open()) as base:
                base.execute(
                    "INSERT OR REPLACE INTO replies (key, reply, used) "
                    "VALUES (?, ?, (SELECT COALESCE(MAX(used), 0) + 1 FROM replies))",
                    (key, reply),
                )
                base.execute(
                    "DELETE FROM replies WHERE key IN (SELECT key FROM replies ORDER BY used DESC LIMIT -1 OFFSET ?)",
                    (self._max,),
                )
                base.commit()
        except (sqlite3.Error, OSError, UnicodeEncodeError) as error:
            self._failed(error)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(self.path, timeout=1.0)
        try:
            base.execute(
                "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL, used INTEGER NOT NULL)"
            )
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _failed(self, error: Exception) -> None:
        _log.warning("the cache of language model replies cannot be used: %s", error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            self.path.unlink(missing_ok=True)
