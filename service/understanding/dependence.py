"""Whether a question needs the one before it to be understood, by what it lacks.

It points back ("that idea", "they"), opens as a continuation ("And …"), or names next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from service.answering.terms import content_words
from service.answering.topics import names_in
from service.retrieval.attribution import Named
from service.retrieval.naming import Naming

NamesOf = Callable[[str], Named]

_THING = (
    r"(?:idea|scheme|proposal|plan|programme|program|policy|approach|measure|point|matter|issue|change|service|step|move|suggestion|subject|topic|"
    r"question|aim|figure|score|respect|regard|basis|number|problem|area|front|group|test|assessment|support|fund|pilot|trial|offer|initiative|rule|system|model|one)s?"
)
_POINTS_BACK = re.compile(
    rf"\b(?:(?:this|that|these|those|such|the same)(?: an?)? {_THING}|"
    r"(?:about|on|of|to|for|with|behind|beyond|after|before|from|than|like|by|against|in|under|into) (?:that|this|it|"
    r"them|those|these)(?=\s*(?:[?,.;:]|$|and\b|or\b|to\b|is\b))|"
    r"(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|these|those|itself|themselves|such)|"
    r"(?:that|this)(?=\s*(?:[?,.;:]|$|is\b|was\b|work|mean|cost|happen|help|appl|be\b|compare|affect|differ|change|"
    r"relate|fit\b|lead\b|matter))|there(?= (?:too|already))|one(?=\s*[?]|$))\b",
    re.IGNORECASE,
)
# "Those who …", "those penalised"; "the group that was …".
_INTRODUCES = re.compile(
    r"those (?:who|whose|that|which|at|of|with|in|on|from|for|to|by|under|without|\w+ed|\w+ing)\b|its own\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?!(?:is|was|are|were|be|does|do|did|on|of|about|to|for|with|why|how|and|but|has|would|will)\b)\w{3,} that$"
)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|would|does|will|makes?|if|that|how) it (?:\w+ )?(?:true|fair|right|possible|likely|clear|the case|"
    r"to|that|matter)\b|\bit (?:is|was|would be) \w+ (?:that|to)\b",
    re.IGNORECASE,
)
CONTINUES = re.compile(
    r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?|right|thanks|what about|how about|what of|"
    r"same (?:question )?for)\b[\s,.!]*)+",
    re.IGNORECASE,
)
BARE = re.compile(
    r"^(?:why(?: (?:not|so|is that|was that|would that be|do they say so|does it say so))?|how(?: so| come)?|when|"
    r"where|who|whose|since when|by when|until when|from when|"
    r"(?:on|for|under|with|to|in|by|at|from) (?:what|which|whom) ?(?:\w+ ?){0,3}|how (?:much|many|long|often|soon|"
    r"far)|such as|like what|for example|which ones?|what else|"
    r"who else|anything else|says who|according to whom|who (?:pays|decides|says so)|really|in what way|what for|"
    r"meaning)\s*\?*$",
    re.IGNORECASE,
)
_MANY = re.compile(r"\b(?:they|them|their|theirs|these|those)\b", re.IGNORECASE)
_OWN_PLURAL = re.compile(
    r"\b(?:people|claimants|those|patients|employers|firms|workers|staff|members|clients|companies|others|\w+s)\b.*\b(?:their|they|them)\b",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"(?:(?:many|very|so|ok(?:ay)?|that['’]s|all|no|right|great|good|perfect|lovely|thanks?|cheers|hello|hi|hey|"
    r"morning|afternoon|evening|bye|goodbye|much|a lot|for that|for your help|helpful|then|you)\b[\s,.!?]*)+",
    re.IGNORECASE,
)
_DEMONSTRATES = re.compile(r"(?:this|that|these|those|such|the same)\s+\w", re.IGNORECASE)
_ENDS_CLAUSE = re.compile(r"[,;:.?!]\s+|\s[–—-]\s+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ENOUGH_WORDS = 5


class Dependence:
    """Tells follow-ups from questions of their own.

    `named` says which organisations a text names, `specific` whether a word says by itself what is spoken of.
    """

    def __init__(self, named: NamesOf, names: Naming, specific: Callable[[str], bool] = lambda _: False) -> None:
        self._named = named
        self._names = names
        self._specific = specific

    def depends(self, question: str, previous: str) -> bool:
        """Whether a question needs the one before it to be understood."""
        text = question.strip()
        if BARE.match(text) or self.only_names(text):
            return True
        if CONTINUES.match(text):
            return self.points_back(text) is not None or len(self._content(text)) < _ENOUGH_WORDS
        if self.points_back(text) is not None:
            return self.points_elsewhere(text)
        content = self._content(text)
        return len(content) < _ENOUGH_WORDS and not self._own_subject(text) and not _defines(text)

    def points_elsewhere(self, text: str) -> bool:
        """Whether a pronoun of a question stands for something that the question does not name itself."""
        points = self.points_back(text)
        return points is not None and not self._explained(text, points)

    def _explained(self, text: str, points: re.Match[str]) -> bool:
        """Whether what a pronoun stands for is in the question itself: in a sentence or clause before it, or its name.

        "That idea" and its like always point at what somebody else said.
        """
        before = text[: points.start()]
        if _DEMONSTRATES.match(points.group()) and not _ENDS_CLAUSE.search(before):
            return False
        clauses = _ENDS_CLAUSE.split(before)
        if len(clauses) > 1 and any(
            self._own_subject(clause) or len(self._content(clause)) > 1 for clause in clauses[:-1]
        ):
            return True
        # "It" is seldom an abbreviation: "is there UK proof that it works?"
        named = [
            name for name in names_in(before) if " " in name.removeprefix("the ") and not self._names.mentions(name)
        ]
        return bool(named) or len(self._content(text)) > _ENOUGH_WORDS

    def _own_subject(self, text: str) -> bool:
        """Whether a question says itself what it is about: by a name, or a word that is not said of everything."""
        named = [name for name in names_in(text) if not self._names.mentions(name)]
        return bool(named) or any(_LETTERS.search(word) and self._specific(word) for word in self._content(text))

    def points_back(self, text: str) -> re.Match[str] | None:
        bare = _EXPLETIVE.sub(lambda match: " " * len(match.group()), text)
        for match in _POINTS_BACK.finditer(bare):
            if re.fullmatch(r"its|their", match.group(), re.IGNORECASE) and re.search(
                r"\w and $", bare[: match.start()]
            ):
                continue
            if _INTRODUCES.match(bare, match.start()) or (
                match.group().lower().startswith("that") and _RELATIVE.search(bare[: match.start() + len("that")])
            ):
                continue
            if _MANY.fullmatch(match.group()) and _OWN_PLURAL.search(bare[: match.end()]):
                continue
            return match
        return None

    def only_names(self, text: str) -> bool:
        rest = CONTINUES.sub("", text).rstrip("?!. ")
        if not self._named(rest).organisations:
            return False
        left = self._names.without(f"alpha beta gamma {rest}").removeprefix("alpha beta gamma")
        return not content_words(left)

    def _content(self, text: str) -> list[str]:
        return content_words(self._names.without(text))


def is_courtesy(text: str) -> bool:
    """Whether somebody only thanks, greets or takes leave."""
    return _COURTESY.fullmatch(text.strip()) is not None


def _defines(text: str) -> bool:
    """Whether a short question names what it asks about: "What is universal support?"."""
    return (
        re.match(
            r"^(?:what(?:['’]s| is| are| was| were)|who(?:['’]s| is| are| was)|define|explain|"
            r"tell me about) (?!the (?:rationale|reason|point|cost|aim|budget|purpose|evidence|timescale|"
            r"deadline))",
            text,
            re.IGNORECASE,
        )
        is not None
        and len(content_words(text)) >= 2
    )
