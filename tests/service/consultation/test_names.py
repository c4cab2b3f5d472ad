from __future__ import annotations

import pytest

from service.consultation.names import Wording, names_asked_about


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What do you think of the Open Door service?", ("Open Door",)),
        ("Should the Door of Hope and Library Loan Schemes be kept?", ("Door of Hope", "Library Loan Scheme")),
        ("How should the Department of Libraries count its loans?", ()),
        ("Library Vans are old. Mobile Printers too. What now?", ()),
        ("Should London have more?", ()),
    ],
)
def test_a_name_is_several_capitalised_words_inside_a_sentence_and_no_public_body(
    question: str, names: tuple[str, ...]
) -> None:
    assert names_asked_about(question) == names


@pytest.mark.parametrize(
    ("said", "asked", "has"),
    [
        ("We use the Open Door service.", "Open Door", True),
        ("We use the open door\nservice.", "Open Door", True),
        ("We use the open door service.", "Open Door; leave no open door", False),
        ("We lend books.", "Open Door", False),
    ],
)
def test_a_name_is_said_in_any_letters_unless_small_ones_mean_something_else(said: str, asked: str, has: bool) -> None:
    assert Wording([said]).has_any(["Open Door"], Wording([asked])) is has


def test_one_of_several_names_is_enough() -> None:
    assert Wording(["The Loan Scheme works."]).has_any(["Open Door", "Loan Scheme"], Wording([]))
