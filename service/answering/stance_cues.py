"""Words by which a sentence takes a side towards a proposal: general English of consultations, of no one subject.

The classes follow appraisal theory (Martin and White 2005, "The Language of Evaluation"): engagement with a proposal,
positive and negative judgement of it, and modality of obligation for what is asked instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.models import StatementKind

_MANNER = (
    "are|were|would|also|strongly|fully|broadly|very|therefore|much|do|particularly|remain|firmly|warmly|greatly|"
    "generally|still|deeply"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _one_of(*words: str) -> str:
    return rf"\b(?:{'|'.join(words)})\b"


def _we(*verbs: str) -> str:
    return rf"\b(?:we|i)(?:[’']re|[’']d)?(?: (?:{_MANNER}))*\s+(?:{'|'.join(verbs)})\b"


_FAVOURS = _any(
    _we("welcome", "support", "agree", "endorse", "applaud", "commend", "back", "favour", "pleased", "glad"),
    _we("encouraged", "delighted", "share the", "recogni[sz]e the value"),
    r"\b(?:is|are|was|were)(?: very| really| broadly| also| to be)* "
    r"(?:welcomed?|a positive|positive|encouraging|promising|commended|right to)\b",
    r"\b(?:positive|welcome|important|useful|helpful|sensible|good|encouraging) "
    r"(?:steps?|move|development|start|idea|proposal|initiative)\b",
    r"\b(?:would|could|will)(?: potentially| also| of course| certainly| greatly)* "
    r"(?:be (?:an? )?(?:beneficial|helpful|welcome|valuable|positive)|help|benefit|improve)\b",
    r"\bcontinu(?:e|ation of) (?:to )?(?:invest|fund|support|develop)",
    r"\bfurther (?:invest|expan|develop)",
    _one_of("step forward", "step in the right direction", "in favour of", "long overdue", "builds? on", "building on"),
    _one_of("(?:strongly|fully|broadly) supports?", "be (?:supported|endorsed|welcomed)"),
)
_REJECTS = _any(
    _we("oppose", "reject", "disagree", "object", "dispute", "deplore", "condemn", "cannot support"),
    _we("(?:not|don[’']t) (?:support|agree|believe|accept|think)"),
    _one_of("opposed?", "opposes", "opposition to", "reject(?:s|ed)?", "object(?:s|ed|ions?) to", "disagree[sd]?"),
    r"\b(?:should|must|ought to|need to)(?: immediately| also)? (?:not|never|be (?:scrapped|dropped|abandoned|"
    r"abolished|withdrawn|suspended|halted|reversed|removed|stopped))\b",
    _one_of("scrap", "abandon", "abolish", "suspend", "halt", "withdraw", "reverse", "drop", "refrain from"),
    r"\bnot (?:fit for purpose|appropriate|acceptable|justified|the answer|the solution)\b",
    _one_of("no (?:justification|place|case) for", "put an end to"),
    _one_of("misguided", "unacceptabl[ey]", "inappropriate(?:ly)?", "unjust(?:ified)?", "unethical", "indefensible"),
    _one_of("counter-?productive", "absurd", "nonsens\\w*", "ludicrous", "disgrace\\w*", "shameful", "outrageous"),
    _one_of("punitive", "coerc\\w+", "punish\\w*", "bully\\w*", "cruel\\w*", "callous\\w*", "degrading", "draconian"),
    _one_of("dehumani\\w+", "intrusive", "sinister", "authoritarian", "oppress\\w+", "dangerous", "disastrous"),
    _one_of("catastroph\\w+", "destructive", "wreck\\w*", "dismantl\\w+", "myths?", "dogma\\w*", "ideolog\\w+"),
    _one_of("propaganda", "rhetoric", "pretext", "smokescreen", "euphemis\\w+", "fallac\\w+", "pseudo\\w*", "spurious"),
    _one_of("disingenuous\\w*", "hypocri\\w+"),
    r"\b(?:fundamentally|deeply|seriously|inherently) (?:flawed|unfair|wrong|damaging|unsafe)\b",
)
_DOUBTS = _any(
    _one_of("concern(?:s|ed|ing)?", "worr(?:y|ied|ying|ies)", "reservations?", "sceptic\\w+", "disappoint\\w+"),
    _one_of("alarm\\w*", "fears?", "doubt(?:s|ful)?", "fail(?:s|ed|ing|ures?)?", "flaw(?:s|ed)?", "undermin\\w+"),
    _one_of("damag\\w+", "harm(?:s|ful|ed)?", "detriment\\w*", "exacerbat\\w+", "worsen\\w*", "risks?", "unfair\\w*"),
    _one_of("inadequate\\w*", "insufficient\\w*", "unrealistic", "unclear", "unlikely", "lack(?:s|ed|ing)?"),
    _one_of("ignor(?:e|es|ed|ing)", "overlook\\w*", "neglect\\w*", "too (?:often|little|few|much|heavily|narrow\\w*)"),
    _one_of("no (?:clear|evidence|mention|real|detail)", "little (?:evidence|detail|clarity)", "cuts?", "cutting"),
    _one_of("pressur\\w+", "threat\\w*", "imposed"),
)
_DEMANDS = _any(
    _one_of("should", "must", "needs? to", "ought to", "ha(?:s|ve) to be"),
    r"\b(?:recommend|urge|suggest|encourage|call on|call for|emphasi[sz]e|propose)\w*\b",
    r"\b(?:vital|crucial|essential|paramount|imperative|important) (?:that|to)\b",
)
_CONDITIONS = _any(
    _one_of("subject to", "provided that", "on condition", "in principle", "only if", "unless", "so long as", "but"),
)
_SCARE = re.compile(r"[“‘\"'](?!\s)[^“”‘’\"']{3,24}[”’\"'](?!\w)")
_REPORTED = re.compile(
    r"\b(?:government|minister\w*|department|paper|secretary)\b[^.]{0,40}"
    r"\b(?:says?|said|claims?|claimed|argues?|believes?|wants?|insists?)\b",
    re.IGNORECASE,
)
_SCARE_WEIGHT = 0.25
_MOST = 2


@dataclass(frozen=True, slots=True)
class Cues:
    """How far a sentence favours, rejects, doubts or demands something, or sets conditions: 0 or more each."""

    favours: float = 0.0
    rejects: float = 0.0
    doubts: float = 0.0
    demands: float = 0.0
    conditions: float = 0.0


def cues_of(text: str, kind: StatementKind | None) -> Cues:
    """The cues of one sentence by its wording; its kind as found at ingest counts where the wording shows none."""
    words = re.sub(r"[*_]+", "", " ".join(text.split()))
    favours = _count(_FAVOURS, words)
    rejects = _count(_REJECTS, words)
    doubts = _count(_DOUBTS, words)
    if _REPORTED.search(words):
        favours = 0  # "The government says it will help": the government's favour, not the speaker's
    if kind is StatementKind.SUPPORT:
        favours = max(1, favours)
    elif kind is StatementKind.CONCERN and not rejects:
        doubts = max(1, doubts)
    demands = bool(_DEMANDS.search(words)) or kind is StatementKind.RECOMMENDATION
    conditions = float(_count(_CONDITIONS, words))
    return Cues(
        float(favours), rejects + _SCARE_WEIGHT * _count(_SCARE, words), float(doubts), float(demands), conditions
    )


def _count(pattern: re.Pattern[str], words: str) -> int:
    return min(_MOST, sum(1 for _ in pattern.finditer(words)))
