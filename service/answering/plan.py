"""What an answer has to show: whose words a question asks for, and which part of it is put to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.models import DocumentEntry, Side
from service.answering.clauses import Clause, clauses_of
from service.found import Filters
from service.retrieval.attribution import Named

_COMPARES = re.compile(
    r"\b(?:compar\w+|contrast\w*|differ\w*|versus|vs\.?|as against|alongside|set against|both (?:sides|say)|"
    r"either side|"
    r"(?:dis)?agree\w*|go(?:es)? along|respon[ds]\w* to|repl(?:y|ies)|react\w*|answer(?:s|ed)? that|accept\w*|"
    r"share[sd]? (?:the|that|this) view|"
    r"at odds|in line with|same (?:view|line|thing)|on the same page|gap between|square with|disput\w+|challeng\w+|"
    r"while|whereas|but)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\b(?:(?:dis)?agree\w*|go(?:es)? along|repl(?:y|ies) to|respon[ds]\w* to|react\w* to|at odds|in line with|"
    r"accept\w* (?:that|this|it)|share[sd]? (?:that|this) view|dispute[sd]?)\b",
    re.IGNORECASE,
)
_AGREES_WITH = re.compile(r"\b(?:dis)?agree\w* (?:with|to|that)\b", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"\b(?:official(?:ly|s)?|the state|the authorities|the (?:paper|consultation)(?: document)?|(?:the |"
    r"its )?plans? set out)\b",
    re.IGNORECASE,
)
_AT_LARGE_SPEAK = re.compile(
    r"\b(?:stakeholders?|respondents?|charities|critics|campaigners|professional bodies)\b['’]?(?: \w+){0,2}? "
    r"(?:say|said|think|thought|respon\w+|react\w*|argu\w+|want\w*|views?|concern\w*|recommend\w*|propos\w+|feel|felt|"
    r"object\w*|oppos\w*|support\w*|positions?|agree|disagree|call(?:ed)? for|ask(?:ed)? for)\b",
    re.IGNORECASE,
)
# Everybody's view is asked for, and nobody is named.
_EVERYBODY = re.compile(
    r"\b(?:views?|opinions?|positions?|people|sides?|documents|submissions|estimates)\b[^?.]{0,30}\b(?:differ|diverge|"
    r"disagree|clash|conflict|vary|divided|split|apart)|\b(?:differ|diverge|disagree|divided|split)\w*\b[^?.]{0,30}"
    r"\b(?:views?|opinions?|positions?|sides?)\b|\bdifferent (?:people|organisations?|groups|sides|parties|voices)\b|"
    r"\bwho (?:thinks?|says?|wants?|supports?|opposes?|backs?|is (?:for|against|in favour))\b.*\bwho\b|"
    r"\b(?:all|each|both|every|either) (?:the )?(?:sides?|part(?:y|ies))\b",
    re.IGNORECASE,
)
NameFinder = Callable[[str], Named]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question: `clauses` are its words that are put to these speakers, all of it where none are.

    `side`, `organisations` and `speakers` (people and bodies quoted) say whose words answer; `required` that they are
    shown or said to be silent; `alone` that the clauses are asked and not the whole question with them.
    """

    clauses: tuple[str, ...] = ()
    side: Side | None = None
    organisations: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    required: bool = False
    alone: bool = False
    label: str = ""

    @property
    def at_large(self) -> bool:
        """Whether stakeholders are asked without a name."""
        return self.side is Side.STAKEHOLDER and self.required and not (self.organisations or self.speakers)


