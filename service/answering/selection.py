"""Which words to quote: the likeliest passages, in each the sentences that answer, within the limits of an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.models import Passage, Side
from service.answering.calibration import Thresholds
from service.answering.display import opens_with_pronoun
from service.answering.fusion import Candidate
from service.answering.gathering import Answering
from service.retrieval.duplicates import containment, shingles

_CONSIDERED = 14
_REPEATS = 0.7
_SECOND = 0.4
_BELOW = 0.99
_OTHER_SIDE = 0.3
_ANTECEDENT_WORDS = 60


@dataclass(frozen=True, slots=True)
class Extract:
    """The sentences of one passage that are quoted, by position, in order; `also` are passages that say the same."""

    candidate: Candidate
    sentences: tuple[int, ...]
    also: tuple[Passage, ...] = ()

    @property
    def passage(self) -> Passage:
        return self.candidate.evidence.passage

    @property
    def words(self) -> int:
        return sum(len(self.passage.sentences[i].text.split()) for i in self.sentences)

    @property
    def text(self) -> str:
        return " ".join(self.passage.sentences[i].text for i in self.sentences)


def choose(
    answering: Answering, thresholds: Thresholds, *, max_citations: int, max_words: int, taken: Sequence[Extract] = ()
) -> list[Extract]:
    """Extracts of one part's candidates, likeliest first; what `taken` says already is not said again.

    Sentences are taken in the order of their worth (how likely the passage is, times how good the sentence is within
    it) until the words are spent or what is left is worth too little beside the best: so a likely passage is quoted
    whole, a doubtful one by its best sentence, and few are quoted where the evidence is concentrated. Where
    stakeholders at large are asked, each one's likeliest passage comes before another's second.
    """
    worths = _worths(answering.candidates[:_CONSIDERED], thresholds.cite)
    worths = _own_words_first(worths, answering.candidates, thresholds.cite_share)
    if answering.part.at_large:
        worths = _spread(worths, answering.candidates)
    all_worths = worths
    worths = _likely(worths, thresholds.cite_share)
    if worths and answering.part.side is None:
        worths = _with_other_side(worths, all_worths, answering.candidates, thresholds.cite_share)
    chosen: dict[int, set[int]] = {}
    repeated: dict[int, int | None] = {}
    also: dict[int, list[Passage]] = {}
    words = 0
    for _, number, position in worths:
        candidate = answering.candidates[number]
        if number not in chosen:
            if number not in repeated:
                repeated[number] = _twin(candidate, position, answering, chosen, taken)
            twin = repeated[number]
            if twin is not None:
                if twin >= 0 and candidate.evidence.passage not in also.setdefault(twin, []):
                    also[twin].append(candidate.evidence.passage)
                continue
            if len(chosen) >= max_citations:
                continue
        length = len(candidate.evidence.passage.sentences[position].text.split())
        if chosen and words + length > max_words:
            continue
        chosen.setdefault(number, set()).add(position)
        words += length
    for number, positions in sorted(chosen.items()):
        words += _with_antecedents(answering.candidates[number].evidence.passage, positions, max_words - words)
        words += _with_what_is_announced(answering.candidates[number].evidence.passage, positions, max_words - words)
    return [
        Extract(answering.candidates[number], tuple(sorted(positions)), tuple(also.get(number, ())))
        for number, positions in sorted(chosen.items())
    ]


def _worths(candidates: Sequence[Candidate], least: float) -> list[tuple[float, int, int]]:
    """`(worth, candidate, sentence)`, best first; the first candidate is always among them."""
    worths = []
    for number, candidate in enumerate(candidates):
        if number and candidate.probability < least:
            continue
        worths += [(chance, number, position) for position, chance in enumerate(candidate.sentences)]
    return sorted(worths, key=lambda item: (-item[0], item[1], item[2]))


def _likely(worths: Sequence[tuple[float, int, int]], share: float) -> list[tuple[float, int, int]]:
    """Those that are at least `share` as likely as the best."""
    return [item for item in worths if item[0] >= share * worths[0][0]]


def _with_other_side(
    likely: Sequence[tuple[float, int, int]],
    worths: Sequence[tuple[float, int, int]],
    candidates: Sequence[Candidate],
    share: float,
) -> list[tuple[float, int, int]]:
    """The likely ones, of which the other side's best comes second, where it is not far from what is likely."""
    side = candidates[likely[0][1]].passage.side
    other = next((item for item in worths if candidates[item[1]].passage.side is not side), None)
    if other is None or other[0] < _OTHER_SIDE * share * worths[0][0]:
        return list(likely)
    return [likely[0], other, *(item for item in likely[1:] if item is not other)]


