"""Naming speakers: people with their offices, bodies, attribution lines, and whether they speak for the government."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.models import OfficialVoices

HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Dame|Sir|Lord|Lady|Baroness|Rt Hon|Cllr|Councillor)\.?"
WORD = r"(?:Mc|Mac|O[’'])?[A-Z][a-zà-öø-ÿ]+(?:[-’'][A-Z][a-zà-öø-ÿ]+)*"
NAME = rf"(?:{HONORIFIC} )?{WORD}(?: (?:[A-Z]\.|de|van|von|der|la|al|{WORD})){{1,3}}"
POSTNOMINALS = r"(?: (?:MP|MSP|MEP|MS|AM|MLA|TD|OBE|CBE|MBE|DBE|KC|QC|PhD)\b)*"
_OFFICE_WORDS = (
    r"(?:chief executive|executive|chief|director|minister|secretary|manager|head|president|"
    r"chair(?:man|woman|person)?|professor|leader|"
    r"officer|spokes(?:man|woman|person)|psychologist|psychiatrist|adviser|advisor|consultant|MP|MSP|"
    r"MEP|editor|founder|partner|co-?ordinator|"
    r"lecturer|researcher|commissioner|councillor|mayor|governor|economist|nurse|doctor|GP|teacher|"
    r"trustee|solicitor|campaigner|daughter|son|"
    r"mother|father|wife|husband|sister|brother|author|journalist|ombudsman|regulator|owner|lead|"
    r"ambassador|member|therapist|worker)"
)
_ROLE_NOUN = (
    r"(?:practitioner|individual|partner|manager|director|employer|employee|claimant|participant|"
    r"respondent|parent|carer|patient|member|"
    r"owner|worker|user|student|teacher|nurse|doctor|advis[eo]r|executive|officer|resident|tenant|"
    r"customer|volunteer|GP|therapist|professional|"
    r"spokes(?:man|woman|person)|mother|father|man|woman|person|apprentice|coach|psychologist|"
    r"consultant|pupil|driver|farmer|commuter)s?"
)
_OFFICE = re.compile(rf"\b{_OFFICE_WORDS}s?\b", re.I)
_PERSON_COMMA = re.compile(rf"(?P<name>{NAME}){POSTNOMINALS},\s+(?P<title>\S.*)$")
_NAME_AND_MORE = re.compile(
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?, (?:(?:aged )?\d{1,3}\b[^.?!:;“”]*|[a-z][^.?!:;“”]*|[A-Z][\w’' -]+)"
)
_TELLS = re.compile(
    r"\b(?:said|says?|told|tells?|added|adds|asked|asks|wrote|writes|who|which|that|and|but|is|was|are|were|has|had)\b"
)
# "Another member, a contractor, was less sure" is a sentence of the author's, "A man who was less sure" a description.
_STATES = re.compile(
    r"(?<=\w )(?<!\bwho )(?<!\bwhich )(?<!\bthat )"
    r"\b(?:was|were|is|are|said|told|felt|wrote|added|agreed|disagreed|thought)\b"
)
_PROVIDED = re.compile(
    r"(?:[-–—]\s*)?(?:(?:an?|this) )?(?P<what>(?:case study |example |account |story )?(?:provided|"
    r"supplied|contributed|submitted|told) (?:to us )?by|"
    r"account (?:from|by)|source\s*:|(?:with )?thanks to)\s+(?P<who>.+)$",
    re.I,
)
_UNOFFICIAL = re.compile(r"\b(?:shadow|former|ex-?|late|then-?opposition|opposition)\b", re.I)
_LAY = re.compile(
    r"\b(?:claimant|patient|participant|customer|respondent|service user|jobseeker|tenant|employee survey)s?\b", re.I
)
# What is said of a person behind the office: "director of X, who …", "for seven months and so".
_NO_OFFICE = re.compile(
    r",? (?:who|whose|when|while)\b.*$| for (?:\w+ ){1,2}(?:days|weeks|months|years)\b.*$|"
    r", to [a-z].*$| in [a-z]+ing\b.*$"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted: a person's name, a body's, or a description; the office, and the body spoken for."""

    name: str
    title: str = ""
    body: str = ""
    official: bool = False

    @property
    def shown(self) -> str:
        return f"{self.name}, {self.title}" if self.title else self.name


