"""Who a question is about: the organisations and sides that it names, by the manifest's aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.models import DocumentEntry, Side

_OBJECT = r"(?:should|must|ought to|need(?:s)? to|could|to do|is asked|be asked)"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody whom the corpus quotes, by the name that the question has; `speakers` as passages show them."""

    name: str
    side: Side
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names, in the order it names them.

    `addressed` are organisations that are only told or asked something ("what does Mind want the government to do?");
    `unmistakable` says that a name was used that hardly stands for anything else, not just "ministers".
    """

    organisations: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    documents: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    stakeholders_at_large: bool = False
    unmistakable: bool = False
    quoted: tuple[Quoted, ...] = ()

    @property
    def by_full_name(self) -> bool:
        """Whether somebody quoted is named by several words: "Ada Moor"."""
        return any(" " in quoted.name for quoted in self.quoted)


_AT_LARGE = re.compile(
    r"\b(stakeholders?|respondents?|responses|charities|"
    r"(?:the|a|one|any|which|each|every) charity\b(?! (?:sector|and)\b)|critics?|campaigners|others say|"
    r"(?:both|either|each|(?:the )?two) sides?|the sector|professional bodies|"
    r"(?:and|or|from|against|what|do|did) (?:the )?others\b(?! (?:like|such))|"
    r"those who (?:answered|responded|replied))\b",
    re.IGNORECASE,
)
# Where a name is used without its article, as in "according to government, industry and councils".
_BEFORE_BARE = re.compile(
    r"(?:^|\baccording to|\b(?:do|does|did|would|have|has|had|between|while|but|versus|vs\.?)|\bagrees? with|"
    r"\b(?:views?|positions?|opinions?|stances?|lines?|reactions?|responses?) of)$",
    re.IGNORECASE,
)
_AFTER_BARE = re.compile(
    r"\s*(?:[,;:?]|$|(?:and|or|versus|vs|say|says|said|think|thinks|want|wants|feel|see|view|respond|react|propose|"
    r"support|oppose|back|agree|disagree|argue|make|claim|prefer|ask|call|object|complain)\b|['’]s?\b)",
    re.IGNORECASE,
)
# "The critical blog" is the blog.
_NOT_DESCRIBING = r"(?:of|in|on|for|by|to|and|or|with|that|which|other|next|previous|last|first|same|whole)"
_DESCRIBED = rf"(?:(?!{_NOT_DESCRIBING}\b)(?-i:[a-z][a-z-]+) )?"
_JOINED = re.compile(r"(?:,|,? and|,? or)$", re.IGNORECASE)
# Whoever something is done to does not speak: "give the industry until 2040".
_DONE_TO = re.compile(
    r"\b(?:giv|let|allow|mak|forc|requir|ask|tell|oblig|compel|expect|help|leav|charg|pay|fund|stop|prevent|ban|"
    r"encourag)(?:e|es|s|ing|ed|ting)?$",
    re.IGNORECASE,
)


class Attribution:
    """Recognises the corpus's organisations in a question."""

    def __init__(self, entries: Iterable[DocumentEntry]) -> None:
        self._entries = list(entries)
        self._patterns: list[tuple[re.Pattern[str], str, list[DocumentEntry]]] = []
        by_alias: dict[str, list[DocumentEntry]] = {}
        for entry in self._entries:
            for alias in dict.fromkeys((entry.organisation, *entry.aliases)):
                by_alias.setdefault(alias, []).append(entry)
        for alias in sorted(by_alias, key=len, reverse=True):
            self._patterns.append((_pattern(alias), alias, by_alias[alias]))
        self._articled = [
            (_pattern(bare), entries)
            for alias, entries in by_alias.items()
            if alias.startswith("the ") and alias == alias.lower() and (bare := alias[4:]) not in by_alias
        ]

    def _bare(
        self, question: str, rest: str, found: Mapping[int, tuple[str, list[DocumentEntry]]]
    ) -> list[tuple[int, str, list[DocumentEntry]]]:
        """Names in `rest` used without their article: where somebody is asked or speaks, or beside another name."""
        ends = {start + len(name) for start, (name, _) in found.items()}
        used: list[tuple[int, str, list[DocumentEntry]]] = []
        hits = [(match, entries) for pattern, entries in self._articled for match in pattern.finditer(rest)]
        for match, entries in sorted(hits, key=lambda hit: hit[0].start()):
            before = question[: match.start()].rstrip()
            joined = _JOINED.search(before)
            beside = joined is not None and len(before[: joined.start()].rstrip()) in ends
            if (beside or _BEFORE_BARE.search(before)) and _AFTER_BARE.match(rest[match.end() :]):
                ends.add(match.end())
                used.append((match.start(), match.group(), entries))
        return used

    def named(self, question: str) -> Named:
        found: dict[int, tuple[str, list[DocumentEntry]]] = {}
        rest = question
        for pattern, alias, entries in self._patterns:
            for match in pattern.finditer(rest):
                if not (_is_generic(alias, entries) and _DONE_TO.search(question[: match.start()].rstrip())):
                    found[match.start()] = (match.group(), entries)
            rest = pattern.sub(lambda m: " " * len(m.group()), rest)
        for start, name, entries in self._bare(question, rest, found):
            found[start] = (name, entries)
            rest = f"{rest[:start]}{' ' * len(name)}{rest[start + len(name) :]}"
        organisations: dict[str, None] = {}
        sides: dict[Side, None] = {}
        documents: dict[str, None] = {}
        addressed: dict[str, None] = {}
        for start in sorted(found):
            alias, entries = found[start]
            for entry in entries:
                organisations[entry.organisation] = None
                sides[entry.side] = None
                if len(entries) == 1 and _one_document(self._entries, entry.organisation) is False:
                    documents[entry.id] = None
                if entry.side is Side.GOVERNMENT and re.match(rf"\s*{_OBJECT}\b", question[start + len(alias) :]):
                    addressed[entry.organisation] = None
        at_large = bool(_AT_LARGE.search(rest))
        if len(organisations) < 2:
            addressed = {} if not at_large else addressed
        return Named(
            tuple(organisations),
            tuple(sides),
            tuple(documents),
            tuple(addressed),
            at_large,
            any(_is_unmistakable(alias, entries) for alias, entries in found.values()),
        )


def _is_generic(alias: str, entries: Iterable[DocumentEntry]) -> bool:
    """Whether a stakeholder's alias is a common noun, such as "the industry"."""
    return alias == alias.lower() and all(entry.side is Side.STAKEHOLDER for entry in entries)


def _is_unmistakable(alias: str, entries: Iterable[DocumentEntry]) -> bool:
    """A stakeholder's name, or a government's of several words."""
    return " " in alias.removeprefix("the ") or all(entry.side is Side.STAKEHOLDER for entry in entries)


def _one_document(entries: Iterable[DocumentEntry], organisation: str) -> bool:
    return sum(entry.organisation == organisation for entry in entries) == 1


def _pattern(alias: str) -> re.Pattern[str]:
    # A single capitalised word ("Mind") is a name only with its capital; everything else matches in any case.
    sensitive = " " not in alias and alias != alias.lower()
    described = re.fullmatch(r"the ([a-z]+)", alias)
    if described:
        return re.compile(rf"(?<!\w)the {_DESCRIBED}{described.group(1)}(?!\w)", re.IGNORECASE)
    return re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)", 0 if sensitive else re.IGNORECASE)
