"""What an organisation or a document says as a whole: its own summary and recommendations first, then its sections."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from corpus.models import Passage
from service.overviews.central import Candidate, CentralSentences, chosen
from service.overviews.lines import Line
from service.overviews.own_words import OwnWords, divided, is_summed_up, sections_of

_OWN_SUMMARY = 0.5
_DEEPEST = 3


def lines_of_documents(central: CentralSentences, own: OwnWords, documents: Sequence[str], words: int) -> list[Line]:
    """Lines of each document in turn; a longer one has more of the words, by the root of its length."""
    said = {document: own.of(document) for document in documents}
    sizes = {document: math.sqrt(len(passages)) for document, passages in said.items() if passages}
    lines: list[Line] = []
    left, share = words, sum(sizes.values())
    for document, size in sizes.items():
        mine = chosen(_candidates(central, said[document]), int(left * size / share))
        # Its own summary first, wherever it stands; the rest as in the document.
        mine.sort(key=lambda candidate: not is_summed_up(candidate.section))
        lines += [candidate.line for candidate in mine]
        left -= sum(candidate.line.words for candidate in mine)
        share -= size
    return lines


def _candidates(central: CentralSentences, passages: Sequence[Passage]) -> list[Candidate]:
    """Candidates of every section, those where the document sums itself up worth more and told apart to the last."""
    summing = [passage for passage in passages if is_summed_up(passage.section)]
    others = [passage for passage in passages if not is_summed_up(passage.section)]
    found = [c for section, mine in divided(others).items() for c in central.of(section, mine)]
    for section, mine in sections_of(summing, _DEEPEST).items():
        found += [replace(c, worth=c.worth + _OWN_SUMMARY) for c in central.of(section, mine)]
    return found