def is_attribution_line(text: str, *, after_quote: bool) -> bool:
    """Whether a line of its own names who provided or said what stands above it."""
    if re.search(r"[?!:;]$", text):
        return False
    if provides(text):
        return True
    person = _PERSON_COMMA.match(text.lstrip("-–— ").rstrip("."))
    if person and not text.endswith(".") and (_OFFICE.search(person.group("title")) or after_quote):
        return True
    return after_quote and not text.endswith(".") and bool(_described(text) or _introduces_itself(text))


def _introduces_itself(text: str) -> bool:
    """ "Sheila, 68, carer, Lincolnshire": a name with an age, a trade or a place, and no verb of telling."""
    return bool(_NAME_AND_MORE.fullmatch(text.lstrip("-–— "))) and len(text.split()) <= 12 and not _TELLS.search(text)


def provides(text: str) -> bool:
    """Whether an attribution line names who gave the whole text above it, and so ends it."""
    return bool(_PROVIDED.match(text) or re.match(r"an account (?:from|by)\b", text, re.I))


def _described(text: str) -> bool:
    """ "General Practitioner", "Partner at a global law firm": a role noun among the first words."""
    return bool(
        re.match(
            rf"(?:[-–—] ?)?(?:an? )?(?:[\w’'-]+ ){{0,3}}?{_ROLE_NOUN}(?:$|,|\s+(?:at|of|for|in|from|who|with|"
            rf"aged|which|working)\b)",
            text,
            re.I,
        )
    )


def parse_attribution(text: str, officials: OfficialVoices) -> Speaker | None:
    """The speaker an attribution line or the words after a closing quotation mark name; None where they name nobody."""
    words = (
        re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*_]+", "", text).strip().rstrip(".").strip("()[]").lstrip("-–—").strip().rstrip(".").strip()
    )
    if not words or len(words.split()) > 40:
        return None
    provided = list(
        re.finditer(
            r"(?:provided|supplied|contributed|submitted) by (?:the )?(?P<who>.+)$|^account from "
            r"(?P<from>.+)$|^source\s*:\s*(?P<source>.+)$",
            words,
            re.I,
        )
    )
    if provided:
        groups = provided[-1].groupdict()
        who = str(groups["who"] or groups["from"] or groups["source"]).strip()
        person = _PERSON_COMMA.match(who)
        if person:
            return make_speaker(person.group("name"), person.group("title"), officials)
        return make_speaker(who, "", officials)
    person = _PERSON_COMMA.match(words)
    if person:
        return make_speaker(person.group("name"), person.group("title"), officials)
    if (_described(words) and not _STATES.search(words)) or _introduces_itself(words):
        return Speaker(words, official=False)
    match = re.match(rf"(?P<name>{NAME}(?: and {NAME})?)\b(?P<rest>.*)$", words)
    if (
        match
        and len(words.split()) <= 30
        and not re.match(r"\s+(?:is|was|are|has|have|had|will|would|does|did)\b", match.group("rest"))
    ):
        official = is_official(words, officials)
        return Speaker(match.group("name"), body=match.group("name"), official=official)
    return None


def is_office(words: str) -> bool:
    """Whether words that could be a name are an office: "Deputy Chief Medical Officer"."""
    return _OFFICE.search(words) is not None


def is_high_office(words: str) -> bool:
    """Whether a minister's office is named: "Minister for Canals", "Parliamentary Under-Secretary of State"."""
    return re.search(r"\bSecretary of State\b|\bMinister for\b", words) is not None


def make_speaker(name: str, title: str, officials: OfficialVoices) -> Speaker:
    """A speaker of that name and office: official by the office or the body spoken for."""
    title = _NO_OFFICE.sub("", re.sub(r"^who (?:has been|had been|is|was) ", "", title.strip()))
    title = re.sub(r"^(?:an?|the|its|their|our|my|his|her)\s+", "", title.rstrip(",.;: "), flags=re.I)
    if re.fullmatch(HONORIFIC, title):
        name, title = f"{title} {name}", ""
    name = re.sub(r"^(?:the|an?)\s+", "", name.strip(), flags=re.I)
    return Speaker(
        name, title, spoken_for(title) or name, is_official(f"{name}, {title}" if title else name, officials)
    )


