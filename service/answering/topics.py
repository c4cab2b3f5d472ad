"""What a question is about, as a noun phrase that can stand in another question; without a parser."""

from __future__ import annotations

import re

from corpus.quotes import squeeze
from service.answering.english import FUNCTION_WORDS

_AUXILIARY = r"(?:is|are|was|were|will|would|can|could|do|does|did|has|have|had|should|may|might|must|be|been)"
_ARTICLE = r"(?:the|a|an|any|some|its|their|his|her|this|that|these|those|all|each|every)"
_LINK = r"(?:about|on|of|regarding|concerning|over|towards?|to|for|against|with|by|in)"
_ABOUT = r"(?:about|on|regarding|concerning|over|towards?)"
_FRAMES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:are|is|were|was) there (?P<topic>(?:any )?(?:plans?|moves?|proposals?) to .+)$",
        r"^(?:is|are|was|were) there (?:an? |any |some )?(?P<topic>.+)$",
        r"^(?:is|are|was|were) .{2,60}? (?:in favour of|opposed to|keen on|supportive of|committed to|planning|"
        r"considering|proposing) (?P<topic>.+)$",
        r"^(?:is|are|was|were) .{2,60}? (?:happy|content|satisfied|comfortable|at ease|pleased|impressed|relaxed|"
        r"unhappy|uneasy|worried|concerned|alarmed|angry|sceptical|enthusiastic) (?:with|about|by|over|at|of) "
        r"(?P<topic>.+)$",
        r"^(?:does|do|did|would|will) .{2,60}? (?:support|back|oppose|welcome|accept|favour|endorse|reject|criticise|"
        r"criticize|approve of|object to|believe in|agree with) "
        r"(?P<topic>(?!(?:for|from|to|with|in|of|by|at|on|up|into)\b).+)$",
        rf"^(?:what|how|why|where|which [\w-]+|what [\w-]+) (?:is|are|was|were|has|have) .{{2,60}}? \w+(?:ing|ed|"
        rf"en) (?:{_ABOUT}|with|for|to) (?P<topic>.+)$",
        rf"^(?:what|how|why|where|which (?:[\w-]+ ){{1,2}}|what (?:[\w-]+ ){{1,2}}) ?(?:does|do|did|would|will|has|"
        rf"have|can|could|should) .{{2,60}}? \w+ (?:for )?{_ABOUT} (?P<topic>.+)$",
        r"^(?:what|who)(?:['’]s| is| are| was| were) (?:meant by )?(?P<topic>(?!(?:being|said|done|proposed|"
        r"going)\b).+)$",
        r"^(?:what|which) (?:proportion|percentage|share|number|kinds?|sorts?|types?|range|amount|part|examples?|"
        r"level) of (?P<topic>.+)$",
        rf"^how (?:many|much(?= \w+ {_AUXILIARY})|\w+ (?:is|are|was|were|does|do|did)) (?P<topic>.+)$",
        rf"^(?:what|which) (?P<topic>(?:(?!{_AUXILIARY}\b)[\w’'-]+ ){{1,6}}){_AUXILIARY} .+$",
        r"^who (?:first |last )?\w+(?:te|ed|de|ok|nt|ew|an|ang|uilt|ote|es|s) (?P<topic>.+)$",
    )
)
_NAME = re.compile(
    r"\b(?:[A-Z][\w’'&/-]*[A-Za-z0-9])(?:(?: (?:of|and|to|for|the|in|with|on|&))? (?:[A-Z][\w’'&/-]*[A-Za-z0-9]|"
    r"\(\w[\w&-]*\)))*"
    r"(?: (?:programme|scheme|fund|pilot|trial|group|model|service|allowance|test|conversation|package|offer|report|"
    r"survey|clubs?|review|strategy|discount|standard|"
    r"assessment|certificate|partners?))?"
)
_ONE_OF_A_KIND = re.compile(r"(?:(?:is|was) there an?|which) ", re.IGNORECASE)
_COMMON_START = re.compile(
    r"^(?:The|A|An|It|They|He|She|In|On|At|To|For|From|By|Yes|No|Only|About|Around|Some|Many|Most|Under|This|That|These|Those|There|We|Where|When|Which|What|Who|How|Why|"
    r"If|And|But|So|Because|Between|After|Before|People|Those|Both|More|Over|Is|Are|Does|Do|Did|Can|Could|Will|Would|"
    r"Should|Has|Have|Give|Name|List|Tell|Summari[sz]e|Explain|Describe|Compare|Show|Their|Its|His|Her)\b ?"
)


