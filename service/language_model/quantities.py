"""Numbers in prose, compared by value: "300" is "three hundred", "£15m" is "£15 million", "40%" is "40 per cent"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.language_model.words import carries_content, listed, plain, stem, words

_SMALL = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_UNITS = {word: value for value, word in enumerate(_SMALL)}
_TENS = {
    word: 10 * value for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_LETTERS = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_PARTS = {"half": Fraction(1, 2), "halves": Fraction(1, 2)} | {
    form: Fraction(1, value)
    for value, word in ((3, "third"), (4, "quarter"), (5, "fifth"), (6, "sixth"), (8, "eighth"), (10, "tenth"))
    for form in (word, word + "s")
}
_TIMES = {"twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "treble": 3, "triple": 3, "tripled": 3}
_VAGUE = frozenset(["dozens", "hundreds", "thousands", "millions", "billions"])
_NTH = listed("first second third fourth fifth sixth seventh eighth ninth tenth")
_ORDINALS = {word: value for value, word in enumerate(_NTH, start=1)}
_GLYPHS = {"½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4"}
_CLAUSE_END = re.compile(
    r"[;:()]|,\s|\s[–—]\s|(?<=[.!?])\s|\b(?:but|while|whereas|and|compared|against|including|although|of which)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?P<digits>(?<!\w)(?<!\d[.,])(?P<currency>[£$€])?\s?(?P<number>(?>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?))"
    r"(?P<letters>(?:k|mn|m|bn|b|tn)(?![a-z]))?(?P<nth>st|nd|rd|th)?s?(?![a-z]))"
    r"|(?P<percent>%|per\s?cent(?:age)?\b|percent(?:age)?\b)"
    r"|(?P<word>[a-z]+)|(?P<mark>[-–—/])|(?P<other>[^\s\w])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """One way to read a number: its value, and "%", "£", "points", "times", "ordinal", "vague" or "" for a plain
    one.
    """

    value: Fraction
    unit: str = ""


@dataclass(slots=True)
class _Item:
    """A number under construction: `scaled` says that a magnitude such as million was given."""

    value: Fraction
    unit: str
    start: int
    end: int
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text, with every reading that it allows ("2014-15" may be 15 or 2015)."""

    text: str
    readings: frozenset[Reading]


def quantities(text: str) -> list[Quantity]:
    """Every number of `text` in order. "One" counts as a number only after "only" or "just", or within a larger
    number.
    """
    bare = plain(text)
    for glyph, spelled in _GLYPHS.items():
        bare = bare.replace(glyph, spelled)
    bare = unicodedata.normalize("NFKC", bare)
    tokens = list(_TOKEN.finditer(bare))
    items = _items(tokens)
    return [
        Quantity(_source(bare, tokens, item), frozenset(_readings(items, index, tokens)))
        for index, item in enumerate(items)
    ]


def missing(statement: str, evidence: str) -> list[Quantity]:
    """The numbers of `statement` that `evidence` does not give, by value and unit."""
    given: set[Reading] = set()
    for quantity in quantities(evidence):
        given |= quantity.readings
    return [quantity for quantity in quantities(statement) if not quantity.readings & given]


def misplaced(statement: str, evidence: Sequence[str]) -> bool:
    """Whether a number of the statement is said of what the evidence says another number of.

    Clause by clause: the clause of the statement shares words with a clause that has another number, and shares nothing
    of its own with any clause that has this one.
    """
    shown = [_Clause(clause) for sentence in evidence for clause in _CLAUSE_END.split(sentence)]
    for clause in map(_Clause, _CLAUSE_END.split(statement)):
        for quantity in clause.numbers:
            own = [other for other in shown if quantity.readings & other.readings]
            others = [other for other in shown if other.readings and not other.readings & clause.readings]
            if own and all(any(clause.nearer(other, mine) for other in others) for mine in own):
                return True
    return False


class _Clause:
    """A clause with its numbers and the words that tell it from another: content words, and number words."""

    def __init__(self, text: str) -> None:
        self.numbers = quantities(text)
        self.readings = {reading for number in self.numbers for reading in number.readings}
        self.words = {stem(word) for word in words(text) if carries_content(word) or word.casefold() in _UNITS}

    def nearer(self, other: _Clause, mine: _Clause) -> bool:
        """Whether this clause shares a word with `other` alone and none with `mine` alone, which has words of its
        own.
        """
        own = mine.words - other.words
        return bool(own) and not self.words & own and bool(self.words & (other.words - mine.words))


def _word(tokens: list[re.Match[str]], index: int) -> str:
    return (tokens[index].group("word") or "").lower() if 0 <= index < len(tokens) else ""


def _items(tokens: list[re.Match[str]]) -> list[_Item]:
    items: list[_Item] = []
    index = 0
    while index < len(tokens):
        item = _digits(tokens, index) or _fraction(tokens, index) or _spelled(tokens, index) or _loose(tokens, index)
        if item is None:
            index += 1
            continue
        _take_unit(tokens, item)
        items.append(item)
        index = item.end
    return items


def _digits(tokens: list[re.Match[str]], index: int) -> _Item | None:
    token = tokens[index]
    if token.group("digits") is None:
        return None
    item = _Item(Fraction(token.group("number").replace(",", "")), token.group("currency") or "", index, index + 1)
    if letters := token.group("letters"):
        item.scale = _LETTERS[letters.lower()]
    elif (scale := _SCALES.get(_word(tokens, item.end))) is not None:
        item.scale, item.end = scale, item.end + 1
    item.value *= item.scale
    return item