def spoken_for(title: str) -> str:
    """The body an office belongs to: capitals after "of", "at", "from" or "for", or leading ones."""
    if re.search(r"\b(?:minister|secretary of state)\b", title, re.I):
        return ""
    match = re.search(
        r"\b(?:at|from|for|of)\s+(?:the\s+)?(?:[a-z-]+ )*(?P<body>[A-Z][\w’'&-]*(?: (?:of|for|and|the|&|"
        r"[A-Z][\w’'&-]*))*)",
        title,
    )
    if match:
        return re.sub(r"(?: (?:of|for|and|the|&))+$", "", match.group("body"))
    last = title.rsplit(", ", 1)[-1]
    if "," in title and last[:1].isupper() and not _OFFICE.search(last):
        return last
    match = re.match(r"(?P<body>(?:[A-Z][\w’'&-]*\s){1,3}[A-Z][\w’'&-]*|[A-Z]{2,6}) (?=[a-z])", title)
    if match and not _OFFICE.search(match.group("body")):
        return match.group("body").strip()
    return (
        title
        if re.fullmatch(r"(?:[A-Z][\w’'&-]*(?: (?:of|for|and|the))* ?)+", title) and not _OFFICE.search(title)
        else ""
    )


def is_official(words: str, officials: OfficialVoices) -> bool:
    """Whether the words name a minister, a department, its people or its papers; shadow and former offices are none."""
    rest = words
    for title in sorted(officials.unofficial_titles, key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(title)}\b", " ", rest, flags=re.I)
    if rest != words and _UNOFFICIAL.search(words):
        return False
    if _UNOFFICIAL.search(rest) or _LAY.search(rest):
        return False
    for person in officials.official_people:
        if re.search(rf"\b{re.escape(person)}\b", rest):
            return True
    named = (*officials.official_titles, *officials.official_bodies)
    if any(
        re.search(rf"\b{re.escape(term)}\b", rest, re.I if " " in term else 0)
        or re.search(rf"\b{re.escape(term.lower())}\b", rest)
        for term in named
    ):
        return True
    return bool(
        re.search(
            r"\b(?:the|this) department(?:[’']s)?\b|^government\b|"
            r"\b(?:the |UK |HM |British )government(?:[’']s)?\b(?! (?:critic|adviser|watchdog))|"
            r"\bgovernment (?:document|report|guidance|spokes\w+|minister|paper)",
            rest,
            re.I,
        )
    )


