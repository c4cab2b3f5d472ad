"""Whether a question asks for a list of what somebody recommends, proposes, fears or promises, or of what is asked."""

from __future__ import annotations

import re

from corpus.models import StatementKind
from service.overviews.topics import topic_in

_QUALIFIED = (
    r"(?:(?:main|key|principal|central|chief|major|headline|top|own|full|specific|different|various|consultation|"
    r"numbered|policy)\s+)*"
)
_NOUNS = {
    StatementKind.RECOMMENDATION: r"recommendations|demands|asks|suggestions",
    StatementKind.PROPOSAL: r"proposals",
    StatementKind.CONCERN: r"concerns|worries|objections|criticisms",
    StatementKind.COMMITMENT: r"commitments|pledges|promises",
    StatementKind.QUESTION: r"questions",
}
_BIDS = (
    r"(?:please |(?:can|could|would) you (?:please )?)*(?:list|name|enumerate|set out|write out|give|show|tell)\s+"
    r"(?:me |us )?"
)
_OWNED = r"(?:(?:all|each|every|of|the|a list of|their|its|these|some|any|['’]s?)\s+)*"
_WHAT_ARE = r"(?:so |and )?what(?:['’]re| are| were)\s+"
_WHICH = r"(?:so |and )?(?:what|which)\s+"
_AUXILIARY = r"\s+(?:does|do|did|has|have|is|are|was|were)\b"
_ON = r"(?:on|about|regarding|concerning|over|around|relating to|in relation to|to do with)"
_TOPIC = re.compile(rf"\b(?P<on>{_ON}|for|to|of|in)\s+(?!(?:{_ON}|for|to|of|in)\b)(?P<topic>\S.*)", re.IGNORECASE)
# What joins a list to whom it is of and says nothing of what it is on.
_GIVES = re.compile(
    r"\b(?:mak(?:e|es|ing)|made|giv(?:e|es|en)|put(?:s|ting)?|forward|sets?|out|contain\w*|include\w*|raise[sd]?|"
    r"express\w*|ask(?:s|ed|ing)?|pose[sd]?|consult(?:s|ed|ing)?|answer(?:ed|s)?|green|white)\b",
    re.IGNORECASE,
)
_ASKS_ON = re.compile(
    rf"^\W*(?:so |and )?what (?:(?:does|do|did|is|are)\b(?P<who>.{{0,40}}?))?(?:\bask(?:s|ed|ing)?|\bwants? to know|"
    rf"\bwanting to know|\bwants? views|\bseek(?:s|ing)? views|\bconsult(?:s|ed|ing)?)"
    rf"(?: (?:people|respondents|us|readers|the public|consultees|anything))? {_ON}\s+(?P<topic>.+)",
    re.IGNORECASE,
)


class ListFrames:
    """The ways of asking for one kind of list; `bids` are those that order one ("list …", "name …")."""

    def __init__(self, noun: str) -> None:
        listed = rf"{_OWNED}{_QUALIFIED}(?:{noun})\b"
        self._bids = re.compile(rf"^\W*{_BIDS}{listed}", re.IGNORECASE)
        self._others = re.compile(
            rf"^\W*(?:{_WHAT_ARE}{listed}|{_WHICH}{_QUALIFIED}(?:{noun})(?={_AUXILIARY})|{_OWNED}{_QUALIFIED}(?:{noun})\b)",
            re.IGNORECASE,
        )

    def match(self, bare: str) -> tuple[str, bool] | None:
        """What follows the words that ask for the list, and whether it was ordered; None where none is asked for."""
        for pattern, ordered in ((self._bids, True), (self._others, False)):
            found = pattern.match(bare)
            if found is not None:
                return bare[found.end() :], ordered
        return None


_FRAMES = {kind: ListFrames(noun) for kind, noun in _NOUNS.items()}


def list_asked(bare: str) -> tuple[StatementKind, str, bool] | None:
    """The kind of list that a question asks for, what it is to be on, and whether it was ordered outright.

    `bare` is the question without names. None where no list is asked for, or one under a condition that is no topic.
    """
    asks_on = _ASKS_ON.match(bare)
    if asks_on is not None and not topic_in(_GIVES.sub(" ", asks_on["who"] or "")):
        return StatementKind.QUESTION, asks_on["topic"].strip(" ?.!"), True
    for kind, frames in _FRAMES.items():
        matched = frames.match(bare)
        if matched is None:
            continue
        rest, ordered = matched[0].strip(" ?.!"), matched[1]
        on = _TOPIC.search(rest)
        before = rest[: on.start()] if on is not None else rest
        if topic_in(_GIVES.sub(" ", before)) or (on is not None and on["on"] == "of" and topic_in(on["topic"])):
            return None  # of somebody else: "the recommendations of the review that ministers accepted"
        return kind, on["topic"].strip() if on is not None else "", ordered
    return None