def _own_words_first(
    worths: Sequence[tuple[float, int, int]], candidates: Sequence[Candidate], share: float
) -> list[tuple[float, int, int]]:
    """The same with what others report of the government worth less than its own words, where these answer.

    They do from `share` of the best on. A speaker whom the question names is heard as likely as they are.
    """
    own = [
        w for w, n, _ in worths if (p := candidates[n].evidence.passage).side is Side.GOVERNMENT and not p.reported_by
    ]
    said = [w for w, n, _ in worths if _is_only_reported(candidates[n])]
    if not own or not said or not share * worths[0][0] <= own[0] <= said[0]:
        return list(worths)
    less = _BELOW * own[0] / said[0]
    lowered = [(w * less if _is_only_reported(candidates[n]) else w, n, position) for w, n, position in worths]
    return sorted(lowered, key=lambda item: (-item[0], item[1], item[2]))


def _is_only_reported(candidate: Candidate) -> bool:
    return candidate.evidence.passage.reported_by is not None and not candidate.is_named


def _spread(worths: Sequence[tuple[float, int, int]], candidates: Sequence[Candidate]) -> list[tuple[float, int, int]]:
    """The same with what an organisation says in further passages worth less."""
    ranks: dict[int, int] = {}
    said: Counter[str] = Counter()
    for number in sorted({number for _, number, _ in worths}):
        organisation = candidates[number].evidence.passage.organisation
        ranks[number] = said[organisation]
        said[organisation] += 1
    return sorted(
        ((worth * _SECOND ** ranks[number], number, position) for worth, number, position in worths),
        key=lambda item: (-item[0], item[1], item[2]),
    )


def _with_antecedents(passage: Passage, positions: set[int], words: int) -> int:
    """Adds the sentence before one that points back to it, within `words`; returns how many words were added."""
    added = 0
    for position in sorted(positions):
        before = position - 1
        if before < 0 or before in positions or not opens_with_pronoun(passage.sentences[position].text):
            continue
        length = len(passage.sentences[before].text.split())
        if length <= _ANTECEDENT_WORDS and added + length <= words:
            positions.add(before)
            added += length
    return added


def _with_what_is_announced(passage: Passage, positions: set[int], words: int) -> int:
    """Adds what a sentence that ends in a colon announces, within `words`; returns how many words were added."""
    added = 0
    for position in sorted(positions):
        if not passage.sentences[position].text.rstrip("* ").endswith(":"):
            continue
        for following in range(position + 1, len(passage.sentences)):
            length = len(passage.sentences[following].text.split())
            if following in positions or added + length > words:
                break
            positions.add(following)
            added += length
    return added


_TAKEN = -1


def _twin(
    candidate: Candidate, position: int, answering: Answering, chosen: Mapping[int, set[int]], taken: Sequence[Extract]
) -> int | None:
    """The number of a chosen candidate that says the same already, `_TAKEN` for an extract taken before; else None."""
    extract = Extract(candidate, (position,))
    if any(says_the_same(extract, other) for other in taken):
        return _TAKEN
    for number, positions in chosen.items():
        if says_the_same(extract, Extract(answering.candidates[number], tuple(sorted(positions)))):
            return number
    return None


def says_the_same(a: Extract, b: Extract) -> bool:
    """Whether two extracts of one speaker mostly repeat each other."""
    if a.passage.voice != b.passage.voice:
        return False
    return containment(shingles(a.text), shingles(b.text)) >= _REPEATS
