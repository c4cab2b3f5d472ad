"""What kind of thing a question asks for, and whether a sentence holds one: how many, how much, when, who, why …"""

from __future__ import annotations

import re
from enum import StrEnum


class AnswerType(StrEnum):
    """The kinds of thing asked for that a sentence can be checked for."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    TIME = "time"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    DEFINITION = "definition"
    LIST = "list"
    RECOMMENDATION = "recommendation"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_NUMBER_WORD = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b"
)
_FIGURE = rf"\d|{_NUMBER_WORD}|\b(?:million|billion)s?\b"
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?|decades?|terms?)"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"

# First match wins within a group; a question may ask for several things.
_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.SHARE,
        _any(
            r"\bwhat (?:percentage|proportion|share|fraction|per ?cent)",
            r"\b(?:percentage|proportion|fraction|share) of\b",
            r"\bhow (?:likely|common|widespread|prevalent)\b",
            r"\bemployment rate",
            r"\brate of\b",
            r"\bin every (?:ten|\d+)\b",
            r"\bhow (?:big|large|wide) (?:is|are|was) .*gap\b",
            r"\bhow high\b",
        ),
    ),
    (
        AnswerType.MONEY,
        _any(
            r"\bhow much (?:[\w’\'-]+ ){0,9}?(?:money|cash|costs?|spen[dt]|spending|funding|worth|saved?|paid|pay|"
            r"invest\w*|fund\w*|charge[ds]?|earn\w*|bill|budget)\b",
            r"\b(?:budget|funding|price|salary|outlay)\b",
            r"\bwhat (?:sum|amount of money|does .* cost|would .* cost|did .* cost)\b",
            r"\b(?:typical|average|total|annual|yearly|overall) (?:cost|costs|bill|fee|wage|pay|saving|savings)\b",
            r"\bcosts? (?:each|a|per|every) (?:year|week|month|head)\b",
            r"\b(?:earn|make|paid) (?:\w+ ){0,4}(?:each|a|per) (?:week|month|year|quarter)\b",
            r"\bfinancial value\b",
            r"\bhow large a (?:bonus|fine|grant|sum)\b",
        ),
    ),
    (
        AnswerType.COUNT,
        _any(
            r"\bhow many\b",
            r"\bwhat (?:number|total|figure|figures)\b",
            r"\bhow (?:big|large|far|great|wide|widely|often|frequently)\b",
            r"\bthe number of\b",
            r"\bnumbers\b",
            r"\bfigures?\b",
            r"\bby how much\b",
            r"\bhow much (?:more|less|higher|lower|bigger|smaller)\b",
            r"\bwhat (?:[\w’'-]+ ){0,3}(?:level|amount|rate|size|turnout|total|caseload|ratio|quota|"
            r"target figure)\b(?! of (?:support|help|detail))",
            r"\bhow old\b",
            r"\bat what age\b",
            r"\bby how many\b",
            r"\bhow much (?:of|is|are|was|were|has|have|did|does|do|will|can|could)\b(?!.*\b(?:cost|worth|paid|pay|"
            r"spen[dt])\b)",
        ),
    ),
    (
        AnswerType.DURATION,
        _any(
            r"\bhow long\b",
            r"\bhow (?:much|many) (?:time|days|weeks|months|years|hours|minutes)\b",
            r"\bhow (?:soon|quickly|fast)\b",
            r"\bfor what period\b",
        ),
    ),
    (
        AnswerType.TIME,
        _any(
            r"^(?:and |so )?when (?:is|are|was|were|did|does|do|will|would|can|could|should|might|has|have)\b",
            r"[,:;–] (?:and )?when (?:is|are|was|were|did|does|do|will|would|can|could)\b",
            r"\b(?:what|which) (?:year|years|month|date|day|decade|century)\b",
            r"\bsince when\b",
            r"\bby when\b",
            r"\bwhat is the (?:deadline|timetable)\b",
        ),
    ),
    (
        AnswerType.PERSON,
        _any(r"^(?:and |so )?who(?:se|m)?\b", r"[,:;–] (?:and )?who(?:se|m)?\b (?:is|was|were|did|does|will|would)\b"),
    ),
    (
        AnswerType.PLACE,
        _any(
            r"\bwhere\b",
            r"\b(?:which|what) (?:places?|areas?|regions?|cit(?:y|ies)|countr(?:y|ies)|towns?|sites?|locations?|"
            r"parts? of)\b",
            r"\bthe places\b",
        ),
    ),
    (
        AnswerType.REASON,
        _any(
            r"\bwhy\b",
            r"\bon what grounds?\b",
            r"\bwhat (?:is|was|are|were) the (?:reasons?|rationale|thinking|justification|logic|point|purpose|aim)\b",
            r"\breasons?\b",
            r"\brationale\b",
            r"\bhow come\b",
            r"\bwhat (?:explains|accounts for|lies behind|caused?|causes|makes)\b",
            r"\bjustif",
        ),
    ),
    (
        AnswerType.DEFINITION,
        _any(
            r"^(?:so )?what (?:exactly )?(?:is|are|was) (?:an? |the )?(?:[\w’'&-]+ ?){1,6}\?*$",
            r"\bdefin(?:e|ition|es|ed)\b",
            r"\bwhat does .{2,60} (?:mean|stand for|involve|consist of)\b",
            r"\bwhat is meant by\b",
            r"\bmeaning of\b",
            r"\bhow does .{2,60} work\b",
            r"\bin plain (?:words|terms|english)\b",
            r"\bstand for\b",
        ),
    ),
    (
        AnswerType.LIST,
        _any(
            r"\b(?:list|name|set out|enumerate|identify|outline) (?:the|all|some|any|out|three|four|five|two|its|"
            r"their|what|which)\b",
            r"\b(?:which|what) (?:(?!is\b|was\b|does\b|has\b)[\w’'-]+ ){0,4}?(?:are|were|do|did|have|might|could|"
            r"would|should|can|will|must)\b",
            r"\b(?:which|what) (?:[\w’'-]+ ){0,2}?(?:groups|principles|factors|features|ingredients|elements|"
            r"measures|steps|ways|options|areas|conditions|barriers|obstacles|"
            r"criteria|skills|points|sorts|types|kinds|things|areas|examples|recommendations|reasons|changes|systems|strands|components|stages|aspects|actions)\b",
            r"\bwhat are\b",
            r"\bthe main\b",
            r"\beach of\b",
            r"\ball the\b",
        ),
    ),
    (
        AnswerType.RECOMMENDATION,
        _any(
            r"\brecommend",
            r"\bcall(?:s|ed|ing)? for\b",
            r"\bwants?\b",
            r"\burge[sd]?\b",
            r"\bpropos",
            r"\bask(?:s|ed)? for\b",
            r"\bshould\b",
            r"\bought\b",
            r"\bwould like\b",
            r"\bwhat would\b",
            r"\bsuggest",
            r"\bdemand",
            r"\bremed(?:y|ies)\b",
            r"\bwhat must\b",
            r"\bpress(?:es|ing)? for\b",
        ),
    ),
)

_NAME = r"(?-i:(?<![.!?“\"]\s)(?<!^)\b[A-Z][\w’'-]+(?: (?:of |and |the |for |de )?[A-Z][\w’'-]+)*)"
_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.COUNT: _any(_FIGURE, r"\b(?:half|third|quarter|majority|double|twice|doubled|once|one|no)\b"),
    AnswerType.SHARE: _any(
        r"\d\s?%",
        r"\bper ?cent\b",
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+)(?:[ -]in[ -]| out of | of every )(?:\w+)",
        r"\b(?:half|third|thirds|quarter|quarters|majority|minority|fifth|most)\b",
        r"\bpercentage points?\b",
        r"\btimes (?:more|less|as)\b",
    ),
    AnswerType.MONEY: _any(r"[£$€]\s?\d", r"\b(?:million|billion)\b", r"\bpounds?\b", r"\d+p\b"),
    AnswerType.TIME: _any(
        r"\b(?:1[5-9]|20)\d\d\b",
        rf"(?-i:\b{_MONTH}\b)",
        r"\b(?:next|last|this) (?:year|month|week|spring|summer|autumn|winter|april)\b",
        rf"\b(?:within|after|before|from day|by the (?:end|time)|every) (?:\w+ ){{0,3}}{_UNIT}\b",
        r"\b(?:century|decade)\b",
        rf"\b\w+ {_UNIT} (?:ago|later)\b",
    ),
    AnswerType.DURATION: _any(
        rf"(?:{_FIGURE}|\b(?:one|a|an|several|few)\b)(?:[\w.-]* ){{0,2}}-?{_UNIT}\b",
        rf"\d+-{_UNIT}\b",
        rf"\b(?:within|up to) (?:\w+ ){{0,2}}{_UNIT}\b",
    ),
    AnswerType.PERSON: _any(_NAME),
    AnswerType.PLACE: _any(_NAME),
    AnswerType.REASON: _any(
        r"\b(?:because|since|as a result|due to|owing to|so that|in order|therefore|thus|hence|reasons?|given that|"
        r"thereby|consequently)\b",
        r"\b(?:means?|meaning|leads?|leading|led|causes?|caused|prevents?|results?|resulting|enables?|ensures?|helps?|allow(?:s|ing)?|risks?|fear|fears|could|would|cannot)\b",
    ),
    AnswerType.DEFINITION: _any(
        r"\b(?:is|are|was|were) (?:an? |the |our |designed|defined|intended|about|where|when|used)",
        r"\b(?:means?|refers? to|consists? of|involves?|provides?|offers?|known as|called|helps?|aims? to|which)\b",
        r"\b\w+ing\b.*:",
    ),
    AnswerType.LIST: _any(r":\s*$", r";", r"(?:,[^,.;]{2,60}){2,}(?: and| or) ", r"\bincluding\b", r"\bsuch as\b"),
    AnswerType.RECOMMENDATION: _any(
        r"\b(?:should|must|need(?:s)? to|ought to|recommend\w*|urge[sd]?|call(?:s|ed|ing)? (?:for|on)|we (?:would|"
        r"want|ask|believe)|propose[sd]?|would like|suggest\w*|required?)\b",
    ),
}

# What a sentence can be checked for with some trust: a name may stand anywhere, a reason may need no "because".
CHECKABLE = frozenset({AnswerType.COUNT, AnswerType.SHARE, AnswerType.MONEY, AnswerType.TIME, AnswerType.DURATION})


_ASKS_FOR_VIEW = _any(
    r"\b(?:in favour|favou?rs?|for or against|against|oppos(?:e|es|ed)|object(?:s|ed|ions?)|backs?|welcomes?|"
    r"critici[sz]\w+|concerns?|concerned|worr(?:y|ies|ied)|think|thinks|views?|positions?|stances?|stands?|opinions?|"
    r"attitudes?|react\w*|respond\w*|respons\w*|(?:dis)?agree\w*|feels?|wants?|recommend\w*|propos\w+|argu\w+|"
    r"calls? for)\b",
    r"\b(?:does|do|did|would) (?:[\w’'-]+ ){0,4}(?:support|accept|like)\b",
)


def asks_for_view(question: str) -> bool:
    """Whether a question asks what somebody wants or holds, and for no figure or date."""
    return _ASKS_FOR_VIEW.search(question) is not None and not asked_for(question) & CHECKABLE


def asked_for(question: str) -> frozenset[AnswerType]:
    """The kinds of thing a question asks for; often none that can be told."""
    text = question.strip()
    return frozenset(kind for kind, pattern in _ASKS if pattern.search(text))


def where_asked(question: str, kind: AnswerType) -> tuple[str, ...]:
    """The words with which a question asks for a kind of thing: the first and the last of them."""
    pattern = next(pattern for own, pattern in _ASKS if own is kind)
    match = pattern.search(question.strip())
    words = match.group().split() if match else []
    return tuple(dict.fromkeys((*words[:2], *words[-1:])))


def holds(text: str, kind: AnswerType) -> bool:
    """Whether a text holds a thing of the kind: a figure, a sum of money, a date, a name …"""
    return _HOLDS[kind].search(text) is not None


def share_held(text: str, kinds: frozenset[AnswerType]) -> float:
    """How many of the kinds asked for a text holds, 0 to 1; 1 where nothing in particular is asked for."""
    return sum(holds(text, kind) for kind in kinds) / len(kinds) if kinds else 1.0
