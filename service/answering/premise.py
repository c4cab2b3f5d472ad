"""What says the opposite of what a question takes for granted: "Why will the quay close?" – "It will be kept open.".

Four things contradict: an opposite of a word of the question, the word behind a negation ("not to close", "illegal"),
and for or against where the question takes somebody to be the other (by the cues of the table of stances). What
contradicts a premise is the answer to a question that rests on it, however little else of the question it repeats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import StatementKind
from service.answering.asked_names import AskedName
from service.answering.english import FUNCTION_WORDS
from service.answering.stance_cues import cues_of
from service.answering.terms import content_words, stems

_TAKES_FOR_GRANTED = re.compile(
    r"\b(?:why|how come|on what grounds?|for what reasons?|what explains?|what (?:is|was|are|were) the (?:reasons?|"
    r"grounds|justification|case) for|what reasons? (?:do|does|did)|given (?:that|nobody|no one)|seeing that|"
    r"how much (?:more|less)|when (?:will|did|was|were)|(?:which|what) year)\b",
    re.IGNORECASE,
)
_ENDS = (
    r"scrap\w*|abolish\w*|ax(?:e|ed|ing)|w(?:i|ou)nd(?:ing)? (?:it |them )?up|clos(?:e|ed|ing)|end(?:ed|ing)?|"
    r"drop(?:ped|ping)?|withdr[ae]w\w*|abandon\w*|cancel\w*|get(?:ting)? rid of"
)
_OPPOSITES: tuple[tuple[str, str], ...] = (
    (_ENDS, r"retain\w*|keep(?:ing)?|kept|maintain\w*|continu\w+|preserv\w+|protect\w*|expand\w*|extend\w*"),
    (
        r"compulsory|mandatory|obligatory|forc(?:e|ed|ing)|requir(?:e|es|ed|ing)|oblig(?:e|es|ed)",
        r"voluntar\w+|optional|free to choose",
    ),
    (
        r"reduc\w+|cut(?:s|ting)?|lower(?:ed|ing)?|slash\w*|shr[iau]nk\w*|fewer",
        r"increas\w+|rais(?:e|ed|ing)|protect\w*",
    ),
)
_GROUPS = tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for pair in _OPPOSITES for words in pair)
_PAIRS = tuple(
    (_GROUPS[at + one], _GROUPS[at + other]) for at in range(0, len(_GROUPS), 2) for one, other in ((0, 1), (1, 0))
)
_ENDING = _GROUPS[0]
_CHANGE = re.compile(r"(?:chang|alter|amend)\w*$", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|no longer|never|no plans?|nor)\b"
    r"(?: (?:to|be|been|being|have|had|seek(?:ing)?|intend(?:ing)?|propos(?:e|ing)|plan(?:ning)?|want(?:ing)?|for|"
    r"going)\b){0,3} (?:an? |the |any )?([\w’'-]+)",
    re.IGNORECASE,
)
_NOT = ("un", "in", "il", "im", "ir", "non-", "non")
_LEAST_LETTERS = 5
_NAME_WORDS = 6

_YES_OR_NO = re.compile(
    r"\W*(?:(?:so|but|and)\W+)?(?:is|are|was|were|do|does|did|will|would|has|have|had|can|could|should)\b",
    re.IGNORECASE,
)
# What stands before the words that say how somebody is taken to stand: "Why does the guild | oppose tolls?".
_BEFORE_THE_STAND = re.compile(
    r"^.*?\b(?:does|do|did|is|are|was|were|has|have|would|will)\b\s*(?:(?:so|very|really|such|all)\s+)*", re.IGNORECASE
)
_WANTS = re.compile(r"\b(?:wants?|wanting|wish(?:es)?|call(?:s|ing)? for|asks? for)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\bagainst\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+")
_TWO_SIDED = re.compile(r"\b(?:not|never|no|or|compare|contrast)\b|n['’]t\b", re.IGNORECASE)
# The share of a question's words that a sentence and the one before it must have for what it says to answer it.
_ON_THE_QUESTION = 0.5


def takes_for_granted(question: str) -> bool:
    """Whether a question rests on something that it states: "Why …", "On what grounds …", "When will …"."""
    return _TAKES_FOR_GRANTED.search(question) is not None


def contradicts(sentence: str, question: str, kind: StatementKind | None = None) -> bool:
    """Whether a sentence of a kind has the opposite of a word of the question, denies one, or is on the other side.

    `question` is without the names of those it is put to.
    """
    return _has_opposite(sentence, question) or _denies(sentence, question) or _other_side(sentence, question, kind)


def denied_outright(question: str, answer: str, names: Sequence[AskedName] = ()) -> bool:
    """Whether an answer says no to a question: to one for yes or no, or to what one takes for granted.

    A question that names both sides of a matter, or is put in the negative, is not answered by "no". What contradicts
    counts in a sentence that has, with the one before it, the `names` of the question, or half of its words where there
    are none: "the support given by Jobcentres" is no answer to "Why do they oppose the test?".
    """
    granted = takes_for_granted(question)
    if not (granted or _YES_OR_NO.match(question)) or _TWO_SIDED.search(question):
        return False
    words = frozenset(stem for word in content_words(question) for stem in stems(word))
    before = ""
    for said in _SENTENCE_END.split(answer):
        context = f"{before} {said}"
        before = said
        if not _is_on(context, words, names):
            continue
        if _has_opposite(said, question) or _denies(said, question) or (granted and _other_side(said, question, None)):
            return True
    return False


def _is_on(text: str, words: frozenset[str], names: Sequence[AskedName]) -> bool:
    said = stems(text)
    if names:
        return all(name.is_in(text, said) for name in names)
    return len(words & said) >= _ON_THE_QUESTION * len(words)


def _has_opposite(sentence: str, question: str) -> bool:
    """Whether a sentence has the opposite of a word of the question, and not that word too."""
    return any(
        one.search(question) and not other.search(question) and other.search(sentence) and not one.search(sentence)
        for one, other in _PAIRS
    ) or _has_prefix(sentence, question)


def _has_prefix(sentence: str, question: str) -> bool:
    """Whether a word of the question stands in the sentence with a prefix that denies it: "legal", "illegal"."""
    asked = {word.lower() for word in content_words(question) if len(word) >= _LEAST_LETTERS}
    said = {word.lower() for word in content_words(sentence)}
    return any(f"{prefix}{word}" in said and word not in said for word in asked for prefix in _NOT)


def _denies(sentence: str, question: str) -> bool:
    """Whether a sentence denies a word of the question, one of its meaning, or any change where one is asked about."""
    asked = stems(question)
    groups = [group for group in _GROUPS if group.search(question)]
    for match in _DENIED.finditer(sentence):
        word = match.group(1)
        if (asked & stems(word) and word.lower() not in FUNCTION_WORDS) or any(
            group.fullmatch(word) for group in groups
        ):
            return True
        if (groups and _CHANGE.match(word)) or (_AGAINST.fullmatch(word) and _AGAINST.search(question)):
            return True
    return False


def _other_side(sentence: str, question: str, kind: StatementKind | None) -> bool:
    """Whether a sentence is for what the question takes somebody to be against, or the other way round."""
    taken = _stand_taken(question)
    return taken != 0 and _stand(sentence, kind) == -taken


def _stand_taken(question: str) -> int:
    """How a question takes somebody to stand to what it is about: 1 for it, -1 against it, 0 where that is not said.

    Who it is may be named before the verb: "Why does | the guild | oppose tolls?" is read as "we oppose tolls".
    """
    words = _BEFORE_THE_STAND.sub("", question, count=1).split()
    stands = (_stand(f"we {' '.join(words[at:])}", None) for at in range(min(_NAME_WORDS, len(words))))
    return next((stand for stand in stands if stand), 0)


def _stand(text: str, kind: StatementKind | None) -> int:
    """How words stand to what they speak of; who is against the end of a thing is for it."""
    ends = _ENDING.search(text) is not None
    cues = cues_of(_ENDING.sub(" ", text), kind)
    against = cues.rejects >= 1 or cues.doubts > 0 or _AGAINST.search(text) is not None
    if cues.favours and against:
        return 0
    wants = ends or _WANTS.search(text) is not None
    stand = -1 if against else int(bool(cues.favours) or wants)
    return -stand if ends else stand
