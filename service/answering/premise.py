"""What says the opposite of what a question takes for granted: "Why will the quay close?" – "It will be kept open.".

Words that are opposites in debates on proposals, and a word of the question behind a negation. What contradicts a
premise is the answer to a question that rests on it, however little else of the question it repeats.
"""

from __future__ import annotations

import re

from service.answering.terms import content_words, stems

_TAKES_FOR_GRANTED = re.compile(
    r"\b(?:why|how come|on what grounds?|for what reasons?|what explains?|what (?:is|was|are|were) the (?:reasons?|"
    r"grounds|justification|case) for|what reasons? (?:do|does|did)|given (?:that|nobody|no one)|seeing that|"
    r"how much (?:more|less))\b",
    re.IGNORECASE,
)
_OPPOSITES: tuple[tuple[str, str], ...] = (
    (
        r"scrap\w*|abolish\w*|ax(?:e|ed|ing)|w(?:i|ou)nd(?:ing)? (?:it |them )?up|clos(?:e|ed|ing)|end(?:ed|ing)?|"
        r"drop(?:ped|ping)?|withdr[ae]w\w*|abandon\w*|cancel\w*|get(?:ting)? rid of",
        r"retain\w*|keep(?:ing)?|kept|maintain\w*|continu\w+|preserv\w+|protect\w*|expand\w*|extend\w*",
    ),
    (r"compulsory|mandatory|obligatory|forc(?:e|ed|ing)", r"voluntar\w+|optional|free to choose"),
    (r"reduc\w+|cut(?:s|ting)?|lower(?:ed|ing)?|slash\w*|shr[iau]nk\w*", r"increas\w+|rais(?:e|ed|ing)|protect\w*"),
    (r"oppos(?:e|es|ed|ing)|reject\w*|against", r"support(?:s|ed)?|welcom\w+|in favour of|endors\w+"),
)
_PAIRS = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for pair in _OPPOSITES
    for one, other in (pair, pair[::-1])
)
_DENIED = re.compile(
    r"\b(?:not|no longer|never|no plans?|nor)\b"
    r"(?: (?:to|be|been|being|have|had|seek|intend|propose|want|for|going)\b){0,3}"
    r" (?:an? |the |any )?([\w’'-]+)",
    re.IGNORECASE,
)


_YES_OR_NO = re.compile(
    r"\W*(?:(?:so|but|and)\W+)?(?:is|are|was|were|do|does|did|will|would|has|have|had|can|could|should)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+")
_TWO_SIDED = re.compile(r"\b(?:not|never|no|or|compare|contrast)\b|n['’]t\b", re.IGNORECASE)
# The share of a question's words that a sentence must have for a word that it denies to answer the question.
_ON_THE_QUESTION = 0.5


def takes_for_granted(question: str) -> bool:
    """Whether a question rests on something that it states: "Why …", "On what grounds …", "How much more …"."""
    return _TAKES_FOR_GRANTED.search(question) is not None


def contradicts(sentence: str, question: str) -> bool:
    """Whether a sentence has the opposite of a word of the question, or denies one of its words."""
    if any(one.search(question) and other.search(sentence) for one, other in _PAIRS):
        return True
    return any(stems(question) & stems(match.group(1)) for match in _DENIED.finditer(sentence))


def denied_outright(question: str, answer: str) -> bool:
    """Whether an answer says no to a question: to one for yes or no, or to what one takes for granted.

    A question that names both sides of a matter, or is put in the negative, is not answered by "no". An opposite counts
    in a sentence that has more of the question: "the support given by Jobcentres" is none of "Why do they oppose the
    test?". A word is denied in a sentence that has half of the question's.
    """
    if not (takes_for_granted(question) or _YES_OR_NO.match(question)) or _TWO_SIDED.search(question):
        return False
    words = frozenset(stem for word in content_words(question) for stem in stems(word))
    for one, other in _PAIRS:
        if not one.search(question) or other.search(question) or one.search(answer):
            continue
        of_what = words & stems(one.sub(" ", question))
        if any(other.search(said) and of_what & stems(said) for said in _SENTENCE_END.split(answer)):
            return True
    return any(
        words & stems(match.group(1))
        for said in _SENTENCE_END.split(answer)
        if len(words & stems(said)) >= _ON_THE_QUESTION * len(words)
        for match in _DENIED.finditer(said)
    )