_TITLED_AFTER = (
    rf"(?P<name>{NAME}){POSTNOMINALS}, (?P<title>(?:the |an? )?(?:[\w’'&-]+,? ){{0,9}}?(?i:{_OFFICE_WORDS})\b"
    rf"(?: (?:of|at|for|in|from|to|on|and) [^,.:;“”()]{{2,80}})?)(?=[,.:;“]| (?:said|says|told|has|"
    rf"have|had|was|added|responded))"
)
_BEING = (
    rf"(?P<name>{NAME}) (?:is|was) (?P<title>(?:the |an? )(?:[\w’'-]+ ){{0,3}}(?i:{_OFFICE_WORDS})\b(?: "
    rf"(?:of|at|for|in) [^,.:;“”()]{{2,60}})?)"
)
_TITLED_BEFORE = (
    rf"(?P<title>\b(?:[A-Z][\w-]+ )?(?:MP|MSP|MEP|[Pp]olicy manager|[Cc]hief executive|[Dd]irector|"
    rf"[Ss]pokes(?:man|woman|person)|[Pp]rofessor)),? "
    rf"(?P<name>{NAME})"
)
_DESCRIBED_BEFORE = (
    rf"(?P<title>\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Hh]is|[Hh]er|[Oo]ne of (?:the|its|their|our|my)) "
    rf"(?!other |same )(?:[a-z][\w’'-]* ){{0,3}}[a-z][\w’'-]+), (?P<name>{NAME})(?: of [A-Z][\w’'-]+)?,"
)
# "… the Canal Forum, which speaks for 64 firms. Its chief executive, Ann Moor, …": a body's people, named after it.
_ITS = re.compile(
    rf"\b(?P<body>[A-Z][\w’'&-]*(?: (?:(?:of|for|and|the) )?[A-Z][\w’'&-]*){{1,6}})(?:, [^.“”]{{3,90}})?\. "
    rf"(?:Its|Their) (?P<title>[a-z][\w’'-]*(?: [\w’'-]+){{0,4}}), (?P<name>{NAME})"
)
# "Jo Hill, who heads the Standards Team at the Department".
_HEADING = rf"(?P<name>{NAME}), who (?:heads|leads|runs|directs) (?P<title>the [^,.;:“”()]{{3,90}})"
_BARE = (
    rf"(?<!\d )\b(?P<name>{NAME})(?=’s\b|'s\b| and {NAME}|, who\b|"
    rf"(?:, whose [^.“”]{{3,90}},|,)? (?:has |had |have |also )?(?:said|says|told|added|"
    rf"commented|claimed|responded|announced|termed|warned|wrote)\b)"
)
# A line too short to have been broken at a width, above one that begins anew: of a list, a signature, a heading.
_SHORT_LINE = re.compile(r"^([^\n]{1,58}\w)[ \t]*\n(?=[ \t]*[A-Z])", re.M)
# On lines of their own: "Ms Ann Moor, Head of Highways" among those present, and a name signed over an office.
_LISTED = re.compile(
    rf"(?<=\n)[ \t]*(?:[A-Z][A-Za-z ]{{3,20}}:[ \t]*)?(?:{HONORIFIC} )*(?P<name>{NAME}){POSTNOMINALS}, "
    r"(?P<title>[A-Z][^\n.;:“”()]{2,80}[\w)])[ \t]*(?:\([^)\n]*\)[ \t]*)?(?=\n[ \t]*\n|\n\s*[A-Z]|\Z)"
)
_SIGNED = (
    rf"^[ \t]*(?P<name>{NAME})(?: [A-Z]{{2,5}}(?:/[A-Z]{{2,5}})?)*[ \t]*,?\n(?:[^\n.:;]{{3,40}}\n)?[ \t]*(?:The )?"
)
_ACRONYM = re.compile(
    r"(?P<name>(?:[A-Z][\w’'&-]*(?: (?:of|for|and|the|in|on))* ){1,7}[A-Z][\w’'&-]*) \((?P<short>[A-Z]{2,7})\)"
)
NO_NAME = frozenset(
    [
        "the",
        "and",
        "work",
        "health",
        "green",
        "paper",
        "act",
        "support",
        "department",
        "government",
        "allowance",
        "programme",
        "report",
        "review",
        "service",
        "employment",
        "disability",
        "credit",
        "tag",
        "chapter",
        "table",
        "figure",
        "national",
        "nhs",
        "this",
        "that",
        "these",
        "there",
        "if",
        "in",
        "on",
        "for",
        "from",
        "with",
        "when",
    ]
)


def with_people(officials: OfficialVoices, texts: Sequence[str]) -> OfficialVoices:
    """`officials` with everybody whom one of the texts introduces as one: another may quote them by name alone."""
    named = {name for text in texts for name in Register(text, officials).officials()}
    return replace(officials, official_people=(*officials.official_people, *sorted(named)))


