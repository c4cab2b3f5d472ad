"""Cuts of long paragraphs: every sentence once, no part too long, and where the subject turns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.cohesion import cut_apart

sentences = st.lists(
    st.lists(st.sampled_from(["lock", "weir", "toll", "boat", "the", "of"]), min_size=1, max_size=12).map(" ".join),
    min_size=1, max_size=14,
)  # fmt: skip


@given(sentences, st.integers(3, 30))
def test_parts_cover_all_sentences_in_order_within_the_limit(texts: list[str], limit: int) -> None:
    sizes = [len(text.split()) for text in texts]
    parts = cut_apart(texts, sizes, limit=limit, goal=limit * 0.8)
    assert [at for part in parts for at in part] == list(range(len(texts)))
    assert all(sum(sizes[at] for at in part) <= limit or len(part) == 1 for part in parts)
    assert parts == cut_apart(texts, sizes, limit=limit, goal=limit * 0.8)


def test_a_cut_falls_where_the_subject_turns() -> None:
    about = ["The lock gates leak.", "Lock gates of oak leak most.", "New gates cost more than the lock."]
    other = ["Tolls rose in May.", "Boats pay tolls by length.", "Long boats pay two tolls."]
    for turn in (about + other, other + about):
        assert cut_apart(turn, [6] * 6, limit=30, goal=18) == [range(3), range(3, 6)]


def test_a_sentence_longer_than_the_limit_stands_alone() -> None:
    assert cut_apart(["a lock", "b", "c"], [50, 2, 2], limit=20, goal=15) == [range(1), range(1, 3)]