_AT_LARGE = Part(side=Side.STAKEHOLDER, required=True, label="stakeholders")


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a question, in the order of its words; `compares` whether it asks for more than one position."""

    parts: tuple[Part, ...]
    compares: bool = False


def plan(
    question: str, named: Named, entries: Mapping[str, DocumentEntry], filters: Filters, names: NameFinder
) -> Plan:
    """The plan for a question, within what the request filters allow."""
    clauses = clauses_of(question, lambda text: bool((own := names(text)).organisations or own.quoted))
    targets = _targets(question, named, entries, compares=len(clauses) > 1)
    if filters.sides:
        targets = [target for target in targets if target.side in filters.sides]
    if filters.organisations or filters.documents:
        targets = []
    texts = tuple(clause.text for clause in clauses)
    if targets and all(target.side is Side.STAKEHOLDER for target in targets):
        first = _asked_of_nobody(clauses, names)
        consulting = Side.GOVERNMENT if _allows(filters, Side.GOVERNMENT) else None
        before = (Part(texts[:first], consulting, alone=True),) if first else ()
        if len(targets) == 1:
            return Plan((*before, _narrowed(targets[0], texts[first:])))
        return Plan((*before, *(_with_clauses(target, clauses, names) for target in targets)), compares=True)
    if len(targets) >= 2:
        return Plan(tuple(_with_clauses(target, clauses, names) for target in targets), compares=True)
    side = targets[0].side if targets and not _placed(question, entries) else None
    return Plan((Part(texts if len(texts) > 1 else (), side),))


def _allows(filters: Filters, side: Side) -> bool:
    return not filters.sides or side in filters.sides


def _names_somebody(named: Named) -> bool:
    return bool(named.organisations or named.stakeholders_at_large or named.quoted)


def _targets(question: str, named: Named, entries: Mapping[str, DocumentEntry], *, compares: bool) -> list[Part]:
    side_of = {entry.organisation: entry.side for entry in entries.values()}
    speaking = [name for name in named.organisations if name not in named.addressed]
    targets = [
        Part(
            side=side_of[name],
            organisations=(name,),
            documents=_documents(name, named, entries),
            required=True,
            label=name,
        )
        for name in speaking
        if side_of.get(name) is Side.STAKEHOLDER
    ]
    government = [name for name in speaking if side_of.get(name) is Side.GOVERNMENT]
    compares = compares or bool(_COMPARES.search(question))
    official = bool(government) or (bool(_OFFICIAL.search(question)) and compares)
    at_large = government or compares or _AT_LARGE_SPEAK.search(question)
    if named.stakeholders_at_large and not targets and at_large:
        targets.append(_AT_LARGE)
    if targets and (official or (_AGREES.search(question) and (len(targets) == 1 or _AGREES_WITH.search(question)))):
        label = government[0] if government else _government(entries)
        targets.insert(0, Part(side=Side.GOVERNMENT, required=True, label=label))
    elif government and not targets:
        targets.append(Part(side=Side.GOVERNMENT, label=government[0]))
        if _AGREES.search(question) and not named.quoted:
            targets = [
                replace(targets[0], required=True),
                Part(side=Side.STAKEHOLDER, required=True, label="stakeholders"),
            ]
    if targets in ([], [_AT_LARGE]) and not named.quoted and _EVERYBODY.search(question):
        targets = [Part(side=Side.GOVERNMENT, required=True, label=_government(entries)), _AT_LARGE]
    if named.quoted and len(targets) + len(named.quoted) > 1 and (compares or len(named.quoted) > 1):
        quoted = [Part(side=q.side, speakers=q.speakers, required=True, label=q.name) for q in named.quoted]
        targets = [*(replace(target, required=True) for target in targets), *quoted]
        targets.sort(key=lambda target: target.side is not Side.GOVERNMENT)
    return targets


def _placed(question: str, entries: Mapping[str, DocumentEntry]) -> bool:
    """Whether a document is named only as the place of what is asked for ("in the green paper"), not as who speaks."""
    titles = (alias.removeprefix("the ") for entry in entries.values() for alias in entry.aliases)
    names = "|".join(re.escape(title) for title in titles if " " in title)
    return bool(names) and re.search(rf"\b(?:in|within) (?:the |this |that )?(?:{names})\b", question, re.I) is not None


def _asked_of_nobody(clauses: Sequence[Clause], names: NameFinder) -> int:
    """How many clauses ask something before one names somebody: "What is a toll, and does the guild back it?".

    They are put to whoever consults in the first place.
    """
    count = 0
    for clause in clauses[:-1]:
        if _names_somebody(names(clause.text)) or not clause.asks:
            break
        count += 1
    return count


def _documents(name: str, named: Named, entries: Mapping[str, DocumentEntry]) -> tuple[str, ...]:
    chosen = tuple(id_ for id_ in named.documents if id_ in entries and entries[id_].organisation == name)
    return chosen or tuple(id_ for id_, entry in entries.items() if entry.organisation == name)


def _government(entries: Mapping[str, DocumentEntry]) -> str:
    return next((entry.organisation for entry in entries.values() if entry.side is Side.GOVERNMENT), "the government")


def _with_clauses(target: Part, clauses: Sequence[Clause], names: NameFinder) -> Part:
    own = [clause.text for clause in clauses if _is_put_to(target, clause, names(clause.own))]
    return _narrowed(target, own if len(own) < len(clauses) else ())


def _is_put_to(target: Part, clause: Clause, named: Named) -> bool:
    if target.speakers:
        return any(set(quoted.speakers) & set(target.speakers) for quoted in named.quoted)
    if target.side is Side.GOVERNMENT:
        return Side.GOVERNMENT in named.sides or bool(_OFFICIAL.search(clause.own))
    if target.organisations:
        return bool(set(named.organisations) & set(target.organisations))
    return named.stakeholders_at_large


def _narrowed(target: Part, clauses: Sequence[str]) -> Part:
    chosen = tuple(clauses) if len(clauses) != 1 or target.required else ()
    return replace(target, clauses=chosen)
