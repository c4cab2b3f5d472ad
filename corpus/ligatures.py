"""Letters that a typesetter joined into one character ("ﬁ"), as a PDF's text often gives them, and those letters."""

from __future__ import annotations

_LETTERS = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def without_ligatures(text: str) -> str:
    """The text in plain letters, as people type them; it can be longer than it was."""
    return text.translate(_LETTERS)
