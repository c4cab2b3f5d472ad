"""How quoted words are shown: without typographic marks, and with what they need to be understood in square brackets.

What is quoted stays as it is in the citation; only the text of a statement is tidied.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpus.models import BlockKind, Passage, Role
from corpus.quotes import OMISSION, joint, squeeze

ELLIPSIS = OMISSION
_LEAD_WORDS = 16
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)")
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,–-]*[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*|\^\{[^}]{1,20}\}|<sup>.{1,20}?</sup>")
_NOTE_NUMBER = re.compile(r"(?<=[^\d\s][.!?”’\"%)])\d{1,3}(?:,\d{1,3})*(?=\s|$)|(?<=[a-z]{3}[.!?])\d{1,3}(?=\s|$)")
_PRONOUN = re.compile(
    r"^(?:They|Their|Them|It|Its|This|These|Those|That|He|She|His|Her|Such|Both|Here|Each|"
    r"(?:(?:Some|Each|All|Both|Many|Most|Few) of|Of) (?:these|them|those))\b"
    r"(?! (?:is|was|would be|will be) (?:important|essential|vital|clear|crucial|possible|likely|unclear|right|"
    r"difficult) (?:that|to)\b)"
)
# What led into a quotation that stands elsewhere: "According to the board,", "The mayor added:".
_LEADS_IN = re.compile(
    r"(?:according to|in the words of)\b[^.?!]{2,60},|"
    r"(?:\S+ ){1,5}(?:said|says|adds|added|writes|wrote|continued|told us)[,:]",
    re.IGNORECASE,
)
_LABEL_WORDS = 16
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|shall|may|might|must|do|does|did|says?|said|"
    r"told|added|adds|we|they|he|she|it|i)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)\S+|\(accessed [^)]*\)")
_GENERIC_HEADING = re.compile(
    r"^(?:introduction|conclusions?|summary|chapter summary|your views|background|overview|recommendations?|contents|"
    r"about\b.*|annex\b.*|"
    r"executive summary|summary of .*questions|foreword|case stud(?:y|ies)|the evidence|context|next steps|"
    r"\d+[.:]?.*questions?)$",
    re.IGNORECASE,
)

_SUMMARY_HEADING = re.compile(
    r"^(?:(?:executive |chapter |our |the )?summary"
    r"(?: of (?:our |the )?(?:main |key )?(?:recommendations?|points|proposals|response|evidence))?|"
    r"(?:our |the )?(?:main |key )?(?:recommendations?|points|messages|conclusions?|findings|proposals)|"
    r"where we stand|at a glance|in (?:brief|short|summary))$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"^\W*(?:(?:chapter|section|part|annex)\s+)?(?:\d+(?:\.\d+)*|[A-Z](?=[.:)]))[.:)]?\s*[-–—:]?\s*", re.I
)


def tidy(text: str) -> str:
    """Words to read: no emphasis marks, footnote numbers or link targets."""
    text = _LINK.sub(r"\1", text)
    text = _SUPERSCRIPT.sub("", text)
    text = _NOTE_NUMBER.sub("", text)
    text = _EMPHASIS.sub("", text)
    return squeeze(re.sub(r"\s+([,.;:!?])", r"\1", text))


def readable(passage: Passage, positions: Sequence[int], text: str) -> str:
    """The sentences of a passage of `text` at `positions`, readable on their own, what they leave out marked."""
    if not positions:
        return ""
    shown = [passage.sentences[position] for position in positions]
    words = tidy(shown[0].text)
    for before, sentence in itertools.pairwise(shown):
        words += joint(text, before.spans[-1], sentence.spans[0]) + tidy(sentence.text)
    words = squeeze(words)
    note = context_note(passage, positions[0], words)
    return f"[{note}] {words}" if note else words


def context_note(passage: Passage, first: int, text: str) -> str:
    """What a reader must know before the words: the list's lead-in, what a pronoun stands for, or else the heading."""
    known = spoken_note(passage, first, text)
    if known or not (opens_with_pronoun(text) and passage.voice.role is Role.AUTHOR):
        return known
    return next(
        (_shortened(tidy(heading)) for heading in reversed(passage.section) if not is_generic_heading(heading)), ""
    )


def spoken_note(passage: Passage, first: int, text: str) -> str:
    """What can be read out before the words: the list's lead-in or what a pronoun stands for, and never a heading."""
    if passage.lead_in and not tidy(passage.lead_in).lower().startswith(text[:40].lower()):
        lead = _shortened(tidy(passage.lead_in).rstrip(":– "))
        if lead and lead.lower() not in text.lower() and not is_generic_heading(lead):
            return lead
    if opens_with_pronoun(text) and passage.voice.role is Role.AUTHOR:
        return _subject(tidy(passage.sentences[0].text)) if first > 0 else ""
    return ""


def opens_with_pronoun(sentence: str) -> bool:
    """Whether a sentence begins with a word for what the one before it names: "They will …", "This means …"."""
    return _PRONOUN.match(tidy(sentence)) is not None


def is_label(sentence: str) -> bool:
    """Whether a line only names somebody or something: "Account from Ada Moor, Harbour Radio", "She said,"."""
    if len(sentence.split()) > 2 * _LABEL_WORDS:  # by far too long, links and marks counted
        return False
    words = re.findall(r"[^\W\d_][\w’'-]*", tidy(sentence))
    if _LEADS_IN.fullmatch(sentence.strip()):
        return True
    long = [word for word in words if len(word) > 3]
    if not words or len(words) > _LABEL_WORDS or re.search(r"[;!?]|\d|[.:]\s+\w", sentence):
        return False
    named = sum(word[0].isupper() for word in long) >= 0.55 * max(1, len(long))
    return named and not _FINITE.search(sentence)


def is_reference(passage: Passage) -> bool:
    """Whether a footnote only names a source: "Anchor. State of boating 2016. <https://…>"."""
    if passage.block is not BlockKind.FOOTNOTE or _ADDRESS.search(passage.text) is None:
        return False
    return _FINITE.search(_ADDRESS.sub("", passage.text)) is None


def is_generic_heading(heading: str) -> bool:
    """Whether a heading says nothing of what is under it: "Conclusion", "Your views"."""
    return _GENERIC_HEADING.match(tidy(heading)) is not None


def is_summary_heading(heading: str) -> bool:
    """Whether a document sums itself up under a heading: "Executive summary", "Our recommendations"."""
    return _SUMMARY_HEADING.match(without_number(heading)) is not None


def without_number(heading: str) -> str:
    """A heading without the number of its section."""
    return _NUMBERING.sub("", tidy(heading)).strip() or tidy(heading)


def _subject(sentence: str) -> str:
    """The name that an opening sentence begins with, if it begins with one of several words."""
    match = re.match(r"(?:The |Our |A )?(?:[A-Z][\w’'-]+ ){2,5}", sentence)
    return match.group().strip() if match and not _PRONOUN.match(sentence) else ""


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= _LEAD_WORDS else f"{ELLIPSIS} {' '.join(words[-_LEAD_WORDS:])}"
