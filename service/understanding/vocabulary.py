"""The words that a corpus uses, how often and how it writes them, beside those of English at large."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from threading import RLock
from typing import TYPE_CHECKING

from service.answering.english import FUNCTION_WORDS

if TYPE_CHECKING:
    from symspellpy import SymSpell

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
OWNER = "'s"
_POSSESSIVE = re.compile(r"['’]s?$")
_BESIDE = frozenset({" ", ", "})
# A larger corpus is read in part: its commonest words are in every part, and the lexical index knows the others.
_READ_CHARACTERS = 5_000_000
_DISTANCE = 2
_CLIPPED = 5  # letters
# How much oftener than English at large a corpus must use a word to be said to be about it, and how often at least.
_CHARACTERISTIC, _LEAST_USES = 2.0, 2
# Shares of all words: below the one a word is rare in English, above the other it is everywhere in the corpus.
_PRIOR = 3.0  # uses after any word, for those after this one
_RARE, _EVERYWHERE = 2e-5, 1e-3
# Shares of uses inside a sentence: from here on a word is a name, or written in capitals.
_ALWAYS = 0.9


def plain(word: str) -> str:
    """A word as it is counted: small letters, no possessive ending."""
    return _POSSESSIVE.sub("", word).lower()


class Vocabulary:
    """The words of one corpus; read when first asked, safe for several threads.

    `in_index` tells whether passages hold a word in any inflection.
    """

    def __init__(self, texts: Iterable[str], names: Sequence[str], in_index: Callable[[str], bool]) -> None:
        self._texts = tuple(texts)
        self._names = frozenset(plain(word) for name in names for word in WORD.findall(name))
        self._single = {name.lower(): name for name in names if WORD.fullmatch(name) and name != name.lower()}
        self._in_index = in_index
        self._lock = RLock()

    def count(self, word: str) -> int:
        """How often the corpus has a word in just this form, in small or capital letters."""
        return self._counted.counts[plain(word)]

    def has(self, word: str) -> bool:
        """Whether the corpus has the word, as it is or in another inflection."""
        bare = plain(word)
        if bare in self._names or self._counted.counts[bare] > 0:
            return True
        return not self._read_whole and self._in_index(bare)  # whose stems take some slips for inflections

    def knows(self, word: str) -> bool:
        """Whether it is a word: one of the corpus, or of English."""
        return self.has(word) or plain(word) in english_words() or word.lower().replace("’", "'") in english_words()

    def characteristic(self, word: str) -> bool:
        """Whether the corpus is about it: it uses the word much oftener than English at large does."""
        bare = plain(word)
        if bare in FUNCTION_WORDS or len(bare) < 2:
            return False
        count = self._counted.counts[bare]
        if count < _LEAST_USES:
            return False
        elsewhere = english_words().get(bare, 0) / _english_total()
        return count / self._counted.total > _CHARACTERISTIC * elsewhere

    def specific(self, word: str) -> bool:
        """Whether a word says of itself what is spoken of: it is rare in English, and not on every page here."""
        bare = plain(word)
        return (
            bare not in FUNCTION_WORDS
            and english_words().get(bare, 0) < _RARE * _english_total()
            and self._counted.counts[bare] < _EVERYWHERE * self._counted.total
        )

    def likelihood(self, word: str) -> float:
        """How likely a word is in a question to this corpus: mostly as in the corpus, a little as in English."""
        bare = plain(word)
        here = self._counted.counts[bare] / max(self._counted.total, 1)
        return 0.9 * here + 0.1 * english_words().get(bare, 0) / _english_total()

    def near(self, word: str, distance: int) -> dict[str, int]:
        """Words of the corpus, and those of English one edit away, with their edit distances from `word`."""
        from symspellpy import Verbosity

        bare = plain(word)
        with self._lock:
            found = self._near_words.lookup(bare, Verbosity.ALL, max_edit_distance=min(distance, _DISTANCE))
        near = {item.term: item.distance for item in found}
        near.update((edit, 1) for edit in _edits(bare) if edit in english_words())
        return near

    def clips(self, word: str) -> bool:
        """Whether it is a longer word of the corpus cut short, as in speech: "physio"."""
        bare = plain(word).removesuffix("s")
        longer = (other for other in self._counted.counts if other.startswith(bare))
        return len(bare) >= _CLIPPED and any(len(other) >= len(bare) + 3 for other in longer)

    def is_speaker(self, word: str) -> bool:
        """Whether the word alone names somebody who speaks in the corpus."""
        return plain(word) in self._single

    def name_like(self, word: str) -> bool:
        """Whether the word is of a name of whoever speaks, or the corpus writes it with a capital nearly always."""
        bare = plain(word)
        uses = self._counted.counts[bare]
        return bare in self._names or (uses > 0 and self._counted.small[bare] <= (1 - _ALWAYS) * uses)

    def written(self, word: str, before: str = "") -> str:
        """A word typed in small letters as the corpus writes it after the word `before`; unchanged where that varies.

        A name of one word that is a common noun too ("Mind") is a name where it mostly is one; `before` is OWNER where
        it has a possessive ending.
        """
        bare = word.lower()
        forms = self._counted.forms.get(bare)  # `get`, for this is read by many threads
        if not forms and bare in self._single:
            return self._single[bare]
        if not forms:
            name = self.count(bare) >= _LEAST_USES and not self._counted.small[bare] and bare not in english_words()
            return self._counted.first[bare] if name else word
        total = sum(forms.values())
        if bare in self._single:
            after = self._counted.pairs.get((before.lower(), bare), Counter())
            return max(forms, key=lambda form: (after[form] + _PRIOR * forms[form] / total, form))
        form, uses = max(forms.items(), key=lambda item: (item[1], item[0]))
        name = form != bare and uses >= _ALWAYS * total and (form.isupper() or bare not in english_words())
        return form if name else word

    @cached_property
    def _read_whole(self) -> bool:
        return sum(map(len, self._texts)) <= _READ_CHARACTERS

    @cached_property
    def _counted(self) -> _Counted:
        with self._lock:
            each = None if self._read_whole else _READ_CHARACTERS // len(self._texts)
            return _Counted([text[:each] for text in self._texts], self._single)

    @cached_property
    def _near_words(self) -> SymSpell:
        from symspellpy import SymSpell

        words = SymSpell(max_dictionary_edit_distance=_DISTANCE, prefix_length=7)
        for word, count in self._counted.counts.items():
            if len(word) > 2:
                words.create_dictionary_entry(word, count)
        return words


class _Counted:
    """Words with their counts: in all, in small letters, by how each is written inside sentences (for names of one
    word also after which word), and how each is written first."""

    def __init__(self, texts: Iterable[str], names: Mapping[str, str]) -> None:
        self.counts: Counter[str] = Counter()
        self.small: Counter[str] = Counter()
        self.first: dict[str, str] = {}
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self.pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for text in texts:
            before, end = "", 0
            for match in WORD.finditer(text):
                word = _POSSESSIVE.sub("", match.group())
                bare = word.lower()
                self.counts[bare] += 1
                if word == bare:
                    self.small[bare] += 1
                self.first.setdefault(bare, word)
                # After a capital a word may stand in a title, at the start of a line or sentence it always is capital.
                if before.islower() and text[end : match.start()] in _BESIDE:
                    self.forms[bare][word] += 1
                    if bare in names:
                        self.pairs[OWNER if word != match.group() else before, bare][word] += 1
                before, end = match.group(), match.end()
        self.total = sum(self.counts.values())


@lru_cache(maxsize=1)
def english_words() -> dict[str, int]:
    """82,834 English words with their counts in Google's books, as symspellpy ships them."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {word: int(count) for word, count in (line.split(" ") for line in text.splitlines())}


@lru_cache(maxsize=1)
def _english_total() -> int:
    return sum(english_words().values())


def _edits(word: str) -> Iterator[str]:
    """Everything one deletion, swap, replacement or insertion of a letter away."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in letters:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]
