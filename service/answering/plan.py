"""What an answer has to show: whose words a question asks for, and which part of it is put to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.models import DocumentEntry, Side
from service.answering.terms import content_words
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
_OFFICIAL = re.compile(
    r"\b(?:official(?:ly|s)?|the state|the authorities|the (?:paper|consultation)(?: document)?|(?:the |"
    r"its )?plans? set out)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?<=[?.!;:])\s+|\s+[–—]\s+|,?\s+(?:and|but|while|whereas)\s+(?=(?:on |in |to |from |for )?(?:what|how|which|"
    r"who|whom|whose|why|when|where|do|does|did|"
    r"is|are|was|were|would|should|could|can|will|has|have)\b)",
    re.IGNORECASE,
)
_AT_LARGE_SPEAK = re.compile(
    r"\b(?:stakeholders?|respondents?|charities|critics|campaigners|professional bodies)\b['’]?(?: \w+){0,2}? "
    r"(?:say|said|think|thought|respon\w+|react\w*|argu\w+|want\w*|views?|concern\w*|recommend\w*|propos\w+|feel|felt|"
    r"object\w*|oppos\w*|support\w*|positions?|agree|disagree|call(?:ed)? for|ask(?:ed)? for)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:what|which|who|whom|whose|why|when|where|how|do|does|did|is|are|was|were|would|should|could|can|will|has|"
    r"have)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 3
_LEAST_CONTENT = 2

NameFinder = Callable[[str], Named]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question: `clauses` are its words that are put to these speakers, all of it where none are.

    `side` and `organisations` say whose words answer; `required` that they are shown or said to be silent.
    """

    clauses: tuple[str, ...] = ()
    side: Side | None = None
    organisations: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    required: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a question, in the order of its words; `compares` whether it asks for more than one position."""

    parts: tuple[Part, ...]
    compares: bool = False


def plan(
    question: str, named: Named, entries: Mapping[str, DocumentEntry], filters: Filters, names: NameFinder
) -> Plan:
    """The plan for a question, within what the request filters allow."""
    clauses = clauses_of(question)
    targets = _targets(question, named, entries)
    if filters.sides:
        targets = [target for target in targets if target.side in filters.sides]
    if filters.organisations or filters.documents:
        targets = []
    if len(targets) >= 2:
        parts = [_with_clauses(target, clauses, names) for target in targets]
        return Plan(tuple(parts), compares=True)
    if len(targets) == 1 and targets[0].side is Side.STAKEHOLDER:
        first = _asked_of_anybody(clauses, names)
        if first:
            return Plan((Part(first), _narrowed(targets[0], clauses[len(first) :])))
        return Plan((_narrowed(targets[0], clauses),))
    side = targets[0].side if targets and not _placed(question, entries) else None
    return Plan((Part(clauses if len(clauses) > 1 else (), side),))


def clauses_of(question: str) -> tuple[str, ...]:
    """A question cut into what can be asked on its own; one that is short or of one piece stays whole."""
    pieces: list[str] = []
    start, joint = 0, ""
    for cut in [*_CUT.finditer(question), None]:
        end = cut.start() if cut else len(question)
        piece = question[start:end].strip(" ,;:–—")
        if len(piece.split()) >= _LEAST_WORDS and len(content_words(piece)) >= _LEAST_CONTENT:
            pieces.append(piece)
            start, joint = (cut.end(), cut.group()) if cut else (end, "")
        elif cut is None and pieces and piece:
            pieces[-1] = f"{pieces[-1]}{question[start - len(joint) : end]}"
    return tuple(pieces) or (question.strip(),)


def _targets(question: str, named: Named, entries: Mapping[str, DocumentEntry]) -> list[Part]:
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
    compares = bool(_COMPARES.search(question)) or len(clauses_of(question)) > 1
    official = bool(government) or (bool(_OFFICIAL.search(question)) and compares)
    at_large = government or compares or _AT_LARGE_SPEAK.search(question)
    if named.stakeholders_at_large and not targets and at_large:
        targets.append(Part(side=Side.STAKEHOLDER, required=True, label="stakeholders"))
    if targets and (official or _AGREES.search(question)):
        label = government[0] if government else _government(entries)
        targets.insert(0, Part(side=Side.GOVERNMENT, required=True, label=label))
    elif government and not targets:
        if _AGREES.search(question):
            return [
                Part(side=Side.GOVERNMENT, required=True, label=government[0]),
                Part(side=Side.STAKEHOLDER, required=True, label="stakeholders"),
            ]
        targets.append(Part(side=Side.GOVERNMENT, label=government[0]))
    return targets


def _placed(question: str, entries: Mapping[str, DocumentEntry]) -> bool:
    """Whether a document is named only as the place of what is asked for ("in the green paper"), not as who speaks."""
    titles = (alias.removeprefix("the ") for entry in entries.values() for alias in entry.aliases)
    names = "|".join(re.escape(title) for title in titles if " " in title)
    return bool(names) and re.search(rf"\b(?:in|within) (?:the |this |that )?(?:{names})\b", question, re.I) is not None


def _asked_of_anybody(clauses: Sequence[str], names: NameFinder) -> tuple[str, ...]:
    """The questions that come before the clause that names somebody: "What is a toll, and does the guild back it?"."""
    asked = []
    for clause in clauses[:-1]:
        if names(clause).organisations or not _QUESTION.match(clause):
            break
        asked.append(clause)
    return tuple(asked)


def _documents(name: str, named: Named, entries: Mapping[str, DocumentEntry]) -> tuple[str, ...]:
    chosen = tuple(id_ for id_ in named.documents if id_ in entries and entries[id_].organisation == name)
    return chosen or tuple(id_ for id_, entry in entries.items() if entry.organisation == name)


def _government(entries: Mapping[str, DocumentEntry]) -> str:
    return next((entry.organisation for entry in entries.values() if entry.side is Side.GOVERNMENT), "the government")


def _with_clauses(target: Part, clauses: Sequence[str], names: NameFinder) -> Part:
    own = []
    for clause in clauses:
        named = names(clause)
        if target.side is Side.GOVERNMENT:
            mentioned = Side.GOVERNMENT in named.sides or bool(_OFFICIAL.search(clause))
        else:
            mentioned = bool(set(named.organisations) & set(target.organisations)) or (
                not target.organisations and named.stakeholders_at_large
            )
        if mentioned:
            own.append(clause)
    return _narrowed(target, own if len(own) < len(clauses) else ())


def _narrowed(target: Part, clauses: Sequence[str]) -> Part:
    chosen = tuple(clauses) if len(clauses) != 1 or target.required else ()
    return Part(chosen, target.side, target.organisations, target.documents, target.required, target.label)
