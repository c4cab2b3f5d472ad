"""Reporting clauses: who is said to have said, written or warned, from the words before or after a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.models import OfficialVoices
from ingest.naming import DOCUMENT, Namer
from ingest.sentences import sentences_of
from ingest.speakers import (
    HONORIFIC,
    NAME,
    POSTNOMINALS,
    WORD,
    Register,
    Speaker,
    is_office,
    is_official,
    make_speaker,
    parse_attribution,
)
from ingest.transcript import Turn

_VERBS = (
    "said|says|say|saying|added|adds|add|told|tells|commented|comments|wrote|writes|written|stated|"
    "states|(?<!of )state|claimed|claims|claim|"
    "continued|continues|continue|responded|responds|replied|replies|answered|answers|explained|explains|warned|warns|"
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
_ONE = re.compile(r"(?:^|\s)(?P<who>he|she)$", re.I)
_ONES = re.compile(r"\b(?:(?P<his>he|him|his)|she|her|hers)\b", re.I)
_RECENT = 1  # paragraphs
_HE, _SHE = re.compile(r"(?:^|[.?!] )He\b"), re.compile(r"(?:^|[.?!] )She\b")
_FEMALE, _MALE = re.compile(r"(?:Mrs|Ms|Miss|Dame|Lady|Baroness)\b"), re.compile(r"(?:Mr|Sir|Lord)\b")
_ANAPHOR = re.compile(
    rf"^(?:from |in |according to )?(?:the|this|that|its|their) (?:same |latter |latest "
    rf")?(?:{DOCUMENT}|authors?|researchers?|spokes(?:man|woman|person))"
    rf"(?: of (?:the|this|that|its|their) {DOCUMENT})?(?: also|"
    rf" then| further)?$",
    re.I,
)
ACCORDING = re.compile(r"(?:and |but |yet )?(?:according to|in the words of) [^,“”]{2,80},\s*$", re.I)
# "We took that away and told our members": no clause about the quotation before it.
_NEW_CLAUSE = re.compile(r"^(?:we|I)\b.*\w|\b(?:and|but)$", re.I)
_ENDS_SUBJECT = re.compile(r"[.;]|, (?:adding|who|which|in|at|on|to)\b| (?:when|while|as) ")
_TELLER = re.compile(rf"[”\"’],?\s+(?:{_VERBS})\s+(?P<who>(?!that\b|to\b|in\b|of\b)\S[^“”\"]*)")
_SOMEBODY = re.compile(  # "One man in Cumbria had …": he who speaks next has no name
    r"(?:one|an?|another) (?:[\w’'-]+ ){0,3}?(?:man|woman|person|mother|father|parent|boy|girl|individual|claimant|"
    r"patient|client|member|worker|resident|tenant|user|carer|participant|respondent|agent|keeper|owner|driver|farmer|"
    r"landlord)\b",
    re.I,
)
_DOCUMENT_NAMED = re.compile(
    rf"\b(?:an?|the|another|current|its|their)?\s*(?:[\w’'-]+ ){{0,8}}{DOCUMENT}\b[^.:;]*", re.I
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


class Reporter:
    """Resolves who speaks, sentence by sentence, and remembers the source last named for "the report adds"."""

    def __init__(self, text: str, officials: OfficialVoices) -> None:
        self._officials = officials
        self._register = Register(text, officials)
        self._namer = Namer(self._register, officials)
        self._source: Speaker | None = None
        self._paragraph = self._heard_at = 0
        self._department = ""

    @property
    def source(self) -> Speaker | None:
        """The source last heard."""
        return self._source

    @source.setter
    def source(self, speaker: Speaker | None) -> None:
        self._source, self._heard_at = speaker, self._paragraph

    def next_paragraph(self) -> None:
        """Takes note that a paragraph begins: after a few, "he" is not who spoke before them."""
        self._paragraph += 1

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
            elif lead.rstrip().endswith(":"):
                speaker = self._announced(bare, earlier)
        if speaker is not None:
            speaker = self._with_body(speaker, earlier)
            self.source = speaker
        return speaker

    def _announced(self, words: str, earlier: Sequence[str]) -> Speaker | None:
        """Who is named or meant before a colon by words that do not report: "the Minister dismissed it in a word:"."""
        last = sentences_of(words)[-1] if sentences_of(words) else words
        named = self._namer.people_in(last)
        if named:
            return named[-1]
        meant = _ONES.search(last)
        if meant is not None:
            return self._looked_up("he" if meant.group("his") else "she", [*earlier, *sentences_of(words)[:-1]])
        return None

    def alone_in(self, sentences: Sequence[str]) -> Speaker | None:
        """The one person with an office whom these sentences name, for words that stand below without introduction."""
        people = self._namer.people_in(" ".join(sentences))
        found = {person.name: person for person in people if person.title or person.official}
        return next(iter(found.values())) if len(found) == 1 else None

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
        if _NEW_CLAUSE.search(subject):
            return None
        speaker = self._subject(subject, earlier) if subject else self._inverted(clause[match.end() :], earlier)
        if speaker is not None:
            self.source = speaker
        return speaker

    def _inverted(self, words: str, earlier: Sequence[str]) -> Speaker | None:
        """Who is named after the verb: "said Ann Moor, head of Y", "says Jo, 15", "asked a member in Angus"."""
        subject = re.split(r"[.;]|, (?:adding|who|which|in|at|on|to)\b| (?:when|while|as) ", words, maxsplit=1)[
            0
        ].strip()
        return self._subject(subject, earlier) or self.attributed(subject)

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
        words = re.sub(r"^(?:Then|Later|And|But|So|Yet) (?=[A-Z])", "", re.sub(r"\s+", " ", words))
        if len(words.split()) > 14:
            words = re.split(r"\b(?:when|after|because|where|while|that|as)\s+(?=(?:an?|the|[A-Z])\b)", words)[
                -1
            ].strip()
        words = re.sub(r"\s+[–—-]\s+[^–—]*$", "", re.sub(r"\s+[–—]\s+[^–—]+\s+[–—]$", "", words))
        words = re.sub(r"\s*\((?:the )?[A-Z]{2,8}\)$", "", words)
        words = _WHO_DOES.sub("", _DATED.sub(" ", words)).strip()
        if not words:
            return self.source
        if words.endswith(" to"):  # "Ann Moor had sent a message to say"
            begins = re.match(NAME, words)
            return self._namer.person(begins.group()) if begins else None
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
            named = re.search(NAME + "$", title)
            if named and not re.search(r"\b(?:of|at|from|for|in|to)\b", title) and not is_office(named.group()):
                return self._namer.person(named.group())
            full = self._namer.person(person[-1].group("name"))
            name = (
                full.name
                if full is not None and person[-1].group("name").split()[-1] in full.name
                else person[-1].group("name")
            )
            return make_speaker(name, re.sub(r"^from ", "", title), self._officials)
        office = self._namer.office(words)
        if office is not None:
            return office
        surname = _SURNAME.search(words)
        if surname and (found := self._namer.person(surname.group("name"))):
            return found
        if re.search(rf"\b{DOCUMENT}s?\b", words, re.I):
            return self._namer.document(words, earlier, self._department)
        return self._namer.body(words, self._department) or self._namer.introduced_in(words)

    def _looked_up(self, words: str, earlier: Sequence[str]) -> Speaker | None:
        """The nearest source before: named in the same paragraph, else the one last heard."""
        inside = re.search(rf"\b(?:an?|the) (?:[\w-]+ ){{0,5}}{DOCUMENT}\b(?=.*,)", words, re.I)
        if inside and not _ANAPHOR.match(words):
            return self._namer.document(inside.group(), [], self._department)
        one = _ONE.search(words)
        if one is not None and (found := self._last_named(words[: one.start()])):
            return found
        for at in range(len(earlier) - 1, -1, -1):
            sentence = earlier[at]
            if one and _SOMEBODY.match(sentence):
                return None
            spokes = _SPOKES_FOR.search(sentence)
            if spokes:
                return self._subject(spokes.group(), [])
            if told := _TELLER.search(sentence):
                return self._inverted(told.group("who"), earlier[:at])
            credited = _CREDITED.search(sentence)
            if credited and (found := self._subject(credited.group("who").strip(), [])):
                return found
            if found := self._reporting(sentence, earlier[:at]):
                if one is None or _may_be(found, one.group("who")):
                    return found
                continue
            for match in re.finditer(rf"\b{NAME}\b", sentence):
                person = self._register.find(match.group())
                if person is None or not (person.title or person.official or (one and match.start() == 0)):
                    continue
                if one is None or self._is_meant(person, match.start(), one.group("who"), earlier[at + 1 :]):
                    return person
            if one and (found := self._somebody_in(sentence, one.group("who"), earlier[at + 1 :])):
                return found
        if one is None:
            return self.source
        recent = self.source is not None and self._paragraph - self._heard_at <= _RECENT
        return self.source if recent and self.source and _may_be(self.source, one.group("who")) else None

    def _reporting(self, sentence: str, earlier: Sequence[str]) -> Speaker | None:
        """Who reports something in an earlier sentence."""
        for verbs in (REPORTING, _WRITES):
            matches = list(verbs.finditer(sentence))
            if not matches or sentence.rstrip().endswith("?"):
                continue
            subject = _AUXILIARY.sub("", sentence[: matches[0].start()].strip())
            if subject and not _PRONOUN.search(" " + subject) and len(subject.split()) <= 60:
                found = self._subject(subject, earlier)
                if found is not None:
                    return found
        return None

    def _last_named(self, words: str) -> Speaker | None:
        """The person with an office whom a sentence names last: "When we put it to the Minister, Jo Hill, she"."""
        named = [person for person in self._namer.people_in(words) if person.title or person.official]
        return named[-1] if named else self._namer.official_in(words)

    def _is_meant(self, person: Speaker, at: int, who: str, since: Sequence[str]) -> bool:
        """Whether "he" or "she" can be a person named before; the subject of a sentence is who the next calls by it."""
        between = " ".join(since)
        other, same = (_SHE, _HE) if who.lower() == "he" else (_HE, _SHE)
        return _may_be(person, who) and not (at == 0 and other.search(between) and not same.search(between))

    def _somebody_in(self, sentence: str, who: str, since: Sequence[str]) -> Speaker | None:
        """Whom a sentence brings in by a name not heard before, or by an office alone."""
        brought = self._namer.introduced_in(sentence)
        if brought is not None and self._is_meant(brought, 0, who, since):
            return brought
        return self._namer.official_in(sentence)


def _may_be(person: Speaker, who: str) -> bool:
    """Whether the form of address lets a person be called "he" or "she"."""
    return not (_FEMALE if who.lower() == "he" else _MALE).match(person.name)
