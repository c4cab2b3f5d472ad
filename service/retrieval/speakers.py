"""People and bodies quoted in the corpus whom a question asks about: "the department's spokesman", "Ada Moor"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from corpus.lexical import stems
from corpus.models import Side
from service.retrieval.attribution import Quoted

# A share of a speaker's description, weighted by rarity, that a question must hold; and how rare the whole must be, in
# the unit of `rarity`: "the government" or "individual" describes nobody in particular.
_NAMED = 0.4
_LEAST_RARITY = 7.0
# How rare a word must be to name somebody by itself, and several together.
_RARE_WORD, _RARE_NAME = 4.0, 8.0
# Somebody quoted without a name, and how surely such words mean those who are ("one of the guild's members says").
_NAMELESS = re.compile(
    r"\b(?:one (?:person|individual|man|woman|claimant|contributor|respondent|patient|client|member|participant|worker|"
    r"of (?:[\w’'-]+ ){1,4}?(?:contributors|respondents|members|clients|users|patients|people|participants|claimants))|"
    r"(?:person|individual|man|woman|claimant|worker|somebody|someone|people|those|voices?|testimon(?:y|ies)|accounts?)"
    r"(?: \w+){0,4} (?:quoted|quotes|cited|cites)|anonymous)\b",
    re.IGNORECASE,
)
_MEANT = 0.8
_QUOTED_BY = re.compile(r",? quoted by .*$")
_NAME = re.compile(r"[A-Z][\w’'.]*(?:(?: (?:of|and|for|the|&))* [A-Z][\w’'.]*)*")
_TITLE = (
    r"(?:Chief|Executive|Chair\w*|Director|Manager|Head|Officer|Partner|Policy|President|Secretary|Minister|Shadow|MP|Lord|"
    r"Lady|Sir|Dame|Dr|Professor|Case|Government|Spokes\w+|of|and|for|the|&)"
)
_PERSON = re.compile(r"[A-Z]\S+ [A-Z]\S+,")  # with a post or a body after the name
_PLACE = re.compile(r"\bin $")
_POSSESSIVE = re.compile(r"['’]s?(?= |$)")
_SPACE = r"(?:'s?)? "  # "the Shipbuilders' Forum" by the form without its apostrophe
_LEADING, _TRAILING = re.compile(rf"^(?:{_TITLE}\b\s*)+"), re.compile(rf"(?:\s*\b{_TITLE})+$")


class Speakers:
    """Recognises the quoted speakers of one index in questions.

    `speakers` are those quoted with their sides; `rarity` gives the inverse document frequency of a word (natural
    logarithm); `known` says whether a name is an author's, who is recognised elsewhere.
    """

    def __init__(
        self, speakers: Iterable[tuple[str, Side]], rarity: Callable[[str], float], known: Callable[[str], bool]
    ) -> None:
        self._shares: dict[str, Mapping[str, float]] = {}
        self._forms: dict[str, list[tuple[str, Side]]] = {}
        self._nameless: list[str] = []
        for speaker, side in speakers:
            forms = _forms(speaker, rarity, known)
            if not forms and not _NAME.search(_QUOTED_BY.sub("", speaker)):
                self._nameless.append(speaker)
            for form in forms:
                self._forms.setdefault(_straight(form), []).append((speaker, side))
            weights = {stem: rarity(stem) for stem in stems(_QUOTED_BY.sub("", speaker))}
            total = sum(weights.values())
            if total >= _LEAST_RARITY:
                self._shares[speaker] = {stem: weight / total for stem, weight in weights.items()}
        longest_first = sorted(self._forms, key=len, reverse=True)
        self._patterns = [
            (form, re.compile(rf"(?<!\w){_SPACE.join(map(re.escape, form.split()))}(?!\w)")) for form in longest_first
        ]

    def asked(self, question: str) -> dict[str, float]:
        """Each speaker whom a question describes, with the share of the description that it gives, in [0.4, 1]."""
        there = frozenset(stems(question))
        given = {
            speaker: min(1.0, sum(share for stem, share in shares.items() if stem in there))
            for speaker, shares in self._shares.items()
        }
        described = {speaker: share for speaker, share in given.items() if share >= _NAMED}
        if _NAMELESS.search(question):
            described |= {speaker: max(_MEANT, described.get(speaker, 0.0)) for speaker in self._nameless}
        return described | {speaker: 1.0 for quoted in self.named(question) for speaker in quoted.speakers}

    def named(self, question: str) -> tuple[Quoted, ...]:
        """Who is named by a name of their own ("Ada Moor", "Moor", "the RAC"), in order; longer names first."""
        found: dict[int, Quoted] = {}
        rest = _straight(question)
        for form, pattern in self._patterns:
            match = pattern.search(rest)
            if match is None:
                continue
            rest = rest.replace(match.group(), " " * len(match.group()))
            for side in dict.fromkeys(side for _, side in self._forms[form]):
                speakers = tuple(speaker for speaker, own in self._forms[form] if own is side)
                already = {speaker for other in found.values() for speaker in other.speakers}
                if not already.issuperset(speakers):
                    found[match.start()] = Quoted(form, side, speakers)
        return tuple(found[start] for start in sorted(found))


def _straight(text: str) -> str:
    """`text` with one kind of apostrophe, of the same length."""
    return text.replace("’", "'")


def _forms(speaker: str, rarity: Callable[[str], float], known: Callable[[str], bool]) -> list[str]:
    """What a speaker can be called by: the names in the description, a person's surname, a body's initials."""
    description = _QUOTED_BY.sub("", speaker)
    forms = []
    for match in _NAME.finditer(description):
        name = _TRAILING.sub("", _LEADING.sub("", _POSSESSIVE.sub("", match.group())))
        words = [word for word in name.split() if word[0].isupper()]
        rare = sum(rarity(word) for word in words)
        before = description[: match.start()]
        # "Sheila, 68, carer, Devon", "Man in his seventies, Devon": what stands last says where, not who.
        last = match.end() == len(description) and len(words) == 1 and before.endswith(", ")
        where = last and (before.count(",") > 1 or not _PERSON.match(before))
        if not words or known(name) or where or _PLACE.search(before):
            continue
        if rare >= (_RARE_WORD if len(words) == 1 else _RARE_NAME):
            forms.append(name)
        if len(words) == 2 and _PERSON.match(description) and match.start() == 0 and rarity(words[1]) >= _RARE_WORD:
            forms.append(words[1])
        initials = "".join(word[0] for word in words)
        if len(words) > 2 and rare >= _RARE_NAME and rarity(initials) >= _RARE_WORD:
            forms.append(initials)
    return forms