def _fraction(tokens: list[re.Match[str]], index: int) -> _Item | None:
    """ "half", "a third", "two-thirds", "three quarters", and "a quarter of a million"."""
    word = _word(tokens, index)
    end = index + 1
    count = 1
    if word in _UNITS or word in ("a", "an"):
        count = _UNITS.get(word, 1)
        if end < len(tokens) and tokens[end].group("mark"):
            end += 1
        word, end = _word(tokens, end), end + 1
    elif word not in ("half", "halves"):
        return None
    if (part := _PARTS.get(word)) is None:
        return None
    follows = end + (_word(tokens, end) == "of")
    follows += _word(tokens, follows) in ("a", "an")
    if (scale := _SCALES.get(_word(tokens, follows))) is not None:
        return _Item(count * part * scale, "", index, follows + 1, scale)
    return _Item(count * part * 100, "%", index, end)


def _spelled(tokens: list[re.Match[str]], index: int) -> _Item | None:
    """Number words: units and tens, with hundred, thousand, million … and "and" between them."""
    total, current, end, seen, scale = 0, 0, index, False, 1
    position = index
    while position < len(tokens):
        word = _word(tokens, position)
        if word in _UNITS or word in _TENS:
            step = _UNITS.get(word, _TENS.get(word, 0))
            if seen and not _extends(tokens, position, total, current, step):
                break
            current, seen, end = current + step, True, position + 1
        elif word in _SCALES and (seen or _word(tokens, position - 1) in ("a", "few", "several")):
            size = _SCALES[word]
            current = max(current, 1) * size
            if size > 100:
                total, current = total + current, 0
            seen, end, scale = True, position + 1, max(scale, size)
        elif not (seen and (word == "and" or (tokens[position].group("mark") or "") == "-")):
            break
        position += 1
    if not seen or (
        end == index + 1 and _word(tokens, index) == "one" and _word(tokens, index - 1) not in ("only", "just")
    ):
        return _in_a_hundred(tokens, index) if seen else None
    return _Item(Fraction(total + current), "", index, end, scale)


def _extends(tokens: list[re.Match[str]], position: int, total: int, current: int, step: int) -> bool:
    """Whether a further number word goes on with the number: "twenty four", "hundred and five", not "two three"."""
    if current % 100 == 0:
        return total + current > 0
    return current % 10 == 0 and current % 100 >= 20 and 0 < step < 10 and _word(tokens, position - 1) != "and"


def _in_a_hundred(tokens: list[re.Match[str]], index: int) -> _Item | None:
    """ "one" alone is a pronoun as often as a number; "one in four" is a number."""
    after = index + 2 + (_word(tokens, index + 2) in ("of", "every"))
    if _word(tokens, index + 1) in ("in", "out") and after < len(tokens):
        word = _word(tokens, after)
        if tokens[after].group("number") or word in _UNITS or word in _TENS or word in ("a", "hundred", "thousand"):
            return _Item(Fraction(1), "", index, index + 1)
    return None


def _loose(tokens: list[re.Match[str]], index: int) -> _Item | None:
    word = _word(tokens, index)
    if word in _TIMES:
        return _Item(Fraction(_TIMES[word]), "times", index, index + 1)
    if word in _VAGUE:
        return _Item(Fraction(_SCALES.get(word.removesuffix("s"), 12)), "vague", index, index + 1)
    if word in _ORDINALS:
        return _Item(Fraction(_ORDINALS[word]), "ordinal", index, index + 1)
    if word == "dozen":
        return _Item(Fraction(12), "", index, index + 1)
    return None


def _take_unit(tokens: list[re.Match[str]], item: _Item) -> None:
    if item.end >= len(tokens) or item.unit:
        return
    if tokens[item.end].group("percent"):
        item.unit, item.end = "%", item.end + 1
        if _word(tokens, item.end) in ("point", "points"):
            item.unit, item.end = "points", item.end + 1
    elif _word(tokens, item.end) in ("pounds", "pound"):
        item.unit, item.end = "£", item.end + 1


def _readings(items: list[_Item], index: int, tokens: list[re.Match[str]]) -> set[Reading]:
    item = items[index]
    found = {Reading(item.value, item.unit)}
    if tokens[item.end - 1].group("nth"):
        found.add(Reading(item.value, "ordinal"))
    if index + 1 < len(items):
        following = items[index + 1]
        link = _between(tokens, item, following)
        # "86-90%", "20 to 30 per cent", "£1-2 million": the first takes the unit and the magnitude of the last.
        if link in ("-", "–", "—", "to", "and", "or", "/") and item.unit in ("", following.unit, "£"):
            unit = item.unit or following.unit
            found |= {
                Reading(item.value, unit),
                Reading(item.value * (following.scale if item.scale == 1 else 1), unit),
            }
        if share := _share(item, following, link):
            found.add(share)
    if index:
        before = items[index - 1]
        link = _between(tokens, before, item)
        if link in ("-", "–", "—", "/", "to", "and") and not item.unit and before.unit == "£":
            found.add(Reading(item.value, "£"))
        if link in ("-", "–", "/") and 1_900 <= before.value < 2_100 and item.value < 100:
            found.add(Reading(before.value // 100 * 100 + item.value))
        if share := _share(before, item, link):
            found.add(share)
    return found


def _between(tokens: list[re.Match[str]], first: _Item, second: _Item) -> str:
    return " ".join(token.group().lower() for token in tokens[first.end : second.start])


def _share(part: _Item, whole: _Item, link: str) -> Reading | None:
    """ "one in four", "3 out of 10" as a percentage."""
    if link in ("in", "out of", "in every", "of every") and 0 < part.value < whole.value <= 1_000:
        return Reading(100 * part.value / whole.value, "%")
    return None


def _source(text: str, tokens: list[re.Match[str]], item: _Item) -> str:
    return text[tokens[item.start].start() : tokens[item.end - 1].end()].strip()
