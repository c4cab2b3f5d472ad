"""Abbreviations that a corpus defines itself, found as Schwartz and Hearst (2003) do: "Long Form (LF)".

Source: A. Schwartz, M. Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text",
Pacific Symposium on Biocomputing 2003.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.errors import ConfigurationError
from corpus.quotes import squeeze

_PARENTHESIS = re.compile(r"\(([^()\n]{2,12})\)")
_SHORT = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z][A-Za-z0-9&/-]{1,9}s?")
_LONG_WINDOW = 160


def learn_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Short form to the long form it is most often given with."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for match in _PARENTHESIS.finditer(text):
            short = match.group(1).strip()
            if not _SHORT.fullmatch(short):
                continue
            before = squeeze(text[max(0, match.start() - _LONG_WINDOW) : match.start()].replace("*", ""))
            if long := _long_form(short.removesuffix("s") if short.endswith("s") else short, before):
                seen[short.removesuffix("s") if short[:-1].isupper() else short][long] += 1
    return {short: longs.most_common(1)[0][0] for short, longs in sorted(seen.items())}


def load_glossary(path: Path) -> dict[str, str]:
    """A TOML file of ``ABBREVIATION = "expansion"``. Raises ConfigurationError where it is not one."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"the glossary {path} cannot be read: {error}") from error
    if bad := [key for key, value in table.items() if not isinstance(value, str)]:
        raise ConfigurationError(
            f"the glossary {path}: {bad[0]} must be a string, as in ESA = 'Employment and Support Allowance'"
        )
    return dict(table)


class Expander:
    """Adds to a text what its abbreviations stand for, and the abbreviations of what it spells out."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._long = dict(abbreviations)
        self._short_pattern = _alternatives(self._long, flags=0)
        self._by_long = {long.lower(): short for short, long in self._long.items()}
        self._long_pattern = _alternatives(self._by_long, flags=re.IGNORECASE)

    def additions(self, text: str) -> list[str]:
        """Long forms of the abbreviations in `text`, and abbreviations of its long forms, in order, once each."""
        found: dict[str, None] = {}
        if self._short_pattern:
            for match in self._short_pattern.finditer(text):
                found[self._long[match.group(1)]] = None
        if self._long_pattern:
            for match in self._long_pattern.finditer(text):
                found[self._by_long[match.group(1).lower()]] = None
        return list(found)

    def spell_out(self, text: str) -> str:
        """`text` with each abbreviation that it does not explain replaced by its long form and itself in brackets."""
        if not self._short_pattern:
            return text
        lowered = text.lower()

        def spelled(match: re.Match[str]) -> str:
            long = self._long[match.group(1)]
            return match.group() if long.lower() in lowered else f"{long} ({match.group(1)})"

        return self._short_pattern.sub(spelled, text)


def _long_form(short: str, before: str) -> str | None:
    """The shortest tail of `before` whose letters spell `short` from right to left and that starts with a word."""
    letters = [c.lower() for c in short if c.isalnum()]
    words = before.split(" ")[-min(len(letters) + 5, len(letters) * 2) :]
    candidate = " ".join(words)
    position = len(candidate) - 1
    for index in range(len(letters) - 1, -1, -1):
        while position >= 0 and (
            candidate[position].lower() != letters[index]
            or (index == 0 and position > 0 and candidate[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
        position -= 1
    long = candidate[position + 1 :].strip(" ,;:–-“”\"'‘’")
    return long if len(long) > len(short) and " " in long and not re.search(r"[.;:?!]", long) else None


def _alternatives(forms: Mapping[str, str], flags: int) -> re.Pattern[str] | None:
    if not forms:
        return None
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(re.escape(form) for form in longest_first) + r")(?=s?\b)", flags)
