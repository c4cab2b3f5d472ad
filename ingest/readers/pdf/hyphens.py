"""Words that the end of a line parted: joined, with or without their hyphen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_LEFT = re.compile(r"(?P<word>[^\W\d_]+(?:[-‑][^\W\d_]+)*)[-‑]$")
_RIGHT = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$", re.I)
_DICTIONARY = "frequency_dictionary_en_82_765.txt"


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word, in small letters, stands in lines, their last word aside, which may be half of one."""
    return Counter(word.lower() for text in texts for word in _WORD.findall(text.rpartition(" ")[0]))


def joined(above: str, below: str, counts: Counter[str]) -> str:
    """Two lines of one paragraph as one; `counts` are the document's words."""
    if address := _ADDRESS.search(above):
        first = below.split(" ", 1)[0]
        if _ADDRESS.match(first):
            return f"{above} {below}"
        path = "/" in address.group().removeprefix("http://").removeprefix("https://")
        if address.group()[-1] in "/-_=&?." or (path and "@" not in first and re.search(r"[/_=]|\.\w|-\w+-", first)):
            return above + below
    if above.endswith("\u00ad"):
        return above[:-1] + below
    if above.endswith(("-", "‑")) and not above.endswith((" -", "--")):
        left, right = _LEFT.search(above), _RIGHT.match(below)
        bare = above.rstrip("-‑")
        if left is not None and right is not None and right.group()[0].islower():
            return bare + ("" if _is_one_word(left["word"], right.group(), counts) else "-") + below
        return f"{bare}-{below}" if below[:1].isalnum() else f"{above} {below}"
    if above.endswith(("—", "/")) and not above.endswith((" —", " /")):
        return above + below
    return f"{above} {below}"


def _is_one_word(left: str, right: str, counts: Counter[str]) -> bool:
    """Whether the hyphen stands there for the end of the line alone."""
    whole, parted = f"{left}{right}".lower(), f"{left}-{right}".lower()
    if counts[whole] != counts[parted]:
        return counts[whole] > counts[parted]
    last = left.rpartition("-")[2].lower()
    known = _english()
    if f"{last}{right.lower()}" in known:
        return "-" not in left
    return not (last in known and right.lower() in known)


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """English words, from the spelling dictionary that the service has for questions."""
    lines = (files("symspellpy") / _DICTIONARY).read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines)
