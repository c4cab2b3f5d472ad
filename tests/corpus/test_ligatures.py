"""Joined letters are read as the letters that they join."""

from __future__ import annotations

from corpus.ligatures import without_ligatures


def test_joined_letters_are_plain_letters() -> None:
    assert (
        without_ligatures("ﬁrst-time oﬀenders, oﬃcers, ﬂags, waﬄes") == "first-time offenders, officers, flags, waffles"
    )


def test_all_other_text_stays_as_it_is() -> None:
    text = "½ of 10² metres – “Ærø” ™"
    assert without_ligatures(text) == text
