"""What an elliptic question stands for, given the conversation so far: by rules, in words a person would use.

What a follow-up points to is put in its place; where no name for that can be told, the two questions are joined into
one ("…, and why not?").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.quotes import squeeze
from service.answering.terms import content_words
from service.answering.topics import lower_first, names_in, plural, topic_of
from service.retrieval.naming import Naming
from service.schemas import Turn
from service.understanding.dependence import BARE, CONTINUES, Dependence, NamesOf, is_courtesy

_AGREES = re.compile(
    r"\b(?:agree|disagree|concur|object|think so|accept (?:it|that|this)|support (?:it|that|this)|"
    r"oppose (?:it|that|this)|welcome (?:it|that|this)|share (?:that|this) view)\s*\?*$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"['’]s?\s+(?!(?:own )?(?:views?|position|response|stance|opinion|line|take|verdict|reaction|answer|reply|case)\b)"
)
_ABOUT_ANOTHER = re.compile(r"^(?:what about|how about|what of|on|about)\s+", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"^(?:what|how) (?:do|does|did|would|is|are|has|have)? ?(?:\w+ ?){0,3}?(?:say|says|said|think|thinks|feel|feels|"
    r"view|views|position|line|stance|respond|reply|react|answer|want|propose|recommend|make of)"
    r"(?: (?:about|on|to|of) (?:it|that|this|them))?\s*\?*$",
    re.IGNORECASE,
)
_PRONOUN_OF_PEOPLE = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.IGNORECASE)
_ASKS_WHICH = re.compile(r"^(?:what|which|where|name|give|list|tell)\b", re.IGNORECASE)
_ASKS_WHAT_OF = re.compile(
    r"^(?:what|which)(?:['’]s)? (?:is|are|was|were|does|do|did|has|have|would|will|proportion|percentage|share|"
    r"number)\b|^what (?:\w+ ){1,3}(?:have|has|do|does|did)\b(?!.*(?:announce|launch|introduce|set up|mention|cite|"
    r"name))|"
    r"^where\b(?=.*\b(?:is|are|was|were)\b)",
    re.IGNORECASE,
)
_NO_VERB = re.compile(
    r"^(?:for|in|with|of|at|among|under|to|by|on|from|after|before|outside|within) (?!(?:what|which|whom|how)\b)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:that|this|it) (?:compare|differ)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|must|give|list|name|tell)\b|.*\b(?:is|are|was|were|does|do|will|would|can)\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s*\[\d+\]")
_DEFINITE = re.compile(r"(?:the|its|their|his|her|this|that|these|those)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|must)\b", re.IGNORECASE
)
_ASKS_HOW = re.compile(r"(?:why|how|when|where)\b", re.IGNORECASE)
_VIEW_OF = re.compile(
    r"^['’]s? (?:\w+ )?(?:views?|positions?|stances?|opinions?|lines?|takes?|reactions?|responses?|objections?|"
    r"concerns?|problems?|criticisms?) (?:of|on|to|about|with|towards?|over|regarding) (?P<of>.+)$"
)
_THEY_SAY = re.compile(
    r"\b(?P<they>they)\b (?:\w+ )?(?:say|said|think|want|wanted|prefer|rather see|like to see|propose|recommend|"
    r"suggest|believe|object|support|oppose|argue|insist|welcome|reject)\b",
    re.IGNORECASE,
)
_REMEMBERED = 4


class FollowUps:
    """Understands follow-up questions; `dependence` tells which are ones.

    `named` says which organisations a text names, `specific` whether a word says by itself what is spoken of.
    """

    def __init__(self, named: NamesOf, names: Naming, specific: Callable[[str], bool] = lambda _: False) -> None:
        self._named = named
        self._names = names
        self.dependence = Dependence(named, names, specific)

    def standalone(self, question: str, history: Sequence[Turn]) -> str:
        """`question` so that it can be understood without `history`; unchanged where it can be already."""
        previous = ""
        answer = ""
        for turn in history[-_REMEMBERED:]:
            previous = self._resolved(turn.question.strip(), previous, answer) if previous else turn.question.strip()
            answer = turn.answer
        return self._resolved(question.strip(), previous, answer) if previous else question.strip()

    def context(self, question: str, history: Sequence[Turn]) -> tuple[str, ...]:
        """A question that depends on the turn before it, with that turn: what to search for beside the question alone.

        What an answer brought in ("these lead to jobs?", after one on internships) often stands in no other words.
        """
        if not history or is_courtesy(question) or not self.dependence.depends(question, history[-1].question):
            return ()
        return (squeeze(f"{history[-1].question} {_MARKER.sub('', history[-1].answer)} {question}"),)

    def _resolved(self, question: str, previous: str, answer: str) -> str:
        if is_courtesy(question) or not self.dependence.depends(question, previous):
            return question
        rest = CONTINUES.sub("", question).strip()
        rest = self._spoken_by(rest, previous)
        organisations = self._named(question).organisations
        bare = self.dependence.only_names(question) and not _ASKS_HOW.match(rest)
        if organisations and (bare or _SAYS_NOTHING.match(self._anonymous(rest))):
            return self._swapped(question, rest, previous, answer)
        agrees = _AGREES.search(rest)
        if organisations and agrees:
            return self._agreed(question, rest, agrees.start(), previous, answer)
        another = self._another(question, previous)
        if another is not None:
            return another
        if BARE.match(rest) or (rest != question and _NO_VERB.match(rest)):
            return _join(previous, rest)
        topic = self._topic(previous, answer, rest)
        if rest != question and not _ASKS.match(rest):
            rest = f"what about {lower_first(rest)}"
        if topic is None:
            return (
                _put(previous, rest) if organisations and self.dependence.points_back(rest) else _join(previous, rest)
            )
        replaced = None if _COMPARED.search(rest) else self._replaced(rest, topic)
        if replaced is None and _COMPARED.search(rest):
            return _join(previous, rest)
        if replaced is not None:
            return as_question(replaced)
        return as_question(f"{_regarding(topic)}, {lower_first(rest)}")

    def _replaced(self, text: str, topic: str) -> str | None:
        match = self.dependence.points_back(text)
        if match is None:
            return None
        words = match.group()
        if re.fullmatch(r"(?:their|its|theirs|his|her|hers)", words, re.IGNORECASE):
            new = f"{topic}’" if plural(topic) else f"{topic}’s"
        elif re.fullmatch(r"(?:he|him|she|such)", words, re.IGNORECASE):
            return None
        else:
            head = re.match(
                r"(?:about|on|of|to|for|with|behind|beyond|after|before|from|than|like|by|against|in|under|into)\s",
                words,
                re.IGNORECASE,
            )
            new = f"{head.group()}{topic}" if head else topic
        before = text[: match.start()]
        if not _DEFINITE.match(topic):
            before = re.sub(r"\b(how many) of $", r"\1 ", before, flags=re.IGNORECASE)
        return before + new + text[match.end() :]

    def _topic(self, previous: str, answer: str, question: str) -> str | None:
        """What the conversation is about: a name that the answer brought in, or the thing the question was about."""
        if _PRONOUN_OF_PEOPLE.search(question):
            return None
        asked = self._without_owner(topic_of(previous) or self._name_in(previous), question)
        new = self._new_names(previous, answer)
        if new and _ASKS_WHICH.match(previous) and (asked is None or not _ASKS_WHAT_OF.match(previous)):
            return new[0]
        if asked is None and new:
            return " and ".join(new[:2]) if self.dependence.points_back(question) is None else new[0]
        return asked

    def _name_in(self, previous: str) -> str | None:
        """The first name of a thing in a question that is put so that it can be answered yes or no."""
        if not _YES_OR_NO.match(previous):
            return None
        names = (name for name in names_in(previous) if " " in name and not self._names.mentions(name))
        name = next(names, None)
        return f"the {name}" if name and re.search(rf"\bthe (?:\w+ )?{re.escape(name)}", previous, re.I) else name

    def _without_owner(self, topic: str | None, question: str) -> str | None:
        """What somebody's view is on, where another is asked: "Wheelers' view of quays" is quays."""
        owner = self._mention(topic or "")
        if topic is None or not owner or owner == self._mention(question):
            return topic
        match = _VIEW_OF.match(topic[topic.lower().find(owner.lower()) + len(owner) :])
        another = self._named(question).organisations or names_in(question)
        return match.group("of") if match and another else topic

    def _spoken_by(self, text: str, previous: str) -> str:
        """`text` with the organisation of the question before it for a "they" that wants, says or thinks."""
        who = self._mention(previous)
        match = _THEY_SAY.search(text)
        asked = who and re.search(rf"\b(?:do|does|did|would|has|have) {re.escape(who)}\b", previous)
        if match is None or not asked or len(self._named(previous).organisations) != 1:
            return text
        start = match.start("they")
        return _agreeing(f"{text[:start]}{who}{text[start + len('they') :]}", who)

    def _new_names(self, previous: str, answer: str) -> list[str]:
        """Names of things in the answer that the question did not have; the corpus's organisations are none."""
        asked = previous.lower()
        return [
            name
            for name in names_in(_MARKER.sub("", answer))
            if name.lower().removeprefix("the ") not in asked and not self._names.mentions(name)
        ]

    def _swapped(self, question: str, rest: str, previous: str, answer: str) -> str:
        """The previous question put to another organisation."""
        who = self._mention(question)
        earlier = self._mention(previous)
        owned = earlier and _OWNED.match(previous[previous.find(earlier) + len(earlier) :])
        if earlier and who and not owned and len(self._named(previous).organisations) == 1:
            return as_question(_agreeing(re.sub(rf"(?<!\w){re.escape(earlier)}(?!\w)", who, previous, count=1), who))
        topic = self._topic(previous, answer, rest)
        if topic and who:
            return as_question(_agreeing(f"What does {who} say about {topic}", who))
        return _put(previous, _agreeing(f"What does {who} say about this", who))

    def _agreed(self, question: str, rest: str, verb: int, previous: str, answer: str) -> str:
        """Whether another organisation agrees with what was said or asked before; `verb` is where `rest` asks it."""
        who, earlier, topic = self._mention(question), self._mention(previous), self._topic(previous, answer, rest)
        if topic is None:
            return _join(previous, rest)
        asked = rest[:verb].strip()
        if earlier and earlier != who and earlier.lower() not in topic.lower():
            says = "say" if _several(earlier) else "says"
            return as_question(f"{asked} agree with what {earlier} {says} about {topic}")
        return as_question(f"{asked} agree on {topic}")

    def _another(self, question: str, previous: str) -> str | None:
        """The previous question to the same organisation on another thing: "What about …?", "And on …?"."""
        opened = re.sub(r"^(?:(?:and|but|ok(?:ay)?|so)\b[\s,]*)+", "", question, flags=re.IGNORECASE)
        match = _ABOUT_ANOTHER.match(opened)
        topic = topic_of(previous)
        if (
            match is None
            or topic is None
            or not self._named(previous).organisations
            or _ASKS.match(opened[match.end() :])
        ):
            return None
        new = opened[match.end() :].rstrip("?!. ")
        if (
            self._named(new).organisations
            or self.dependence.points_back(new)
            or previous.count(topic) != 1
            or not content_words(new)
        ):
            return None
        return as_question(previous.replace(topic, new))

    def _mention(self, text: str) -> str:
        """The words with which a text names its first organisation."""
        return next((re.sub(r"^The\b", "the", name) for name in self._names.mentions(text)), "")

    def _anonymous(self, text: str) -> str:
        return squeeze(self._names.without(f"{text}"))


def _agreeing(text: str, who: str) -> str:
    """`text` with "do" or "does" as the number of `who` wants it."""
    verb = "do " if _several(who) else "does "
    return re.sub(rf"\b(?:do|does) (?={re.escape(who)})", verb, text, flags=re.IGNORECASE)


def _several(who: str) -> bool:
    return plural(who) and who.startswith("the ")


def _regarding(topic: str) -> str:
    return f"Regarding {topic}"


def _put(previous: str, rest: str) -> str:
    """What is put to somebody with the question it is about: "What does Wheelers say about this: will quays close?"."""
    return as_question(f"{as_question(rest).rstrip('?')}: {lower_first(previous)}")


def _join(previous: str, rest: str) -> str:
    return as_question(f"{previous.rstrip('?!. ')}, and {lower_first(rest)}")


def as_question(text: str) -> str:
    text = squeeze(text).rstrip("?!. ")
    return f"{text[:1].upper()}{text[1:]}?"
