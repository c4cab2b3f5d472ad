"""An outright answer: what a response says in so many words right under a question that it repeats.

"Yes", "No" and "In part" decide; else "we agree", "we oppose" or "we have no view" in the first sentences do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.schemas import Stance

_OPENING = 3
_ADVERBS = r"(?:\w+ly |very much |do |also |would |can )*"
_IN_PART = re.compile(
    r"(?:agree |yes,? |yes,? but |only )?(?:in part|partly|partially|to (?:some|a certain|an) (?:extent|degree)|"
    r"up to a point|with reservations|not entirely|not (?:altogether|wholly|fully))\b|yes and no\b|yes,? but\b|"
    r"yes,? (?:subject to|provided|with)\b|broadly,? (?:but|yes)",
    re.I,
)
_YES = re.compile(r"(?:yes|agreed?|strongly agree|we do|definitely|absolutely)(?=[.,;:!–—]|\s*$|\s[–—-]\s)", re.I)
_NO = re.compile(r"(?:no|disagree|strongly disagree|we do not|we don[’']t)(?=[.,;:!–—]|\s*$|\s[–—-]\s)", re.I)
_NO_VIEW = re.compile(
    r"\bno (?:strong |clear |settled |particular |firm |single |collective |formal )?(?:view|opinion|position|"
    r"preference|comment)s?\b|\b(?:not|un)\s?able to (?:give|offer|take|reach|express)\b|"
    r"\b(?:have|has|had|do|does|did|will|are)(?: not|n[’']t) (?:\w+ )?(?:answer(?:ed|ing)?|respond(?:ed|ing)?|"
    r"comment(?:ed|ing)?|tak(?:e|en|ing) a (?:view|position))\b|\bneither (?:support|agree|favour)\b|"
    r"\bnot applicable\b|\b(?:leave|left) (?:this|that|it|these) to\b|\bdraw no conclusion",
    re.I,
)
_OPPOSES = re.compile(
    rf"\bwe {_ADVERBS}(?:oppose|reject|disagree|object|dispute|are opposed|are against)\b|"
    rf"\bwe (?:do not|don[’']t|cannot|can[’']t|could not|would not) {_ADVERBS}(?:agree|support|accept|endorse|favour|"
    r"welcome|back)\b",
    re.I,
)
_SUPPORTS = re.compile(
    rf"\bwe {_ADVERBS}(?:agree|support|welcome|endorse|back|favour|applaud|commend|are in favour|"
    r"are (?:\w+ )?(?:pleased|delighted|supportive))\b",
    re.I,
)
_FALLS_SHORT = re.compile(
    r"\bnot (?:\w+ )?(?:enough|sufficient|adequate)\b|\bdo(?:es)? not go far enough\b|\bonly (?:half|partly)\b|"
    r"\btoo (?:short|long|late|early|soon|low|high|narrow|wide|broad|weak|little|slow|fast|far)\b|"
    r"\b(?:but|however|although|though),? (?:only|we|not|it|this|there)\b|\b(?:only if|unless|on condition)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Outright:
    """The stance and the position, among the sentences read, of the one that takes it."""

    stance: Stance
    position: int


def outright_answer(sentences: Sequence[str]) -> Outright | None:
    """What the sentences under a repeated question, in their order, say in so many words; None where they do not."""
    plain = [re.sub(r"[*_]+", "", " ".join(sentence.split())).strip() for sentence in sentences]
    if not plain:
        return None
    if _IN_PART.match(plain[0]):
        return Outright("agrees in part", 0)
    if _YES.match(plain[0]):
        return Outright("agrees", 0)
    if _NO.match(plain[0]):
        return Outright("disagrees", 0)
    opening = plain[:_OPENING]
    for position, sentence in enumerate(opening):
        if _NO_VIEW.search(sentence):
            return Outright("no clear view", position)
        opposes, supports = _OPPOSES.search(sentence), _SUPPORTS.search(sentence)
        if opposes and supports:
            return Outright("agrees in part", position)
        if opposes:
            favoured = any(_SUPPORTS.search(other) and not _OPPOSES.search(other) for other in plain)
            return Outright("agrees in part" if favoured else "disagrees", position)
        if supports:
            doubted = any(_OPPOSES.search(other) or _FALLS_SHORT.search(other) for other in plain)
            return Outright("agrees in part" if doubted else "agrees", position)
    return None
