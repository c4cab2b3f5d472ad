"""Whether somebody who is asked in a comparison says nothing on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from service.answering.gathering import Answering
from service.answering.terms import content_words, stems
from service.answering.topics import names_in

_ROOT = 5


def is_silent(
    part: Answering, parts: Sequence[Answering], least: float, also_called: Callable[[str], Sequence[str]]
) -> bool:
    """Whether nothing found for a part is on what is asked.

    Nothing is where the likeliest passage is less likely than `least`, or where the question asks by name for
    something ("the Clean Air Discount") that passages of another part have and none of this one: neither by that name
    nor as it is `also_called`, by its abbreviation or long form.
    """
    if not part.candidates or part.candidates[0].probability < least:
        return True
    names = [[_name(form) for form in (name, *also_called(name))] for name in names_in(part.question.text)]
    names = [[form for form in forms if form] for forms in names]
    if not any(names):
        return False
    own = _said(part)
    others = [words for other in parts if other is not part for words in _said(other)]
    return not any(_has(own, forms) for forms in names) and any(_has(others, forms) for forms in names)


def _said(part: Answering) -> list[frozenset[str]]:
    """The words of each passage found for a part, with its headings."""
    passages = (candidate.evidence.passage for candidate in part.candidates)
    return [_roots(" ".join((passage.text, *passage.section, passage.lead_in or ""))) for passage in passages]


def _has(passages: Iterable[frozenset[str]], forms: Sequence[frozenset[str]]) -> bool:
    """Whether a passage has all words of one of a name's forms."""
    return any(form <= words for words in passages for form in forms)


def _name(text: str) -> frozenset[str]:
    return _roots(" ".join(content_words(text)))


def _roots(text: str) -> frozenset[str]:
    """Stems cut short, so that "adviser" and "advisor" are one."""
    return frozenset(stem[:_ROOT] for stem in stems(text))
