"""Reporting clauses: who is said to have said, written or warned, from the words before or after a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.models import OfficialVoices
from ingest.sentences import sentences_of
from ingest.speakers import (
    HONORIFIC,
    NAME,
    POSTNOMINALS,
    WORD,
    Register,
    Speaker,
    is_official,
    make_speaker,
    parse_attribution,
)
from ingest.transcript import Turn

_VERBS = (
    "said|says|say|saying|added|adds|add|told|tells|commented|comments|wrote|writes|written|stated|"
    "states|(?<!of )state|claimed|claims|claim|"
    "continued|continues|continue|responded|responds|replied|replies|explained|explains|warned|warns|"
    "argued|argues|noted|notes|reported|"
    "reports|announced|announces|concluded|concludes|conclude|observed|insisted|insists|asserted|"
    "asserts|assert|declared|declares|admitted|"
    "admits|acknowledged|asked|asks|remarked|stressed|described|read|reads|recalled|recalls|"
    "recommended|recommends|begin by saying|puts? it"
)
REPORTING = re.compile(rf"\b(?:{_VERBS})\b", re.I)
_FINDS = re.compile(rf"\b(?:{_VERBS}|f(?:inds?|ound)|points? (?:to|out)|highlight(?:s|ed)?|show(?:s|ed))\b", re.I)
_GREETING = r"(?:Hi|Hello|Dear|Thanks|Yes|No|And|But|So)"
_OWN = re.compile(r"(?:we|i|this|that|it|these|there|our|my)\b", re.I)  # the author's own words, or about no speaker
_WRITES = re.compile(r"\b(?:wrote|issued|published|sent|produced|released)\b", re.I)
_PRONOUN = re.compile(r"(?:^|\s)(?:he|she|they|it|and|but|who|the authors?|its authors?)$", re.I)
_DOCUMENT = (
    r"(?:letter|guidance|report|document|paper|study|form|response|speech|inquiry|website|statement|"
    r"review|leaflet|manual|notice|submission|publication|release|briefing)"
)
_ANAPHOR = re.compile(
    rf"^(?:from |in |according to )?(?:the|this|that|its|their) (?:same |latter |latest "
    rf")?(?:{_DOCUMENT}|authors?|researchers?|spokes(?:man|woman|person))"
    rf"(?: of (?:the|this|that|its|their) {_DOCUMENT})?(?: also|"
    rf" then| further)?$",
    re.I,
)
ACCORDING = re.compile(r"(?:and |but |yet )?(?:according to|in the words of) [^,“”]{2,80},\s*$", re.I)
_SOMEBODY = re.compile(  # "One man in Cumbria had …": he who speaks next has no name
    r"(?:one|an?|another) (?:[\w’'-]+ ){0,3}?(?:man|woman|person|mother|father|parent|boy|girl|individual|claimant|"
    r"patient|client|member|worker|resident|tenant|user|carer|participant|respondent|agent|keeper|owner|driver|farmer|"
    r"landlord)\b",
    re.I,
)
_DOCUMENT_NAMED = re.compile(
    rf"\b(?:an?|the|another|current|its|their)?\s*(?:[\w’'-]+ ){{0,8}}{_DOCUMENT}\b[^.:;]*", re.I
)
_INSTITUTION = (
    r"\b(?:Committee|Council|Society|Association|College|Institute|Foundation|Trust|Commission|"
    r"University|Office|Tribunal)\b"
)
_CREDITED = re.compile(
    r"\b(?:highlighted|noted|stated|outlined|argued|reported|set out|described|identified|"
    r"recommended) (?:in|by) (?:the )?(?P<who>[^,.;()“”]{4,120})",
    re.I,
)
_SPOKES = re.compile(
    r"\b(?:an? |the )?(?:(?P<before>[A-Z][\w’'&-]*(?: (?:of|for|and|the|in|[A-Z][\w’'&-]*))*) "
    r")?(?P<who>spokes(?:man|woman|person))(?: (?:for|of|from|at) (?P<body>(?:the )?[A-Z][^,.:;“”]*))?",
    re.I,
)
_SPOKES_FOR = re.compile(
    r"\b[Ss]pokes(?:man|woman|person) (?:for|of|from|at) (?:the )?"
    r"[A-Z][\w’'&-]*(?: (?:(?:of|for|and|the|in) )*[A-Z][\w’'&-]*)*"
)
_SURNAME = re.compile(rf"(?:^|\s)(?:the )?(?P<name>(?:{HONORIFIC} )?[A-Z][a-zà-ÿ’'-]+(?: [A-Z][a-zà-ÿ’'-]+)?)$")
# What stands in a subject without being the name: ", who keeps an allotment there,", "On 2 April".
_WHO_DOES = re.compile(r",\s+(?:who|whose)\b[^“”]{3,110}$")
_DATED = re.compile(
    r"\b(?:on|in|since) (?:the )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)(?: \d{4})?,? ",
    re.I,
)
_AUXILIARY = re.compile(
    r"(?:\s+(?:has|have|had|also|then|later|since|already|further|dogmatically|recently|previously|"
    r"simply|rightly|subsequently|once|would|will|is|was|went on to|goes on to|begin by|began by|"
    r"[a-z]+ly))+$",
    re.I,
)


def reports(sentence: str) -> bool:
    return bool(REPORTING.search(sentence))


def tells_of_somebody(sentence: str) -> bool:
    """Whether a sentence begins with somebody who has no name: "One land agent said …"."""
    return _SOMEBODY.match(sentence.strip()) is not None


def _named_office(officials: OfficialVoices) -> re.Pattern[str] | None:
    """An official title with what it is for, at the end: "Minister for Canals"; None where there are no titles."""
    titles = sorted(officials.official_titles, key=len, reverse=True)
    named = "|".join(re.escape(title) for title in titles if title[:1].isupper())
    ending = r" (?:for|of) (?:the )?[A-Z][\w’'&]*(?: (?:and |& )?[A-Z][\w’'&]*)*$"
    return re.compile(rf"\b(?:{named}){ending}") if named else None


class Reporter:
    """Resolves who speaks, sentence by sentence, and remembers the source last named for "the report adds"."""

    def __init__(self, text: str, officials: OfficialVoices) -> None:
        self._officials = officials
        self._register = Register(text, officials)
        self._named_office = _named_office(officials)
        self.source: Speaker | None = None
        self._department = ""

    def forget(self) -> None:
        self.source = None

    def hear(self, sentence: str, earlier: Sequence[str]) -> None:
        """Takes note of a source that the author's own sentence names, quotation or not."""
        named = [body for body in self._officials.official_bodies if body.startswith("Department") and body in sentence]
        self._department = max(named, key=len, default=self._department)
        if REPORTING.search(sentence) or _WRITES.search(sentence):
            speaker = self._before(sentence, earlier, verbs=REPORTING if REPORTING.search(sentence) else _WRITES)
            if speaker is not None:
                self.source = speaker

    def introduced(self, lead: str, earlier: Sequence[str]) -> Speaker | None:
        """The speaker named by the words right before a quotation, given the sentences before them."""
        speaker = self._before(lead, earlier, verbs=REPORTING)
        if speaker is None and not REPORTING.search(lead):
            bare = lead.rstrip(" :,").strip()
            if _ANAPHOR.match(bare) or _PRONOUN.search(" " + bare) or bare.lower() in {"and", ""}:
                speaker = self._looked_up(bare, earlier)
            elif match := re.match(r"(?:according to|as|in the words of|for) (.+?)(?: (?:put|puts) it)?$", bare, re.I):
                speaker = self._subject(match.group(1), earlier)
        if speaker is not None:
            speaker = self._with_body(speaker, earlier)
            self.source = speaker
        return speaker

    def named_in(self, lead: str, earlier: Sequence[str]) -> Speaker | None:
        """The person or body that is the subject of a clause of saying or finding: "Carers UK found that they are"."""
        if _OWN.match(lead.strip()):
            return None
        speaker = self._before(lead, earlier, verbs=_FINDS)
        return speaker if speaker is not None and re.search(r"[A-Z]", speaker.name[1:]) else None

    def _with_body(self, speaker: Speaker, earlier: Sequence[str]) -> Speaker:
        """ "Policy manager, X told us" right after "The union has warned": X speaks for the union."""
        if (
            not speaker.title
            or speaker.official
            or speaker.body != speaker.name
            or not earlier
            or not reports(earlier[-1])
        ):
            return speaker
        body = self._before(earlier[-1], earlier[:-1], verbs=REPORTING)
        if body is None or body.title or body.official or body.name == speaker.name:
            return speaker
        joined = replace(speaker, title=f"{speaker.title}, {body.name}", body=body.name)
        self._register.know(joined)
        return joined

    def after(self, tail: str, earlier: Sequence[str]) -> Speaker | None:
        """The speaker named by a clause after a quotation: "she says", "said X, head of Y", "X has announced"."""
        clause = re.split(r"(?<=[.;])\s|[“\"]", tail.strip().lstrip(",").strip(), maxsplit=1)[0].strip()
        match = REPORTING.search(clause)
        if match is None or len(clause[: match.start()].split()) > 14:
            return None
        subject = clause[: match.start()].strip()
        if not subject:
            subject = re.split(r"[.;]|, (?:adding|who|which|in|at|on)\b", clause[match.end() :], maxsplit=1)[0].strip()
        speaker = self._subject(subject, earlier)
        if speaker is not None:
            self.source = speaker
        return speaker

    def taking_turn(self, turn: Turn) -> Speaker:
        """The speaker that a transcript calls by name, by surname or by the chair they are in."""
        chair = rf"({NAME}){POSTNOMINALS},? \((?:the )?{re.escape(turn.who)}\)"
        in_chair = None if re.fullmatch(NAME, turn.who) else re.search(chair, self._register.flat)
        name = in_chair.group(1) if in_chair else turn.who.title() if turn.who.isupper() else turn.who
        office = turn.who if in_chair else turn.office
        known = self._register.find(name)
        if known is None and " " not in name:
            full = re.search(rf"\b(?!{_GREETING}\b){WORD} {re.escape(name)}\b", self._register.flat)
            name = full.group() if full else name
        return known if known and (known.title or not office) else make_speaker(name, office, self._officials)

    def present(self, who: str) -> Speaker:
        """The speaker whom minutes call by name, by surname or by office: "Cllr Moor", "the Tree Officer"."""
        office = re.sub(r"^[Tt]he ", "", who)
        return (
            self._register.in_office(office)
            or (self._register.find(who) if office == who else None)
            or self.taking_turn(Turn(office, "", 0))
        )

    def signed(self, line: str) -> Speaker:
        """The speaker that the line under a quotation names or describes, in its own words where they name nobody."""
        words = line.lstrip("-–— ").rstrip(". ")
        return self.attributed(line) or Speaker(words, official=is_official(words, self._officials))

    def attributed(self, words: str) -> Speaker | None:
        """The speaker named by an attribution after a closing mark or on a line of its own."""
        speaker = parse_attribution(words, self._officials)
        if speaker is None:
            return None
        known = self._register.find(speaker.name) if not speaker.title and re.fullmatch(NAME, speaker.name) else None
        return known if known is not None and known.title else speaker

    def _before(self, lead: str, earlier: Sequence[str], *, verbs: re.Pattern[str]) -> Speaker | None:
        sentences = sentences_of(lead) or [lead]
        last = sentences[-1]
        matches = list(verbs.finditer(last))
        if not matches:
            return None
        match = matches[-1]
        subject = last[: match.start()].strip()
        whole = [*earlier, *sentences[:-1]]
        speaker = self._subject(subject, whole) if subject else None
        if speaker is None and len(matches) > 1:
            speaker = self._subject(last[: matches[0].start()].strip(), whole)
        return speaker

    def _subject(self, subject: str, earlier: Sequence[str]) -> Speaker | None:
        words = _AUXILIARY.sub("", subject.strip().strip("*_–—- ").rstrip(",").strip())
        words = re.sub(r"\s+", " ", words)
        if len(words.split()) > 14:
            words = re.split(r"\b(?:when|after|because|where|while|that|as)\s+(?=(?:an?|the|[A-Z])\b)", words)[
                -1
            ].strip()
        words = re.sub(r"\s+[–—-]\s+[^–—]*$", "", re.sub(r"\s+[–—]\s+[^–—]+\s+[–—]$", "", words))
        words = re.sub(r"\s*\((?:the )?[A-Z]{2,8}\)$", "", words)
        words = _WHO_DOES.sub("", _DATED.sub(" ", words)).strip()
        if not words:
            return self.source
        spokes = _SPOKES.search(words)
        if spokes and (spokes.group("body") or spokes.group("before")):
            body = (spokes.group("body") or spokes.group("before")).strip()
            official = is_official(body, self._officials)
            return Speaker(
                f"{spokes.group('who').capitalize()} for {body}", body=re.sub(r"^the ", "", body), official=official
            )
        if _PRONOUN.search(" " + words) or _ANAPHOR.match(words):
            return self._looked_up(words, earlier)
        person = list(re.finditer(rf"(?P<name>{NAME}){POSTNOMINALS},\s+(?P<title>[^“”]{{3,110}}?),?$", words))
        if person and not re.match(r"(?:who|which|and)\b", person[-1].group("title")):
            title = person[-1].group("title")
            if re.search(NAME + "$", title) and not re.search(r"\b(?:of|at|from|for|in|to)\b", title):
                return self._person(re.search(NAME + "$", title).group())  # type: ignore[union-attr]
            full = self._person(person[-1].group("name"))
            name = (
                full.name
                if full is not None and person[-1].group("name").split()[-1] in full.name
                else person[-1].group("name")
            )
            return make_speaker(name, re.sub(r"^from ", "", title), self._officials)
        office = self._office(words)
        if office is not None:
            return office
        surname = _SURNAME.search(words)
        if surname and (found := self._person(surname.group("name"))):
            return found
        if re.search(rf"\b{_DOCUMENT}s?\b", words, re.I):
            return self._document(words, earlier)
        return self._body(words)

    def _office(self, words: str) -> Speaker | None:
        """An official who is named by office alone: "the Minister for Canals"."""
        match = self._named_office.search(words) if self._named_office else None
        if match is None or not is_official(words, self._officials):
            return None
        return Speaker(match.group(), body=self._officials.organisation, official=True)

    def _person(self, name: str) -> Speaker | None:
        return self._register.find(name)

    def _body(self, words: str) -> Speaker | None:
        named = re.match(r"(?P<who>.{3,60}?),\s+(?P<name>[A-Z][a-z]+)$", words)
        if named and re.search(r"[a-z]$", named.group("who")):
            return Speaker(named.group("name"), named.group("who"), named.group("name"))
        match = re.search(
            r"(?:^|,\s|\band\s|\bthe |\b(?:organisation|charity|campaign|network|union|company|firm) )"
            r"(?:The )?(?P<body>[A-Z][\w’'&.-]*(?: (?:of|for|and|the|in|on|"
            r"[A-Z][\w’'&.-]*))*)(?P<also> also)?$",
            words,
        )
        if match and match.group("body").lower() not in {
            "the",
            "a",
            "an",
            "this",
            "that",
            "these",
            "we",
            "i",
            "however",
        }:
            body = self._register.expand(match.group("body"))
            if " " not in body and match.start("body") == 0 and not self._register.is_proper(body):
                return None
            if not re.fullmatch(r"(?:Government|Department|Ministers?)", body):
                return Speaker(body, body=body, official=is_official(body, self._officials))
        if re.search(r"\b(?:government|ministers?|department)$", words, re.I):
            name = self._department if self._department and words.lower().endswith("department") else "The government"
            return Speaker(name, body=self._officials.organisation, official=True)
        if len(words.split()) <= 14:
            for match in re.finditer(rf"\b{NAME}\b", words):
                if found := self._register.find(match.group()):
                    return found
        if re.match(r"(?:an? )(?:[\w-]+ ){0,4}(?:manager|director|official|adviser|minister)\b", words, re.I):
            shown = re.sub(r"^an? ", "", words)
            return Speaker(shown[:1].upper() + shown[1:], body=shown, official=is_official(words, self._officials))
        return None

    def _document(self, words: str, earlier: Sequence[str]) -> Speaker:
        official = is_official(words, self._officials)
        if not official and not re.search(rf"[A-Z]{{2,}}|[’']s? |(?:[A-Z][a-z]+ ){{3,}}|{_INSTITUTION}", words):
            near = " ".join(earlier[-3:])
            official = is_official(near, self._officials)
        name = re.sub(r"^(?:for example|in|from|however|yet|and|but|according to),?\s+", "", words, flags=re.I)
        match = re.search(
            rf"(?:\b(?:an?|the|another|its|their|current) )?(?:[\w’'-]+ ){{0,7}}?{_DOCUMENT}\b", name, re.I
        )
        shown = match.group().strip() if match else name
        shown = re.sub(r"^(?:an?|the|another) ", "", shown, flags=re.I)
        capital = re.search(r"\b[A-Z]", shown[1:])
        shown = shown[capital.start() + 1 :] if capital and shown[:1].islower() else shown
        if official and self._department and not re.search(r"[A-Z]", shown[1:]) and "government" not in shown.lower():
            shown = f"{shown} from the {self._department}"
        people = [
            found
            for m in re.finditer(rf"\b{NAME}\b", words)
            if (found := self._register.find(m.group())) and found.title
        ]
        if people:
            return people[0]
        return Speaker(shown[:1].upper() + shown[1:], body=shown, official=official)

    def _looked_up(self, words: str, earlier: Sequence[str]) -> Speaker | None:
        """The nearest source before: named in the same paragraph, else the one last heard."""
        inside = re.search(rf"\b(?:an?|the) (?:[\w-]+ ){{0,5}}{_DOCUMENT}\b(?=.*,)", words, re.I)
        if inside and not _ANAPHOR.match(words):
            return self._document(inside.group(), [])
        of_one = bool(re.search(r"(?:^|\s)(?:he|she)$", words, re.I))
        for at in range(len(earlier) - 1, -1, -1):
            sentence = earlier[at]
            if of_one and _SOMEBODY.match(sentence):
                return None
            spokes = _SPOKES_FOR.search(sentence)
            if spokes:
                return self._subject(spokes.group(), [])
            credited = _CREDITED.search(sentence)
            if credited and (found := self._subject(credited.group("who").strip(), [])):
                return found
            for verbs in (REPORTING, _WRITES):
                matches = list(verbs.finditer(sentence))
                if matches and not sentence.rstrip().endswith("?"):
                    subject = _AUXILIARY.sub("", sentence[: matches[0].start()].strip())
                    if subject and not _PRONOUN.search(" " + subject) and len(subject.split()) <= 60:
                        found = self._subject(subject, earlier[:at])
                        if found is not None:
                            return found
            for match in re.finditer(rf"\b{NAME}\b", sentence):
                person = self._register.find(match.group())
                if person is not None and (person.title or (of_one and match.start() == 0)):
                    return person
        return self.source


def says_more(words: str) -> bool:
    """Whether what the author says around a quotation says something, beyond that somebody said it."""
    bare = re.sub(r"[^\w ]+", " ", words).split()
    if len(bare) < 4:
        return False
    if ACCORDING.match(words.strip() + " "):
        return False
    sentences = sentences_of(words)
    only = len(sentences) == 1
    clause = (
        only
        and bool(REPORTING.search(words))
        and len(bare) <= 16
        and bool(re.search(r"[:,]\s*$", words) or len(bare) <= 8)
    )
    return not clause and not (only and len(bare) <= 7 and words.rstrip().endswith(":"))
