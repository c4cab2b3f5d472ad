"""Which words to quote: the likeliest passages, in each the sentences that answer, within the limits of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import Passage
from service.answering.calibration import Thresholds
from service.answering.gathering import Answering, Candidate
from service.answering.terms import stems
from service.retrieval.duplicates import containment, shingles

_WHOLE_WORDS = 42
_EXTRACT_WORDS = 62
_SENTENCE_SHARE = 0.35
_REPEATS = 0.7
_NEW_WORDS = 0.25


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


def choose(answering: Answering, thresholds: Thresholds, *, max_citations: int, max_words: int, taken: Sequence[Extract] = ()) -> list[Extract]:
    """Extracts of one part's candidates, likeliest first; what `taken` says already is not said again."""
    chosen: list[Extract] = []
    if not answering.candidates:
        return chosen
    best = answering.candidates[0].probability
    words = 0
    for candidate in answering.candidates:
        if len(chosen) >= max_citations:
            break
        likely = candidate.probability >= thresholds.cite and candidate.probability >= thresholds.cite_share * best
        if chosen and not likely:
            break
        extract = extract_of(candidate)
        if not extract.sentences:
            continue
        twin = next((i for i, other in enumerate(chosen) if says_the_same(extract, other)), None)
        if twin is not None:
            other = chosen[twin]
            chosen[twin] = Extract(other.candidate, other.sentences, (*other.also, extract.passage))
            continue
        if any(says_the_same(extract, other) for other in taken):
            continue
        if chosen and words + extract.words > max_words:
            extract = shortened(extract, max_words - words)
            if not extract.sentences:
                continue
        words += extract.words
        chosen.append(extract)
    return chosen


def extract_of(candidate: Candidate, limit: int = _EXTRACT_WORDS) -> Extract:
    """The sentences of a passage that answer: all of a short one, else the best and those nearly as good beside it."""
    passage = candidate.evidence.passage
    lengths = [len(sentence.text.split()) for sentence in passage.sentences]
    if not lengths or len(candidate.sentences) != len(lengths):
        return Extract(candidate, tuple(range(len(lengths))))
    if sum(lengths) <= _WHOLE_WORDS:
        return Extract(candidate, tuple(range(len(lengths))))
    order = sorted(range(len(lengths)), key=lambda i: (-candidate.sentences[i], i))
    kept = {order[0]}
    words = lengths[order[0]]
    for position in order[1:]:
        near = candidate.sentences[position] >= _SENTENCE_SHARE * candidate.sentences[order[0]]
        if near and words + lengths[position] <= limit:
            kept.add(position)
            words += lengths[position]
    return Extract(candidate, tuple(sorted(kept)))


def shortened(extract: Extract, words: int) -> Extract:
    """The extract's best sentences that fit into so many words; none where not even the best does."""
    shares = extract.candidate.sentences
    order = sorted(extract.sentences, key=lambda i: (-shares[i] if len(shares) > i else 0.0, i))
    kept: list[int] = []
    for position in order:
        length = len(extract.passage.sentences[position].text.split())
        if length > words:
            break
        kept.append(position)
        words -= length
    return Extract(extract.candidate, tuple(sorted(kept)), extract.also)


def says_the_same(a: Extract, b: Extract) -> bool:
    """Whether two extracts of one speaker mostly repeat each other."""
    if a.passage.voice != b.passage.voice:
        return False
    return containment(shingles(a.text), shingles(b.text)) >= _REPEATS


def adds(extract: Extract, chosen: Sequence[Extract]) -> bool:
    """Whether an extract says words that those chosen do not."""
    said = frozenset[str]().union(*(stems(other.text) for other in chosen)) if chosen else frozenset[str]()
    own = stems(extract.text)
    return len(own - said) >= _NEW_WORDS * max(1, len(own))
