"""Learning the weights of cues."""

from __future__ import annotations

from corpus.models import BlockKind, Role, Side, StatementKind, Voice
from ingest.fit_kinds import Example, Scorer, cross_validate

UNION = Voice("Union", Role.AUTHOR, Side.STAKEHOLDER, "Union")


def example(words: str, kind: str) -> Example:
    return Example(words, UNION, BlockKind.PARAGRAPH, "", kind, None)


def test_without_labels_to_the_contrary_a_cue_weighs_what_grammar_expects() -> None:
    scorer = Scorer(Side.STAKEHOLDER)
    assert scorer.predict([example("Ministers should mend the road.", "recommendation")]) == ["recommendation"]


def test_labels_move_a_cue_away_from_what_was_expected() -> None:
    scorer = Scorer(Side.STAKEHOLDER, pull=0.1)
    before = scorer.learnt()[StatementKind.CONCERN].get("must", 0.0)
    scorer.fit([example(f"Drivers must queue {place} times.", "concern") for place in ("two", "six", "nine")] * 5)
    assert scorer.learnt()[StatementKind.CONCERN]["must"] > before
    assert scorer.predict([example("Hauliers must wait.", "")]) == ["concern"]


def test_every_row_is_predicted_once_in_cross_validation() -> None:
    rows = [example("Ministers should mend the road.", "recommendation"), example("We fear delays.", "concern")] * 6
    pairs = cross_validate(rows, 4.0, folds=3)
    assert sorted(label for label, _ in pairs) == sorted(row.kind for row in rows)
    assert all(label == said for label, said in pairs)