class Register:
    """The people a document introduces with name and office, found again by surname, and the acronyms it explains."""

    def __init__(self, text: str, officials: OfficialVoices) -> None:
        self._people: dict[str, Speaker] = {}
        self._acronyms: dict[str, str] = {}
        self._officials = officials
        self.flat = re.sub(r"\s+", " ", _SHORT_LINE.sub(r"\1;\n", text))
        patterns = [_TITLED_AFTER, _BEING, _HEADING, _TITLED_BEFORE, _DESCRIBED_BEFORE, _BARE]
        offices = sorted((*officials.official_titles, *officials.unofficial_titles), key=len, reverse=True)
        if offices:
            named = "|".join(re.escape(office) for office in offices)
            patterns.insert(
                2,
                rf"(?P<title>\b(?:[Ss]hadow |[Ff]ormer )?(?:{named})(?: (?:for|of) [^,.:;“”‘()]{{2,50}}?)?)"
                rf"(?<! and)(?<! for)(?<! of)(?<! the),? (?P<name>{NAME})",
            )
        for match in _ITS.finditer(self.flat):
            self._add(match.group("name"), f"{match.group('title')}, {match.group('body')}")
        for match in _LISTED.finditer(text):
            if _OFFICE.search(match.group("title")):
                self._add(match.group("name"), match.group("title"))
        if offices:
            signed = re.compile(_SIGNED + rf"(?P<title>(?:{named})\b[^\n.:;]{{0,60}})$", re.M)
            for match in signed.finditer(text):
                self._add(match.group("name"), match.group("title"))
        for pattern in patterns:
            for match in re.finditer(pattern, self.flat):
                self._add(match.group("name"), match.groupdict().get("title") or "")
        for match in _ACRONYM.finditer(self.flat):
            self._explain(match.group("name").split(), match.group("short"))

    def _explain(self, words: list[str], short: str) -> None:
        capitals = [at for at, word in enumerate(words) if word[0].isupper()]
        begins = "".join(words[at][0] for at in capitals).rfind(short)
        if begins >= 0:
            self._acronyms.setdefault(short, " ".join(words[capitals[begins] :]))

    def _add(self, name: str, title: str) -> None:
        bare = re.sub(rf"^{HONORIFIC} ", "", name)
        if any(word.lower() in NO_NAME for word in bare.split()) or _OFFICE.search(bare):
            return
        known = self._people.get(bare)
        fuller = known is not None and title.lower().endswith(f" {known.title.lower()}")
        if known is None or (not known.title and title) or fuller:
            official = self._official_of(bare) if bare != name and " " not in bare and not title else None
            made = official or make_speaker(name, title, self._officials)
            self._people[bare] = replace(made, official=made.official or bool(known and known.official))

    def officials(self) -> list[str]:
        """The full names of those whom the document introduces with an official's office."""
        return [name for name, person in self._people.items() if person.official and person.title and " " in name]

    def find(self, name: str) -> Speaker | None:
        """The person of that full name or surname: the first who bears it, one with an office before one without."""
        bare = re.sub(rf"^(?:the )?(?:{HONORIFIC} )?", "", name.strip()).strip()
        bare = re.sub(r"[’']s?$", "", bare)
        bearing = [(full, person) for full, person in self._people.items() if full == bare or full.endswith(" " + bare)]
        known = [(full, person) for full, person in bearing if person.title or person.official]
        if not bearing and bare in self._officials.official_people:
            return make_speaker(bare, "", self._officials)
        if bearing:
            return max(known or bearing, key=lambda found: len(found[0].split()))[1]
        return self._official_of(bare) if re.match(HONORIFIC + " ", name.strip()) else None

    def _official_of(self, surname: str) -> Speaker | None:
        """The one official of that surname whom another document introduces: "Mr Moor"."""
        named = [full for full in self._officials.official_people if full.endswith(" " + surname)]
        return make_speaker(named[0], "", self._officials) if len(named) == 1 else None

    def in_office(self, office: str) -> Speaker | None:
        """The one person whom the document introduces with exactly that office, whatever body follows it."""
        holding = [person for person in self._people.values() if person.title.split(",")[0].lower() == office.lower()]
        return holding[0] if len(holding) == 1 else None

    def know(self, speaker: Speaker) -> None:
        """Keeps what was learnt of a person later in the text."""
        bare = re.sub(rf"^{HONORIFIC} ", "", speaker.name)
        if bare in self._people:
            self._people[bare] = speaker

    def is_proper(self, word: str) -> bool:
        """Whether the text writes the word with a capital inside a sentence too, so that it is a name."""
        return re.search(rf"[a-z,] {re.escape(word)}\b", self.flat) is not None

    def expand(self, short: str) -> str:
        """The full name of a body that the document gives with this acronym, else the acronym."""
        return self._acronyms.get(short, short)
