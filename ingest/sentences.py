"""Splitting running text into sentences, for text with footnote marks, citations, quotations and abbreviations."""

from __future__ import annotations

import re

from corpus.lines import NOTE_MARK, SUPERSCRIPTS

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sir",
        "st",
        "no",
        "nos",
        "e.g",
        "eg",
        "i.e",
        "ie",
        "vs",
        "pp",
        "p",
        "para",
        "paras",
        "fig",
        "figs",
        "cf",
        "al",
        "ed",
        "eds",
        "vol",
        "rev",
        "hon",
        "approx",
        "ch",
        "chap",
        "dept",
        "est",
        "inc",
        "ltd",
        "jr",
        "sr",
        "ref",
        "refs",
        "viz",
        "gen",
        "rt",
        "messrs",
        "incl",
        "excl",
    ]
)
# Short forms that end a sentence as often as not: they do where a word follows that opens sentences.
_AT_TIMES_SHORT = frozenset({"co", "bros", "corp", "wks", "hrs", "mins", "secs", "yrs"})
_MARK = (
    rf"(?:[{SUPERSCRIPTS}]+(?:[,–-]*[{SUPERSCRIPTS}]+)*|(?:{NOTE_MARK})+|"
    rf"(?<=[^\d\s][.!?…”’\"%)])\d{{1,3}}(?:,\d{{1,3}})*[ivxl]*|(?<=[.])[ivxl]{{1,5}}(?=\s))"
)
_END = re.compile(rf"(?P<stop>[.!?…]+)(?P<close>[”’\"')\]*_]*(?:\^?\{{[^}}]{{1,20}}\}})?{_MARK}?[”’\"')\]*_]*)(?=\s|$)")
_NEXT = re.compile(r"\s+[“‘\"'(\[*_<]*(?P<first>\S)")
_DOTTED = re.compile(r"(?![ai]$)[a-z]|[a-z](?:\.[a-z])+|etc")  # where no capital tells "u.s. firms" from an end
_LAST_WORD = re.compile(r"[\w.]+$")


def sentences_of(text: str) -> list[str]:
    """The sentences of `text` in order."""
    return [text[low:high] for low, high in split_sentences(text)]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets [start, end) of the sentences of `text`, in order, white space trimmed; together they cover every word.

    A full stop ends no sentence after an abbreviation or an initial, inside a number, inside brackets that close soon,
    or before a small letter, unless the text has no capitals at all. What has no letters of its own (a stray footnote
    number) stays with the sentence before.
    """
    cuts: list[int] = []
    uncased = not any(letter.isupper() for letter in text)
    for match in _END.finditer(text):
        if _ends_sentence(text, match, uncased=uncased):
            cuts.append(match.end())
    found: list[tuple[int, int]] = []
    start = 0
    for cut in [*cuts, len(text)]:
        words = text[start:cut]
        low, high = start + len(words) - len(words.lstrip()), cut - (len(words) - len(words.rstrip()))
        if low < high:
            if found and not re.search(r"[^\W\d_]", text[low:high]):
                found[-1] = (found[-1][0], high)
            else:
                found.append((low, high))
        start = cut
    return found


def _ends_sentence(text: str, match: re.Match[str], *, uncased: bool) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None:
        return False
    first = following.group("first")
    if (first.islower() and not uncased) or first in ",;:.!?…)]–—-&=":
        return False
    stop, before = match.group("stop"), text[max(0, match.start() - 24) : match.start()]
    if not before.strip(" “‘\"'([*_\xa0"):
        return False
    if stop == "." and not match.group("close"):
        word = _LAST_WORD.search(before)
        last = word.group().lower() if word else ""
        if last in _AT_TIMES_SHORT and _names_follow(text, match.end()):
            return False
        if last in _ABBREVIATIONS and not (last in {"no", "p"} and not first.isdigit()):
            return False
        if uncased and _DOTTED.fullmatch(last):
            return False
        if re.fullmatch(r"[a-z]", last) and last != "i" and first.isupper() and _names_follow(text, match.end()):
            return False
    return not _in_brackets(text, match.start(), match.end())


def _names_follow(text: str, position: int) -> bool:
    """After an initial: a surname or another initial, not the start of a sentence such as "The"."""
    word = re.match(r"\s+([\w’'-]+\.?)", text[position : position + 40])
    return word is not None and word.group(1).lower() not in _OPENERS


_OPENERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "we",
        "they",
        "he",
        "she",
        "in",
        "on",
        "at",
        "for",
        "if",
        "but",
        "and",
        "there",
        "as",
        "however",
        "when",
    ]
)


def _in_brackets(text: str, start: int, end: int) -> bool:
    opened = text.rfind("(", max(0, start - 300), start)
    if opened < 0 or ")" in text[opened:end]:
        return False
    closing = text.find(")", end, end + 160)
    return closing >= 0 and "(" not in text[end:closing]
