"""Whether a statement asserts what its evidence asserts: not the opposite, and no promise where there is a question.

Negation is compared word by word: each word of a text stands under an even or an odd number of negative words, and a
word that the two share should stand alike in both. Cue words with a reach, after NegEx (Chapman et al. 2001,
doi:10.1006/jbin.2001.1029): rules without understanding, so one check among several.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from service.language_model.words import WORD, carries_content, listed, plain, stem

_CORE = frozenset(listed("""not no never none nobody nothing neither nor without cannot"""))
_LEXICAL = frozenset(
    listed("""
    fail fails failed failing failure unable lack lacks lacking lacked refuse refuses refused reject
    rejects rejected oppose opposes opposed against disagree disagrees hardly barely rarely seldom
    unlikely stop stops stopped stopping prevent prevents prevented preventing avoid avoids avoided
    deny denies denied cease ceased instead rather abolish abolished scrap scrapped difficult
    difficulty struggle struggles struggling little
""")
)
_PREFIX = re.compile(r"(?:un|in|im|ir|dis|non)(?=[a-z]{4,})")
_HARMLESS = re.compile(
    r"\b(?:not (?:only|just|merely|simply)\b|no doubt|whether or not|no\.|no (?:fewer|less|more) than|"
    r"not[- ]for[- ]profit)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:.!?()–—]|\b(?:but|although|though|however|while|whereas|because|which|who|and|so|since)\b", re.IGNORECASE
)
_REACH = 8
_POLES = tuple(
    (frozenset(stem(word) for word in up.split()), frozenset(stem(word) for word in down.split()))
    for up, down in (
        ("increase rise grow growth raise higher expand", "decrease fall reduce reduction decline lower cut shrink"),
        ("support supportive welcome endorse favour", "oppose reject criticise condemn"),
        ("agree", "disagree"),
        ("more", "less fewer"),
        ("always", "never"),
        ("high", "low"),
        ("large big", "small"),
        ("voluntary", "mandatory compulsory"),
        ("best good better positive", "worst bad worse negative harmful"),
        ("start begin introduce extend retain keep continue", "stop abolish scrap suspend remove withdraw"),
        ("likely", "unlikely"),
        ("above", "below"),
        ("before", "after"),
    )
)
# How somebody feels of a thing: "not pleased" is borne out by "very concerned".
_FEELINGS = (
    frozenset(stem(word) for word in listed("pleased glad happy satisfied content welcome confident")),
    frozenset(stem(word) for word in listed("concerned disappointed worried alarmed unhappy dismayed fear regret")),
)
_AT_LEAST = re.compile(
    r"\b(?:more than|over|at least|above|in excess of|upwards of)\s+(?:[£$€]\s?)?(\d[\d,.]*)", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"\b(?:less than|fewer than|under|below|at most|up to|no more than|nearly|almost)\s+(?:[£$€]\s?)?(\d[\d,.]*)",
    re.IGNORECASE,
)
# "Will consider" promises nothing.
_WILL = r"(?:will|shall)(?!\s+(?:\w+ly\s+|also\s+)?(?:consider|explor|review|consult|look|seek|ask|assess))"
_PROMISE = re.compile(
    rf"\b(?:{_WILL}|commits?|committed|pledge[sd]?|guarantees?|guaranteed|promise[sd]?)\b", re.IGNORECASE
)
_FIRM = re.compile(
    rf"\b(?:{_WILL}|commit\w*|pledg\w+|guarantee\w*|promis\w+|announc\w+|plan(?:s|ned|ning)?|"
    r"(?:is|are|am) (?!consider|explor|review|consult|look|seek|ask)\w+ing|(?:have|has) \w+ed|expected|going to)\b",
    re.IGNORECASE,
)
_TENTATIVE = re.compile(
    r"\b(?:consider\w*|explor\w+|consult\w*|review\w*|whether|could|might|may|options?|views?|possib\w+|potential\w*|would|"
    r"how can|should|look(?:ing)? (?:at|into)|want to know)\b|\?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:ask\w*|question\w*|consult\w*|seek\w*|invit\w+|wonder\w*|want\w* to (?:know|hear|understand)|views?|"
    r"whether|how|what|interested in)\b|\?",
    re.IGNORECASE,
)


def contradicts(statement: str, evidence: Sequence[str]) -> bool:
    """Whether one of the two denies what the other says; `evidence` are the quoted sentences."""
    said, shown = plain(statement), [plain(sentence) for sentence in evidence]
    whole = " \n ".join(shown)
    return _negated_otherwise(said, shown) or _opposite_poles(said, whole) or _opposite_bounds(said, whole)


def overstates(statement: str, evidence: Sequence[str]) -> bool:
    """Whether the statement promises or asserts what its evidence only considers or asks."""
    whole = plain(" \n ".join(evidence))
    if all(plain(sentence).rstrip("\"'”’ ").endswith("?") for sentence in evidence):
        return not _ASKS.search(statement)
    return bool(_PROMISE.search(statement) and not _FIRM.search(whole) and _TENTATIVE.search(whole))


def _negated_otherwise(statement: str, evidence: Sequence[str]) -> bool:
    """Whether more of the shared words under a negation differ in it than agree."""
    bases = {stem(word) for text in (statement, *evidence) for word in WORD.findall(text)}
    said = _polarities(statement, bases)
    shown: dict[str, set[bool]] = {}
    # Each word as in the sentence that shares most with the statement: others may say it of something else.
    for polarities in sorted(
        (_polarities(text, bases) for text in evidence), key=lambda p: -len(p.keys() & said.keys())
    ):
        shown = polarities | shown
    agreed = differing = 0
    for word in said.keys() & shown.keys():
        if said[word].isdisjoint(shown[word]):
            differing += 1
        elif True in said[word] and True in shown[word]:
            agreed += 1
    if differing > agreed:
        return True
    denied = {word for word, polarity in said.items() if True in polarity}
    baseless = bool(denied) and not denied & shown.keys() and not any(True in polarity for polarity in shown.values())
    return baseless and bool(_cues(statement, _CORE)) and not _opposite_stands(denied, set(shown))


def _opposite_stands(denied: set[str], shown: set[str]) -> bool:
    """Whether the evidence says the opposite of a word that is denied."""
    return any(
        denied & mine and shown & other for up, down in (*_POLES, _FEELINGS) for mine, other in ((up, down), (down, up))
    )


def _polarities(text: str, bases: set[str]) -> dict[str, set[bool]]:
    """For each content stem of `text`, whether it stands negated: True, False, or both where it occurs in both ways.

    A negative word reaches over the next words of its clause, up to the next negative word; one right after another
    turns it round ("not prevented from"). "Unfair" counts as a negated "fair" where "fair" stands in one of the
    texts (`bases`).
    """
    cues = set(_cues(text, _CORE | _LEXICAL))
    ends = {match.start() for match in _CLAUSE.finditer(text)}
    found: dict[str, set[bool]] = defaultdict(set)
    odd, left, ended = False, 0, 0
    for match in WORD.finditer(text):
        at, word = match.start(), match.group().casefold()
        if any(ended <= end <= at for end in ends):
            left = 0
        ended = at + 1
        negated = odd and left > 0
        if carries_content(word):
            found[stem(word)].add(negated)
            if (prefix := _PREFIX.match(word)) and (base := stem(word[prefix.end() :])) in bases:
                found[base].add(not negated)
        if at in cues:
            odd, left = not (negated and left == _REACH), _REACH
        elif carries_content(word):
            left -= 1
    return found


def _cues(text: str, cues: frozenset[str]) -> list[int]:
    """Offsets of the negative words among `cues`, and of contractions with "n't"."""
    harmless = [match.span() for match in _HARMLESS.finditer(text)]
    found: list[int] = []
    for match in WORD.finditer(text):
        word = match.group().casefold().replace("’", "'")
        if (word in cues or word.endswith("n't")) and not any(low <= match.start() < high for low, high in harmless):
            found.append(match.start())
    return found


def _opposite_poles(statement: str, evidence: str) -> bool:
    """ "Rise" against "decline", where neither text has a word of the other's pole."""
    said = {stem(word) for word in WORD.findall(statement)}
    shown = {stem(word) for word in WORD.findall(evidence)}
    if _cues(statement, _CORE) or _cues(evidence, _CORE):
        return False
    return any(
        said & mine and not said & other and shown & other and not shown & mine
        for up, down in _POLES
        for mine, other in ((up, down), (down, up))
    )


def _opposite_bounds(statement: str, evidence: str) -> bool:
    """ "More than 300" against "fewer than 300"."""
    for mine, other in ((_AT_LEAST, _AT_MOST), (_AT_MOST, _AT_LEAST)):
        said = set(mine.findall(statement))
        if said & set(other.findall(evidence)) and not said & set(mine.findall(evidence)):
            return True
    return False
