"""Words of English text, their stems, and which of them carry content."""

from __future__ import annotations

import re
from functools import lru_cache

import tantivy


def listed(text: str) -> tuple[str, ...]:
    """The words of a list that is written as text."""
    return tuple(text.split())


WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
# Marks of the canonical text that are no words: emphasis, footnote numbers, and what a screen does not show.
_MARKS = re.compile(r"\*+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{[^}]{1,20}\}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9£])")

# Closed-class words, and the verbs of reporting with which a statement says who says what: neither is what is said.
FUNCTION_WORDS = frozenset(
    listed("""
    a about above across after again all along also although always am among an and another any are
    as at away back be because become been before being between both but by can cannot could did do
    does doing done down during each either else enough etc even ever every few for from further get
    gets getting given go goes going had has have having he her here hers him his how however i if
    in into is it its itself just keep less let like made make makes making many may me might more
    most much must my need needs neither new nor no not now of off often on once one only onto or
    other others our ours out over own part per perhaps put rather really same several shall she
    should since so some still such take takes than that the their theirs them themselves then there
    these they thing things this those though through thus to together too toward towards under
    until up upon us very was way ways we well were what when where whether which while who whom
    whose why will with within without would yet you your
""")
)
REPORTING_WORDS = frozenset(
    listed("""
    say says said state states stated argue argues argued believe believes believed note notes noted
    report reports reported claim claims claimed suggest suggests suggested according think thinks
    thought explain explains explained describe describes described point points pointed mention
    mentions mentioned view views opinion respond responds
""")
)


@lru_cache(maxsize=1)
def _stemmer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Snowball's English stem of one word; a possessive ending does not count."""
    bare = re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'")
    # "recognise" and "recognize" are one word.
    bare = re.sub(r"(?<=[a-z]{4})is(?=(?:e[dsr]?|ing|ations?)$)", "iz", bare.split("'")[0] or bare)
    found = _stemmer().analyze(bare)
    return str(found[0]) if found else bare


def plain(text: str) -> str:
    """`text` without emphasis, footnote marks and invisible characters."""
    return _MARKS.sub("", text)


def words(text: str) -> list[str]:
    return WORD.findall(text)


def carries_content(word: str) -> bool:
    """Whether the word is about something: not closed-class, not a verb of reporting, not a number, not one letter."""
    low = word.casefold().replace("’", "'")
    if "'" in low:
        low = low.split("'")[0]
    return len(low) > 1 and not low[0].isdigit() and low not in FUNCTION_WORDS and low not in REPORTING_WORDS


def content_stems(text: str) -> list[str]:
    """Stems of the words of `text` that carry content, in order, repeats kept."""
    return [stem(word) for word in words(text) if carries_content(word)]


def sentences(text: str) -> list[str]:
    """A statement's own sentences; good enough for a model's prose, not for documents."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]