_UNFINISHED = re.compile(r"\b(?:who|that|which|whom)$|(?:^|\s)['‘“\"]\w[^'’”\"]*$", re.IGNORECASE)


def topic_of(question: str) -> str | None:
    """The thing that a question is about; None where it cannot be told apart from the rest of the question."""
    text = question.strip().rstrip("?!. ")
    for frame in _FRAMES:
        match = frame.match(text)
        if match is None:
            continue
        topic = _phrase(match.group("topic"))
        if topic:
            bare = not plural(topic) and not re.match(_ARTICLE + r"\b", topic, re.IGNORECASE)
            return f"the {topic}" if bare and _ONE_OF_A_KIND.match(text) else topic
    return None


def names_in(text: str) -> list[str]:
    """Names of things in a text: several capitalised words, or an abbreviation; in order, each once."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(text):
        name = _COMMON_START.sub("", match.group()).strip()
        words = [word for word in re.findall(r"[\w’'&/-]+", name) if word[0].isupper()]
        several = len(words) >= 2 or (len(words) == 1 and len(name.split()) >= 2 and match.start() > 0)
        if several or (
            words and re.fullmatch(r"[A-Z0-9][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*", words[0]) and len(words[0]) >= 2
        ):
            found[_with_article(name, text, match.start() + match.group().find(name))] = None
    return list(found)


def plural(topic: str) -> bool:
    head = re.split(r"\s+(?:of|for|in|to|with|on|from|who|that|which|at|by)\s+", topic)[0]
    return head.endswith("s") and not head.endswith("ss")


def lower_first(text: str) -> str:
    """The text as it goes on in a sentence: its first letter small, unless the first word is a name."""
    first = re.match(r"[\w’']+", text)
    if first is None or first.group() == "I" or sum(c.isupper() for c in first.group()) > 1:
        return text
    return (
        text[0].lower() + text[1:] if first.group().casefold() in FUNCTION_WORDS or _COMMON_START.match(text) else text
    )


def _phrase(text: str) -> str | None:
    """A noun phrase from the start of a clause: up to its verb, not too long, with something in it."""
    if re.match(r"(?:any )?(?:plans?|moves?|proposals?) to\b", text):
        return squeeze(text)
    phrase = re.split(
        rf",? (?:and|but|or) (?:what|how|why|who|when|where|which)\b|[;:?]|,\s(?:according|in|as)\b| {_AUXILIARY}\b",
        f"{text.strip()} ",
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    phrase = phrase.strip(" ,")
    if _UNFINISHED.search(phrase):  # the verb belongs to it: "people who are out of work", "the 'Mind is it' campaign"
        phrase = squeeze(text)
    words = phrase.split()
    content = [word for word in words if not re.fullmatch(rf"{_ARTICLE}|{_LINK}|and|or", word, re.IGNORECASE)]
    if not content or len(words) > 14:
        return None
    if len(content) == 1 and content[0].lower() in {
        "people",
        "money",
        "it",
        "they",
        "time",
        "many",
        "reason",
        "thing",
        "point",
        "view",
        "cash",
        "staff",
        "government",
        "ministers",
    }:
        return None
    return phrase


def _with_article(name: str, text: str, start: int) -> str:
    return f"the {name}" if text[max(0, start - 4) : start].lower() == "the " else name
