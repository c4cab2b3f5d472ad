"""Questions to begin with: on what both sides have headings about, as the documents themselves call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np

from corpus.embedding import Vectors
from corpus.index import Index
from corpus.models import Side
from service import wording
from service.answering.absence.account import Accounts
from service.answering.calibration import Calibration
from service.answering.gathering import Gatherer
from service.answering.refusal import judge
from service.answering.suggestions import topic_of_heading
from service.found import Filters

_OFFERED = 4
_TRIED = 16
_HEADINGS = 2_000
# Cosines of headings: from here on two are about one thing, and up to here two topics are not.
_ALIKE = 0.5
_DIFFERENT = 0.55


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that says what is under it; `row` is a passage right under it."""

    topic: str
    organisation: str
    side: Side
    row: int


def first_questions(index: Index, gatherer: Gatherer, accounts: Accounts, calibration: Calibration) -> list[str]:
    """A few questions that are answered: what both sides say of a topic that both have, and what one does."""
    headings = headings_of(index)
    if not headings:
        return []
    vectors = index.matrices.headings(np.asarray([heading.row for heading in headings], dtype=np.int64))
    texts = [document.text for document in index.documents.values()]
    offered: list[str] = []
    for question in islice(questions(headings, vectors, lambda text: any(text in t for t in texts)), _TRIED):
        gathered = gatherer.gather(question, Filters())
        if judge(gathered, accounts.gaps(question, gathered, Filters()), calibration).answered:
            offered.append(question)
        if len(offered) == _OFFERED:
            break
    return offered


def headings_of(index: Index) -> list[Heading]:
    """The headings of the first passages of an index, each of a document once, in reading order."""
    found: dict[tuple[str, str], Heading] = {}
    for row in range(min(len(index.passages), _HEADINGS)):
        passage = index.passages.at(row)
        topic = topic_of_heading(passage.section[-1]) if passage.section else None
        if topic is not None and not topic.endswith("?"):
            entry = index.documents[passage.document_id].entry
            heading = Heading(topic, entry.organisation, entry.side, row)
            found.setdefault((entry.id, topic), heading)
    return list(found.values())


def questions(headings: Sequence[Heading], vectors: Vectors, written: Callable[[str], bool]) -> Iterator[str]:
    """Questions on topics that differ from each other, those first that both sides' headings (n, d) are most alike on.

    `written` tells whether a text stands in the documents, in these small and capital letters.
    """
    forms = cycle(("both", Side.GOVERNMENT, "both", Side.STAKEHOLDER))
    taken: list[int] = []
    for first, second in pairs(headings, vectors):
        if any(float(vectors[first] @ vectors[other]) > _DIFFERENT for other in taken):
            continue
        taken.append(first)
        one, other = headings[first], headings[second]
        topic = as_written(min(one.topic, other.topic, key=len), written)
        form = next(forms)
        if form == "both" and one.organisation != other.organisation:
            yield wording.SUGGEST_BOTH.format(who=one.organisation, other=other.organisation, topic=topic)
        else:
            who = other if form is Side.STAKEHOLDER else one
            yield wording.SUGGEST_SECTION.format(who=who.organisation, topic=topic)


def pairs(headings: Sequence[Heading], vectors: Vectors) -> list[tuple[int, int]]:
    """A government's and a stakeholder's heading, most alike first; each with itself where one side has none."""
    government = [i for i, heading in enumerate(headings) if heading.side is Side.GOVERNMENT]
    stakeholders = [i for i, heading in enumerate(headings) if heading.side is Side.STAKEHOLDER]
    if not government or not stakeholders:
        return [(i, i) for i in range(len(headings))]
    alike = vectors[government] @ vectors[stakeholders].T
    order = np.argsort(-alike, axis=None, kind="stable")
    found = (np.unravel_index(int(place), alike.shape) for place in order[: np.count_nonzero(alike >= _ALIKE)])
    return [(government[int(i)], stakeholders[int(j)]) for i, j in found]


def as_written(topic: str, written: Callable[[str], bool]) -> str:
    """A topic as it goes on in a sentence: its first letter small where the documents write it small somewhere.

    Before a second capital ("Universal Credit") both words must be found so.
    """
    small = topic[:1].lower() + topic[1:]
    first, *rest = small.split()
    opening = f"{first} {rest[0]}" if rest and rest[0][0].isupper() else first
    return small if written(f" {opening}") or written(f"\n{opening}") else topic
