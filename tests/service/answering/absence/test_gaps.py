"""What is missing of a question is told from 0 to 1, by counting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corpus.models import Side
from service.answering.absence.coverage import Coverage
from service.answering.absence.gaps import GAP_FEATURES, Gaps, gaps_of
from service.answering.absence.missing import Nearest
from service.answering.absence.occurrences import Words
from service.answering.absence.subject import Subject
from service.answering.absence.thing import Fit

BOARD, ROWERS = Words("Harbour Board", Side.GOVERNMENT), Words("Rowers", Side.STAKEHOLDER)
DREDGING = Subject("dredging", np.asarray([4], np.int64), name=False, known=True, outright=True)
NOWHERE = replace(DREDGING, positions=np.zeros(0, np.int64))
SAID, UNSAID = Coverage(BOARD, 3, 2, 40), Coverage(ROWERS, 0, 0, 20)


def test_there_is_a_feature_for_each_gap() -> None:
    assert len(Gaps().features) == len(GAP_FEATURES)


def test_a_subject_that_some_of_those_asked_never_say() -> None:
    assert gaps_of(DREDGING, [SAID, UNSAID], None) == Gaps(outright_unsaid=0.5)
    assert gaps_of(replace(DREDGING, outright=False), [SAID, UNSAID], None) == Gaps()
    assert gaps_of(DREDGING, [SAID], None) == Gaps()


def test_a_figure_that_no_sentence_gives_is_missing_and_one_that_comes_near_is_not() -> None:
    far, near = Nearest(Fit(False, 1.0), 0.9), Nearest(Fit(True, 0.8), 0.1)
    missing = gaps_of(DREDGING, [SAID], [far])
    given = gaps_of(DREDGING, [SAID], [far, near])
    assert (missing.thing_missing, missing.thing_beside) == (1.0, 0.0)
    assert (given.thing_missing, given.thing_beside) == (0.0, 0.9)


def test_nothing_is_missing_of_a_subject_that_stands_nowhere() -> None:
    assert gaps_of(NOWHERE, [], []).thing_missing == 0.0
