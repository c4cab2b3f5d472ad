"""Characters that a text is better without: control characters, invisible marks, ligatures, odd spaces."""

from __future__ import annotations

import re

from corpus.ligatures import without_ligatures

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff]|\ufffe|\uffff")
# Soft hyphens, marks of direction and of width nought: nobody sees or types them.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n?|\u0085|\u2028|\u2029")


def without_controls(text: str) -> str:
    """The text with line ends as ``\\n`` and without control characters and halves of surrogate pairs."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def plain_characters(text: str) -> str:
    """The text in characters that a person could type: plain letters and spaces, nothing invisible."""
    return without_ligatures(_SPACES.sub(" ", _UNSEEN.sub("", without_controls(text))))


def superscript(number: str) -> str:
    """A note's number as superscript digits, as canonical texts mark notes."""
    return number.translate(_SUPERSCRIPTS)
