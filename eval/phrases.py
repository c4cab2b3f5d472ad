"""Whether words say a thing: the one normalisation and the matching rules that every figure about wording shares."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "*": "", "_": ""}
)
# A superscript figure is the mark of a footnote; as a plain digit it would run into the number before it.
_FOOTNOTE = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PER_CENT = re.compile(r"\s*(?:\bper\s?cent\b|%)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[a-z][a-z'-]*|\d+(?:\.\d+)?")
_STOP_WORDS = """
a about all also an and any are as at be been but by can could did do does for from had has have how if in
into is it its many more most much no not of on or other our say says should so some such than that the their
them there these they this those to up was we were what when where which who why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
PARTIAL_SHARE = 0.5
SUPPORTED_SHARE = 0.8


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """`text` as it is compared: NFKC, lower case, straight quotes, plain dashes, "%" for "per cent", single spaces;
    no marks of emphasis or footnotes, no thousands separators."""
    text = unicodedata.normalize("NFKC", _FOOTNOTE.sub("", text)).translate(_QUOTES).lower()
    text = _PER_CENT.sub("%", text)
    return _SPACE.sub(" ", _THOUSANDS.sub("", text)).strip()


def contains(text: str, form: str) -> bool:
    """Whether the wording `form` stands in `text`, both normalised.

    A form may end inside a word ("sanction" in "sanctions") but not begin inside one ("employment" is not in
    "unemployment"), and a number is whole ("3 days" is not in "13 days", "£1" not in "£19").
    """
    return _pattern(form).search(plain(text)) is not None


@lru_cache(maxsize=16_384)
def _pattern(form: str) -> re.Pattern[str]:
    words = plain(form)
    before = r"(?<!\w)(?<!\d[.])" if words[:1].isalnum() else ""
    after = r"(?!\d)(?![.]\d)" if words[-1:].isdigit() else ""
    return re.compile(before + re.escape(words) + after)


@lru_cache(maxsize=16_384)
def content_words(text: str) -> tuple[str, ...]:
    """The words and numbers of `text` that carry meaning, crudely stemmed, in order."""
    words = _WORD.findall(plain(text))
    return tuple(_stem(word) for word in words if word.isdigit() or (len(word) > 1 and word not in STOP_WORDS))


def half_says(text: str, form: str) -> bool:
    """Whether `text` says part of `form`: all its numbers, and at least half of its other content words, in any order.

    A form of a single content word is said or not, never in part.
    """
    wanted = set(content_words(form))
    if len(wanted) < 2:
        return False
    there = set(content_words(text))
    numbers = {word for word in wanted if word[0].isdigit()}
    others = wanted - numbers
    if not numbers <= there:
        return False
    return not others or len(others & there) >= PARTIAL_SHARE * len(others)


def supported(statement: str, quotes: str) -> bool:
    """Whether the quoted words carry a statement: all its numbers and four fifths of its content words are in them.

    Words in square brackets are an editor's and need no support. A deterministic stand-in for textual entailment: exact
    for a statement that quotes, strict for one that paraphrases.
    """
    words = set(content_words(re.sub(r"\[[^\]]*\]", " ", statement)))
    if not words:
        return True
    there = set(content_words(quotes))
    if not {word for word in words if word[0].isdigit()} <= there:
        return False
    return len(words & there) >= SUPPORTED_SHARE * len(words)


def same_speaker(given: str, gold: str) -> bool:
    """Whether two descriptions name the same speaker.

    They do if they agree up to the first comma or bracket, if one's words all stand in the other, or if they share at
    least half of the words of either together (Jaccard).
    """
    if not given.strip() or not gold.strip():
        return False
    if _head(given) == _head(gold):
        return True
    a, b = set(content_words(given)), set(content_words(gold))
    if not a or not b:
        return False
    return a <= b or b <= a or len(a & b) >= 0.5 * len(a | b)


def count_words(text: str) -> int:
    """Words of `text` as white space divides them."""
    return len(text.split())


def _head(speaker: str) -> str:
    return re.split(r"[,(]", plain(speaker), maxsplit=1)[0].strip()


def _stem(word: str) -> str:
    if word[0].isdigit() or len(word) < 5:
        return word
    for ending in ("'s", "ings", "ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
