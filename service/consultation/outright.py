"""An outright answer: what a response says in so many words right under a question that it repeats.

"Yes", "No" and "In part" decide; else "we agree", "we oppose" or "we have no view" in the first sentences do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.schemas import Stance

_ANYTHING = re.compile(
    r"\banything else\b|\b(?:any )?(?:other|further|additional|general) (?:comments?|views?|thoughts|remarks)\b", re.I
)
_KEEPS_TO = re.compile(
    r"\b(?:no|nothing|not) (?:[\w-]+ ){0,4}?(?:on|about|to|answer(?:ed)?) (?:any of )?(?:the |your )?"
    r"(?:other|remaining) (?:questions|matters|proposals|points|issues)\b|"
    r"\b(?:kept|keep|confined?|limit(?:ed)?|restrict(?:ed)?) (?:[\w-]+ ){0,3}?to (?:the |those )?questions\b|"
    r"\b(?:only|just) (?:answer|respond(?:ed)? to|comment(?:ed)? on|address)\w* (?:the |those )?questions\b",
    re.I,
)
_OPENING = 3
_ADVERBS = r"(?:\w+ly |very much |do |also |would |can )*"
_IN_PART = re.compile(
    r"(?:agree |yes,? |yes,? but |only )?(?:in part|partly|partially|to (?:some|a certain|an) (?:extent|degree)|"
    r"up to a point|with reservations|not entirely|not (?:altogether|wholly|fully))\b|yes and no\b|yes,? but\b|"
    r"yes,? (?:subject to|provided|with)\b|broadly,? (?:but|yes)",
    re.I,
)
_ALONE = r"(?=[.,;:!–—]|\s*$|\s[–—-]\s)"
_YES = re.compile(rf"(?:yes|agreed?|strongly agree|we do|definitely|absolutely|(?:it is )?about right){_ALONE}", re.I)
_NO = re.compile(
    rf"(?:no|disagree|strongly disagree|we do not|we don[’']t|(?:far |much )?too \w+){_ALONE}",
    re.I,
)
_NO_VIEW = re.compile(
    r"\bno (?:strong |clear |settled |particular |firm |single |collective |formal )?(?:view|opinion|position|"
    r"preference|comment)s?\b|\b(?:not|un)\s?able to (?:give|offer|take|reach|express)\b|"
    r"\b(?:have|has|had|do|does|did|will|are)(?: not|n[’']t) (?:\w+ )?(?:answer(?:ed|ing)?|respond(?:ed|ing)?|"
    r"comment(?:ed|ing)?|tak(?:e|en|ing) a (?:view|position))\b|\bneither (?:support|agree|favour)\b|"
    r"\bnot applicable\b|\b(?:leave|left) (?:this|that|it|these) to\b|\bdraw no conclusion|"
    r"\bno (?:evidence|information) to (?:offer|give|add)\b|"
    r"\b(?:not|n[’']t) (?:offer|have|hold|take|express) an? (?:\w+ )?(?:view|opinion|position)\b",
    re.I,
)
_OPPOSES = re.compile(
    rf"\bwe {_ADVERBS}(?:oppose|reject|disagree|object|dispute|are opposed|are against)\b|"
    rf"\bwe (?:do not|don[’']t|cannot|can[’']t|could not|would not) {_ADVERBS}(?:agree|support|accept|endorse|favour|"
    r"welcome|back)\b",
    re.I,
)
_SUPPORTS = re.compile(
    rf"\bwe {_ADVERBS}(?:agree|accept|support|welcome|endorse|back|favour|applaud|commend|are in favour|"
    r"are (?:\w+ )?(?:pleased|delighted|supportive))\b",
    re.I,
)
_FALLS_SHORT = re.compile(
    r"\bnot (?:\w+ )?(?:enough|sufficient|adequate)\b|\bdo(?:es)? not go far enough\b|\bonly (?:half|partly)\b|"
    r"\btoo (?:short|long|late|early|soon|low|high|narrow|wide|broad|weak|little|slow|fast|far)\b|"
    r"\b(?:but|however|although|though),? (?:only|we|not|it|this|there)\b|\b(?:only if|unless|on condition)\b",
    re.I,
)


_WHOLLY = re.compile(
    r"\bas (?:drafted|proposed|set out|they stand|it stands|worded)\b|\bin full\b|"
    r"\bwithout (?:reservation|qualification)\b|"
    r"\b(?:fully|wholly|wholeheartedly|entirely|strongly) (?:agree|support|endorse|back|in favour)",
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
            wholly = _WHOLLY.search(sentence)
            doubted = any(_OPPOSES.search(other) or (not wholly and _FALLS_SHORT.search(other)) for other in plain)
            return Outright("agrees in part" if doubted else "agrees", position)
    return None


def asks_for_anything(question: str) -> bool:
    """Whether a question proposes nothing: "Is there anything else you would like to tell us?"."""
    return _ANYTHING.search(question) is not None


def keeps_to_its_questions(sentences: Sequence[str]) -> bool:
    """Whether a response says that it has nothing to say on the questions that it does not answer."""
    return any(_KEEPS_TO.search(" ".join(sentence.split())) for sentence in sentences)
