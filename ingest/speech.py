"""Whether words in quotation marks inside an author's paragraph are speech of their own, or part of its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.quotation import MIN_WORDS, Quote, find_quotes, find_single_quotes
from ingest.reporting import ACCORDING, REPORTING
from ingest.sentences import sentences_of, split_sentences

_SENTENCE_ENDS = re.compile(r"[.?!…][”’\")⁰-⁹]*\s*$")
_LEADS_INTO_CLAUSE = re.compile(r"\b(?:that|to|of|the|a|an|as|is|are|be|with|for|in|by)\s*$", re.I)
_ENDS_IN_DOCUMENT = re.compile(r"\b(?:document|report|letter|guidance)\s*$", re.I)
# Behind a quotation, who said it: "(importer, West Midlands)".
_BRACKETED = re.compile(r"\s*\((?P<who>[a-z][a-z’' -]{2,50}(?:, [A-Z][\w’' -]{2,40}){0,2})\)\.?")
_NO_SIGNATURE = re.compile(r"\b(?:emphasis|italics|original|sic|ibid|see|paragraph|page|op cit)\b")
_SIGNED = re.compile(r"\s*(?P<who>\([^)]{4,80}\)\.?|[A-Z][^.“”]{4,160}\.?)(?:\s|$)")
# "X puts it clearly: …" announces words without marks; single marks hold a clause from a small letter on.
_PUTS_IT = re.compile(r"\bputs? it(?: [a-z]+){0,5}:\s+(?=[^\s“\"‘'])")
_HE_SAID = re.compile(rf"\s*,?\s*(?:he|she|they) (?:[a-z]+ly )?{REPORTING.pattern}", re.I)
_SINGLE = re.compile(r"(?<=\s)[‘'](?=[a-z])(?:[^‘’'“”]|(?<=\w)[’'](?=\w)){50,}[’'](?!\w)")
_LONG = 12
_FEWEST_ATTRIBUTED = 4
_LEAD_WORDS = 12


def quotations_in(text: str) -> list[Quote]:
    """The quotations of an author's paragraph, in double or single marks or announced without any; in no order."""
    quotes = find_quotes(text)
    if quotes and not quotes[0].opened:
        quotes = quotes[1:]
    for match in REPORTING.finditer(text):
        single = re.match(r"(?:[^.:;“”‘]{0,60})?[:,]\s+(?=[‘'][A-Z])", text[match.end() :])
        if single:
            quote = find_single_quotes(text, match.end() + single.end())
            if quote and not _overlaps(quote, quotes):
                quotes.append(quote)
    put = _PUTS_IT.search(text)
    if put:
        ends = next((end for start, end in split_sentences(text) if start <= put.start() < end), len(text))
        quotes.append(Quote(put.end(), ends, True, True))
    marked = [Quote(match.start(), match.end(), True, True) for match in _SINGLE.finditer(text)]
    return quotes + [quote for quote in marked if not _overlaps(quote, quotes)]


def _overlaps(quote: Quote, others: Sequence[Quote]) -> bool:
    return any(quote.start < other.end and other.start < quote.end for other in others)


@dataclass(frozen=True)
class QuoteInContext:
    """A quotation in its paragraph."""

    text: str
    quote: Quote

    @property
    def tail(self) -> str:
        return self.text[self.quote.end :]

    @cached_property
    def before(self) -> Sequence[str]:
        """The paragraph's sentences before the quotation, the one that leads into it last."""
        return sentences_of(self.text[: self.quote.start])

    @cached_property
    def begins_anew(self) -> bool:
        """Whether the quotation stands at the paragraph's start or after a whole sentence."""
        before = self.text[: self.quote.start]
        return not before.strip() or _SENTENCE_ENDS.search(before.rstrip() + " ") is not None

    @property
    def lead(self) -> str:
        """The beginning of the sentence that the quotation stands in; empty where it begins anew."""
        return "" if self.begins_anew or not self.before else self.before[-1]

    @property
    def context(self) -> Sequence[str]:
        """The paragraph's sentences before the one that the quotation stands in."""
        return self.before if self.begins_anew else self.before[:-1]

    @property
    def after_colon(self) -> bool:
        return self.lead.rstrip().endswith(":")

    @property
    def reported(self) -> bool:
        """Whether the words right before say that somebody said something."""
        return REPORTING.search(" ".join(self.lead.split()[-_LEAD_WORDS:])) is not None

    @property
    def could_be_attributed(self) -> bool:
        """Whether what follows goes on as a clause that says who speaks: "“It is,” she said."."""
        ended = self.text[: self.quote.end].rstrip()[-2:-1] in ",.?!"
        return ended and re.match(r"\s*,?\s*\w", self.tail) is not None

    @property
    def told_of(self) -> bool:
        """Whether what follows says that he or she said it, whoever that is: "“It is,” he said."."""
        return self.could_be_attributed and _HE_SAID.match(self.tail) is not None

    @property
    def signature(self) -> re.Match[str] | None:
        """The words after a whole quotation that may name its speaker, as group `who`: "“…” (A. Smith)"."""
        return _SIGNED.match(self.tail) if self.quote.closed else None

    @property
    def bracketed(self) -> re.Match[str] | None:
        """Who said it in brackets right behind the quotation, as group `who`: "“…” (importer, West Midlands)"."""
        match = _BRACKETED.match(self.tail) if self.quote.closed else None
        return match if match and not _NO_SIGNATURE.search(match.group("who")) else None

    def is_speech(self, *, attributed: bool) -> bool:
        """Whether somebody else speaks here: the quotation stands for itself, or a clause says whose words it is.

        `attributed` says that the clause right after it names who speaks.
        """
        words = len(self.quote.words(self.text))
        if words < MIN_WORDS and not (attributed and words >= _FEWEST_ATTRIBUTED):
            return False
        if attributed and (self.begins_anew or self._opens_sentence):
            return True
        if words >= _LONG and (self.begins_anew or ACCORDING.match(self.lead)):
            return True
        if self.reported and (self.after_colon or (words >= _LONG and self.lead.rstrip().endswith(","))):
            return True
        return self._opens_sentence and (self.after_colon or (not self._in_clause and self._stands_out))

    @property
    def _stands_out(self) -> bool:
        """Whether something but its capital letter tells a quotation from an author's phrase."""
        several = len(split_sentences(self.text[self.quote.start : self.quote.end])) > 1
        named = not self.begins_anew and _ENDS_IN_DOCUMENT.search(self.lead) is not None
        return self.reported or several or named

    @property
    def _in_clause(self) -> bool:
        """Whether the author's clause runs on into it: "they said that “the scheme …"."""
        return _LEADS_INTO_CLAUSE.search(self.lead) is not None and not self.after_colon

    @property
    def _opens_sentence(self) -> bool:
        inner = self.text[self.quote.start : self.quote.end].lstrip("“\"‘'”… .[(")
        elided = self.text[self.quote.start + 1 : self.quote.start + 2] in ("…", "[")
        return elided or inner[:1].isupper() or inner[:1].isdigit() or inner[:1] in ("£", "$", "€")
